import type { Hours, SetHours, SiteStatus } from '../live/wire';
import type { Site } from '../zone/programme';

/** The event's rhythm, ms. */
export const halfHour = 30 * 60_000;

/** Half hours of one wish, as the server bounds it. */
export const atOnce = 60;

/** What is said of so many half hours, in as few wishes as the server takes. */
export function wishes(say: 'offer' | 'withdraw', times: readonly number[]): SetHours[] {
  const all = times.map((at) => new Date(at).toISOString());
  return Array.from({ length: Math.ceil(all.length / atOnce) }, (_, part) => ({
    type: 'hours.set',
    offer: [],
    withdraw: [],
    [say]: all.slice(part * atOnce, (part + 1) * atOnce),
  }));
}

/** What takes a wish back. */
export function opposite({ type, offer, withdraw }: SetHours): SetHours {
  return { type, offer: withdraw, withdraw: offer };
}

/** Beginnings of the half hours in which somebody is at the booth, from the one that runs now on. What the booth said goes before the programme. */
export function timesOf(planned: Site['hours'], said: Hours | undefined, now: number): number[] {
  const times = new Set<number>();
  for (const { from, until } of planned ?? []) {
    for (let at = Date.parse(from); at < Date.parse(until); at += halfHour) {
      times.add(at);
    }
  }
  for (const at of said?.offered ?? []) {
    times.add(Date.parse(at));
  }
  for (const at of said?.withdrawn ?? []) {
    times.delete(Date.parse(at));
  }
  return [...times].filter((at) => at + halfHour > now).sort((a, b) => a - b);
}

/** When somebody is there next, as the zone tells it; undefined while somebody is, when nobody said so, and once the time has come. */
export function nextOf({ available, next }: SiteStatus, now: number): number | undefined {
  const at = next === undefined ? Number.NaN : Date.parse(next);
  return available === 0 && at > now ? at : undefined;
}

/** The half hours of a day one can choose from, by the clock on the wall here. */
export function dayTimes(day: number): number[] {
  const from = new Date(day);
  from.setHours(8, 0, 0, 0);
  return Array.from({ length: 22 }, (_, i) => from.getTime() + i * halfHour);
}

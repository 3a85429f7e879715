import { signal } from '@preact/signals';
import type { SiteStatus } from '../live/wire';

const stored = 'halle.watched';

/** A connection reads 20 rooms at most; the event and the page somebody goes to next are among them. */
export const mostRooms = 16;

/** null: nobody chose, see `watched`. */
export const chosenRooms = signal<readonly string[] | null>(load());

function load(): readonly string[] | null {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(stored) ?? 'null');
    return Array.isArray(found) ? found.filter((one) => typeof one === 'string') : null;
  } catch {
    return null;
  }
}

export function choose(room: string, on: boolean, now: readonly string[]): void {
  chosenRooms.value = on ? [...now, room].slice(-mostRooms) : now.filter((one) => one !== room);
  localStorage.setItem(stored, JSON.stringify(chosenRooms.value));
}

/** No choice any more: rooms are watched by themselves again. */
export function chooseNone(): void {
  chosenRooms.value = null;
  localStorage.removeItem(stored);
}

/** The rooms of the queue: the chosen ones, or by themselves those where something waits (the longest waiting first), then those seen before, those that are live, and the fullest. */
export function watched(
  all: readonly string[],
  chosen: readonly string[] | null,
  status: Readonly<Record<string, SiteStatus>>,
  waiting: readonly string[],
  seen: ReadonlySet<string>,
  most = mostRooms,
): string[] {
  if (chosen) {
    return all.filter((room) => chosen.includes(room)).slice(0, most);
  }
  const place = new Map(waiting.map((room, i) => [room, i]));
  const weight = (room: string): number =>
    (place.has(room) ? 2e9 + 1e7 * (waiting.length - (place.get(room) ?? 0)) : seen.has(room) ? 1e9 : 0) +
    (status[room]?.live ? 1e6 : 0) +
    (status[room]?.present ?? 0);
  return all
    .filter((room) => weight(room) > 0)
    .sort((a, b) => weight(b) - weight(a))
    .slice(0, most)
    .sort((a, b) => all.indexOf(a) - all.indexOf(b));
}

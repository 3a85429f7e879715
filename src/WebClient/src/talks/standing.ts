import { dayAndHour, t } from '../i18n';
import type { Room } from '../live/room';
import type { TalkSlot } from '../zone/programme';

/** A talk that nobody has started: what is said of it changes with the time. */
export function isExpected(room: Room): boolean {
  return room.one('stage')?.state === 'scheduled';
}

/** Its planned time is over. Whether it has taken place is for its stage to say. */
export function isPast(slot: TalkSlot, now: number): boolean {
  return Date.parse(slot.endsAt) <= now;
}

/** What is said of a talk that nobody has started yet. A late one is said to be late until its planned end; whoever may can start it even then. */
export function notBegun(slot: TalkSlot | undefined, now: number): string {
  const time = slot ? dayAndHour(slot.startsAt) : '';
  if (!slot || now < Date.parse(slot.startsAt)) {
    return t('talkScheduled', { time });
  }
  return t(isPast(slot, now) ? 'talkMissed' : 'talkLate', { time });
}

import { signal } from '@preact/signals';
import type { TalkSlot } from '../zone/programme';

const key = 'halle.agenda';

/** How long before its beginning a marked talk is spoken of, and how long after it the reminder stays. */
export const remindBeforeMs = 10 * 60_000;
export const remindAfterMs = 5 * 60_000;

/** Keys of the talks somebody wants to see: a preference of this browser, and nothing the server knows. */
export const marked = signal<ReadonlySet<string>>(load());

function load(): ReadonlySet<string> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return new Set(Array.isArray(stored) ? stored.filter((one) => typeof one === 'string') : []);
  } catch {
    return new Set();
  }
}

export function mark(talk: string, on: boolean): void {
  const after = new Set(marked.value);
  if (on) {
    after.add(talk);
  } else {
    after.delete(talk);
  }
  marked.value = after;
  if (after.size === 0) {
    localStorage.removeItem(key);
  } else {
    localStorage.setItem(key, JSON.stringify([...after]));
  }
}

export interface Reminder {
  /** Of a talk and whether it has begun: dismissed before the beginning, it comes back at the beginning. */
  readonly key: string;
  readonly talk: TalkSlot;
  /** Whole minutes to its beginning; 0 when it has begun. */
  readonly minutes: number;
}

/** Marked talks that begin soon, have just begun by the programme, or are live; not the one whose page is open. */
export function due(
  talks: readonly TalkSlot[],
  marks: ReadonlySet<string>,
  dismissed: ReadonlySet<string>,
  isLive: (talk: TalkSlot) => boolean,
  now: number,
  open?: string,
): Reminder[] {
  return talks
    .filter((talk) => marks.has(talk.key) && talk.key !== open)
    .map((talk) => ({ talk, left: Date.parse(talk.startsAt) - now }))
    .filter(({ talk, left }) => isLive(talk) || (left <= remindBeforeMs && left > -remindAfterMs))
    .sort((a, b) => a.left - b.left)
    .map(({ talk, left }) => ({ talk, minutes: isLive(talk) ? 0 : Math.max(0, Math.ceil(left / 60_000)) }))
    .map(({ talk, minutes }) => ({ key: `${talk.key}/${minutes === 0 ? 'begun' : 'soon'}`, talk, minutes }))
    .filter(({ key }) => !dismissed.has(key));
}

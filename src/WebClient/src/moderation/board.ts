import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { call, live } from '../sign-in/session';

/** How often is asked where something waits, in milliseconds. */
const lookMs = 5_000;

/** A room that waits for somebody, or a class that has people. */
export interface BoardRow {
  readonly room: string;
  /** In a class; elsewhere 0. */
  readonly present: number;
  readonly waiting: number;
  /** When the oldest that waits was written. */
  readonly since?: string;
}

export const board = signal<readonly BoardRow[]>([]);

/** Rooms that wait for somebody, the longest waiting first. */
export function waitingOf(rows: readonly BoardRow[]): BoardRow[] {
  return rows
    .filter((row) => row.waiting > 0)
    .sort((a, b) => Date.parse(a.since ?? '0') - Date.parse(b.since ?? '0') || a.room.localeCompare(b.room));
}

/**
 * Of these the rooms that ask for somebody: where one reads, by what is in the queue; elsewhere unless they stand as when everything in them had been looked at,
 * and some of it left as it is.
 * @param queued how much of a room is in the queue; undefined where it is not read
 * @param looked how rooms stood when nothing of them was in the queue; kept up to date
 */
export function asking(
  rows: readonly BoardRow[],
  queued: (room: string) => number | undefined,
  looked: Map<string, string>,
): BoardRow[] {
  return waitingOf(rows).filter(({ room, waiting, since }) => {
    const standing = `${waiting} ${since}`;
    const count = queued(room);
    if (count === 0) {
      looked.set(room, standing);
    }
    return count === undefined ? looked.get(room) !== standing : count > 0;
  });
}

/** Looks again and again, while somebody looks at the page. */
export function useBoard(): void {
  const state = live.state.value;
  useEffect(() => {
    if (state !== 'live') {
      return;
    }
    void look();
    const timer = setInterval(() => {
      if (!document.hidden) {
        void look();
      }
    }, lookMs);
    return () => clearInterval(timer);
  }, [state]);
}

async function look(): Promise<void> {
  try {
    board.value = (await call<{ rooms: readonly BoardRow[] }>('GET', '/api/board')).rooms;
  } catch {
    // It is asked again in a moment.
  }
}

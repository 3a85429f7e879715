import { signal } from '@preact/signals';
import { me } from '../sign-in/session';
import { folded } from '../zone/words';
import type { BoardRow } from './board';
import { mostRooms } from './watch';

/** A class as moderators are told of it: never its code. */
export interface SchoolClass {
  readonly key: string;
  readonly label: string;
}

export interface ClassRow extends SchoolClass, BoardRow {}

/** Half of the rooms a moderator reads at once: the others are for talks and booths. */
export const mostClasses = mostRooms / 2;

/** Rows drawn at once; the search finds the others. */
export const shownRows = 40;

const stored = 'halle.classes';

/** The classes whose cases are in the queue. Kept in the tab, and gone with the session. */
export const watchedClasses = signal<readonly string[]>(load());

function load(): readonly string[] {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(stored) ?? '[]');
    return Array.isArray(found) ? found.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

me.subscribe((who) => {
  if (who === null) {
    watchedClasses.value = [];
  }
});

/** One more pushes out the one that was chosen first. */
export function watchClass(room: string, on: boolean): void {
  const others = watchedClasses.value.filter((one) => one !== room);
  watchedClasses.value = on ? [...others, room].slice(-mostClasses) : others;
  sessionStorage.setItem(stored, JSON.stringify(watchedClasses.value));
}

/**
 * The classes to choose from: those that wait for somebody, the longest waiting first, then those that are watched, then the fullest.
 * Empty ones are found by the search alone.
 */
export function rowsOf(
  all: readonly SchoolClass[],
  now: readonly BoardRow[],
  watched: readonly string[],
  search: string,
): ClassRow[] {
  const busy = new Map(now.map((one) => [one.room, one]));
  const words = folded(search).split(/\s+/).filter(Boolean);
  return all
    .map(
      ({ key, label }): ClassRow => ({
        ...(busy.get(`class:${key}`) ?? { room: `class:${key}`, present: 0, waiting: 0 }),
        key,
        label,
      }),
    )
    .filter((row) =>
      words.length > 0
        ? words.every((word) => folded(row.label).includes(word))
        : row.waiting > 0 || row.present > 0 || watched.includes(row.room),
    )
    .sort(
      (a, b) =>
        Number(b.waiting > 0) - Number(a.waiting > 0) ||
        Date.parse(a.since ?? '0') - Date.parse(b.since ?? '0') ||
        Number(watched.includes(b.room)) - Number(watched.includes(a.room)) ||
        b.present - a.present ||
        a.label.localeCompare(b.label),
    );
}

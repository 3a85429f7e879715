import { beforeEach, expect, test } from 'vitest';
import { labels, learn } from '../classrooms/labels';
import { me } from '../sign-in/session';
import type { BoardRow } from './board';
import { mostClasses, rowsOf, type SchoolClass, watchClass, watchedClasses } from './classes';

const all: SchoolClass[] = [
  { key: 'a', label: '3e A, collège Jean-Moulin' },
  { key: 'b', label: '3e B, collège Jean-Moulin' },
  { key: 'c', label: 'Seconde 4, lycée Éluard' },
  { key: 'd', label: 'Seconde 5, lycée Éluard' },
];
const now: BoardRow[] = [
  { room: 'class:d', present: 30, waiting: 0 },
  { room: 'class:a', present: 12, waiting: 1, since: '2026-11-27T10:30:00Z' },
  { room: 'class:c', present: 0, waiting: 3, since: '2026-11-27T10:00:00Z' },
];
const keys = (rows: readonly { key: string }[]): string[] => rows.map((row) => row.key);

beforeEach(() => {
  watchedClasses.value = [];
  sessionStorage.clear();
});

test('[WB145] classes that wait for somebody come first, the longest waiting on top, then the fullest; empty ones are not listed', () => {
  expect(keys(rowsOf(all, now, [], ''))).toEqual(['c', 'a', 'd']);
  expect(rowsOf(all, now, [], '')[0]).toMatchObject({ room: 'class:c', waiting: 3, label: 'Seconde 4, lycée Éluard' });
});

test('[WB145] a class that is watched stays listed when it empties', () => {
  expect(keys(rowsOf(all, now, ['class:b'], ''))).toEqual(['c', 'a', 'b', 'd']);
});

test('[WB145] any class is found by the words of its name, without regard to accents', () => {
  expect(keys(rowsOf(all, now, [], 'moulin 3e'))).toEqual(['a', 'b']);
  expect(keys(rowsOf(all, now, [], 'ELUARD'))).toEqual(['c', 'd']);
  expect(rowsOf(all, now, [], 'zzz')).toEqual([]);
});

test('[WB145] so many classes are watched at once; one more pushes out the first, and the choice stays in the tab', () => {
  for (let n = 0; n <= mostClasses; n++) {
    watchClass(`class:${n}`, true);
  }
  expect(watchedClasses.value).toHaveLength(mostClasses);
  expect(watchedClasses.value).not.toContain('class:0');
  watchClass('class:1', false);
  expect(watchedClasses.value).not.toContain('class:1');
  expect(JSON.parse(sessionStorage.getItem('halle.classes') ?? '')).toEqual(watchedClasses.value);
  expect(localStorage.getItem('halle.classes')).toBeNull();
});

test('[WB145] what was chosen, and what the classes are called, goes with the session', () => {
  me.value = { signedIn: true, person: 'p', role: 'moderator', name: 'Sacha', own: [] };
  watchClass('class:a', true);
  learn({ 'class:a': '3e A' });
  me.value = null;
  expect(watchedClasses.value).toEqual([]);
  expect(labels.value).toEqual({});
});

import { afterEach, expect, test } from 'vitest';
import type { TalkSlot } from '../zone/programme';
import { due, mark, marked } from './agenda';

const nobody = new Set<string>();
const talk = (key: string, startsAt: string): TalkSlot => ({
  key,
  title: { fr: key, en: key },
  startsAt,
  endsAt: startsAt,
});
const talks = [talk('second', '2026-11-27T10:15:00Z'), talk('first', '2026-11-27T09:30:00Z')];
const both = new Set(['first', 'second']);
const at = (time: string): number => Date.parse(`2026-11-27T${time}Z`);

afterEach(() => {
  for (const key of marked.value) {
    mark(key, false);
  }
});

test.each([
  ['09:19:59', []],
  ['09:20:00', ['first 10']],
  ['09:29:10', ['first 1']],
  ['09:34:59', ['first 0']],
  ['09:35:00', []],
])('[WB41] at %s the marked talks to be reminded of are %j', (time, expected) => {
  const found = due(talks, both, nobody, () => false, at(time));
  expect(found.map((one) => `${one.talk.key} ${one.minutes}`)).toEqual(expected);
});

test('[WB41] a marked talk that is live is reminded of, whatever the programme says; others are not', () => {
  expect(due(talks, new Set(['second']), nobody, () => true, at('08:00:00')).map((one) => one.talk.key)).toEqual([
    'second',
  ]);
});

test('[WB41] a dismissed reminder does not come back, and one dismissed before the beginning only at the beginning', () => {
  const dismissed = new Set(['first/soon']);
  expect(due(talks, both, dismissed, () => false, at('09:25:00'))).toEqual([]);
  expect(due(talks, both, dismissed, () => false, at('09:31:00')).map((one) => one.key)).toEqual(['first/begun']);
  dismissed.add('first/begun');
  expect(due(talks, both, dismissed, () => true, at('09:31:00')).map((one) => one.key)).toEqual(['second/begun']);
});

test('[WB41] on the page of a talk nobody is reminded of it', () => {
  expect(due(talks, both, nobody, () => true, at('09:31:00'), 'first').map((one) => one.talk.key)).toEqual(['second']);
});

test('[WB41] the agenda is a preference, and an empty one leaves nothing behind', () => {
  mark('first', true);
  expect(localStorage.getItem('halle.agenda')).toBe('["first"]');
  mark('first', false);
  expect(localStorage.getItem('halle.agenda')).toBeNull();
});

import { expect, test } from 'vitest';
import type { ChatMessage, MessageState, Question, QuestionState } from '../live/wire';
import { casesOf, queueOf } from './cases';

const author = { id: 'p', role: 'visitor', name: 'Ana' } as const;
const message = (id: string, state: MessageState, reports: number, at = '2026-11-25T10:00:00Z'): ChatMessage => ({
  type: 'message',
  id,
  shownAt: Number(id),
  at,
  author,
  text: 'x',
  state,
  pinned: false,
  reports,
});
const question = (id: string, state: QuestionState, at = '2026-11-25T10:00:00Z'): Question => ({
  type: 'question',
  id,
  at,
  author,
  text: 'x',
  state,
  score: 1,
  changedAt: at,
  canUndo: false,
});

test('[WB44] held and reported messages and pending questions wait for a moderator; nothing else does', () => {
  const cases = casesOf(
    'talk:a',
    [message('1', 'visible', 0), message('2', 'held', 0), message('3', 'visible', 2), message('4', 'removed', 3)],
    [question('5', 'pending'), question('6', 'approved')],
  );
  expect(cases.map((one) => `${one.kind} ${one.id}`)).toEqual(['held 2', 'reported 3', 'question 5']);
});

test('[WB44] the oldest of all rooms comes first', () => {
  const cases = [
    ...casesOf('booth:b', [message('9', 'held', 0, '2026-11-25T10:05:00Z')], []),
    ...casesOf('talk:a', [], [question('2', 'pending', '2026-11-25T10:01:00Z')]),
  ];
  expect(queueOf(cases, new Set()).map((one) => one.room)).toEqual(['talk:a', 'booth:b']);
});

test('[WB44] what was left as it is comes back with the next report', () => {
  const [once] = casesOf('booth:b', [message('1', 'visible', 1)], []);
  const left = new Set([once?.key ?? '']);
  expect(queueOf(casesOf('booth:b', [message('1', 'visible', 1)], []), left)).toEqual([]);
  expect(queueOf(casesOf('booth:b', [message('1', 'visible', 2)], []), left)).toHaveLength(1);
});

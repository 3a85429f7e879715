import { expect, test } from 'vitest';
import type { ChatMessage, Role } from '../live/wire';
import { unanswered } from './unanswered';

const said = (id: number, role: Role, more: Partial<ChatMessage> = {}): ChatMessage => ({
  type: 'message',
  id: String(id),
  shownAt: id,
  at: '2026-11-25T10:00:00Z',
  author: { id: `${role}-${id}`, role, name: role },
  text: 'x',
  state: 'visible',
  pinned: false,
  reports: 0,
  ...more,
});
const ids = (messages: readonly ChatMessage[], aside: string[] = []): string[] =>
  unanswered(messages, new Set(aside)).map((message) => message.id);

test('[WB43] what waits longest comes first, and staff wait for nobody', () => {
  expect(ids([said(3, 'visitor'), said(1, 'pupil'), said(2, 'professional'), said(4, 'teacher')])).toEqual([
    '1',
    '3',
    '4',
  ]);
});

test('[WB43] a reply of the staff answers; a reply of a visitor does not, and waits for nobody', () => {
  const messages = [
    said(1, 'visitor'),
    said(2, 'visitor'),
    said(3, 'professional', { replyTo: '1' }),
    said(4, 'visitor', { replyTo: '2' }),
  ];
  expect(ids(messages)).toEqual(['2']);
});

test('[WB43] who asks again after an answer waits again', () => {
  const messages = [
    said(1, 'visitor'),
    said(2, 'professional', { replyTo: '1' }),
    said(3, 'visitor', { replyTo: '2' }),
  ];
  expect(ids(messages)).toEqual(['3']);
});

test('[WB43] held, removed and set aside messages do not wait', () => {
  expect(
    ids([said(1, 'visitor', { state: 'held' }), said(2, 'visitor', { state: 'removed' }), said(3, 'pupil')], ['3']),
  ).toEqual([]);
});

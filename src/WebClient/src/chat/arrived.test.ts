import { expect, test } from 'vitest';
import type { Wish } from '../live/outbox';
import type { ChatMessage } from '../live/wire';
import { arrived } from './arrived';

function wish(clientId: string, text: string, more: Partial<Wish> = {}): Wish {
  return {
    clientId,
    command: { type: 'chat.post', text },
    at: '2026-11-23T10:00:00Z',
    state: 'waiting',
    after: 10,
    ...more,
  };
}

function message(id: number, text: string, author = 'me'): ChatMessage {
  return {
    type: 'message',
    id: String(id),
    shownAt: id,
    at: '2026-11-23T10:00:00Z',
    author: { id: author, role: 'visitor', name: 'Démo' },
    text,
    state: 'visible',
    pinned: false,
    reports: 0,
  };
}

function found(wishes: Wish[], messages: ChatMessage[]): string[] {
  return [...arrived(wishes, messages, 'me')];
}

test('[WB116] a message the room shows is not shown as unsent beside it', () => {
  expect(found([wish('a', 'Bonjour  à\ntous')], [message(11, 'Bonjour à tous')])).toEqual(['a']);
  expect(found([wish('a', 'Bonjour')], [])).toEqual([]);
});

test('[WB116] what others wrote, what was there before, and what another wish became does not count', () => {
  expect(found([wish('a', 'Oui')], [message(11, 'Oui', 'other')])).toEqual([]);
  expect(found([wish('a', 'Oui')], [message(10, 'Oui')])).toEqual([]);
  expect(found([wish('a', 'Oui', { state: 'sent', seq: 11 }), wish('b', 'Oui')], [message(11, 'Oui')])).toEqual([]);
  expect(found([wish('a', 'Oui'), wish('b', 'Oui')], [message(11, 'Oui')])).toEqual(['a']);
  expect(found([wish('a', 'Oui', { after: undefined })], [message(11, 'Oui')])).toEqual([]);
});

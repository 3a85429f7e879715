import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { say, toast } from '../live/actions';
import { Room } from '../live/room';
import type { ChatMessage, Entity, RoomCommand } from '../live/wire';
import { live } from '../sign-in/session';
import { CaseQueue } from './CaseQueue';
import { left } from './cases';

const message = (id: number, more: Partial<ChatMessage> = {}): ChatMessage => ({
  type: 'message',
  id: String(id),
  shownAt: id,
  at: `2026-11-28T10:${String(id).padStart(2, '0')}:00Z`,
  author: { id: 'p1', role: 'visitor', name: 'Ana' },
  text: `Message ${id}`,
  state: 'held',
  pinned: false,
  reports: 0,
  ...more,
});
const question = (id: string): Entity =>
  ({ ...message(Number(id)), type: 'question', id, text: `Question ${id}`, state: 'pending', score: 1 }) as never;

let host: HTMLElement;
let elsewhere: HTMLTextAreaElement;
let room: Room;
let sent: RoomCommand[];

async function tell(set: readonly Entity[], drop: readonly string[] = []): Promise<void> {
  const from = room.at ?? 0;
  await act(() => {
    room.apply({ room: room.id, epoch: 'e', from, to: from + 1, reset: from === 0, set, drop });
  });
}

const press = (key: string) =>
  act(
    () =>
      void (document.activeElement ?? document.body).dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
      ),
  );
const focused = () => document.activeElement?.querySelector('.text')?.textContent;

beforeEach(async () => {
  sent = [];
  left.value = new Set();
  vi.spyOn(live, 'execute').mockImplementation(async (_room, _id, command) => {
    sent.push(command);
    return { status: 'ok', seq: '1' } as never;
  });
  room = new Room('talk:ouverture');
  room.can.value = new Set(['chat.release', 'question.reject']);
  await tell([message(1), message(2)]);
  host = document.createElement('div');
  elsewhere = document.createElement('textarea');
  document.body.append(host, elsewhere);
  await act(() => render(<CaseQueue rooms={[room]} />, host));
});

afterEach(() => {
  render(null, host);
  host.remove();
  elsewhere.remove();
  toast.value = null;
  vi.restoreAllMocks();
});

test('[WB45] who works with the keys is moved along to the next case', async () => {
  await press('a');
  await tell([message(1, { state: 'visible' })]);
  expect(sent).toEqual([{ type: 'chat.release', message: '1' }]);
  expect(focused()).toBe('Message 2');
});

test('[WB45] a case that comes or goes never takes the focus from somebody who writes', async () => {
  await press('j');
  expect(focused()).toBe('Message 1');
  elsewhere.focus();
  await tell([message(1, { state: 'visible' }), message(2, { state: 'visible' })]);
  await tell([message(3)]);
  expect(document.activeElement).toBe(elsewhere);
  await press('r');
  expect(sent).toEqual([]);
  elsewhere.blur();
  await tell([message(3, { state: 'visible' }), message(4)]);
  expect(document.activeElement).toBe(document.body);
});

test('[WB45] an older case does not take the focus from a reason that is being written', async () => {
  await tell([message(1, { state: 'visible' }), message(2, { state: 'visible' }), question('5')]);
  await press('r');
  const words = host.querySelector('form input') as HTMLInputElement;
  words.focus();
  await tell([message(3)]);
  expect(document.activeElement).toBe(words);
  expect(words.isConnected).toBe(true);
});

test('[WB45] who writes in a field that goes meanwhile commands nothing with the next letters', async () => {
  await tell([message(1, { state: 'visible' }), message(2, { state: 'visible' }), question('5'), message(6)]);
  await press('r');
  (host.querySelector('form input') as HTMLInputElement).focus();
  await press('e');
  await tell([], ['question/5']);
  expect(host.querySelector('form')).toBeNull();
  await press('r');
  await press('m');
  expect(sent).toEqual([]);
});

test('[WB173] undo takes back one step, says which, and a second press nothing more', async () => {
  await press('r');
  await vi.waitFor(() => expect(toast.value?.text).toBe('Message retiré'));
  await press('z');
  await press('z');
  expect(sent).toEqual([
    { type: 'chat.remove', message: '1' },
    { type: 'chat.restore', message: '1' },
  ]);
  await vi.waitFor(() => expect(toast.value?.text).toBe('Annulé\u00a0: Message retiré.'));
});

test.each([
  ['a', message(1, { state: 'visible', reports: 2 }), 'déjà publié'],
  ['h', message(1), 'attend déjà'],
  ['h', question('1'), 'attend déjà'],
])('[WB173] a key that has nothing to do here (%s) says why', async (key, waiting, words) => {
  await tell([waiting], waiting.type === 'question' ? ['message/1', 'message/2'] : ['message/2']);
  say('');
  await press(key);
  expect(sent).toEqual([]);
  expect(toast.value?.text).toContain(words);
});

import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Room } from '../live/room';
import type { Question, RoomCommand } from '../live/wire';
import { live } from '../sign-in/session';
import { CaseQueue } from './CaseQueue';

const author = { id: 'p1', role: 'visitor', name: 'Ana' } as const;
const question = (id: string): Question => ({
  type: 'question',
  id,
  at: `2026-11-28T10:0${id}:00Z`,
  author,
  text: `Question ${id}`,
  state: 'pending',
  score: 1,
  changedAt: '2026-11-28T10:00:00Z',
  canUndo: false,
});

let host: HTMLElement;
let sent: RoomCommand[];

const button = (words: string) =>
  [...host.querySelectorAll('button')].find((one) => one.textContent?.trim() === words) as HTMLButtonElement;
const press = (key: string) =>
  act(
    () =>
      void (document.activeElement ?? document.body).dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true }),
      ),
  );
const form = () => host.querySelector('form');

beforeEach(async () => {
  sent = [];
  vi.spyOn(live, 'execute').mockImplementation(async (_room, _id, command) => {
    sent.push(command);
    return { status: 'ok', seq: '1' } as never;
  });
  const room = new Room('talk:ouverture');
  room.can.value = new Set(['chat.release', 'question.reject']);
  room.apply({
    room: room.id,
    epoch: 'e',
    from: 0,
    to: 2,
    reset: true,
    set: [question('1'), question('2')],
    drop: [],
  } as never);
  host = document.createElement('div');
  document.body.append(host);
  await act(() => render(<CaseQueue rooms={[room]} />, host));
});

afterEach(() => {
  render(null, host);
  host.remove();
  vi.restoreAllMocks();
});

test('[WB134] a question is refused with a ready reason by one press', async () => {
  await act(() => button('Refuser').click());
  expect(sent).toEqual([]);
  await act(async () => button('Hors sujet').click());
  expect(sent).toEqual([{ type: 'question.reject', question: '1', reason: 'Hors sujet' }]);
  await vi.waitFor(() => expect(form()).toBeNull());
});

test('[WB134] or with words of one’s own, never without', async () => {
  await act(() => button('Refuser').click());
  const words = form()?.querySelector('input') as HTMLInputElement;
  expect(words.required).toBe(true);
  await act(() => {
    words.value = '  Voyez le programme ';
    words.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await act(async () => void form()?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true })));
  expect(sent).toEqual([{ type: 'question.reject', question: '1', reason: 'Voyez le programme' }]);
});

test('[WB134] the keys go on: r opens the reasons with the focus on the first, Escape closes, j moves on', async () => {
  await press('r');
  expect(document.activeElement?.textContent).toBe('Déjà posée');
  await press('Escape');
  expect(form()).toBeNull();
  expect(document.activeElement?.classList.contains('case')).toBe(true);
  await press('r');
  await press('j');
  expect(form()).toBeNull();
  expect(sent).toEqual([]);
});

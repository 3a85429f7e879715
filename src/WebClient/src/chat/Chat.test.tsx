import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { toast } from '../live/actions';
import { Room } from '../live/room';
import type { ChatMessage, HistoryPage } from '../live/wire';
import { live } from '../sign-in/session';
import { Chat } from './Chat';

const message = (id: number): ChatMessage => ({
  type: 'message',
  id: String(id),
  shownAt: id,
  at: '2026-11-28T10:00:00Z',
  author: { id: 'a', role: 'visitor', name: 'Démo' },
  text: `message ${id}`,
  state: 'visible',
  pinned: false,
  reports: 0,
});
const some = (from: number, to: number): ChatMessage[] =>
  Array.from({ length: to - from + 1 }, (_, index) => message(from + index));

let host: HTMLElement;
let room: Room;
let pages: HistoryPage[];

const tell = (from: number, set: readonly ChatMessage[], drop: readonly string[] = []) =>
  act(() => void room.apply({ room: room.id, epoch: 'e', from, to: from + 1, reset: from === 0, set, drop }));
const button = (words: string) =>
  [...host.querySelectorAll('button')].find((one) => one.textContent?.trim() === words) as HTMLButtonElement;
const shown = () => [...host.querySelectorAll<HTMLElement>('.message')].map((one) => Number(one.dataset.seq));
const range = (from: number, to: number) => some(from, to).map((one) => Number(one.id));

beforeEach(async () => {
  pages = [{ messages: some(51, 100), more: true }];
  vi.spyOn(live, 'history').mockImplementation(async () => pages.shift() ?? { messages: [], more: false });
  room = new Room('booth:edf');
  host = document.createElement('div');
  document.body.append(host);
  await act(() => render(<Chat room={room} />, host));
});

afterEach(() => {
  render(null, host);
  host.remove();
  vi.restoreAllMocks();
});

test('[WB175] earlier messages are offered where there may be some', async () => {
  await tell(0, some(1, 199));
  expect(button('Messages précédents')).toBeUndefined();
  await tell(1, [message(200)]);
  expect(button('Messages précédents')).toBeDefined();
});

test('[WB175] who reads back keeps what is read whatever comes, and goes back to the latest', async () => {
  await tell(0, some(101, 300));
  await act(async () => button('Messages précédents').click());
  expect(live.history).toHaveBeenCalledWith('booth:edf', '101', 50);
  await vi.waitFor(() => expect(shown()).toEqual(range(51, 250)));
  await tell(1, some(301, 310), ['message/60']);
  expect(shown()).toEqual(range(51, 250).filter((id) => id !== 60));
  await act(() => button('Revenir aux derniers messages').click());
  expect(shown()).toEqual(range(111, 310));
});

const votes: HistoryPage = { messages: [], more: true };
const askedBefore = () => vi.mocked(live.history).mock.calls.map(([, before]) => before);

test('[WB175] where a page is empty and there is more, one press goes on to the next older messages', async () => {
  await tell(0, some(20_001, 20_200));
  pages = [votes, votes, { messages: some(51, 100), more: true }];
  await act(async () => button('Messages précédents').click());
  await vi.waitFor(() => expect(shown()).toEqual([...range(51, 100), ...range(20_001, 20_150)]));
  expect(askedBefore()).toEqual(['20001', '15501', '11001']);
  await act(async () => button('Messages précédents').click());
  expect(askedBefore().at(-1)).toBe('51');
});

test('[WB175] one press asks for so many pages and no more; the next press goes on, until there are none', async () => {
  await tell(0, some(40_001, 40_200));
  pages = Array.from({ length: 8 }, () => votes);
  await act(async () => button('Messages précédents').click());
  await vi.waitFor(() => expect(toast.value?.text).toContain('continuez'));
  expect(askedBefore()).toEqual(['40001', '35501', '31001', '26501', '22001']);
  await act(async () => button('Messages précédents').click());
  await vi.waitFor(() => expect(button('Messages précédents')).toBeUndefined());
  expect(askedBefore().slice(5)).toEqual(['17501', '13001', '8501', '4001']);
  expect(shown()).toEqual(range(40_001, 40_200));
});

test('[WB175] a page that cannot be had is asked for again, and one on its way is no page of a room that begins anew', async () => {
  await tell(0, some(101, 300));
  pages = [{ code: 'slow_down', messages: [], more: false }];
  await act(async () => button('Messages précédents').click());
  expect(shown()).toEqual(range(101, 300));
  let answer: (page: HistoryPage) => void = () => {};
  vi.mocked(live.history).mockImplementation(() => new Promise((done) => (answer = done)));
  await act(() => button('Messages précédents').click());
  await tell(0, some(101, 300));
  await act(async () => answer({ messages: some(51, 100), more: true }));
  expect(shown()).toEqual(range(101, 300));
});

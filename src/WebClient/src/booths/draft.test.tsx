import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Room } from '../live/room';
import type { ChatMessage } from '../live/wire';
import { forget, me } from '../sign-in/session';
import { WaitingMessage } from './BoothDesk';

const room = new Room('booth:edf');
const message: ChatMessage = {
  id: '7',
  shownAt: 7,
  at: '2026-11-27T10:00:00Z',
  text: 'Faut-il le permis ?',
  state: 'visible',
  pinned: false,
  reports: 0,
  author: { id: 'alix', role: 'visitor', name: 'Alix' },
} as unknown as ChatMessage;
let host: HTMLElement;

const draw = () => act(() => render(<WaitingMessage room={room} message={message} />, host));
const box = () => host.querySelector('input') as HTMLInputElement;
const write = (text: string) =>
  act(() => {
    box().value = text;
    box().dispatchEvent(new Event('input', { bubbles: true }));
  });
const reload = async () => {
  render(null, host);
  await draw();
};

beforeEach(() => {
  me.value = { signedIn: true, person: 'sacha', role: 'professional', name: 'Sacha', own: ['booth:edf'] };
  host = document.createElement('div');
  document.body.append(host);
});

afterEach(() => {
  render(null, host);
  host.remove();
  sessionStorage.clear();
  vi.restoreAllMocks();
});

test('[WB141] an answer begun at the desk is there after a reload, and for its author alone', async () => {
  await draw();
  await write('Non, on l’apprend');
  await reload();
  expect(box().value).toBe('Non, on l’apprend');
  me.value = { signedIn: true, person: 'dominique', role: 'professional', name: 'Dominique', own: ['booth:edf'] };
  await reload();
  expect(box().value).toBe('');
});

test('[WB141] an answer that was sent leaves no draft', async () => {
  await draw();
  await write('Non');
  await act(() => {
    host.querySelector('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
  });
  await reload();
  expect(box().value).toBe('');
});

test('[WB121] an answer begun at the desk goes with the session', async () => {
  await draw();
  await write('Non, on l’apprend');
  await act(() => forget());
  expect(Object.keys(sessionStorage).filter((key) => key.startsWith('halle.draft'))).toEqual([]);
});

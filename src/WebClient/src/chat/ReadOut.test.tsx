import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ChatMessage } from '../live/wire';
import { spacingMs } from './announcer';
import { ReadOut } from './ReadOut';

let host: HTMLElement;
let messages: ChatMessage[];
let changes: MutationObserver;
let changed: number;
/** What a screen reader would have said: the region's words after each change in it. */
let said: (string | null)[];

const region = () => host.querySelector('[role=status]') as HTMLElement;
const listen = () => {
  if (changed + changes.takeRecords().length > 0) {
    said.push(region().textContent);
  }
  changed = 0;
};
const draw = async () => {
  await act(() => render(<ReadOut messages={messages} />, host));
  listen();
};
const write = (text: string) => {
  const id = messages.length + 1;
  const author = { id: 'b', role: 'visitor', name: 'Bao' } as const;
  messages = [...messages, { id: String(id), shownAt: id, author, text, state: 'visible' } as ChatMessage];
  return draw();
};
const pass = async (ms: number) => {
  await act(() => void vi.advanceTimersByTime(ms));
  listen();
};

beforeEach(async () => {
  vi.useFakeTimers();
  [messages, said] = [[], []];
  host = document.createElement('div');
  document.body.append(host);
  changed = 0;
  changes = new MutationObserver((records) => {
    changed += records.length;
  });
  await write('Déjà là');
  changes.observe(region(), { childList: true, subtree: true, characterData: true });
});

afterEach(() => {
  changes.disconnect();
  render(null, host);
  host.remove();
  vi.useRealTimers();
});

test('[WB42] the same words twice are read out twice', async () => {
  await write('Oui');
  await pass(spacingMs);
  await write('Oui');
  await pass(spacingMs);
  expect(said).toEqual(['Bao : Oui', 'Bao : Oui'].map((text) => text.replace(' :', '\u00a0:')));
});

test('[WB42] at a steady pace every sum is read out, also one that is like the one before', async () => {
  for (let ms = 0; ms < 3 * spacingMs; ms += 200) {
    await write('encore');
    await pass(200);
  }
  expect(said.slice(1)).toEqual(['59 nouveaux messages.', '60 nouveaux messages.', '60 nouveaux messages.']);
});

import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { path } from '../router';
import { programme } from '../zone/programme';
import { mark } from './agenda';
import { Reminders } from './Reminders';

let host: HTMLElement;
const told = () => host.querySelector('[role=status]')?.textContent?.trim();
const shown = () => host.querySelector('.announcement')?.textContent;
const pass = (ms: number) => act(() => void vi.advanceTimersByTime(ms));

beforeEach(async () => {
  vi.useFakeTimers({ now: new Date('2026-11-27T09:20:00Z'), toFake: ['Date', 'setInterval', 'clearInterval'] });
  const title = { fr: 'Ouverture', en: 'Opening' };
  const slot = { key: 'ouverture', title, startsAt: '2026-11-27T09:30:00Z', endsAt: '2026-11-27T10:30:00Z' };
  programme.value = { talks: [slot] } as never;
  mark('ouverture', true);
  path.value = '/';
  host = document.createElement('div');
  await act(() => render(<Reminders />, host));
});

afterEach(() => {
  render(null, host);
  mark('ouverture', false);
  programme.value = undefined;
  path.value = '/';
  vi.useRealTimers();
});

test('[WB41] the minutes go by before the eyes, and are told at ten and at none', async () => {
  const heard = new Set<string | undefined>();
  const seen = new Set<string | null | undefined>();
  for (let minute = 0; minute <= 11; minute++) {
    heard.add(told());
    seen.add(shown());
    await pass(60_000);
  }
  expect([...heard]).toEqual(['Cela commence bientôt\u00a0: Ouverture', 'Cela commence\u00a0: Ouverture']);
  expect(seen.size).toBe(11);
});

test('[WB41] closed at ten minutes, it is back at the beginning, and never on the talk’s own page', async () => {
  await act(() => host.querySelector('button')?.click());
  expect(shown()).toBeUndefined();
  await pass(10 * 60_000);
  expect(shown()).toContain('Cela commence');
  await act(() => {
    path.value = '/forum/ouverture';
  });
  expect(shown()).toBeUndefined();
});

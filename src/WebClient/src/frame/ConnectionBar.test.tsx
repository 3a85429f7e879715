import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LiveState } from '../live/connection';
import { live, me } from '../sign-in/session';
import { ConnectionBar } from './ConnectionBar';

let host: HTMLElement;

const is = (state: LiveState) =>
  act(() => {
    live.state.value = state;
  });
const after = (ms: number) =>
  act(async () => {
    await vi.advanceTimersByTimeAsync(ms);
  });
const words = () => host.textContent ?? '';

beforeEach(() => {
  vi.useFakeTimers();
  me.value = { signedIn: true, person: 'a', role: 'visitor', name: 'Démo', own: [] };
  host = document.createElement('div');
  document.body.append(host);
  act(() => render(<ConnectionBar />, host));
});

afterEach(() => {
  render(null, host);
  host.remove();
  live.state.value = 'idle';
  me.value = undefined;
  vi.useRealTimers();
});

test('[WB118] a line that is back within a second is not mentioned', async () => {
  await is('live');
  for (let move = 0; move < 3; move++) {
    await is('reconnecting');
    await after(900);
    expect(words()).toBe('');
    await is('live');
  }
  expect(words()).toBe('');
  expect(host.querySelector('.connection')?.getAttribute('data-live')).toBe('live');
});

test('[WB118] one that stays away is, as long as it does; that there is no network, at once', async () => {
  await is('live');
  await is('reconnecting');
  await after(1_000);
  expect(words()).toContain('Connexion perdue. Nous revenons…');
  await is('live');
  expect(words()).toBe('');
  await is('offline');
  expect(words()).toContain('Vous êtes hors ligne. Ce que vous écrivez est gardé.');
});

const said = () => host.querySelector('[role=status]')?.textContent ?? '';
const offered = () => [...host.querySelectorAll('button')].map((one) => one.textContent?.trim());

test.each([
  ['connecting', 'Connexion…', []],
  ['reconnecting', 'Connexion perdue. Nous revenons…', ['Réessayer maintenant']],
  ['offline', 'Vous êtes hors ligne. Ce que vous écrivez est gardé.', ['Réessayer maintenant']],
] as const)('[WB28] %s is said in words, with what one can do', async (state, text, buttons) => {
  await is(state);
  await after(1_050);
  expect(said()).toBe(text);
  expect(offered()).toEqual(buttons);
});

test('[WB28] a line that is closed for good says why, and leads to signing in again', async () => {
  live.closedFor.value = 'revoked';
  await is('refused');
  expect(said()).toBe('La connexion est fermée\u00a0: votre accès a été retiré');
  expect(offered()).toEqual(['Entrer de nouveau']);
  live.closedFor.value = null;
});

import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { InvitePage } from './InvitePage';
import { live, me } from './session';

const ada = { signedIn: true, person: 'p', role: 'visitor', name: 'Ada', own: [] };
let host: HTMLElement;
let answers: Record<string, [number, unknown]>;
const asked: unknown[] = [];

const words = () => host.textContent ?? '';

beforeEach(() => {
  me.value = null;
  asked.length = 0;
  vi.spyOn(live, 'start').mockImplementation(() => undefined);
  vi.stubGlobal('fetch', async (url: string, { body }: RequestInit) => {
    asked.push(url === '/api/me' ? url : JSON.parse(String(body)));
    const [status, json] = answers[url] ?? [404, {}];
    return new Response(JSON.stringify(json), { status });
  });
  location.hash = '#token';
  host = document.createElement('div');
});

afterEach(() => {
  render(null, host);
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  me.value = null;
});

test('[WB176] who opens a spent invitation and is in already stays in, and is offered to go on', async () => {
  answers = { '/api/sign-in/invite': [401, { code: 'sign_in_needed' }], '/api/me': [200, ada] };
  await act(() => render(<InvitePage />, host));
  await vi.waitFor(() => expect(words()).toContain('n’est plus valable'));
  expect(me.value).toEqual(ada);
  expect(words()).toContain('Continuer comme Ada');
  expect(location.hash).toBe('');
});

test('[WB176] who is not in is led to the entrance', async () => {
  answers = { '/api/sign-in/invite': [401, { code: 'sign_in_needed' }], '/api/me': [200, { signedIn: false }] };
  await act(() => render(<InvitePage />, host));
  await vi.waitFor(() => expect(words()).toContain('Retour à la zone'));
  expect(me.value).toBeNull();
});

test('[WB176] an invitation that could not be looked at is not called spent, and is tried again with the same secret', async () => {
  answers = { '/api/sign-in/invite': [503, { code: 'unavailable' }] };
  await act(() => render(<InvitePage />, host));
  await vi.waitFor(() => expect(words()).toContain('Réessayer'));
  expect(words()).not.toContain('valable');
  await act(() => host.querySelector('button')?.click());
  await vi.waitFor(() => expect(asked.filter((one) => (one as { token?: string }).token === 'token')).toHaveLength(2));
});

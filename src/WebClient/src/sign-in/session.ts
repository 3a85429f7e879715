import { signal } from '@preact/signals';
import { Live } from '../live/connection';
import type { Role } from '../live/wire';

export interface Me {
  readonly signedIn: boolean;
  readonly person: string;
  readonly role: Role;
  readonly name: string;
  readonly own: readonly string[];
}

export interface Refusal {
  readonly code: string;
  readonly retryAfterMs?: number;
  readonly until?: string;
  readonly reason?: string;
}

/** undefined: not asked yet; null: not signed in. */
export const me = signal<Me | null | undefined>(undefined);

export const live = new Live();

export async function call<T>(method: 'GET' | 'POST' | 'DELETE', url: string, body?: unknown): Promise<T> {
  const answer = await fetch(url, {
    method,
    headers: body === undefined ? {} : { 'content-type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const json: unknown = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    const refusal = json as Partial<Refusal>;
    throw Object.assign(new Error(refusal.code ?? 'unavailable'), { refusal: { code: 'unavailable', ...refusal } });
  }
  return json as T;
}

export function refusalOf(error: unknown): Refusal {
  return (error as { refusal?: Refusal }).refusal ?? { code: 'unavailable' };
}

export async function whoAmI(): Promise<void> {
  take(await call<Me>('GET', '/api/me'));
}

export async function signIn(way: 'visitor' | 'class' | 'invite', body: Record<string, string>): Promise<void> {
  take(await call<Me>('POST', `/api/sign-in/${way}`, body));
}

export async function signOut(): Promise<void> {
  await live.stop();
  await call('POST', '/api/sign-out', {}).catch(() => undefined);
  sessionStorage.clear();
  me.value = null;
}

/** The connection was closed for good: what the browser holds is no session any more, and what was not sent is not for the next who comes. */
export async function forget(): Promise<void> {
  await live.stop();
  sessionStorage.clear();
  live.closedFor.value = null;
  me.value = null;
}

function take(answer: Me): void {
  const changed = answer.signedIn && answer.person !== me.value?.person;
  me.value = answer.signedIn ? answer : null;
  if (changed) {
    live.start(answer.person);
  }
}

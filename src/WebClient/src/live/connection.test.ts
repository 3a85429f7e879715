import { effect } from '@preact/signals';
import { afterEach, expect, test, vi } from 'vitest';
import { Live } from './connection';

const attempts = vi.hoisted(() => ({ count: 0, stopped: 0, succeed: false, asked: [] as string[] }));
const line = vi.hoisted(() => ({ says: (_message: string, _body: unknown) => {}, ends: () => {} }));

/** A line that is cut before it is there, unless it is said to succeed; then nobody tells that it is cut. */
vi.mock('@microsoft/signalr', () => {
  const connection = {
    on: (message: string, heard: (body: unknown) => void) => {
      const others = line.says;
      line.says = (said, body) => (said === message ? heard(body) : others(said, body));
    },
    onclose: (ended: () => void) => {
      line.ends = ended;
    },
    start: () => {
      attempts.count++;
      return attempts.succeed ? Promise.resolve() : Promise.reject(new Error('no line'));
    },
    stop: () => {
      attempts.stopped++;
      return Promise.resolve();
    },
    invoke: (method: string) => {
      attempts.asked.push(method);
      return Promise.resolve({ status: 'ok', seq: 1 });
    },
  };
  class HubConnectionBuilder {
    withUrl = () => this;
    configureLogging = () => this;
    withServerTimeout = () => this;
    withKeepAliveInterval = () => this;
    build = () => connection;
  }
  return { HubConnectionBuilder, HttpTransportType: {}, LogLevel: {} };
});

afterEach(() => {
  Object.assign(attempts, { count: 0, stopped: 0, succeed: false, asked: [] });
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test('[WB104] while the browser knows of no network the page says so, also while it tries to come back', async () => {
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));
  const live = new Live();
  const seen: string[] = [];
  const watching = effect(() => {
    seen.push(live.state.value);
  });

  live.start('somebody');
  await vi.waitFor(() => expect(live.retryAt.value).not.toBeNull());
  live.retryNow();
  await vi.waitFor(() => expect(attempts.count).toBeGreaterThan(1));
  await vi.waitFor(() => expect(live.retryAt.value).not.toBeNull());

  expect(seen).toEqual(['idle', 'connecting', 'offline']);
  watching();
  await live.stop();
});

test('[WB105] a line whose network went is given up at once, and found again when the network is back', async () => {
  const network = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(true);
  attempts.succeed = true;
  const live = new Live();
  live.start('somebody');
  await vi.waitFor(() => expect(live.state.value).toBe('live'));

  network.mockReturnValue(false);
  dispatchEvent(new Event('offline'));
  expect(live.state.value).toBe('offline');
  expect(attempts.stopped).toBe(1);

  network.mockReturnValue(true);
  dispatchEvent(new Event('online'));
  await vi.waitFor(() => expect(live.state.value).toBe('live'), 3_000);
  expect(attempts.count).toBe(2);
  await live.stop();
});

test.each([
  ['revoked', 'refused'],
  ['signed_out', 'refused'],
  ['too_much', 'refused'],
  ['too_large', 'refused'],
  ['too_slow', 'reconnecting'],
  ['failed', 'reconnecting'],
])('[LI14] [WB6] a line closed as %s leaves the page %s', async (code, state) => {
  attempts.succeed = true;
  const live = new Live();
  live.start('somebody');
  await vi.waitFor(() => expect(live.state.value).toBe('live'));

  line.says('Closing', { code });
  line.ends();

  expect(live.state.value).toBe(state);
  await live.stop();
});

test('[WB121] what somebody did not get sent is sent in nobody else’s name', async () => {
  attempts.succeed = true;
  const live = new Live();
  live.start('somebody');
  await vi.waitFor(() => expect(live.state.value).toBe('live'));
  const before = live.outbox('booth:edf');
  await live.stop();
  live.start('somebody');
  await vi.waitFor(() => expect(live.state.value).toBe('live'));

  before.post({ kind: 'postMessage', text: 'd’avant' } as never);
  await vi.waitFor(() => expect(before.wishes.value[0]?.state).toBe('waiting'));
  await before.flush();

  expect(attempts.asked).not.toContain('Execute');
  live.outbox('booth:edf').post({ kind: 'postMessage', text: 'de maintenant' } as never);
  await vi.waitFor(() => expect(attempts.asked).toContain('Execute'));
  await live.stop();
  sessionStorage.clear();
});

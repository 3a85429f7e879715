import { effect } from '@preact/signals';
import { afterEach, expect, test, vi } from 'vitest';
import { Live } from './connection';

const nothing = { count: 0, stopped: 0, succeed: false, silent: false };
const attempts = vi.hoisted(() => ({
  count: 0,
  stopped: 0,
  succeed: false,
  silent: false,
  asked: [] as string[],
  answers: {} as Record<string, object[]>,
}));
const line = vi.hoisted(() => ({ says: (_message: string, _body: unknown) => {}, ends: () => {} }));

/**
 * A line that is cut before it is there, unless it is said to succeed (then nobody tells that it is cut) or to be silent. What is asked is
 * answered as told, else well.
 */
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
      return attempts.silent
        ? new Promise(() => {})
        : attempts.succeed
          ? Promise.resolve()
          : Promise.reject(new Error('no line'));
    },
    stop: () => {
      attempts.stopped++;
      return Promise.resolve();
    },
    invoke: (method: string) => {
      attempts.asked.push(method);
      return Promise.resolve(attempts.answers[method]?.shift() ?? { status: 'ok', seq: 1 });
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
  Object.assign(attempts, nothing, { asked: [], answers: {} });
  sessionStorage.clear();
  vi.useRealTimers();
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
  live.use('booth:edf');
  live.outbox('booth:edf').post({ kind: 'postMessage', text: 'de maintenant' } as never);
  await vi.waitFor(() => expect(attempts.asked).toContain('Execute'));
  await live.stop();
});

test('[WB117] a room that cannot be had for a moment is asked again; nothing is sent to it before, and nothing refused', async () => {
  attempts.succeed = true;
  attempts.answers.Enter = [{ code: 'unavailable', retryAfterMs: 20 }];
  const live = new Live();
  live.start('somebody');
  await vi.waitFor(() => expect(live.state.value).toBe('live'));
  live.use('booth:edf');
  const seen = new Set<string>();
  const watching = effect(() => {
    seen.add(live.room('booth:edf')?.status.value.kind ?? '');
  });

  live.outbox('booth:edf').post({ type: 'chat.post', text: 'bientôt' });
  await vi.waitFor(() => expect(live.outbox('booth:edf').wishes.value[0]?.state).toBe('sent'));

  expect(attempts.asked).toEqual(['Enter', 'Enter', 'Execute']);
  expect([...seen]).toEqual(['entering', 'entered']);
  watching();
  await live.stop();
});

test('[WB115] an attempt somebody asked for is not undone by what becomes known of the one before', async () => {
  let tell = () => {};
  const told = new Promise<Response>((_, reject) => {
    tell = () => reject(new Error('no line'));
  });
  vi.stubGlobal('fetch', () => told);
  const live = new Live();
  live.start('somebody');
  await vi.waitFor(() => expect(attempts.count).toBe(1));

  attempts.succeed = true;
  await new Promise((resolve) => setTimeout(resolve));
  live.retryNow();
  await vi.waitFor(() => expect(live.state.value).toBe('live'));
  tell();
  await new Promise((resolve) => setTimeout(resolve, 20));

  expect(live.state.value).toBe('live');
  await live.stop();
});

test('[WB119] an attempt that nobody answers is given up after 15 s, and the questions about it after 5 s', async () => {
  vi.useFakeTimers();
  attempts.silent = true;
  let open = 0;
  vi.stubGlobal('fetch', (_: string, { signal }: RequestInit) => {
    open++;
    return new Promise((_resolve, reject) =>
      signal?.addEventListener('abort', () => {
        open--;
        reject(new Error('given up'));
      }),
    );
  });
  const live = new Live();
  live.start('somebody');

  await vi.advanceTimersByTimeAsync(14_999);
  expect([live.state.value, live.retryAt.value, attempts.stopped]).toEqual(['connecting', null, 0]);
  await vi.advanceTimersByTimeAsync(1);
  expect(attempts.stopped).toBe(1);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(live.retryAt.value).not.toBeNull();
  expect([live.state.value, open, attempts.count]).toEqual(['reconnecting', 0, 1]);
  await live.stop();
});

test('[WB123] what was written in a room is sent though its writer has gone elsewhere, and then the room is left', async () => {
  attempts.succeed = true;
  attempts.answers.Execute = [{ status: 'unknown', seq: 0, code: 'storage_unavailable', retryAfterMs: 20 }];
  const live = new Live();
  live.start('somebody');
  await vi.waitFor(() => expect(live.state.value).toBe('live'));
  const leave = live.use('booth:edf');
  await vi.waitFor(() => expect(live.room('booth:edf')?.status.value.kind).toBe('entered'));

  live.outbox('booth:edf').post({ type: 'chat.post', text: 'en partant' });
  leave();
  await vi.waitFor(() => expect(live.rooms.value.size).toBe(0));

  expect(attempts.asked).toEqual(['Enter', 'Execute', 'Execute', 'Leave']);
  await live.stop();
});

test('[WB123] what was written before the page was loaded anew is sent wherever its writer is now', async () => {
  const before = new Live();
  before.start('somebody');
  before.outbox('booth:edf').post({ type: 'chat.post', text: 'avant' });
  await before.stop();
  attempts.succeed = true;
  const live = new Live();
  live.start('somebody');

  await vi.waitFor(() => expect(attempts.asked).toEqual(['Enter', 'Execute', 'Leave']));
  await live.stop();
});

test('[WB124] a button whose command takes long says why, with every attempt, and sends it again', async () => {
  vi.useFakeTimers();
  attempts.succeed = true;
  const unclear = { status: 'unknown', seq: 0, code: 'storage_unavailable', retryAfterMs: 2_000 };
  attempts.answers.Execute = [unclear, unclear];
  const live = new Live();
  live.start('somebody');
  await vi.advanceTimersByTimeAsync(0);
  live.use('booth:edf');
  await vi.advanceTimersByTimeAsync(0);
  const late: string[] = [];

  const answered = live.execute('booth:edf', 'a'.repeat(32), { type: 'duty.set', status: 'away' }, (code) =>
    late.push(code),
  );
  await vi.advanceTimersByTimeAsync(4_000);

  expect((await answered).status).toBe('ok');
  expect(late).toEqual(['storage_unavailable', 'storage_unavailable']);
  await live.stop();
});

test('[WB151] who is banned stands before the room until the ban is over or lifted, and is in again by itself', async () => {
  vi.useFakeTimers();
  attempts.succeed = true;
  attempts.answers.Enter = [{ status: 'ok' }, { code: 'banned', reason: 'Insultes' }, { can: [], staff: false }];
  const live = new Live();
  live.start('somebody');
  await vi.advanceTimersByTimeAsync(10);
  const leave = live.use('booth:edf');
  await vi.advanceTimersByTimeAsync(10);

  line.says('Left', { room: 'booth:edf', code: 'banned', reason: 'Insultes' });
  expect(live.room('booth:edf')?.status.value.kind).toBe('refused');
  await vi.advanceTimersByTimeAsync(29_000);
  expect(attempts.asked.filter((one) => one === 'Enter')).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(17_000);
  expect(live.room('booth:edf')?.status.value.kind).toBe('refused');
  await vi.advanceTimersByTimeAsync(46_000);
  expect(live.room('booth:edf')?.status.value.kind).toBe('entered');
  await vi.advanceTimersByTimeAsync(200_000);
  expect(attempts.asked.filter((one) => one === 'Enter')).toHaveLength(3);

  leave();
  await live.stop();
});

test('[WB151] nobody knocks at a room that is not looked at any more', async () => {
  vi.useFakeTimers();
  attempts.succeed = true;
  const live = new Live();
  live.start('somebody');
  await vi.advanceTimersByTimeAsync(10);
  const leave = live.use('booth:edf');
  await vi.advanceTimersByTimeAsync(10);
  line.says('Left', { room: 'booth:edf', code: 'banned' });
  leave();
  await vi.advanceTimersByTimeAsync(200_000);
  expect(attempts.asked.filter((one) => one === 'Enter')).toHaveLength(1);
  await live.stop();
});

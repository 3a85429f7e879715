import { effect } from '@preact/signals';
import { afterEach, expect, test, vi } from 'vitest';
import { Live } from './connection';

const attempts = vi.hoisted(() => ({ count: 0 }));

/** A line that is cut before it is there. */
vi.mock('@microsoft/signalr', () => {
  const connection = {
    on: () => {},
    onclose: () => {},
    start: () => {
      attempts.count++;
      return Promise.reject(new Error('no line'));
    },
    stop: () => Promise.resolve(),
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

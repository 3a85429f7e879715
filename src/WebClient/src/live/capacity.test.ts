import { afterEach, expect, test, vi } from 'vitest';
import { fullFor, waitOf } from './capacity';

afterEach(() => vi.unstubAllGlobals());

test('[WB30] a full edge is asked again after Retry-After, spread over half as long again', () => {
  expect(waitOf('12', () => 0)).toBe(12_000);
  expect(waitOf('12', () => 1)).toBe(18_000);
});

test.each([null, '', '0', '-5', 'Wed, 25 Nov 2026 12:00:00 GMT', '99999999'])('[WB30] %s is ten seconds', (header) => {
  expect(waitOf(header, () => 0)).toBe(10_000);
});

test('[WB30] only 503 means full', async () => {
  const answers = [
    new Response('{}', { status: 503, headers: { 'Retry-After': '4' } }),
    new Response('{}', { status: 200 }),
  ];
  vi.stubGlobal('fetch', () => Promise.resolve(answers.shift()));

  expect(await fullFor()).toBeGreaterThanOrEqual(4_000);
  expect(await fullFor()).toBeNull();
});

test('[WB30] a server that does not answer is not full', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no network')));

  expect(await fullFor()).toBeNull();
});

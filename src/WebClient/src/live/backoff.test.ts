import { expect, test } from 'vitest';
import { delayFor, longestDelayMs } from './backoff';

test('[WB6] delays double up to the longest, with full jitter', () => {
  const longest = Array.from({ length: 10 }, (_, attempt) => delayFor(attempt, undefined, () => 1));

  expect(longest).toEqual([2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000, 30_000, 30_000, 30_000]);
  expect(delayFor(9, undefined, () => 0)).toBe(0);
  expect(Math.max(...longest)).toBe(longestDelayMs);
});

test('[WB6] of 10 000 clients told to spread over 5 s no second sees more than a quarter', () => {
  const buckets = new Array<number>(5).fill(0);
  for (let client = 0; client < 10_000; client++) {
    const second = Math.min(4, Math.floor(delayFor(0, 5_000, Math.random) / 1_000));
    buckets[second] = (buckets[second] ?? 0) + 1;
  }

  expect(Math.max(...buckets)).toBeLessThan(2_500);
});

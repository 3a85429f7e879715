import { expect, test } from 'vitest';
import { asking, waitingOf } from './board';

test('[WB164] what waits is listed with the longest waiting first; who merely is there is not', () => {
  const rows = [
    { room: 'class:a', present: 30, waiting: 0 },
    { room: 'booth:edf', present: 0, waiting: 2, since: '2026-11-27T10:30:00Z' },
    { room: 'talk:ouverture', present: 0, waiting: 1, since: '2026-11-27T10:00:00Z' },
  ];
  expect(waitingOf(rows).map((row) => row.room)).toEqual(['talk:ouverture', 'booth:edf']);
});

test('[WB164] what a moderator left as it is asks no more, also where one reads no longer, until something changes there', () => {
  const looked = new Map<string, string>();
  const row = { room: 'booth:edf', present: 0, waiting: 1, since: '2026-11-27T10:30:00Z' };
  const rooms = (rows: Parameters<typeof asking>[0], queued: number | undefined) =>
    asking(rows, () => queued, looked).map((one) => one.room);

  expect(rooms([row], undefined)).toEqual(['booth:edf']);
  expect(rooms([row], 1)).toEqual(['booth:edf']);
  expect(rooms([row], 0)).toEqual([]);
  expect(rooms([row], undefined)).toEqual([]);
  expect(rooms([{ ...row, waiting: 2 }], undefined)).toEqual(['booth:edf']);
  expect(rooms([{ ...row, since: '2026-11-27T10:31:00Z' }], undefined)).toEqual(['booth:edf']);
});

import { expect, test } from 'vitest';
import { waitingOf } from './board';

test('[WB164] what waits is listed with the longest waiting first; who merely is there is not', () => {
  const rows = [
    { room: 'class:a', present: 30, waiting: 0 },
    { room: 'booth:edf', present: 0, waiting: 2, since: '2026-11-27T10:30:00Z' },
    { room: 'talk:ouverture', present: 0, waiting: 1, since: '2026-11-27T10:00:00Z' },
  ];
  expect(waitingOf(rows).map((row) => row.room)).toEqual(['talk:ouverture', 'booth:edf']);
});

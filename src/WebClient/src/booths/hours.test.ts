import { expect, test } from 'vitest';
import { halfHour, nextOf, timesOf } from './hours';

const at = (time: string): string => `2026-11-25T${time}:00+00:00`;
const read = (times: number[]): string[] => times.map((time) => new Date(time).toISOString().slice(11, 16));
const now = Date.parse(at('10:10'));

test('[WB90] what the booth says goes before what the programme plans, in order and without what is over', () => {
  const planned = [
    { from: at('09:00'), until: at('11:30') },
    { from: '2026-11-25T15:00:00+01:00', until: '2026-11-25T16:00:00+01:00' },
  ];
  const said = { type: 'hours', id: '', offered: [at('16:00'), at('10:30')], withdrawn: [at('14:30')] } as const;
  expect(read(timesOf(planned, said, now))).toEqual(['10:00', '10:30', '11:00', '14:00', '16:00']);
  expect(timesOf(undefined, undefined, now)).toEqual([]);
});

test('[WB90] the next time is told while nobody is available, and until it has come', () => {
  const status = { present: 0, available: 0, live: false, next: at('10:30') };
  expect(nextOf(status, now)).toBe(now + 20 * 60_000);
  expect(nextOf({ ...status, available: 1 }, now)).toBeUndefined();
  expect(nextOf(status, now + halfHour)).toBeUndefined();
  expect(nextOf({ present: 3, available: 0, live: false }, now)).toBeUndefined();
  expect(nextOf({ ...status, next: 'soon' }, now)).toBeUndefined();
});

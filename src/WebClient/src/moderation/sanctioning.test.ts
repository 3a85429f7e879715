import { expect, test } from 'vitest';
import type { Sanction } from '../live/wire';
import { imposing, kindsOf, lasts, mayBeEndless, mostMinutes, restoring, runningIn, type Wish } from './sanctioning';

const ana = { id: 'p1', role: 'visitor', name: 'Ana' } as const;
const wish: Wish = { kind: 'mute', scope: 'room', minutes: 10, endless: false, reason: 'Bruit' };

test('[WB132] kinds are offered by what the room lets somebody do, and where nothing is known none', () => {
  expect(kindsOf(new Set(['sanction.mute', 'sanction.warn', 'chat.post']))).toEqual(['warn', 'mute']);
  expect(kindsOf(new Set(['sanction.shadow', 'sanction.ban']))).toEqual(['ban', 'shadow']);
  expect(kindsOf(undefined)).toEqual([]);
});

test('[WB132] every kind has its longest time; only a ban and a shadow last to the end of the event', () => {
  expect(mostMinutes).toEqual({ mute: 1_440, ban: 10_080, shadow: 10_080 });
  expect((['warn', 'mute', 'ban', 'shadow'] as const).filter(mayBeEndless)).toEqual(['ban', 'shadow']);
});

test('[WB132] in the room the command is as short as it can be', () => {
  expect(imposing(ana, wish)).toEqual({ type: 'sanction.mute', person: 'p1', minutes: 10, reason: 'Bruit' });
  expect(imposing(ana, { ...wish, kind: 'warn' })).toEqual({ type: 'sanction.warn', person: 'p1', reason: 'Bruit' });
});

test('[WB132] in the whole event the name is said, which the event’s room does not know', () => {
  expect(imposing(ana, { ...wish, kind: 'ban', scope: 'event', minutes: 10_080 })).toEqual({
    type: 'sanction.ban',
    person: 'p1',
    minutes: 10_080,
    reason: 'Bruit',
    name: 'Ana',
  });
});

test('[WB132] to the end of the event is a ban without minutes; a mute always has them', () => {
  const ban = { type: 'sanction.ban', person: 'p1', reason: 'Bruit' };
  expect(imposing(ana, { ...wish, kind: 'ban', endless: true })).toEqual(ban);
  expect(imposing(ana, { ...wish, endless: true })).toMatchObject({ minutes: 10 });
});

const now = Date.parse('2027-03-15T10:00:00Z');
const running = (kind: Sanction['kind'], minutes: number | undefined): Sanction => ({
  type: 'sanction',
  id: `p1-${kind}`,
  person: 'p1',
  name: 'Ana',
  kind,
  at: '2027-03-15T09:00:00Z',
  ...(minutes === undefined ? {} : { until: new Date(now + minutes * 60_000).toISOString() }),
  reason: 'Insulte',
  by: { id: 'm1', role: 'moderator', name: 'Paul' },
});

test('[WB163] what replaced nothing is taken back', () => {
  expect(restoring(ana, 'mute', 'room', undefined, now)).toEqual({
    type: 'sanction.revoke',
    person: 'p1',
    kind: 'mute',
  });
});

test('[WB163] what replaced another sanction gives way to that one, for what was left of it and with its reason', () => {
  expect(restoring(ana, 'mute', 'room', running('mute', 44.2), now)).toEqual({
    type: 'sanction.mute',
    person: 'p1',
    minutes: 45,
    reason: 'Insulte',
  });
  expect(restoring(ana, 'ban', 'event', running('ban', undefined), now)).toEqual({
    type: 'sanction.ban',
    person: 'p1',
    reason: 'Insulte',
    name: 'Ana',
  });
});

test('[WB163] a warning is only taken back: given again it would be read again', () => {
  expect(restoring(ana, 'warn', 'room', running('warn', undefined), now)).toMatchObject({ type: 'sanction.revoke' });
});

test('[WB163] what is over, and still shown, is nothing to go back to', () => {
  const room = { all: () => [running('mute', -1), running('ban', 5)] } as never;
  expect(runningIn(room, 'p1', 'mute', now)).toBeUndefined();
  expect(runningIn(room, 'p1', 'ban', now)).toBeDefined();
  expect(runningIn(room, 'p2', 'ban', now)).toBeUndefined();
});

test('[WB163] the quick mute shortens no longer one', () => {
  expect(lasts(running('mute', 60), 10, now)).toBe(true);
  expect(lasts(running('mute', 5), 10, now)).toBe(false);
  expect(lasts(running('ban', undefined), 10, now)).toBe(true);
});

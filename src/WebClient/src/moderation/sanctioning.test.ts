import { expect, test } from 'vitest';
import { commandsOf, kindsOf, mayBeEndless, mostMinutes, type Wish } from './sanctioning';

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

test('[WB132] in the room the command is as short as it can be; the way back is of the same kind', () => {
  expect(commandsOf(ana, wish)).toEqual({
    impose: { type: 'sanction.mute', person: 'p1', minutes: 10, reason: 'Bruit' },
    revoke: { type: 'sanction.revoke', person: 'p1', kind: 'mute' },
  });
  expect(commandsOf(ana, { ...wish, kind: 'warn' }).impose).toEqual({
    type: 'sanction.warn',
    person: 'p1',
    reason: 'Bruit',
  });
});

test('[WB132] in the whole event the name is said, which the event’s room does not know', () => {
  expect(commandsOf(ana, { ...wish, kind: 'ban', scope: 'event', minutes: 10_080 }).impose).toEqual({
    type: 'sanction.ban',
    person: 'p1',
    minutes: 10_080,
    reason: 'Bruit',
    name: 'Ana',
  });
});

test('[WB132] to the end of the event is a ban without minutes; a mute always has them', () => {
  expect(commandsOf(ana, { ...wish, kind: 'ban', endless: true }).impose).toEqual({
    type: 'sanction.ban',
    person: 'p1',
    reason: 'Bruit',
  });
  expect(commandsOf(ana, { ...wish, endless: true }).impose).toMatchObject({ minutes: 10 });
});

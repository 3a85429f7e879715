import { expect, test } from 'vitest';
import { isPast, notBegun } from './standing';

const slot = {
  key: 'ouverture',
  title: { fr: 'Ouverture', en: 'Opening' },
  startsAt: '2026-12-04T08:30:00',
  endsAt: '2026-12-04T09:15:00',
};

test.each([
  ['08:29:59', 'n’a pas encore commencé', false],
  ['08:30:00', 'a du retard', false],
  ['09:14:59', 'a du retard', false],
  ['09:15:00', 'n’a pas eu lieu', true],
])('[WB178] at %s a talk that nobody has started %s', (time, words, past) => {
  const now = Date.parse(`2026-12-04T${time}`);
  expect(notBegun(slot, now)).toContain(words);
  expect(notBegun(slot, now)).toContain('8\u00a0h\u00a030');
  expect(isPast(slot, now)).toBe(past);
});

test('[WB178] a talk that the programme does not know is only said not to have begun', () => {
  expect(notBegun(undefined, 0)).toContain('n’a pas encore commencé');
});

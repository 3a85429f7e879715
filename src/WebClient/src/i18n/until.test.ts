import { afterEach, expect, test } from 'vitest';
import { setLanguage, untilText } from './index';

// Saturday 28 November 2026, in the browser's own time.
const now = new Date(2026, 10, 28, 14, 20).getTime();
const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).getTime();

afterEach(() => setLanguage('fr'));

test.each([
  [at(28, 14, 30), 'jusqu’à 14\u00a0h\u00a030', 'until 14:30'],
  [at(28, 23, 59), 'jusqu’à 23\u00a0h\u00a059', 'until 23:59'],
  [at(29, 0, 5), 'jusqu’à dimanche à 0\u00a0h\u00a005', 'until Sunday at 00:05'],
  [at(30, 9), 'jusqu’à lundi à 9\u00a0h', 'until Monday at 09:00'],
  [at(35, 14, 20), 'jusqu’au 5 décembre à 14\u00a0h\u00a020', 'until 5 December at 14:20'],
])('[WB133] an end is said with its day when that is not today: %i', (end, french, english) => {
  expect(untilText(end, now)).toBe(french);
  expect(untilText(new Date(end).toISOString(), now)).toBe(french);
  setLanguage('en');
  expect(untilText(end, now)).toBe(english);
});

test('[WB133] without an end, it is that of the event', () => {
  expect(untilText(undefined, now)).toBe('jusqu’à la fin de l’événement');
  setLanguage('en');
  expect(untilText(undefined, now)).toBe('until the end of the event');
});

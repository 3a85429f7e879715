import { expect, test } from 'vitest';
import { Announcer, type Heard, type Words } from './announcer';

const words: Words = {
  one: (name, text) => `${name}: ${text}`,
  many: (count) => `${count} messages.`,
  forMe: (name, text) => `${name} to you: ${text}`,
};
const said = (text: string, forMe = false): Heard => ({ name: 'Ana', text, forMe });

test('[WB42] in a quiet room a message is read out at once and in full', () => {
  const announcer = new Announcer();
  announcer.hear(said('Bonjour'));
  expect(announcer.next(0, words)).toBe('Ana: Bonjour');
  announcer.hear(said('Encore'));
  expect(announcer.next(12_000, words)).toBe('Ana: Encore');
});

test('[WB42] at five messages a second a minute brings five announcements, and counts every message', () => {
  const announcer = new Announcer();
  const spoken: string[] = [];
  for (let ms = 0; ms < 60_000; ms += 200) {
    announcer.hear(said(`n° ${ms}`));
    const text = announcer.next(ms, words);
    if (text) {
      spoken.push(text);
    }
  }
  expect(spoken).toEqual(['Ana: n° 0', '60 messages.', '60 messages.', '60 messages.', '60 messages.']);
});

test('[WB42] an answer to the listener is read out in full, also in a busy room', () => {
  const announcer = new Announcer();
  announcer.hear(said('one'));
  announcer.next(0, words);
  announcer.hear(said('two'));
  announcer.hear(said('the answer', true));
  announcer.hear(said('four'));
  expect(announcer.next(5_000, words)).toBeNull();
  expect(announcer.waitMs(5_000)).toBe(7_000);
  expect(announcer.next(12_000, words)).toBe('3 messages. Ana to you: the answer');
  expect(announcer.waiting).toBe(false);
});

test('[WB42] a long message is cut', () => {
  const announcer = new Announcer();
  announcer.hear(said('x'.repeat(500)));
  expect(announcer.next(0, words)?.length).toBeLessThan(180);
});

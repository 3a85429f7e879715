import { afterEach, expect, test } from 'vitest';
import { closingCodes, rejectionCodes } from '../live/wire';
import { en } from './en';
import { fr } from './fr';
import { kept, reasonText, refusal, setLanguage, type TextKey, t, why } from './index';

afterEach(() => setLanguage('fr'));

test('[WB7] every text is in both languages, with the same names to fill in', () => {
  expect(Object.keys(en).sort()).toEqual(Object.keys(fr).sort());
  for (const key of Object.keys(fr) as (keyof typeof fr)[]) {
    expect(en[key].trim(), key).not.toBe('');
    expect(names(en[key]), key).toEqual(names(fr[key]));
  }
});

test('[WB7] every refusal and closing has words in both languages', () => {
  for (const code of [...rejectionCodes, ...closingCodes]) {
    expect(Object.keys(fr), code).toContain(`c_${code}`);
  }
  expect(why('not a code we know')).toBe('not a code we know');
});

test('[WB7] French is first, and English one choice away', () => {
  expect(t('send')).toBe('Envoyer');
  setLanguage('en');
  expect(t('send')).toBe('Send');
  expect(t('people', { n: 3 })).toBe('3 here');
});

test('[WB7] what is counted has its plural, of each language', () => {
  expect([0, 1, 2].map((n) => t('votes', { n }))).toEqual(['0 vote', '1 vote', '2 votes']);
  expect(t('unsentKept', { n: 2 })).toBe('2 messages gardés, pas encore envoyés.');
  setLanguage('en');
  expect([0, 1, 2].map((n) => t('votes', { n }))).toEqual(['0 votes', '1 vote', '2 votes']);
});

test('[WB28] a refusal says until when, with the day where it is another, and the reason that was given', () => {
  const now = Date.parse('2026-11-27T14:00:00');
  const reason = 'Un peu de calme';
  expect(refusal({ code: 'muted', until: '2026-11-27T15:05:00', reason }, now)).toBe(
    'vous êtes en sourdine jusqu’à 15\u00a0h\u00a005 (Un peu de calme)',
  );
  expect(refusal({ code: 'banned', until: '2026-12-04T09:00:00' }, now)).toBe(
    'vous êtes banni jusqu’au 4 décembre à 9\u00a0h',
  );
  expect(refusal({ code: 'too_long' }, now)).toBe(why('too_long'));
});

test.each(['reject_asked', 'reject_offTopic', 'reject_unclear', 'reject_personal', 'muteReason'] as TextKey[])(
  '[WB150] a ready reason (%s) is read in the reader’s language, in whichever it was given; others as they are',
  (key) => {
    const french = t(key);
    setLanguage('en');
    const english = t(key);
    expect(english).not.toBe(french);
    expect(reasonText(french)).toBe(english);
    expect(refusal({ code: 'muted', reason: french }, 0)).toBe(`${why('muted')} (${english})`);
    setLanguage('fr');
    expect(reasonText(english)).toBe(french);
    expect(reasonText('Un peu de calme')).toBe('Un peu de calme');
  },
);

test('[WB108] no line of French begins with a sign that stands apart from its word', () => {
  expect(kept('« Oui » : ici ? Non !')).toBe('«\u00a0Oui\u00a0»\u00a0: ici\u00a0? Non\u00a0!');
  expect(t('deskOf', { place: 'a : b' })).toBe('Comptoir\u00a0: a : b');
  setLanguage('en');
  expect(t('deskOf', { place: 'EDF' })).toBe('Desk: EDF');
});

/** The plural's ending is each language's own affair. */
function names(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)]
    .map((match) => match[1] ?? '')
    .filter((name) => name !== 's')
    .sort();
}

const sources = import.meta.glob(['../**/*.ts', '../**/*.tsx', '!./fr.ts', '!./en.ts', '!../**/*.test.*'], {
  query: '?raw',
  import: 'default',
  eager: true,
});
const all = Object.values(sources).join('\n');

test('[WB49] what a browser keeps is said, each thing by a word of its own', () => {
  const said: Record<string, string> = {
    agenda: 'agenda',
    classes: 'classes',
    draft: 'pas encore envoyé',
    language: 'langue',
    motion: 'décor figé',
    outbox: 'pas encore envoyé',
    shortcuts: 'raccourcis',
    theme: 'thème',
    tour: 'parcours',
    view: 'carte ou liste',
    warned: 'avertissements',
    watched: 'salles',
  };
  // What tests set, and the page only reads
  const read = ['picture'];
  const kept = new Set([...all.matchAll(/['"`]halle\.(\w+)/g)].map((found) => found[1] as string));
  expect([...kept].sort()).toEqual([...Object.keys(said), ...read].sort());
  const sentence = t('privacyBody')
    .split('\n')
    .find((one) => one.startsWith('La page garde'));
  for (const words of Object.values(said)) {
    expect(sentence).toContain(words);
  }
});

test('[WB7] no text is kept that nothing shows', () => {
  const begun = new Set([...all.matchAll(/`(\w+_)\$\{/g)].map((found) => found[1] as string));
  const unused = Object.keys(fr).filter(
    (key) => !new RegExp(`['"]${key}['"]`).test(all) && ![...begun].some((start) => key.startsWith(start)),
  );
  expect(begun.size).toBeGreaterThan(5);
  expect(unused).toEqual([]);
});

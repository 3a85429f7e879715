import { expect, test } from 'vitest';
import type { Author } from '../live/wire';
import { linked, mayLink } from './linked';

test.each([
  ['Notre offre : https://exemple.test/stage.', 'https://exemple.test/stage', 'https://exemple.test/stage'],
  ['(https://exemple.test)', 'https://exemple.test', 'https://exemple.test/'],
  ['https://exemple.test/a?b=c#d !', 'https://exemple.test/a?b=c#d', 'https://exemple.test/a?b=c#d'],
  ['https://аpple.com/connexion', 'https://xn--pple-43d.com/connexion', 'https://xn--pple-43d.com/connexion'],
  ['https://musée.test', 'https://xn--muse-dpa.test/', 'https://xn--muse-dpa.test/'],
])('[WB125] in "%s" one address is a link', (text, shown, href) => {
  expect(linked(text).filter((part) => part.href)).toEqual([{ text: shown, href }]);
});

test.each([
  'http://exemple.test',
  'javascript:alert(1)',
  'data:text/html,<b>',
  'https://qui:secret@exemple.test',
  'https://192.0.2.1/x',
  'https://localhost/x',
  'va sur exemple.test',
  'https://',
])('[WB125] "%s" is no link', (text) => {
  expect(linked(text)).toEqual([{ text }]);
});

test('[WB125] nothing of the text is lost around links', () => {
  const text = 'Voir https://un.test/a, puis https://deux.test/b ; merci.';
  expect(
    linked(text)
      .map((part) => part.text)
      .join(''),
  ).toBe(text);
});

test.each([
  ['booth:edf', 'professional', true],
  ['talk:ouverture', 'moderator', true],
  ['booth:edf', 'visitor', false],
  ['booth:edf', 'pupil', false],
  ['class:c1', 'teacher', false],
  ['booth:edf', undefined, false],
] as const)('[WB125] in %s links by %s: %s', (room, role, may) => {
  expect(mayLink(room, role && ({ role, id: 'a', name: 'A' } as Author))).toBe(may);
});

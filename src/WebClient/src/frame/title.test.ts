import { afterEach, beforeEach, expect, test } from 'vitest';
import app from '../App.tsx?raw';
import type { Role } from '../live/wire';
import { me } from '../sign-in/session';
import { programme } from '../zone/programme';
import { titleOf } from './title';

const none = 'Cette page n’existe pas';

function be(role: Role, ...own: string[]): void {
  me.value = { signedIn: true, person: 'p', role, name: 'Alix', own };
}

beforeEach(() => {
  be('organiser', 'class:c');
  programme.value = {
    sites: [{ key: 'edf', label: 'EDF' }],
    talks: [{ key: 'ouverture', title: { fr: 'Ouverture', en: 'Opening' } }],
  } as never;
});

afterEach(() => {
  me.value = null;
  programme.value = undefined;
});

test.each([
  ['/', 'Zone industrielle'],
  ['/zone', 'Zone industrielle'],
  ['/connexion', 'Zone industrielle'],
  ['/stands/edf', 'EDF'],
  ['/stands/x', none],
  ['/forum', 'Forum'],
  ['/forum/ouverture', 'Ouverture'],
  ['/forum/x', none],
  ['/agenda', 'Agenda'],
  ['/annonces', 'Annonces'],
  ['/classe', 'Ma classe'],
  ['/classe/k', 'Classe'],
  ['/class/k', 'Classe'],
  ['/classes', 'Hall des classes'],
  ['/comptoir', 'Mon comptoir'],
  ['/comptoir/edf', 'EDF'],
  ['/moderation', 'Modération'],
  ['/organisation', 'Organisation'],
  ['/organisation/etat', 'État du service'],
  ['/organisation/x', none],
  ['/mur/talk/ouverture', 'Ouverture'],
  ['/mur/talk/x', none],
  ['/mur', none],
  ['/invite', 'Invitation'],
  ['/vie-privee', 'Vie privée'],
  ['/x', none],
  ['/constructor', none],
])('[WB177] the tab of %s says %s', (path, name) => {
  expect(titleOf(path, true)).toBe(`${name} · Halle`);
});

test('[WB177] every address that App leads somewhere has a name', () => {
  const places = [...app.matchAll(/case '([\w-]*)':/g)].map((found) => found[1]);
  expect(places.length).toBeGreaterThan(10);
  for (const place of places) {
    const key = { stands: '/edf', class: '/k' }[place ?? ''] ?? '';
    expect(titleOf(`/${place}${key}`, true), place).not.toContain(none);
  }
});

test('[WB177] the page of another role is called as if there were none', () => {
  be('visitor');
  for (const path of ['/moderation', '/organisation', '/organisation/etat', '/classe', '/classe/k']) {
    expect(titleOf(path, true)).toContain(none);
  }
  be('moderator');
  expect(titleOf('/organisation/etat', true)).toContain(none);
});

test('[WB177] before the programme is there no place is said to be missing; who is not in is welcomed', () => {
  programme.value = undefined;
  expect(titleOf('/stands/edf', true)).toContain('Zone industrielle');
  expect(titleOf('/forum/ouverture', true)).toContain('Forum');
  expect(titleOf('/mur/talk/ouverture', false)).toContain('Grand écran');
  expect(titleOf('/stands/edf', false)).toContain('Bienvenue');
  expect(titleOf('/invite', false)).toContain('Invitation');
});

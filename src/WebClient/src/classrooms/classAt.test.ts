import { afterEach, expect, test } from 'vitest';
import type { Role } from '../live/wire';
import { pathOf } from '../router';
import { me } from '../sign-in/session';
import { classAt } from './myClass';

const own = 'class:0123456789abcdef0123456789abcdef';
const other = 'class:fedcba9876543210fedcba9876543210';

function be(role: Role, ...rooms: string[]): void {
  me.value = { signedIn: true, person: 'p', role, name: 'Alix', own: rooms };
}

afterEach(() => {
  me.value = null;
});

test('[WB144] an address with a class’s key leads its members and those who watch there, and nobody else', () => {
  for (const role of ['pupil', 'teacher', 'professional'] as const) {
    be(role, own);
    expect(classAt(own.slice(6))).toBe(own);
    expect(classAt(other.slice(6))).toBeUndefined();
  }
  for (const role of ['moderator', 'organiser'] as const) {
    be(role);
    expect(classAt(other.slice(6))).toBe(other);
    expect(classAt(undefined)).toBeUndefined();
  }
  be('visitor');
  expect(classAt(own.slice(6))).toBeUndefined();
});

test('[WB144] a member’s way to the class has no key in it; who watches is led to the very class', () => {
  be('pupil', own);
  expect(classAt(undefined)).toBe(own);
  expect(pathOf(own)).toBe('/classe');
  be('moderator');
  expect(pathOf(own)).toBe(`/classe/${own.slice(6)}`);
});

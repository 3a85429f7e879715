import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, expect, test } from 'vitest';
import { t } from '../i18n';
import { Room } from '../live/room';
import type { Role } from '../live/wire';
import { go, path } from '../router';
import { live, me } from '../sign-in/session';
import { programme } from '../zone/programme';
import { TourBanner } from './TourBanner';
import { TourDesk } from './TourDesk';

const id = 'class:0123456789abcdef0123456789abcdef';
const host = document.createElement('div');

function klass(role: Role, at: string | undefined, can: readonly string[], following = false): Room {
  me.value = { signedIn: true, person: 'p', role, name: 'Alix', own: role === 'moderator' ? [] : [id] };
  const room = new Room(id);
  room.entered({ epoch: 'e', seq: 1, staff: role !== 'pupil', can, serverTime: '2026-11-27T10:00:00Z' });
  const tour = { type: 'tour' as const, id: '', room: at, since: '2026-11-27T10:00:00Z', guide: 'Demo' };
  room.apply({ room: id, epoch: 'e', from: 0, to: 1, reset: true, set: [tour], drop: [] });
  room.you.value = { ...room.you.value, admission: 'admitted', following };
  live.rooms.value = new Map([[id, room]]);
  return room;
}

const buttons = (): string[] => [...host.querySelectorAll('button')].map((button) => button.textContent ?? '');

afterEach(() => {
  render(null, host);
  me.value = null;
  go('/');
});

test('[CL32] the class’s own room is a destination of the tour, of every kind of step', async () => {
  programme.value = { version: 1, name: { fr: '', en: '' }, demo: true, zones: [], sites: [], talks: [] };
  await act(() => render(<TourDesk room={klass('teacher', undefined, ['tour.point', 'tour.end'])} />, host));
  const options = [...host.querySelectorAll('option')].map((option) => [option.value, option.textContent]);
  expect(options).toContainEqual([id, t('tourToClass')]);
});

test('[CL32] back in the class the banner says so, and asks nobody who is there to come', async () => {
  go('/classe');
  klass('pupil', id, ['tour.follow'], true);
  await act(() => render(<TourBanner />, host));
  expect(host.textContent).toContain(t('tourAtClass'));
  expect(buttons()).toEqual([t('tourLeave')]);
  expect(path.value).toBe('/classe');
});

test('[CL32] who follows is taken back to the class; who does not may join again', async () => {
  go('/stands/edf');
  klass('pupil', id, ['tour.follow'], true);
  await act(() => render(<TourBanner />, host));
  expect(path.value).toBe('/classe');

  await act(() => render(null, host));
  go('/stands/edf');
  klass('pupil', id, ['tour.follow']);
  await act(() => render(<TourBanner />, host));
  expect(path.value).toBe('/stands/edf');
  expect(buttons()).toEqual([t('tourFollow')]);
});

test('[CL32] who may end a tour and not lead one sees where it is, and ends it', async () => {
  await act(() => render(<TourDesk room={klass('moderator', 'booth:edf', ['tour.end'])} />, host));
  expect(buttons()).toEqual([t('tourEnd')]);
  await act(() => render(<TourDesk room={klass('moderator', undefined, ['tour.end'])} />, host));
  expect(host.textContent).toBe('');
});

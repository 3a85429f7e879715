import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, expect, test } from 'vitest';
import { Room } from '../live/room';
import { live } from '../sign-in/session';
import { theEvent } from '../zone/programme';
import { AnnouncementList } from './Announcements';
import { EventBar } from './EventBar';

const host = document.createElement('div');

function eventWith(count: number, can: readonly string[] = []): Room {
  const room = new Room(theEvent);
  room.entered({ epoch: 'e', seq: count, staff: false, can, serverTime: '2026-11-27T10:00:00Z' });
  const set = Array.from({ length: count }, (_, n) => ({
    type: 'announcement' as const,
    id: String(n + 1),
    at: '2026-11-27T10:00:00Z',
    text: `Annonce ${n + 1}`,
    level: 'info' as const,
    by: 'Demo',
  }));
  room.apply({ room: theEvent, epoch: 'e', from: 0, to: count, reset: true, set, drop: [] });
  live.rooms.value = new Map([[theEvent, room]]);
  return room;
}

const texts = (what: string): string[] =>
  [...host.querySelectorAll(what)].map((element) => element.textContent?.trim() ?? '');

afterEach(() => render(null, host));

test('[WB142] above a page are the newest three, and the way to all of them where there are more', async () => {
  eventWith(3);
  await act(() => render(<EventBar />, host));
  expect(texts('.announcement > span')).toEqual(['Annonce 3', 'Annonce 2', 'Annonce 1']);
  expect(host.querySelector('a')).toBeNull();

  eventWith(12);
  await act(() => render(<EventBar />, host));
  expect(texts('.announcement > span')).toEqual(['Annonce 12', 'Annonce 11', 'Annonce 10']);
  expect(host.querySelector('a')?.getAttribute('href')).toBe('/annonces');
  expect(host.querySelector('a')?.textContent).toContain('12');
});

test('[WB142] the list has every announcement, and organisers withdraw any of them', async () => {
  await act(() => render(<AnnouncementList room={eventWith(50)} />, host));
  expect(texts('li > span')).toHaveLength(50);
  expect(texts('li > span')[0]).toBe('Annonce 50');
  expect(host.querySelector('button')).toBeNull();

  await act(() => render(<AnnouncementList room={eventWith(50, ['announcement.withdraw'])} />, host));
  expect(host.querySelectorAll('button')).toHaveLength(50);
});

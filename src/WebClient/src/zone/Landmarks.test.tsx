import { render } from 'preact';
import { act } from 'preact/test-utils';
import { expect, test } from 'vitest';
import event from '../../../Silo/Demo/demo.json';
import { Room } from '../live/room';
import type { SiteStatus } from '../live/wire';
import { live } from '../sign-in/session';
import { Landmarks } from './Landmarks';
import { forumStatus, meetingPlaces } from './meeting';
import { type Programme, type TalkSlot, theEvent } from './programme';

const all = {
  version: 1,
  demo: true,
  ...event,
  talks: event.talks.map(({ key, title }) => ({ key, title, startsAt: '2099-12-04T08:30:00Z', endsAt: '' })),
} as unknown as Programme;

const [first, second] = all.talks.map(({ key }) => `talk:${key}`) as [string, string];

const quiet = (present: number): SiteStatus => ({ present, available: 0, live: false });

function told(zone: Record<string, SiteStatus>): void {
  const room = new Room(theEvent);
  room.takePulse({ room: theEvent, seq: 0, reactions: {}, present: 1, zone });
  live.rooms.value = new Map([[theEvent, room]]);
}

test('[WB184] the forum shows who waits for a talk that is late, and when nobody does, who waits for the next', async () => {
  const now = Date.now();
  const at = (minutes: number) => new Date(now + 60_000 * minutes).toISOString();
  const [one, two] = all.talks as [TalkSlot, TalkSlot];
  const late = {
    ...all,
    talks: [
      { ...one, startsAt: at(-5), endsAt: at(25) },
      { ...two, startsAt: at(25), endsAt: at(55) },
    ],
  };
  await act(() => told({ [first]: quiet(12), [second]: quiet(3) }));
  expect(forumStatus(late)).toEqual(quiet(12));
  await act(() => told({ [first]: quiet(0), [second]: quiet(3) }));
  expect(forumStatus(late)).toEqual(quiet(3));
  const over = { ...all, talks: [{ ...one, startsAt: at(-35), endsAt: at(-5) }, ...late.talks.slice(1)] };
  await act(() => told({ [first]: quiet(12), [second]: quiet(3) }));
  expect(forumStatus(over)).toEqual(quiet(3));
  live.rooms.value = new Map();
});

test('[WB184] the forum shows who waits for its next talk, then who is at the live one', async () => {
  const host = document.createElement('div');
  await act(() => render(<Landmarks all={all} meetings={meetingPlaces(all)} />, host));
  const figures = () => host.querySelector('.landmark .figures')?.textContent ?? '';
  expect(figures()).toBe('');
  await act(() => told({ [first]: quiet(12), [second]: quiet(3) }));
  expect(forumStatus(all)).toEqual(quiet(12));
  expect(figures()).toBe('12 présents');
  await act(() => told({ [first]: quiet(12), [second]: { ...quiet(0), live: true } }));
  expect(forumStatus(all).live).toBe(true);
  expect(figures()).toBe('personne pour le momentEn direct');
  live.rooms.value = new Map();
});

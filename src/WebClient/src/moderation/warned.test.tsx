import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { setLanguage } from '../i18n';
import { RoomGate } from '../live/RoomGate';
import { nobody, Room } from '../live/room';
import type { Notice } from '../live/wire';
import { live, me } from '../sign-in/session';
import { theEvent } from '../zone/programme';
import { Warned } from './Warned';

let host: HTMLElement;
let room: Room;
let event: Room;
let minute = 0;

const warning = (reason: string, by?: Notice['by']): Notice => ({
  at: `2026-11-28T10:0${minute++}:00Z`,
  reason,
  ...(by ? { by } : {}),
});
const tell = (of: Room, warned?: Notice) =>
  act(() => of.takeYou({ room: of.id, seq: 1, you: { ...nobody, ...(warned ? { warned } : {}) } }));
const draw = () =>
  act(() =>
    render(
      <>
        <Warned room={event} />
        <RoomGate room={room}>{() => <p>the room</p>}</RoomGate>
      </>,
      host,
    ),
  );
const shown = () => [...host.querySelectorAll('.warning')].map((one) => one.querySelector('p')?.textContent);
/** Whoever loads the page again finds it as it was in this tab. */
const again = async () => {
  render(null, host);
  await draw();
};

beforeEach(async () => {
  me.value = { signedIn: true, person: 'p1', role: 'visitor', name: 'Ana', own: [] };
  [room, event] = [new Room('booth:edf'), new Room(theEvent)];
  for (const one of [room, event]) {
    one.status.value = { kind: 'entered' };
  }
  live.rooms.value = new Map([room, event].map((one) => [one.id, one]));
  host = document.createElement('div');
  document.body.append(host);
  await draw();
});

afterEach(() => {
  render(null, host);
  host.remove();
  sessionStorage.clear();
  setLanguage('fr');
});

test('[WB131] a warning is shown in its room with its reason and what the one who gave it is, and goes when it is lifted', async () => {
  expect(shown()).toEqual([]);
  await tell(room, warning('Restons polis', 'professional'));
  expect(shown()).toEqual(['Avertissement donné par un professionnelRestons polis']);
  await act(() => setLanguage('en'));
  expect(shown()).toEqual(['Warning from a professionalRestons polis']);
  await tell(room);
  expect(shown()).toEqual([]);
  await tell(room, warning('Again'));
  expect(shown()).toEqual(['WarningAgain']);
});

test('[WB131] it interrupts a screen reader once, and stays to be read', async () => {
  await tell(room, warning('Restons polis', 'moderator'));
  expect(host.querySelectorAll('[role=alert]')).toHaveLength(1);
  await again();
  expect(shown()).toHaveLength(1);
  expect(host.querySelectorAll('[role=alert]')).toHaveLength(0);
  await tell(room, warning('Encore', 'moderator'));
  expect(host.querySelectorAll('[role=alert]')).toHaveLength(1);
});

test('[WB131] what was understood does not come back, not after a reload either; the next one does', async () => {
  await tell(room, warning('Restons polis', 'teacher'));
  await act(() => host.querySelector('button')?.click());
  expect(shown()).toEqual([]);
  await again();
  expect(shown()).toEqual([]);
  await tell(room, warning('Encore', 'teacher'));
  expect(shown()).toEqual(['Avertissement donné par un enseignantEncore']);
});

test('[WB131] a warning of the whole event is shown once, above the page, though the room tells it too', async () => {
  const wide = warning('Partout', 'organiser');
  await tell(event, wide);
  await tell(room, wide);
  expect(shown()).toEqual(['Avertissement donné par un organisateurPartout']);
  await act(() => host.querySelector('button')?.click());
  expect(shown()).toEqual([]);
});

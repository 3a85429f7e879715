import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { toast } from '../live/actions';
import { Room } from '../live/room';
import type { CommandAnswer, RejectionCode, SetHours } from '../live/wire';
import { live } from '../sign-in/session';
import { HoursDesk } from './HoursDesk';
import { halfHour } from './hours';

let host: HTMLElement;
let room: Room;
let sent: SetHours[];
/** Of the wishes still to come; undefined for done. */
let answers: (RejectionCode | undefined)[];

/** A booth where so many half hours are offered from tomorrow on. */
const open = (hours: number) =>
  act(() => {
    const first = Math.ceil(live.now() / halfHour) * halfHour + 48 * halfHour;
    const offered = Array.from({ length: hours }, (_, i) => new Date(first + i * halfHour).toISOString());
    const set = [{ type: 'hours', id: '', offered, withdrawn: [] }] as const;
    room.apply({ room: room.id, epoch: 'e', from: 0, to: 1, reset: true, set, drop: [] });
    render(<HoursDesk room={room} />, host);
  });
const undo = 'Annuler l’action';
const button = (name: string) => [...host.querySelectorAll('button')].find((one) => one.textContent === name);
const press = (name: string) =>
  act(async () => {
    button(name)?.click();
    await new Promise((done) => setTimeout(done));
  });
const sizes = (of: 'offer' | 'withdraw') => sent.map((wish) => wish[of].length);

beforeEach(() => {
  sent = [];
  answers = [];
  room = new Room('booth:edf');
  room.can.value = new Set(['hours.set']);
  vi.spyOn(live, 'execute').mockImplementation(async (_room, _id, command) => {
    sent.push(command as SetHours);
    const code = answers.shift();
    return { status: code ? 'refused' : 'ok', seq: 1, code } as CommandAnswer;
  });
  host = document.createElement('div');
  document.body.append(host);
});

afterEach(() => {
  render(null, host);
  host.remove();
  toast.value = null;
  vi.restoreAllMocks();
});

test.each([
  [1, [1]],
  [60, [60]],
  [61, [60, 1]],
  [240, [60, 60, 60, 60]],
])('[WB188] all of %i half hours are withdrawn, and offered again by one press', async (hours, parts) => {
  await open(hours);
  await press('Tout retirer');
  expect(sizes('withdraw')).toEqual(parts);
  expect(new Set(sent.flatMap((wish) => wish.withdraw)).size).toBe(hours);
  expect(toast.value).toMatchObject({ text: 'Toutes les heures sont retirées.', bad: false });
  const withdrawn = sent.flatMap((wish) => wish.withdraw);
  sent = [];
  await press(undo);
  expect(sent.flatMap((wish) => wish.offer)).toEqual(withdrawn);
  expect(button(undo)?.disabled).toBe(true);
});

test('[WB188] where a part is refused it is said how many are left, and only what was withdrawn is offered again', async () => {
  await open(130);
  answers = [undefined, 'slow_down'];
  await press('Tout retirer');
  expect(sizes('withdraw')).toEqual([60, 60]);
  expect(toast.value?.bad).toBe(true);
  expect(toast.value?.text).toContain('Il reste 70 demi-heures');
  const [first] = sent;
  sent = [];
  await press(undo);
  expect(sent.map((wish) => wish.offer)).toEqual([first?.withdraw]);
});

test('[WB188] where the first part is refused nothing is undone', async () => {
  await open(61);
  answers = ['slow_down'];
  await press('Tout retirer');
  expect(sizes('withdraw')).toEqual([60]);
  expect(toast.value?.text).toContain('Cela n’a pas marché');
  expect(button(undo)?.disabled).toBe(true);
});

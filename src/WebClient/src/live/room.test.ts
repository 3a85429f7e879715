import { expect, test } from 'vitest';
import { dice } from '../zone/map/dice';
import { Room } from './room';
import type { ChatMessage, Frame } from './wire';

function message(id: number, state: ChatMessage['state'] = 'visible'): ChatMessage {
  return {
    type: 'message',
    id: String(id),
    shownAt: id,
    at: '2026-11-23T10:00:00Z',
    author: { id: 'a'.repeat(32), role: 'visitor', name: 'Démo' },
    text: `message ${id}`,
    state,
    pinned: false,
    reports: 0,
  };
}

function frame(
  from: number,
  to: number,
  set: readonly ChatMessage[] = [],
  drop: readonly string[] = [],
  reset = false,
): Frame {
  return { room: 'booth:edf', epoch: 'e1', from, to, reset, set, drop };
}

function ids(room: Room): string[] {
  return room.messages().map((one) => one.id);
}

test('[WB1] a frame is applied once, and a repeat changes nothing', () => {
  const room = new Room('booth:edf');
  expect(room.apply(frame(0, 1, [message(1)], [], true))).toBe(true);
  expect(room.apply(frame(1, 3, [message(2), message(3)]))).toBe(true);
  expect(room.apply(frame(1, 3, [message(2), message(3)]))).toBe(true);

  expect(ids(room)).toEqual(['1', '2', '3']);
  expect(room.at).toBe(3);
});

test('[WB1] a hole and another epoch are told, and nothing is applied', () => {
  const room = new Room('booth:edf');
  expect(room.apply(frame(0, 1, [message(1)]))).toBe(false);
  room.apply(frame(0, 1, [message(1)], [], true));

  expect(room.apply(frame(2, 3, [message(3)]))).toBe(false);
  expect(room.apply({ ...frame(1, 2, [message(2)]), epoch: 'e2' })).toBe(false);

  expect(ids(room)).toEqual(['1']);
});

test('[WB1] an overlapping frame is applied whole, and a reset forgets what was', () => {
  const room = new Room('booth:edf');
  room.apply(frame(0, 2, [message(1), message(2)], [], true));
  room.apply(frame(1, 4, [message(2), message(3)], ['message/1']));
  expect(ids(room)).toEqual(['2', '3']);

  expect(room.resets.value).toBe(1);
  room.apply(frame(0, 9, [message(9)], [], true));
  expect(ids(room)).toEqual(['9']);
  expect(room.resets.value).toBe(2);
});

test('[WB2] the newest 200 messages are kept', () => {
  const room = new Room('booth:edf');
  room.apply(frame(0, 0, [], [], true));
  room.apply(
    frame(
      0,
      300,
      Array.from({ length: 300 }, (_, index) => message(index + 1)),
    ),
  );

  expect(room.messages()).toHaveLength(200);
  expect(ids(room)[0]).toBe('101');
});

test('[WB2] [MO19] what waits for a moderator is kept however old it is, and leaves no gap among what is read', () => {
  const room = new Room('booth:edf');
  room.apply(frame(0, 0, [], [], true));
  room.apply(
    frame(0, 300, [
      { ...message(1), state: 'held' },
      { ...message(2), reports: 1 },
      ...Array.from({ length: 300 }, (_, index) => message(index + 3)),
    ]),
  );

  expect(ids(room).slice(0, 3)).toEqual(['1', '2', '103']);
  expect(room.newest().map((one) => one.id)[0]).toBe('103');
  expect(room.newest()).toHaveLength(200);
  room.apply(frame(300, 301, [{ ...message(1), state: 'removed' }]));
  expect(ids(room).slice(0, 2)).toEqual(['2', '103']);
});

test('[WB3] whatever is lost, repeated or late, a client that enters again at a hole ends like the server', () => {
  for (let seed = 1; seed <= 500; seed++) {
    const random = dice(seed);
    const server = new Map<string, ChatMessage>();
    let head = 0;
    const sent: Frame[] = [];
    const room = new Room('booth:edf');
    const enter = (): void => {
      const kept = sent.find((one) => one.from === room.at);
      const reset = !kept || random() < 0.3;
      room.apply(
        reset
          ? frame(0, head, [...server.values()], [], true)
          : frame(room.at ?? 0, head, [...server.values()], gone()),
      );
    };
    const dropped = new Set<string>();
    const gone = (): string[] => [...dropped];
    enter();
    for (let step = 0; step < 40; step++) {
      const from = head;
      head += 1 + Math.floor(random() * 3);
      const set: ChatMessage[] = [];
      const drop: string[] = [];
      for (let id = from + 1; id <= head; id++) {
        const one = message(id);
        server.set(one.id, one);
        set.push(one);
      }
      const victim = [...server.keys()][Math.floor(random() * server.size)];
      if (victim && random() < 0.3 && !set.some((one) => one.id === victim)) {
        server.delete(victim);
        dropped.add(`message/${victim}`);
        drop.push(`message/${victim}`);
      }
      sent.push(frame(from, head, set, drop));
      for (const next of deliveries(sent, random)) {
        if (!room.apply(next)) {
          enter();
        }
      }
    }
    enter();

    expect(ids(room), `seed ${seed}`).toEqual([...server.keys()].sort((a, b) => Number(a) - Number(b)));
    expect(room.at).toBe(head);
  }
});

/** The newest frame, perhaps not, perhaps twice, perhaps after an old one. */
function deliveries(sent: readonly Frame[], random: () => number): Frame[] {
  const last = sent.at(-1);
  const old = sent[Math.floor(random() * sent.length)];
  return [
    ...(random() < 0.2 && old ? [old] : []),
    ...(random() < 0.8 && last ? [last] : []),
    ...(random() < 0.2 && last ? [last] : []),
  ];
}

test('[WB93] what a pulse leaves out is as it was: who is there by name, and the sites that did not change', () => {
  const room = new Room('event:main');
  const ada = { person: 'a', role: 'professional', name: 'Ada' } as const;
  const site = (present: number) => ({ present, available: 0, live: false });
  const pulse = { room: 'event:main', seq: 0, reactions: {} };
  room.takePulse({ ...pulse, present: 1, named: [ada], zone: { 'booth:edf': site(1), 'booth:ksb': site(2) } });
  room.takePulse({ ...pulse, present: 2, zone: { 'booth:ksb': site(3) } });

  expect(room.pulse.value?.present).toBe(2);
  expect(room.pulse.value?.named).toEqual([ada]);
  expect(room.pulse.value?.zone).toEqual({ 'booth:edf': site(1), 'booth:ksb': site(3) });

  room.takePulse({ ...pulse, present: 1, named: [] });
  expect(room.pulse.value?.named).toEqual([]);
});

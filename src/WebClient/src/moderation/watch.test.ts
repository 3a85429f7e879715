import { expect, test } from 'vitest';
import { choose, chooseNone, chosenRooms, mostRooms, watched } from './watch';

const all = ['talk:a', 'talk:b', ...Array.from({ length: 30 }, (_, n) => `booth:${n}`)];
const quiet = { present: 0, available: 0, live: false };

test('[WB46] nobody chose: what is live comes first, then the fullest rooms; empty ones are not watched', () => {
  const status = { 'talk:b': { ...quiet, live: true }, 'booth:3': { ...quiet, present: 7 }, 'booth:1': quiet };
  expect(watched(all, null, status, [], new Set())).toEqual(['talk:b', 'booth:3']);
});

test('[WB46] a room that was watched stays when it empties', () => {
  expect(watched(all, null, {}, [], new Set(['booth:5']))).toEqual(['booth:5']);
});

test('[WB164] a room where something waits is watched before all others, also before what was watched, the longest waiting first', () => {
  const status = Object.fromEntries(all.map((room) => [room, { ...quiet, live: true, present: 900 }]));
  const seen = new Set(all.slice(0, mostRooms));
  expect(watched(all, null, status, ['booth:29', 'booth:28'], seen)).toEqual([
    ...all.slice(0, mostRooms - 2),
    'booth:28',
    'booth:29',
  ]);
  expect(watched(all, null, status, ['booth:29', 'booth:28'], seen, 1)).toEqual(['booth:29']);
  expect(watched(all, ['talk:a'], status, ['booth:29'], seen)).toEqual(['talk:a']);
});

test('[WB46] never more than a connection reads', () => {
  const status = Object.fromEntries(all.map((room) => [room, { ...quiet, present: 5 }]));
  expect(watched(all, null, status, [], new Set())).toHaveLength(mostRooms);
  expect(watched(all, all, status, [], new Set())).toHaveLength(mostRooms);
  expect(watched(all, all, status, [], new Set(), 10)).toHaveLength(10);
  expect(watched(all, null, status, [], new Set(), 10)).toHaveLength(10);
});

test('[WB46] a choice holds, in the programme’s order', () => {
  expect(watched(all, ['booth:9', 'talk:a'], {}, [], new Set(['booth:1']))).toEqual(['talk:a', 'booth:9']);
});

test('[WB46] a choice can be taken back, for good', () => {
  choose('booth:9', true, ['talk:a']);
  expect(chosenRooms.value).toEqual(['talk:a', 'booth:9']);
  chooseNone();
  expect(chosenRooms.value).toBeNull();
  expect(localStorage.getItem('halle.watched')).toBeNull();
});

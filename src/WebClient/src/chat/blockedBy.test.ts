import { expect, test } from 'vitest';
import { t } from '../i18n';
import { Room } from '../live/room';
import type { Entity } from '../live/wire';
import { programme } from '../zone/programme';
import { blockedBy } from './blockedBy';

function talk(...set: Entity[]): Room {
  const room = new Room('talk:ouverture');
  room.apply({ room: room.id, epoch: 'e1', from: 0, to: 1, reset: true, set, drop: [] });
  return room;
}

const stage = (state: 'scheduled' | 'live' | 'ended') => ({ type: 'stage', id: '', state }) as Entity;
const mode = (kind: 'open' | 'staffOnly' | 'paused') => ({ type: 'mode', id: '', mode: kind, seconds: 0 }) as Entity;

test.each([
  [[stage('scheduled')], true, false],
  [[stage('live'), mode('staffOnly')], true, false],
  [[stage('live'), mode('paused')], true, true],
  [[stage('ended')], true, true],
  [[stage('live'), mode('open')], false, false],
])('[WB28] %j: writing is in the way %s, asking and voting %s', (entities, write, ask) => {
  const room = talk(...entities);
  expect([blockedBy(room, undefined, 0), blockedBy(room, undefined, 0, 'ask')].map((why) => why !== null)).toEqual([
    write,
    ask,
  ]);
});

test('[WB28] who is muted reads it before they ask or vote, with the reason', () => {
  const room = talk(stage('live'));
  room.takeYou({
    room: room.id,
    you: { ...room.you.value, muted: { until: '2026-11-27T15:00:00', reason: 'Un peu de calme' } },
  } as never);
  expect(blockedBy(room, undefined, Date.parse('2026-11-27T14:00:00'), 'ask')).toBe(
    t('youAreMuted', { until: t('until', { time: '15\u00a0h' }), reason: 'Un peu de calme' }),
  );
});

test('[WB28] a talk that has not begun is told with its day', () => {
  programme.value = { sites: [], talks: [{ key: 'ouverture', startsAt: '2026-12-04T08:30:00' }] } as never;
  expect(blockedBy(talk(stage('scheduled')), undefined, 0)).toContain('vendredi 4 décembre, 8\u00a0h\u00a030');
  programme.value = null;
});

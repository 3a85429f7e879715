import { reasonText, t, untilText } from '../i18n';
import type { Room } from '../live/room';
import type { Notice } from '../live/wire';
import { notBegun } from '../talks/standing';
import { talkOf } from '../zone/programme';

/** Writing in the chat; asking takes questions and votes, which may come before a talk begins and where only staff writes. */
export type Doing = 'write' | 'ask';

/** Why this person cannot do so here now, in words; null when nothing is in the way. The server decides all the same. */
export function blockedBy(room: Room, event: Room | undefined, now: number, doing: Doing = 'write'): string | null {
  const you = room.you.value;
  const banned = running(you.banned, now) ?? running(event?.you.value.banned, now);
  if (banned) {
    return t('youAreBanned', { until: untilText(banned.until, now), reason: reasonText(banned.reason) });
  }
  const muted = running(you.muted, now) ?? running(event?.you.value.muted, now);
  if (muted) {
    return t('youAreMuted', { until: untilText(muted.until, now), reason: reasonText(muted.reason) });
  }
  if (room.staff.value) {
    return null;
  }
  const breaker = event?.one('breaker');
  if (breaker?.paused) {
    return t('eventPaused', { reason: breaker.reason ?? '' });
  }
  const mode = room.one('mode')?.mode;
  if (mode === 'paused') {
    return t('roomPaused');
  }
  if (mode === 'staffOnly' && doing === 'write') {
    return t('roomStaffOnly');
  }
  const stage = room.one('stage')?.state;
  if (stage === 'scheduled' && doing === 'write') {
    return notBegun(talkOf(room.id.slice('talk:'.length)), now);
  }
  if (stage === 'ended') {
    return t('talkEnded');
  }
  if (room.id.startsWith('class:')) {
    const { admission } = you;
    const switches = room.one('class');
    return admission === 'waiting'
      ? t('waitingTeacher')
      : admission === 'removed'
        ? t('removedFromClass')
        : switches?.calm
          ? t('calmOn')
          : switches?.chatLocked
            ? t('chatLocked')
            : null;
  }
  return null;
}

function running(notice: Notice | undefined, now: number): Notice | undefined {
  return notice && (!notice.until || Date.parse(notice.until) > now) ? notice : undefined;
}

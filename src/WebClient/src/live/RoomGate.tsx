import type { ComponentChildren } from 'preact';
import { Loading } from '../design/Loading';
import { reasonText, t, untilText, why } from '../i18n';
import { Warned } from '../moderation/Warned';
import { Link } from '../router';
import { live } from '../sign-in/session';
import { theEvent } from '../zone/programme';
import type { Room } from './room';

/** Shows a room's content once it is entered, and why not otherwise. */
export function RoomGate({ room, children }: { room: Room | undefined; children: (room: Room) => ComponentChildren }) {
  const status = room?.status.value;
  if (!room || !status || (status.kind === 'entering' && room.version.value === 0)) {
    return status?.kind === 'entering' && status.late ? (
      <p class="notice" role="status">
        {t('roomLate')}
      </p>
    ) : (
      <Loading />
    );
  }
  if (status.kind === 'refused') {
    return (
      <p class="notice" role="alert">
        {status.code === 'banned' && status.reason
          ? t('youAreBanned', { until: untilText(status.until, live.now()), reason: reasonText(status.reason) })
          : t('failed', { why: why(status.code) })}{' '}
        <Link to="/">{t('back')}</Link>
      </p>
    );
  }
  return (
    <>
      {room.id !== theEvent && <Warned room={room} />}
      {children(room)}
    </>
  );
}

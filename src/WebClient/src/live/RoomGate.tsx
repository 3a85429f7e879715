import type { ComponentChildren } from 'preact';
import { Loading } from '../design/Loading';
import { hourText, t, why } from '../i18n';
import { Link } from '../router';
import type { Room } from './room';

/** Shows a room's content once it is entered, and why not otherwise. */
export function RoomGate({ room, children }: { room: Room | undefined; children: (room: Room) => ComponentChildren }) {
  const status = room?.status.value;
  if (!room || !status || (status.kind === 'entering' && room.version.value === 0)) {
    return <Loading />;
  }
  if (status.kind === 'refused') {
    const until = status.until ? t('until', { time: hourText(status.until) }) : '';
    return (
      <p class="notice" role="alert">
        {status.code === 'banned' && status.reason
          ? t('youAreBanned', { until: until || t('wholeEvent'), reason: status.reason })
          : t('failed', { why: why(status.code) })}{' '}
        <Link to="/">{t('back')}</Link>
      </p>
    );
  }
  return <>{children(room)}</>;
}

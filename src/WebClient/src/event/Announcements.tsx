import { dayAndHour, t } from '../i18n';
import { act } from '../live/actions';
import { RoomGate } from '../live/RoomGate';
import type { Room } from '../live/room';
import { live } from '../sign-in/session';
import { theEvent } from '../zone/programme';
import { newestFirst } from './newest';

/** Everything that was announced and not withdrawn, for everybody. */
export function AnnouncementsPage() {
  return (
    <article class="reading">
      <h1>{t('announcements')}</h1>
      <RoomGate room={live.rooms.value.get(theEvent)}>{(room) => <AnnouncementList room={room} />}</RoomGate>
    </article>
  );
}

/** All that the room keeps, the newest first; organisers withdraw any of them. */
export function AnnouncementList({ room }: { room: Room }) {
  const all = newestFirst(room.all('announcement'));
  return all.length === 0 ? (
    <p class="hint">{t('noAnnouncement')}</p>
  ) : (
    <ul class="plain announced" aria-label={t('allAnnouncements', { n: all.length })}>
      {all.map((one) => (
        <li key={one.id} class={`announcement ${one.level}`}>
          <time class="hint" dateTime={one.at}>
            {dayAndHour(one.at)}
          </time>
          <span>{one.text}</span>
          {room.can.value.has('announcement.withdraw') && (
            <button
              type="button"
              class="quiet end"
              onClick={() => act(theEvent, { type: 'announcement.withdraw', announcement: one.id }, { done: 'done' })}
            >
              {t('withdrawAnnouncement')}
              <span class="hidden"> {one.text}</span>
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

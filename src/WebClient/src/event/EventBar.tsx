import { Icon } from '../design/Icon';
import { t } from '../i18n';
import { act } from '../live/actions';
import { Warned } from '../moderation/Warned';
import { Link } from '../router';
import { live } from '../sign-in/session';
import { theEvent } from '../zone/programme';
import { newestFirst, shownAbove } from './newest';

/** Announcements, the breaker and event-wide notices, above every page. */
export function EventBar() {
  const room = live.rooms.value.get(theEvent);
  if (!room) {
    return null;
  }
  const breaker = room.one('breaker');
  const announcements = newestFirst(room.all('announcement'));
  return (
    <section class="event-bar" aria-label={t('announcements')}>
      {breaker?.paused && (
        <p class="notice" role="alert">
          {t('eventPaused', { reason: breaker.reason ?? '' })}
        </p>
      )}
      <Warned room={room} />
      <ul class="plain" aria-live="polite">
        {announcements.slice(0, shownAbove).map((one) => (
          <li key={one.id} class={`announcement ${one.level}`}>
            <Icon name="bell" />
            <span>{one.text}</span>
            {room.can.value.has('announcement.withdraw') && (
              <button
                type="button"
                class="quiet end"
                onClick={() => act(theEvent, { type: 'announcement.withdraw', announcement: one.id })}
              >
                {t('withdrawAnnouncement')}
              </button>
            )}
          </li>
        ))}
      </ul>
      {announcements.length > shownAbove && (
        <p class="more">
          <Link to="/annonces">{t('allAnnouncements', { n: announcements.length })}</Link>
        </p>
      )}
    </section>
  );
}

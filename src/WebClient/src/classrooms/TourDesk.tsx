import { useState } from 'preact/hooks';
import { local, t } from '../i18n';
import { act } from '../live/actions';
import type { Room } from '../live/room';
import { programme } from '../zone/programme';
import { placeName } from './TourBanner';

/** Where the teacher takes the class. */
export function TourDesk({ room }: { room: Room }) {
  const [target, setTarget] = useState(`booth:${programme.value?.sites[0]?.key}`);
  const tour = room.one('tour');
  if (!room.can.value.has('tour.point')) {
    return null;
  }
  return (
    <section class="card" aria-label={t('tour')}>
      <h2>{t('tour')}</h2>
      {tour?.room && <p role="status">{t('tourAt', { place: placeName(tour.room) })}</p>}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void act(room.id, { type: 'tour.point', room: target }, { done: 'done' });
        }}
      >
        <label>
          {t('tourTarget')}
          <select value={target} onChange={(event) => setTarget(event.currentTarget.value)}>
            {programme.value?.sites.map((site) => (
              <option key={site.key} value={`booth:${site.key}`}>
                {site.label}
              </option>
            ))}
            {programme.value?.talks.map((talk) => (
              <option key={talk.key} value={`talk:${talk.key}`}>
                {local(talk.title)}
              </option>
            ))}
          </select>
        </label>
        <div class="row">
          <button type="submit">{t('tourGo')}</button>
          {tour?.room && (
            <button type="button" class="quiet" onClick={() => act(room.id, { type: 'tour.end' })}>
              {t('tourEnd')}
            </button>
          )}
        </div>
      </form>
    </section>
  );
}

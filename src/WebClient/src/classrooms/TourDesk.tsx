import { useState } from 'preact/hooks';
import { local, t } from '../i18n';
import { act } from '../live/actions';
import type { Room } from '../live/room';
import { programme } from '../zone/programme';
import { nextStep, setSteps, steps } from './itinerary';
import { placeName, tourText } from './TourBanner';

/** Where the teacher takes the class. */
export function TourDesk({ room }: { room: Room }) {
  const [target, setTarget] = useState(`booth:${programme.value?.sites[0]?.key}`);
  const tour = room.one('tour');
  const pupils = room.all('pupil').filter((pupil) => pupil.admission === 'admitted');
  const following = pupils.filter((pupil) => pupil.following).length;
  const leads = room.can.value.has('tour.point');
  const end = tour?.room && room.can.value.has('tour.end') && (
    <button type="button" class="quiet" onClick={() => act(room.id, { type: 'tour.end' })}>
      {t('tourEnd')}
    </button>
  );
  if (!leads && !end) {
    return null;
  }
  return (
    <section class="card" aria-label={t('tour')}>
      <h2>{t('tour')}</h2>
      {tour?.room && (
        <p role="status">
          {tourText(tour.room)} · {t('tourFollowers', { n: following, all: pupils.length })}
        </p>
      )}
      {leads ? (
        <>
          {steps.value.length > 0 && <Steps room={room} now={tour?.room} />}
          <form
            onSubmit={(event) => {
              event.preventDefault();
              void act(room.id, { type: 'tour.point', room: target }, { done: 'done' });
            }}
          >
            <label>
              {t('tourTarget')}
              <select value={target} onChange={(event) => setTarget(event.currentTarget.value)}>
                <option value={room.id}>{t('tourToClass')}</option>
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
              <button
                type="button"
                class="soft"
                disabled={steps.value.includes(target)}
                onClick={() => setSteps([...steps.value, target])}
              >
                {t('tourAdd')}
              </button>
              {end}
            </div>
          </form>
        </>
      ) : (
        end
      )}
    </section>
  );
}

/** The plan of the visit: where the class is, and one press to the next place. */
function Steps({ room, now }: { room: Room; now: string | undefined }) {
  const next = nextStep(steps.value, now);
  const point = (to: string): void => void act(room.id, { type: 'tour.point', room: to }, { done: 'done' });
  return (
    <>
      <ol class="plain lines" aria-label={t('tourPlan')}>
        {steps.value.map((step) => (
          <li key={step} aria-current={step === now ? 'step' : undefined}>
            <span>
              {placeName(step)} {step === now && <span class="badge good">{t('tourHere')}</span>}
            </span>
            <span class="end">
              <button type="button" class="quiet" onClick={() => point(step)}>
                {t('tourGoTo')}
                <span class="hidden"> {placeName(step)}</span>
              </button>
              <button
                type="button"
                class="quiet"
                onClick={() => setSteps(steps.value.filter((other) => other !== step))}
              >
                {t('tourDrop')}
                <span class="hidden"> {placeName(step)}</span>
              </button>
            </span>
          </li>
        ))}
      </ol>
      {next && (
        <button type="button" onClick={() => point(next)}>
          {t('tourNext', { place: placeName(next) })}
        </button>
      )}
    </>
  );
}

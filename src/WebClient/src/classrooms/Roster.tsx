import { t } from '../i18n';
import { act } from '../live/actions';
import type { Room } from '../live/room';

/** The class as the teacher sees it: pseudonyms, who is here, who waits at the door. */
export function Roster({ room }: { room: Room }) {
  const here = new Set(room.pulse.value?.named.map((one) => one.person));
  const pupils = room.all('pupil').sort((a, b) => a.pseudonym.localeCompare(b.pseudonym));
  return (
    <section class="card" aria-label={t('roster')}>
      <h2>
        {t('roster')} ({pupils.filter((pupil) => pupil.admission === 'admitted').length})
      </h2>
      {pupils.length === 0 && <p class="hint">{t('rosterEmpty')}</p>}
      <ul class="plain lines">
        {pupils.map((pupil) => (
          <li key={pupil.id} data-admission={pupil.admission}>
            <span class="grow">{pupil.pseudonym}</span>
            <span class={`badge ${here.has(pupil.id) ? 'good' : ''}`}>
              {here.has(pupil.id) ? t('here') : t('notHere')}
            </span>
            {pupil.admission !== 'admitted' && (
              <span class="badge">{t(`adm_${pupil.admission === 'none' ? 'waiting' : pupil.admission}`)}</span>
            )}
            {pupil.admission === 'admitted' ? (
              <button
                type="button"
                class="quiet"
                onClick={() =>
                  act(
                    room.id,
                    { type: 'roster.remove', person: pupil.id },
                    { undo: { type: 'roster.admit', person: pupil.id } },
                  )
                }
              >
                {t('removePupil')}
              </button>
            ) : (
              <button
                type="button"
                onClick={() => act(room.id, { type: 'roster.admit', person: pupil.id }, { done: 'done' })}
              >
                {t('admit')}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

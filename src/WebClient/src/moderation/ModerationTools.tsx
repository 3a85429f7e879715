import { useState } from 'preact/hooks';
import { hourText, t } from '../i18n';
import { act } from '../live/actions';
import type { Room } from '../live/room';
import type { RoomModeKind } from '../live/wire';
import { CaseQueue } from './CaseQueue';
import './moderation.css';

const modes: readonly RoomModeKind[] = ['open', 'slow', 'preModerated', 'staffOnly', 'paused'];

/** What a moderator, or a host of the room, does here beside the messages themselves. */
export function ModerationTools({ room }: { room: Room }) {
  const can = room.can.value;
  const sanctions = room.all('sanction');
  return (
    <section class="card" aria-label={t('moderation')}>
      <h2>{t('moderation')}</h2>
      {can.has('mode.set') && <Mode room={room} />}
      {can.has('chat.release') && <CaseQueue rooms={[room]} />}
      <h3>{t('running')}</h3>
      {sanctions.length === 0 ? (
        <p class="hint">{t('noSanction')}</p>
      ) : (
        <ul class="plain lines">
          {sanctions.map((sanction) => (
            <li key={sanction.id}>
              <bdi>{sanction.name}</bdi> : {t(`sanction_${sanction.kind}`)}{' '}
              {sanction.until ? t('until', { time: hourText(sanction.until) }) : ''}
              {sanction.reason && ` – ${sanction.reason}`}{' '}
              <button
                type="button"
                class="quiet"
                onClick={() =>
                  act(
                    room.id,
                    { type: 'sanction.revoke', person: sanction.person, kind: sanction.kind },
                    { done: 'done' },
                  )
                }
              >
                {t('revoke')}
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Mode({ room }: { room: Room }) {
  const now = room.one('mode');
  const [mode, setMode] = useState<RoomModeKind>(now?.mode ?? 'open');
  const [seconds, setSeconds] = useState(now?.seconds || 10);
  return (
    <form
      class="row"
      onSubmit={(event) => {
        event.preventDefault();
        void act(
          room.id,
          { type: 'mode.set', mode, ...(mode === 'slow' ? { seconds } : {}) },
          {
            undo: {
              type: 'mode.set',
              mode: now?.mode ?? 'open',
              ...(now?.mode === 'slow' ? { seconds: now.seconds } : {}),
            },
          },
        );
      }}
    >
      <label>
        {t('mode')} <span class="badge">{t(`mode_${now?.mode ?? 'open'}`)}</span>
        <select value={mode} onChange={(event) => setMode(event.currentTarget.value as RoomModeKind)}>
          {modes.map((one) => (
            <option key={one} value={one}>
              {t(`mode_${one}`)}
            </option>
          ))}
        </select>
      </label>
      {mode === 'slow' && (
        <label>
          {t('seconds')}
          <input
            type="number"
            min={1}
            max={600}
            value={seconds}
            onInput={(event) => setSeconds(event.currentTarget.valueAsNumber)}
          />
        </label>
      )}
      <button type="submit">{t('apply')}</button>
    </form>
  );
}

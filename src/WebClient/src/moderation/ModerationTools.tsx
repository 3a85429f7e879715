import { useState } from 'preact/hooks';
import { t } from '../i18n';
import { act } from '../live/actions';
import type { Room } from '../live/room';
import type { RoomModeKind } from '../live/wire';
import { CaseQueue } from './CaseQueue';
import { RunningSanctions } from './RunningSanctions';
import './moderation.css';

const modes: readonly RoomModeKind[] = ['open', 'slow', 'preModerated', 'staffOnly', 'paused'];

/** What a moderator, or a host of the room, does here beside the messages themselves. */
export function ModerationTools({ room }: { room: Room }) {
  const can = room.can.value;
  return (
    <section class="card" aria-label={t('moderation')}>
      <h2>{t('moderation')}</h2>
      {can.has('mode.set') && <Mode room={room} />}
      {can.has('chat.release') && <CaseQueue rooms={[room]} />}
      <RunningSanctions room={room} />
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

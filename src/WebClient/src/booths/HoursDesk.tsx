import { useState } from 'preact/hooks';
import { day as dayText, hourText, t, whenText } from '../i18n';
import { act } from '../live/actions';
import type { Room } from '../live/room';
import { useNow } from '../live/useRoom';
import type { SetHours } from '../live/wire';
import { siteOf } from '../zone/programme';
import { dayTimes, halfHour, timesOf } from './hours';

/** Days one can look ahead here: the event's and the next week's. */
const days = 14;
/** Of one wish, as the server bounds it. */
const atOnce = 60;

const wish = (offer: readonly number[], withdraw: readonly number[]): SetHours => ({
  type: 'hours.set',
  offer: offer.map((at) => new Date(at).toISOString()),
  withdraw: withdraw.map((at) => new Date(at).toISOString()),
});

/** Where a professional says when somebody is at the booth next, half hour by half hour. */
export function HoursDesk({ room }: { room: Room }) {
  const now = Math.floor(useNow(true) / 60_000) * 60_000;
  const [day, setDay] = useState(0);
  const [undoes, setUndoes] = useState<readonly SetHours[]>([]);
  if (!room.can.value.has('hours.set')) {
    return null;
  }
  const key = room.id.slice(room.id.indexOf(':') + 1);
  const times = timesOf(siteOf(key)?.hours, room.one('hours'), now);
  const shown = dayTimes(new Date(now).setDate(new Date(now).getDate() + day)).filter((at) => at + halfHour > now);
  const next = times.find((at) => at > now);
  const change = async (
    offer: readonly number[],
    withdraw: readonly number[],
    done?: 'hoursCleared',
  ): Promise<void> => {
    if (await act(room.id, wish(offer, withdraw), done ? { done } : {})) {
      setUndoes([wish(withdraw, offer), ...undoes].slice(0, 20));
    }
  };
  const undo = async (): Promise<void> => {
    const [last, ...others] = undoes;
    if (last && (await act(room.id, last))) {
      setUndoes(others);
    }
  };
  return (
    <section class="card hours" aria-label={t('hours')}>
      <h2>{t('hours')}</h2>
      <p role="status">{next === undefined ? t('hoursNone') : t('availableNext', { when: whenText(next, now) })}</p>
      <label>
        {t('hoursDay')}
        <select value={day} onChange={(event) => setDay(Number(event.currentTarget.value))}>
          {Array.from({ length: days }, (_, i) => (
            <option key={i} value={i}>
              {dayText(new Date(new Date(now).setDate(new Date(now).getDate() + i)).toISOString())}
            </option>
          ))}
        </select>
      </label>
      {shown.length === 0 && <p class="hint">{t('hoursOver')}</p>}
      <ul class="plain half-hours" aria-label={t('hoursChoose')}>
        {shown.map((at) => {
          const on = times.includes(at);
          return (
            <li key={at}>
              <button
                type="button"
                class="soft"
                aria-pressed={on}
                onClick={() => void change(on ? [] : [at], on ? [at] : [])}
              >
                {hourText(at)}
              </button>
            </li>
          );
        })}
      </ul>
      <div class="actions">
        <button type="button" class="quiet" disabled={undoes.length === 0} onClick={() => void undo()}>
          {t('undo')}
        </button>
        <button
          type="button"
          class="quiet"
          disabled={times.length === 0}
          onClick={() => void change([], times.slice(0, atOnce), 'hoursCleared')}
        >
          {t('hoursClear')}
        </button>
      </div>
    </section>
  );
}

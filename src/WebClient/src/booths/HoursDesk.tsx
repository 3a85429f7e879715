import { useSignal } from '@preact/signals';
import { useRef, useState } from 'preact/hooks';
import { day as dayText, hourText, t, whenText } from '../i18n';
import { act } from '../live/actions';
import type { Room } from '../live/room';
import { useNow } from '../live/useRoom';
import type { SetHours } from '../live/wire';
import { siteOf } from '../zone/programme';
import { dayTimes, halfHour, opposite, timesOf, wishes } from './hours';

/** Days one can look ahead here: the event's and the next week's. */
const days = 14;
/** Steps that can be taken back. */
const mostUndoes = 20;

/** Where a professional says when somebody is at the booth next, half hour by half hour. */
export function HoursDesk({ room }: { room: Room }) {
  const now = Math.floor(useNow(true) / 60_000) * 60_000;
  const [day, setDay] = useState(0);
  /** What takes each step back, the last step first. */
  const undoes = useSignal<readonly (readonly SetHours[])[]>([]);
  const before = useRef(Promise.resolve());
  if (!room.can.value.has('hours.set')) {
    return null;
  }
  const key = room.id.slice(room.id.indexOf(':') + 1);
  const times = timesOf(siteOf(key)?.hours, room.one('hours'), now);
  const shown = dayTimes(new Date(now).setDate(new Date(now).getDate() + day)).filter((at) => at + halfHour > now);
  const next = times.find((at) => at > now);
  /** Sends one wish after the other until one is refused, and says what became of them; how many were done. */
  const send = async (step: readonly SetHours[], done?: 'hoursCleared'): Promise<number> => {
    let sent = 0;
    for (const one of step) {
      const left = step.slice(sent).reduce((n, { offer, withdraw }) => n + offer.length + withdraw.length, 0);
      const ok = await act(room.id, one, {
        ...(done && sent === step.length - 1 ? { done } : {}),
        ...(sent > 0 ? { failed: (why) => t('hoursPartly', { n: left, why }) } : {}),
      });
      if (!ok) {
        break;
      }
      sent++;
    }
    return sent;
  };
  /** One step after the other, in the order they were pressed: what an undo takes back is the last that was done. */
  const inTurn = (step: () => Promise<void>) => (): void => {
    before.current = before.current.then(step);
  };
  const change = (step: readonly SetHours[], done?: 'hoursCleared') =>
    inTurn(async () => {
      const sent = await send(step, done);
      if (sent > 0) {
        undoes.value = [step.slice(0, sent).map(opposite), ...undoes.value].slice(0, mostUndoes);
      }
    });
  const undo = inTurn(async () => {
    const [last = [], ...others] = undoes.value;
    const left = last.slice(await send(last));
    undoes.value = left.length > 0 ? [left, ...others] : others;
  });
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
                onClick={change(wishes(on ? 'withdraw' : 'offer', [at]))}
              >
                {hourText(at)}
              </button>
            </li>
          );
        })}
      </ul>
      <div class="actions">
        <button type="button" class="quiet" disabled={undoes.value.length === 0} onClick={undo}>
          {t('undo')}
        </button>
        <button
          type="button"
          class="quiet"
          disabled={times.length === 0}
          onClick={change(wishes('withdraw', times), 'hoursCleared')}
        >
          {t('hoursClear')}
        </button>
      </div>
    </section>
  );
}

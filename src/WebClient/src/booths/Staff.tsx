import { Face } from '../chat/Message';
import { t } from '../i18n';
import { act } from '../live/actions';
import type { Room } from '../live/room';
import { useChoice } from '../live/useChoice';
import type { DutyStatus } from '../live/wire';
import { me } from '../sign-in/session';

const statuses: readonly DutyStatus[] = ['available', 'busy', 'away', 'off'];

/** Who of the professionals is on duty; one without a connection here is away, whatever the switch says. */
export function StaffHere({ room }: { room: Room }) {
  const here = new Set(room.pulse.value?.named.map((one) => one.person));
  const duties = room.all('duty');
  return (
    <section class="card" aria-label={t('staffHere')}>
      <h2>{t('staffHere')}</h2>
      {duties.length === 0 ? (
        <p class="hint">{t('nobodyOnDuty')}</p>
      ) : (
        <ul class="plain lines">
          {duties.map((duty) => {
            const status = here.has(duty.id) ? duty.status : 'away';
            return (
              <li key={duty.id}>
                <Face name={duty.name} is="professional" />
                <bdi>{duty.name}</bdi>
                <span class={`badge end ${status === 'available' ? 'good' : ''}`}>{t(`duty_${status}`)}</span>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}

export function DutySwitch({ room }: { room: Room }) {
  const now = room.one('duty', me.value?.person)?.status ?? 'off';
  const [chosen, choose] = useChoice<DutyStatus>(now, (status) => act(room.id, { type: 'duty.set', status }));
  if (!room.can.value.has('duty.set')) {
    return null;
  }
  return (
    <fieldset class="card">
      <legend>{t('myDuty')}</legend>
      {statuses.map((status) => (
        <label key={status} class="inline">
          <input type="radio" name="duty" checked={chosen === status} onChange={() => choose(status)} />{' '}
          {t(`duty_${status}`)}
        </label>
      ))}
    </fieldset>
  );
}

import { useState } from 'preact/hooks';
import { InsetForm } from '../design/InsetForm';
import { t, untilText } from '../i18n';
import { act } from '../live/actions';
import type { Room } from '../live/room';
import type { Author } from '../live/wire';
import { live } from '../sign-in/session';
import { theEvent } from '../zone/programme';
import { imposing, kindsOf, mayBeEndless, mostMinutes, restoring, runningIn, type Wish } from './sanctioning';

/** What, where, how long and why. Who may not sanction in the whole event is not asked where. */
export function SanctionForm({ room, person, onClose }: { room: Room; person: Author; onClose: () => void }) {
  const [wish, setWish] = useState<Wish>({ kind: 'mute', scope: 'room', minutes: 10, endless: false, reason: '' });
  const change = (part: Partial<Wish>): void => setWish({ ...wish, ...part });
  const { kind, minutes } = wish;
  const everywhere = kindsOf(live.rooms.value.get(theEvent)?.can.value);
  const scope = everywhere.includes(kind) ? wish.scope : 'room';
  const endless = wish.endless && mayBeEndless(kind);
  const impose = async (): Promise<void> => {
    const place = scope === 'event' ? theEvent : room.id;
    const now = live.now();
    const former = runningIn(live.rooms.value.get(place), person.id, kind, now);
    const undo = restoring(person, kind, scope, former, now);
    if (await act(place, imposing(person, { ...wish, scope, endless }), { undo })) {
      onClose();
    }
  };
  return (
    <InsetForm label={t('moderate', { name: person.name })} onSubmit={impose} onClose={onClose}>
      <fieldset>
        <legend>{t('moderate', { name: person.name })}</legend>
        {kindsOf(room.can.value).map((one) => (
          <label key={one} class="inline">
            <input type="radio" name="kind" checked={kind === one} onChange={() => change({ kind: one })} /> {t(one)}
          </label>
        ))}
      </fieldset>
      {everywhere.includes(kind) && (
        <fieldset>
          <legend>{t('scope')}</legend>
          {(['room', 'event'] as const).map((one) => (
            <label key={one} class="inline">
              <input type="radio" name="scope" checked={scope === one} onChange={() => change({ scope: one })} />{' '}
              {t(`scope_${one}`)}
            </label>
          ))}
        </fieldset>
      )}
      {mayBeEndless(kind) && (
        <label class="inline">
          <input
            type="checkbox"
            checked={endless}
            onChange={(event) => change({ endless: event.currentTarget.checked })}
          />{' '}
          {t('endless')}
        </label>
      )}
      {kind !== 'warn' && !endless && (
        <>
          <label>
            {t('minutes')}
            <input
              type="number"
              required
              min={1}
              max={mostMinutes[kind]}
              value={minutes}
              onInput={(event) => change({ minutes: event.currentTarget.valueAsNumber })}
            />
          </label>
          {minutes >= 1 && minutes <= mostMinutes[kind] && (
            <p class="hint">{untilText(live.now() + minutes * 60_000, live.now())}</p>
          )}
        </>
      )}
      <label>
        {t('reason')}
        <input
          required
          maxLength={200}
          value={wish.reason}
          onInput={(event) => change({ reason: event.currentTarget.value })}
        />
      </label>
    </InsetForm>
  );
}

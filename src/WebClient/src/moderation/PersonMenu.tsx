import { useState } from 'preact/hooks';
import { t } from '../i18n';
import { act } from '../live/actions';
import type { Room } from '../live/room';
import type { Author, RoomCommand, SanctionKind } from '../live/wire';

/** Warn, mute, ban or shadow one person, with time and reason. */
export function PersonMenu({ room, person }: { room: Room; person: Author }) {
  const [open, setOpen] = useState(false);
  const [kind, setKind] = useState<SanctionKind>('mute');
  const [minutes, setMinutes] = useState(10);
  const [reason, setReason] = useState('');
  const kinds = (['warn', 'mute', 'ban', 'shadow'] as const).filter((one) => room.can.value.has(`sanction.${one}`));
  if (!open) {
    return (
      <button
        type="button"
        class="quiet"
        aria-label={t('moderate', { name: person.name })}
        onClick={() => setOpen(true)}
      >
        {t('moderateShort')}
      </button>
    );
  }
  return (
    <form
      class="card inset"
      aria-label={t('moderate', { name: person.name })}
      onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}
      onSubmit={async (event) => {
        event.preventDefault();
        const command: RoomCommand =
          kind === 'warn'
            ? { type: 'sanction.warn', person: person.id, reason }
            : { type: `sanction.${kind}`, person: person.id, minutes, reason };
        if (await act(room.id, command, { undo: { type: 'sanction.revoke', person: person.id, kind } })) {
          setOpen(false);
        }
      }}
    >
      <fieldset>
        <legend>{t('moderate', { name: person.name })}</legend>
        {kinds.map((one) => (
          <label key={one} class="inline">
            <input type="radio" name="kind" checked={kind === one} onChange={() => setKind(one)} /> {t(one)}
          </label>
        ))}
      </fieldset>
      {kind !== 'warn' && (
        <label>
          {t('minutes')}
          <input
            type="number"
            min={1}
            max={1440}
            value={minutes}
            onInput={(event) => setMinutes(event.currentTarget.valueAsNumber)}
          />
        </label>
      )}
      <label>
        {t('reason')}
        <input required maxLength={200} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
      </label>
      <div class="row">
        <button type="submit">{t('confirm')}</button>
        <button type="button" class="quiet" onClick={() => setOpen(false)}>
          {t('cancel')}
        </button>
      </div>
    </form>
  );
}

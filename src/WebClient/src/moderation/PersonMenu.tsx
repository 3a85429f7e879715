import { useRef, useState } from 'preact/hooks';
import { lazily } from '../design/lazily';
import { t } from '../i18n';
import type { Room } from '../live/room';
import type { Author } from '../live/wire';

const SanctionForm = lazily(() => import('./SanctionForm').then((screen) => screen.SanctionForm));

/** Warn, mute, ban or shadow one person: a button, and a form that opens under it. */
export function PersonMenu({ room, person }: { room: Room; person: Author }) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <button
        ref={button}
        type="button"
        class="quiet"
        aria-label={t('moderate', { name: person.name })}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {t('moderateShort')}
      </button>
      {open && (
        <SanctionForm
          room={room}
          person={person}
          onClose={() => {
            setOpen(false);
            button.current?.focus();
          }}
        />
      )}
    </>
  );
}

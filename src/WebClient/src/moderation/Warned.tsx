import { useEffect, useState } from 'preact/hooks';
import { Icon } from '../design/Icon';
import { reasonText, type TextKey, t } from '../i18n';
import type { Room } from '../live/room';
import type { Notice } from '../live/wire';
import { live, me } from '../sign-in/session';
import { theEvent } from '../zone/programme';
import { acknowledge, warningOf } from './warned';

/** Read out already since the page was loaded: who goes away and comes back is not interrupted again. */
const announced = new Set<string>();

/** The last warning somebody was given here, until it is read or lifted. */
export function Warned({ room }: { room: Room }) {
  const person = me.value?.person ?? '';
  const warning = warningOf(person, room, live.rooms.value.get(theEvent));
  return warning ? <Warning key={`${room.id} ${warning.at}`} person={person} room={room} warning={warning} /> : null;
}

function Warning({ person, room, warning }: { person: string; room: Room; warning: Notice }) {
  const id = `${person} ${room.id} ${warning.at}`;
  const [first] = useState(!announced.has(id));
  const [read, setRead] = useState(false);
  useEffect(() => void announced.add(id), [id]);
  return read ? null : (
    <div class="notice warning" role={first ? 'alert' : undefined}>
      <Icon name="bell" />
      <p>
        <strong>{warning.by ? t('warnedBy', { who: t(`by_${warning.by}` as TextKey) }) : t('youAreWarned')}</strong>
        {warning.reason && <span>{reasonText(warning.reason)}</span>}
      </p>
      <button
        type="button"
        class="soft"
        onClick={() => {
          acknowledge(person, room.id, warning);
          setRead(true);
          document.getElementById('main')?.focus({ preventScroll: true });
        }}
      >
        {t('understood')}
      </button>
    </div>
  );
}

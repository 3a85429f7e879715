import { Icon } from '../design/Icon';
import { t } from '../i18n';
import type { Room } from '../live/room';
import { useNow } from '../live/useRoom';
import type { ChatMessage } from '../live/wire';
import { live } from '../sign-in/session';
import { isExpected } from '../talks/standing';
import { theEvent } from '../zone/programme';
import { blockedBy } from './blockedBy';
import { useDraft } from './useDraft';

const longest = 500;

interface ComposerProps {
  readonly room: Room;
  readonly reply: ChatMessage | null;
  readonly onDone: () => void;
  readonly onSent: () => void;
}

export function Composer({ room, reply, onDone, onSent }: ComposerProps) {
  const [text, write] = useDraft(room.id);
  const wide = live.room(theEvent);
  const next = room.you.value.nextPostAt;
  const ends = [next, room.you.value.muted?.until, wide?.you.value.muted?.until].some(Boolean);
  const now = useNow(ends || isExpected(room));
  if (!room.can.value.has('chat.post')) {
    return null;
  }
  const blocked = blockedBy(room, wide, now);
  const wait = next && !room.staff.value ? Math.ceil((Date.parse(next) - now) / 1_000) : 0;
  const send = (): void => {
    if (text.trim() && !blocked && wait <= 0) {
      live.outbox(room.id).post({ type: 'chat.post', text: text.trim(), ...(reply ? { replyTo: reply.id } : {}) });
      write('');
      onDone();
      onSent();
    }
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {blocked && (
        <p class="notice" role="status">
          <Icon name="lock" /> {blocked}
        </p>
      )}
      {room.one('mode')?.mode === 'slow' && !room.staff.value && wait <= 0 && (
        <p class="hint">{t('roomSlow', { n: room.one('mode')?.seconds ?? 0 })}</p>
      )}
      {room.one('mode')?.mode === 'preModerated' && !room.staff.value && <p class="hint">{t('roomPreModerated')}</p>}
      {reply && (
        <p class="quote">
          {t('replyingTo', { name: reply.author?.name ?? '' })}{' '}
          <button type="button" class="quiet" onClick={onDone}>
            {t('cancel')}
          </button>
        </p>
      )}
      <label for={`write-${room.id}`}>{t('write')}</label>
      <div class="row">
        <textarea
          id={`write-${room.id}`}
          rows={2}
          maxLength={longest}
          value={text}
          disabled={blocked !== null}
          onInput={(event) => write(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
              event.preventDefault();
              send();
            }
          }}
        />
        <button type="submit" disabled={blocked !== null || wait > 0 || text.trim() === ''}>
          {t('send')}
        </button>
      </div>
      {wait > 0 && (
        <p class="hint countdown" role="timer">
          <Icon name="clock" /> {t('slowWait', { n: wait })}
        </p>
      )}
    </form>
  );
}

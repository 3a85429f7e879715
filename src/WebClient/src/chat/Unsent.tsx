import { useEffect } from 'preact/hooks';
import { Icon } from '../design/Icon';
import { refusal, type TextKey, t, why } from '../i18n';
import { say } from '../live/actions';
import type { Outbox, Wish } from '../live/outbox';
import type { Room } from '../live/room';
import type { AskQuestion, PostMessage } from '../live/wire';
import { live, me } from '../sign-in/session';
import { arrived, writtenIn } from './arrived';
import { Face } from './Message';

/**
 * What somebody wrote here of one kind and the room does not show yet: one that was sent goes when the room shows it, or is past it (held,
 * released or removed since); `told` says so.
 */
export function useUnsent(
  room: Room,
  type: 'chat.post' | 'question.ask',
  known: ReadonlySet<string>,
  told?: TextKey,
): readonly Wish[] {
  const outbox = live.outbox(room.id);
  const wishes = outbox.wishes.value.filter((wish) => wish.command.type === type);
  const isShown = (wish: Wish) => wish.state === 'sent' && known.has(String(wish.seq));
  useEffect(() => {
    for (const wish of wishes) {
      if (isShown(wish) || (wish.state === 'sent' && (room.at ?? 0) >= (wish.seq ?? 0))) {
        outbox.forget(wish.clientId);
        if (told) {
          say(t(told));
        }
      }
    }
  });
  const there = arrived(wishes, writtenIn(room), me.value?.person ?? '');
  return wishes.filter((wish) => !isShown(wish) && !there.has(wish.clientId));
}

/** One of them, with what became of it and what can be done. */
export function Unsent({ wish, outbox }: { wish: Wish; outbox: Outbox }) {
  return (
    <li
      class="message unsent"
      data-state={wish.state === 'refused' ? 'refused' : 'unsent'}
      data-client-id={wish.clientId}
    >
      <Face name={me.value?.name ?? ''} is={me.value?.role} />
      <div class="said">
        <p class="text">{(wish.command as PostMessage | AskQuestion).text}</p>
        {wish.state === 'refused' ? (
          <p class="meta error" role="alert">
            {t('refusedMessage', { why: refusal(wish, live.now()) })}{' '}
            <button type="button" class="quiet" onClick={() => outbox.retry(wish.clientId)}>
              {t('retry')}
            </button>
            <button type="button" class="quiet" onClick={() => outbox.forget(wish.clientId)}>
              {t('dismiss')}
            </button>
          </p>
        ) : (
          <p class="meta">
            <Icon name="clock" /> {waitingFor(outbox)}
          </p>
        )}
      </div>
    </li>
  );
}

/** Why the first of those that wait is not confirmed yet, if that is known. Who writes too fast only waits for a turn: that is sending. */
function waitingFor(outbox: Outbox): string {
  if (live.state.value !== 'live') {
    return t('unsent');
  }
  const late = outbox.wishes.value.find((wish) => wish.state === 'waiting')?.code;
  return late && late !== 'slow_down' ? t('notYet', { why: why(late) }) : t('sending');
}

import { useEffect, useRef, useState } from 'preact/hooks';
import { clock, type TextKey, t, why } from '../i18n';
import { act, say } from '../live/actions';
import type { Wish } from '../live/outbox';
import type { Room } from '../live/room';
import type { ChatMessage, PostMessage } from '../live/wire';
import { PersonMenu } from '../moderation/PersonMenu';
import { live, me } from '../sign-in/session';
import { Composer } from './Composer';

export function Chat({ room }: { room: Room }) {
  const [reply, setReply] = useState<ChatMessage | null>(null);
  const [older, setOlder] = useState<readonly ChatMessage[]>([]);
  const [more, setMore] = useState(true);
  const outbox = live.outbox(room.id);
  const shown = room.messages();
  const own = room.you.value.messages;
  const known = new Set([...shown, ...own].map((message) => message.id));
  const messages = [
    ...older.filter((message) => !known.has(message.id)),
    ...shown,
    ...own.filter((message) => !shown.some((other) => other.id === message.id)),
  ].sort((a, b) => a.shownAt - b.shownAt || Number(a.id) - Number(b.id));
  const posts = outbox.wishes.value.filter((wish) => wish.command.type === 'chat.post');
  const waiting = posts.filter((wish) => wish.state !== 'sent' || !known.has(String(wish.seq)));

  // A sent wish goes when the room shows its message, or is past it (held and released or removed since).
  useEffect(() => {
    for (const wish of posts) {
      if (wish.state === 'sent' && (known.has(String(wish.seq)) || (room.at ?? 0) >= (wish.seq ?? 0))) {
        outbox.forget(wish.clientId);
      }
    }
  });

  const list = useRef<HTMLDivElement>(null);
  const [below, setBelow] = useState(false);
  const last = messages.at(-1)?.id;
  useEffect(() => {
    const element = list.current;
    if (!element) {
      return;
    }
    if (
      element.scrollHeight - element.scrollTop - element.clientHeight < 160 ||
      messages.at(-1)?.author?.id === me.value?.person
    ) {
      element.scrollTop = element.scrollHeight;
      setBelow(false);
    } else {
      setBelow(true);
    }
  }, [last, waiting.length]);

  const pinned = shown.find((message) => message.pinned);
  return (
    <section class="chat" aria-label={t('chat')}>
      <h2>{t('chat')}</h2>
      {pinned && (
        <p class="pinned">
          <strong>{t('pinned')}</strong> {pinned.author?.name} : {pinned.text}
        </p>
      )}
      {more && shown.length >= 50 && (
        <button
          type="button"
          class="quiet"
          onClick={async () => {
            const page = await live.history(room.id, messages[0]?.id ?? '', 50).catch(() => null);
            if (page) {
              setOlder([...page.messages, ...older]);
              setMore(page.more);
            }
          }}
        >
          {t('earlier')}
        </button>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div ref={list} class="messages" role="log" aria-live="polite" aria-label={t('chat')} tabIndex={0}>
        <ol class="plain">
          {messages.length === 0 && waiting.length === 0 && <li class="hint">{t('chatEmpty')}</li>}
          {messages.map((message) => (
            <Message
              key={message.id}
              room={room}
              message={message}
              answered={messages.find((other) => other.id === message.replyTo)}
              onReply={() => setReply(message)}
            />
          ))}
          {waiting.map((wish) => (
            <Unsent
              key={wish.clientId}
              wish={wish}
              onRetry={() => outbox.retry(wish.clientId)}
              onForget={() => outbox.forget(wish.clientId)}
            />
          ))}
        </ol>
      </div>
      {below && (
        <button
          type="button"
          onClick={() => {
            list.current?.scrollTo({ top: list.current.scrollHeight });
            setBelow(false);
          }}
        >
          {t('newMessages')}
        </button>
      )}
      <Composer room={room} reply={reply} onDone={() => setReply(null)} />
    </section>
  );
}

function Unsent({ wish, onRetry, onForget }: { wish: Wish; onRetry: () => void; onForget: () => void }) {
  return (
    <li
      class="message unsent"
      data-state={wish.state === 'refused' ? 'refused' : 'unsent'}
      data-client-id={wish.clientId}
    >
      <p class="text">{(wish.command as PostMessage).text}</p>
      {wish.state === 'refused' ? (
        <p class="meta error" role="alert">
          {t('refusedMessage', { why: wish.reason ? `${why(wish.code)} (${wish.reason})` : why(wish.code) })}{' '}
          <button type="button" class="quiet" onClick={onRetry}>
            {t('retry')}
          </button>
          <button type="button" class="quiet" onClick={onForget}>
            {t('dismiss')}
          </button>
        </p>
      ) : (
        <p class="meta">{live.state.value === 'live' ? t('sending') : t('unsent')}</p>
      )}
    </li>
  );
}

interface MessageProps {
  room: Room;
  message: ChatMessage;
  answered: ChatMessage | undefined;
  onReply: () => void;
}

function Message({ room, message, answered, onReply }: MessageProps) {
  const can = room.can.value;
  const mine = message.author?.id === me.value?.person;
  if (message.state === 'removed') {
    return (
      <li class="message gone" data-seq={message.id} data-state="removed">
        <p class="hint">{t('removed')}</p>
        {can.has('chat.restore') && (
          <button
            type="button"
            class="quiet"
            onClick={() => act(room.id, { type: 'chat.restore', message: message.id })}
          >
            {t('restore')}
          </button>
        )}
      </li>
    );
  }
  const name = message.author?.name ?? '';
  return (
    <li class={`message ${message.state}${mine ? ' mine' : ''}`} data-seq={message.id} data-state={message.state}>
      <p class="meta">
        <bdi class="author">{name}</bdi>{' '}
        {message.author && message.author.role !== 'visitor' && message.author.role !== 'pupil' && (
          <span class="badge">{t(`role_${message.author.role}`)}</span>
        )}{' '}
        <time dateTime={message.at}>{clock(message.at)}</time>
      </p>
      {answered && (
        <p class="quote">
          <bdi>{answered.author?.name}</bdi> : {answered.text.slice(0, 80)}
        </p>
      )}
      <p class="text">{message.text}</p>
      {message.state === 'held' && (
        <p class="hint">
          {message.heldFor ? t('heldBy', { why: t(`why_${message.heldFor}` as TextKey) }) : t('heldForYou')}
        </p>
      )}
      {message.state === 'shadowed' && <p class="hint">{t('shadowed')}</p>}
      {message.reports > 0 && <p class="error">{t('reports', { n: message.reports })}</p>}
      <div class="actions">
        {can.has('chat.post') && message.state === 'visible' && (
          <button type="button" class="quiet" onClick={onReply}>
            {t('reply')}
          </button>
        )}
        {mine && can.has('chat.withdraw') && live.now() - Date.parse(message.at) < 60_000 && (
          <button
            type="button"
            class="quiet"
            onClick={() => act(room.id, { type: 'chat.withdraw', message: message.id })}
          >
            {t('withdraw')}
          </button>
        )}
        {!mine && can.has('chat.report') && !room.staff.value && (
          <button
            type="button"
            class="quiet"
            onClick={async () => {
              if (await act(room.id, { type: 'chat.report', message: message.id })) {
                say(t('reported'));
              }
            }}
          >
            {t('report')}
          </button>
        )}
        {can.has('chat.release') && message.state === 'held' && (
          <button
            type="button"
            onClick={() => act(room.id, { type: 'chat.release', message: message.id }, { done: 'done' })}
          >
            {t('release')}
          </button>
        )}
        {can.has('chat.hold') && message.state === 'visible' && (
          <button
            type="button"
            class="quiet"
            onClick={() =>
              act(
                room.id,
                { type: 'chat.hold', message: message.id },
                { undo: { type: 'chat.release', message: message.id } },
              )
            }
          >
            {t('hold')}
          </button>
        )}
        {can.has('chat.remove') && (
          <button
            type="button"
            class="quiet"
            onClick={() =>
              act(
                room.id,
                { type: 'chat.remove', message: message.id },
                { undo: { type: 'chat.restore', message: message.id } },
              )
            }
          >
            {t('remove')}
          </button>
        )}
        {can.has('chat.pin') && message.state === 'visible' && (
          <button
            type="button"
            class="quiet"
            onClick={() => act(room.id, { type: message.pinned ? 'chat.unpin' : 'chat.pin', message: message.id })}
          >
            {message.pinned ? t('unpin') : t('pin')}
          </button>
        )}
        {message.author && !mine && can.has('sanction.mute') && <PersonMenu room={room} person={message.author} />}
      </div>
    </li>
  );
}

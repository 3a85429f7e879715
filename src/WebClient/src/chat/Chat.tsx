import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../design/Icon';
import { t } from '../i18n';
import type { Room } from '../live/room';
import type { ChatMessage } from '../live/wire';
import { live, me } from '../sign-in/session';
import { theEvent } from '../zone/programme';
import { blockedBy } from './blockedBy';
import { Composer } from './Composer';
import { Message } from './Message';
import { latest, withOwn } from './pages';
import { ReadOut } from './ReadOut';
import { Unsent, useUnsent } from './Unsent';
import { useDraft } from './useDraft';
import { usePages } from './usePages';

export function Chat({ room }: { room: Room }) {
  const [replyTo, setReplyTo] = useDraft(`${room.id}.reply`);
  const [answering, setAnswering] = useState<ChatMessage | null>(null);
  const pages = usePages(room);
  const { stretch } = pages;
  const outbox = live.outbox(room.id);
  const shown = room.newest();
  const own = room.you.value.messages;
  const known = new Set([...shown, ...own].map((message) => message.id));
  const messages = stretch ? withOwn(stretch, own) : latest(shown, own);
  // It may have scrolled out of what is kept meanwhile; after a reload it is found by its id.
  const reply = answering?.id === replyTo ? answering : (messages.find((message) => message.id === replyTo) ?? null);
  const waiting = useUnsent(room, 'chat.post', known);

  const list = useRef<HTMLDivElement>(null);
  const [below, setBelow] = useState(false);
  const last = messages.at(-1)?.id;
  const atEnd = useRef(true);
  useEffect(() => {
    const element = list.current;
    if (!element || stretch) {
      return;
    }
    if (atEnd.current || messages.at(-1)?.author?.id === me.value?.person) {
      element.scrollTop = element.scrollHeight;
      setBelow(false);
    } else {
      setBelow(true);
    }
  }, [last, waiting.length, stretch === null]);
  const first = useRef<string | undefined>(undefined);
  useLayoutEffect(() => {
    // What came before what was read stands right above it.
    const element = list.current;
    const read = element?.querySelector(`[data-seq="${first.current}"]`);
    if (element && !stretch && first.current !== undefined) {
      // Back at the latest, also when the room has begun anew.
      first.current = undefined;
      element.scrollTop = element.scrollHeight;
    } else if (element && read) {
      element.scrollTop += read.getBoundingClientRect().bottom - element.getBoundingClientRect().bottom;
    }
  }, [stretch?.from]);
  useEffect(() => {
    // The button that was pressed may have gone.
    if (stretch && document.activeElement === document.body) {
      list.current?.focus();
    }
  }, [pages.more]);
  const toLatest = (): void => {
    atEnd.current = true;
    pages.latest();
  };

  const pinned = shown.find((message) => message.pinned);
  return (
    <section class="chat" aria-label={t('chat')}>
      <h2>{t('chat')}</h2>
      {pinned && (
        <p class="pinned">
          <span class="badge wait">{t('pinned')}</span> <bdi class="author">{pinned.author?.name}</bdi>
          {t('colon')}
          {pinned.text}
        </p>
      )}
      {pages.more && (
        <button
          type="button"
          class="quiet"
          onClick={() => {
            first.current = messages[0]?.id;
            void pages.earlier();
          }}
        >
          {t('earlier')}
        </button>
      )}
      <p class="hidden" role="status">
        {stretch && t('earlierShown', { n: pages.brought })}
      </p>
      <ReadOut messages={shown} />
      <div
        ref={list}
        class="messages"
        role="log"
        aria-live="off"
        aria-label={t('chat')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          atEnd.current = scrollHeight - scrollTop - clientHeight < 160;
          if (atEnd.current) {
            setBelow(false);
          }
        }}
      >
        <ol class="plain">
          {messages.length === 0 && waiting.length === 0 && (
            <li class="empty">
              <Icon name="talk" />
              {room.can.value.has('chat.post') && !blockedBy(room, live.room(theEvent), live.now())
                ? t('chatEmpty')
                : t('chatQuiet')}
            </li>
          )}
          {messages.map((message) => (
            <Message
              key={message.id}
              room={room}
              message={message}
              answered={messages.find((other) => other.id === message.replyTo)}
              onReply={() => {
                setAnswering(message);
                setReplyTo(message.id);
              }}
            />
          ))}
          {!stretch && waiting.map((wish) => <Unsent key={wish.clientId} wish={wish} outbox={outbox} />)}
        </ol>
      </div>
      {(stretch || below) && (
        <button
          type="button"
          class="to-end"
          onClick={() => {
            toLatest();
            list.current?.scrollTo({ top: list.current.scrollHeight });
            list.current?.focus();
            setBelow(false);
          }}
        >
          {stretch ? t('toLatest') : t('newMessages')}
        </button>
      )}
      <Composer room={room} reply={reply} onDone={() => setReplyTo('')} onSent={toLatest} />
    </section>
  );
}

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n';
import type { ChatMessage } from '../live/wire';
import { me } from '../sign-in/session';
import { Announcer, type Words } from './announcer';

const words: Words = {
  one: (name, text) => `${name}${t('colon')}${text}`,
  many: (n) => t('newMessagesN', { n }),
  forMe: (name, text) => t('answersYou', { name, text }),
};

/** Reads the chat out, at a pace somebody can follow. What was there on arrival is in the list and is not read out. */
export function ReadOut({ messages }: { messages: readonly ChatMessage[] }) {
  const announcer = useRef(new Announcer());
  const heardUpTo = useRef(Number.MAX_SAFE_INTEGER);
  const spoken = useSignal({ nth: 0, text: '' });
  const last = messages.at(-1)?.shownAt ?? 0;
  useEffect(() => {
    if (heardUpTo.current === Number.MAX_SAFE_INTEGER) {
      heardUpTo.current = last;
      return;
    }
    const mine = new Set(messages.filter(isMine).map((message) => message.id));
    for (const message of messages) {
      if (message.shownAt > heardUpTo.current && message.author && message.state === 'visible' && !isMine(message)) {
        announcer.current.hear({
          name: message.author.name,
          text: message.text,
          forMe: message.replyTo !== undefined && mine.has(message.replyTo),
        });
      }
    }
    heardUpTo.current = Math.max(heardUpTo.current, last);
    const speak = (): void => {
      const text = announcer.current.next(Date.now(), words);
      if (text !== null) {
        spoken.value = { nth: spoken.value.nth + 1, text };
      }
    };
    speak();
    if (!announcer.current.waiting) {
      return;
    }
    const timer = setTimeout(speak, announcer.current.waitMs(Date.now()));
    return () => clearTimeout(timer);
  }, [last]);
  return (
    <p class="hidden read-out" role="status">
      {/* An element of its own each time: the same words again would be no change, and not be read */}
      <span key={spoken.value.nth}>{spoken.value.text}</span>
    </p>
  );
}

function isMine(message: ChatMessage): boolean {
  return message.author?.id === me.value?.person;
}

import { clock, type TextKey, t } from '../i18n';
import { act, say } from '../live/actions';
import type { Room } from '../live/room';
import type { ChatMessage, Role } from '../live/wire';
import { PersonMenu } from '../moderation/PersonMenu';
import { live, me } from '../sign-in/session';
import { linked, mayLink } from './linked';

interface MessageProps {
  room: Room;
  message: ChatMessage;
  answered: ChatMessage | undefined;
  onReply: () => void;
}

export function Message({ room, message, answered, onReply }: MessageProps) {
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
      <Face name={name} is={message.author?.role} />
      <div class="said">
        <p class="meta">
          <bdi class="author">{name}</bdi>{' '}
          {message.author && message.author.role !== 'visitor' && message.author.role !== 'pupil' && (
            <span class="badge">{t(`role_${message.author.role}`)}</span>
          )}{' '}
          <time dateTime={message.at}>{clock(message.at)}</time>
        </p>
        {answered && (
          <p class="quote">
            <bdi>{answered.author?.name}</bdi>
            {t('colon')}
            {answered.text.slice(0, 80)}
          </p>
        )}
        <Text room={room} message={message} />
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
              onClick={() => act(room.id, { type: 'chat.release', message: message.id }, { done: 'didRelease' })}
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
                  { done: 'didHold', undo: { type: 'chat.release', message: message.id } },
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
                  { done: 'removed', undo: { type: 'chat.restore', message: message.id } },
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
      </div>
    </li>
  );
}

function Text({ room, message }: { room: Room; message: ChatMessage }) {
  if (!mayLink(room.id, message.author)) {
    return <p class="text">{message.text}</p>;
  }
  return (
    <p class="text">
      {linked(message.text).map((part, index) =>
        part.href ? (
          <a key={index} href={part.href} target="_blank" rel="noopener noreferrer nofollow ugc">
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </p>
  );
}

/** The first letter of a name, coloured by what the person does here. */
export function Face({ name, is }: { name: string; is: Role | undefined }) {
  // What marks a name, as one of a demo, stands before a dot.
  const letter = [...(name.split(' · ').at(-1) ?? '')][0] ?? '?';
  return (
    <span class="face" data-role={is} aria-hidden="true">
      {letter.toUpperCase()}
    </span>
  );
}

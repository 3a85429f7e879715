import { signal } from '@preact/signals';
import { Chat } from '../chat/Chat';
import { Face } from '../chat/Message';
import { useDraft } from '../chat/useDraft';
import { Icon } from '../design/Icon';
import { PlaceHeader } from '../design/PlaceHeader';
import { clock, t } from '../i18n';
import { act } from '../live/actions';
import { RoomGate } from '../live/RoomGate';
import type { Room } from '../live/room';
import { useRoom } from '../live/useRoom';
import type { ChatMessage } from '../live/wire';
import { Link } from '../router';
import { live, me } from '../sign-in/session';
import { peopleText } from '../zone/People';
import { siteOf } from '../zone/programme';
import { HoursDesk } from './HoursDesk';
import { DutySwitch, StaffHere } from './Staff';
import { unanswered } from './unanswered';

/** Set aside without an answer, until the page is closed. */
const setAside = signal<ReadonlySet<string>>(new Set());

/** Where a professional works: who waits for an answer first. */
export function BoothDesk({ booth }: { booth: string | undefined }) {
  const own = (me.value?.own ?? []).filter((room) => room.startsWith('booth:')).map((room) => room.slice(6));
  const key = booth ?? own[0];
  if (!key || !own.includes(key)) {
    return (
      <section class="card empty">
        <Icon name="talk" />
        <p>{t('noDesk')}</p>
        <Link to="/" class="button">
          {t('back')}
        </Link>
      </section>
    );
  }
  return <Desk key={key} booth={key} others={own.filter((one) => one !== key)} />;
}

function Desk({ booth, others }: { booth: string; others: readonly string[] }) {
  const room = useRoom(`booth:${booth}`);
  const site = siteOf(booth);
  return (
    <article data-zone={site?.zone}>
      <PlaceHeader
        tile={site?.number}
        title={t('deskOf', { place: site?.label ?? booth })}
        actions={
          <>
            {others.map((other) => (
              <Link key={other} to={`/comptoir/${other}`} class="button soft">
                {siteOf(other)?.label ?? other}
              </Link>
            ))}
            <Link to={`/stands/${booth}`} class="button soft">
              {t('toBooth')}
            </Link>
          </>
        }
      >
        <p class="hint">{t('deskHint')}</p>
      </PlaceHeader>
      <RoomGate room={room}>
        {(entered) => (
          <div class="columns">
            <div>
              <Waiting room={entered} />
              <Chat room={entered} />
            </div>
            <aside>
              <DutySwitch room={entered} />
              <HoursDesk room={entered} />
              <StaffHere room={entered} />
              <Here room={entered} />
            </aside>
          </div>
        )}
      </RoomGate>
    </article>
  );
}

function Waiting({ room }: { room: Room }) {
  const waiting = unanswered(room.messages(), setAside.value);
  return (
    <section class="card" aria-label={t('waitingAnswer')}>
      <h2>
        {t('waitingAnswer')} <span class={`badge ${waiting.length > 0 ? 'wait' : ''}`}>{waiting.length}</span>
      </h2>
      {waiting.length === 0 ? (
        <p class="empty">
          <Icon name="talk" />
          {t('nobodyWaits')}
        </p>
      ) : (
        <ol class="plain">
          {waiting.map((message) => (
            <WaitingMessage key={message.id} room={room} message={message} />
          ))}
        </ol>
      )}
    </section>
  );
}

export function WaitingMessage({ room, message }: { room: Room; message: ChatMessage }) {
  const [answer, setAnswer] = useDraft(`${room.id}.${message.id}`);
  const name = message.author?.name ?? '';
  const id = `answer-${message.id}`;
  return (
    <li class="question pending" data-waiting={message.id}>
      <p class="meta">
        <Face name={name} is={message.author?.role} /> <bdi class="author">{name}</bdi> ·{' '}
        <time dateTime={message.at}>{clock(message.at)}</time>
      </p>
      <p class="text">{message.text}</p>
      <form
        class="row"
        onSubmit={(event) => {
          event.preventDefault();
          if (answer.trim()) {
            live.outbox(room.id).post({ type: 'chat.post', text: answer.trim(), replyTo: message.id });
            setAnswer('');
          }
        }}
      >
        <label class="hidden" for={id}>
          {t('answerTo', { name })}
        </label>
        <input
          id={id}
          class="grow"
          maxLength={500}
          placeholder={t('answerTo', { name })}
          value={answer}
          onInput={(event) => setAnswer(event.currentTarget.value)}
        />
        <button type="submit" disabled={answer.trim() === ''}>
          {t('reply')}
        </button>
      </form>
      <div class="actions">
        <button
          type="button"
          class="quiet"
          onClick={() => act(room.id, { type: message.pinned ? 'chat.unpin' : 'chat.pin', message: message.id })}
        >
          {message.pinned ? t('unpin') : t('pin')}
        </button>
        <button
          type="button"
          class="quiet"
          onClick={() => {
            setAside.value = new Set(setAside.value).add(message.id);
          }}
        >
          {t('setAside')}
        </button>
      </div>
    </li>
  );
}

/** The public is a number; staff have names. */
function Here({ room }: { room: Room }) {
  const pulse = room.pulse.value;
  return (
    <section class="card" aria-label={t('whoIsHere')}>
      <h2>{t('whoIsHere')}</h2>
      <p>
        <Icon name="people" /> {peopleText(pulse?.present ?? 0)}
      </p>
      <ul class="plain lines">
        {pulse?.named.map((one) => (
          <li key={one.person}>
            <Face name={one.name} is={one.role} />
            <bdi>{one.name}</bdi>
            <span class="badge end">{t(`role_${one.role}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

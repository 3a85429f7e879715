import { useEffect } from 'preact/hooks';
import { Icon } from '../design/Icon';
import { clock, dayAndHour, local, t } from '../i18n';
import type { Room } from '../live/room';
import { unmentionedMs, useLasting } from '../live/useLasting';
import { useNow, useRoom } from '../live/useRoom';
import { type Poll, type Question, reactions } from '../live/wire';
import { forget, live, me, signIn } from '../sign-in/session';
import { useReactionSums } from '../talks/Reactions';
import { notBegun } from '../talks/standing';
import { loadProgramme, programme, type TalkSlot, talkOf } from '../zone/programme';
import { useFitting } from './fitting';
import './wall.css';

/** The smallest step of what is on air, and of what stands beside it, in wall.css. */
const [smallestAir, smallestSide] = [5, 3];

/** A wall that was refused, or cannot sign in, tries again after this long, ms: nobody stands beside it. */
const againMs = 30_000;

/** A talk on a big screen: large, without a control, and back by itself whatever happens. */
export function WallPage({ kind, at }: { kind: string; at: string }) {
  useEndlessSession();
  useEffect(() => {
    if (programme.value === null) {
      const again = setTimeout(() => void loadProgramme(), againMs);
      return () => clearTimeout(again);
    }
  }, [programme.value]);
  const slot = kind === 'talk' ? talkOf(at) : undefined;
  const state = live.state.value;
  const away = useLasting(state !== 'live', unmentionedMs);
  return (
    <main id="main" class="wall" data-live={state}>
      {slot && me.value ? (
        <Wall key={at} slot={slot} />
      ) : (
        <p class="wall-wait" role="status">
          {programme.value && !slot ? t('notFound') : t('loading')}
        </p>
      )}
      {me.value && away && (
        <p class="wall-away" role="status">
          {t('wallAway')}
        </p>
      )}
    </main>
  );
}

/** Comes in as a visitor when nobody is signed in, and again when the session ends. */
function useEndlessSession(): void {
  const who = me.value;
  const refused = live.state.value === 'refused';
  useEffect(() => {
    if (who === undefined || (who && !refused)) {
      return;
    }
    const enter = (): void => {
      signIn('visitor', { name: t('wallName') }).catch(() => {
        timer = setTimeout(enter, againMs);
      });
    };
    let timer = setTimeout(
      refused
        ? () => {
            void forget();
          }
        : enter,
      refused ? againMs : 0,
    );
    return () => clearTimeout(timer);
  }, [who, refused]);
}

function Wall({ slot }: { slot: TalkSlot }) {
  const room = useRoom(`talk:${slot.key}`);
  const now = useNow(true);
  const present = room?.pulse.value?.present ?? 0;
  return (
    <>
      <header class="wall-head">
        <h1>{local(slot.title)}</h1>
        <p>
          <Icon name="people" /> {present}
          <span class="wall-clock">{clock(now)}</span>
        </p>
      </header>
      {room && <Stage room={room} slot={slot} now={now} />}
      <footer class="wall-foot">
        {room && <Applause room={room} />}
        <p>{t('wallJoin', { address: `${location.host}/forum/${slot.key}` })}</p>
      </footer>
    </>
  );
}

function Stage({ room, slot, now }: { room: Room; slot: TalkSlot; now: number }) {
  const state = room.one('stage')?.state ?? 'scheduled';
  const questions = room.all('question');
  const onAir = questions.find((question) => question.state === 'onAir');
  const next = questions
    .filter((question) => question.state === 'approved')
    .sort((a, b) => b.score - a.score)
    .slice(0, 3);
  const poll = room
    .all('poll')
    .filter((one) => one.state === 'open' || one.state === 'closed')
    .sort((a, b) => Number(b.state === 'open') - Number(a.state === 'open') || Number(b.id) - Number(a.id))[0];
  const waiting =
    state === 'live'
      ? t('wallNoQuestion')
      : state === 'ended'
        ? t('talkEnded')
        : now < Date.parse(slot.startsAt)
          ? t('wallSoon', { time: dayAndHour(slot.startsAt) })
          : notBegun(slot, now);
  return (
    <div class="wall-stage" data-state={state}>
      <Air question={onAir} waiting={waiting} />
      {(poll || next.length > 0) && <Side poll={poll} next={next} />}
    </div>
  );
}

function Air({ question, waiting }: { question: Question | undefined; waiting: string }) {
  const box = useFitting<HTMLElement>(smallestAir);
  return (
    <section ref={box} class="wall-air" aria-label={t('onAir')}>
      {question ? (
        <>
          <p class="wall-mark">{t('onAir')}</p>
          <p class="wall-question" data-seq={question.id}>
            {question.text}
          </p>
          <p class="wall-by">
            <bdi>{question.author.name}</bdi> · {t('votes', { n: question.score })}
          </p>
        </>
      ) : (
        <p class="wall-question soft">{waiting}</p>
      )}
    </section>
  );
}

function Side({ poll, next }: { poll: Poll | undefined; next: readonly Question[] }) {
  const box = useFitting<HTMLElement>(smallestSide);
  return (
    <aside ref={box} class="wall-side">
      {poll && <Results poll={poll} />}
      {next.length > 0 && (
        <section>
          <h2>{t('wallNext')}</h2>
          <ol class="plain wall-next">
            {next.map((question) => (
              <li key={question.id}>
                <strong>{question.score}</strong> {question.text}
              </li>
            ))}
          </ol>
        </section>
      )}
    </aside>
  );
}

function Results({ poll }: { poll: Poll }) {
  const most = Math.max(1, ...(poll.votes ?? []));
  return (
    <section data-poll={poll.id}>
      <h2>{poll.question}</h2>
      <ul class="plain wall-poll">
        {poll.options.map((option, index) => (
          <li key={option}>
            <span>{option}</span>
            {poll.votes && (
              <>
                <meter min={0} max={most} value={poll.votes[index] ?? 0} aria-label={option} />
                <strong>{poll.votes[index] ?? 0}</strong>
              </>
            )}
          </li>
        ))}
      </ul>
      <p>{t('voters', { n: poll.voters })}</p>
    </section>
  );
}

function Applause({ room }: { room: Room }) {
  const sums = useReactionSums(room);
  return (
    <ul class="plain wall-reactions" aria-label={t('reactions')}>
      {reactions.map((name) => (
        <li key={name}>
          <Icon name={name} />
          <span class="hidden">{t(`react_${name}`)}</span> {sums[name] ?? 0}
        </li>
      ))}
    </ul>
  );
}

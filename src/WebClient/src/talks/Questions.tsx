import { useState } from 'preact/hooks';
import { Unsent, useUnsent } from '../chat/Unsent';
import { useBlock } from '../chat/useBlock';
import { useDraft } from '../chat/useDraft';
import { Icon } from '../design/Icon';
import { InsetForm } from '../design/InsetForm';
import { reasonText, t } from '../i18n';
import { act } from '../live/actions';
import type { Room } from '../live/room';
import type { Question, QuestionState } from '../live/wire';
import { PersonMenu } from '../moderation/PersonMenu';
import { RejectForm } from '../moderation/RejectForm';
import { live, me } from '../sign-in/session';

const order: Record<QuestionState, number> = {
  onAir: 0,
  pending: 1,
  approved: 2,
  answered: 3,
  archived: 4,
  rejected: 5,
  merged: 6,
  withdrawn: 7,
};

export function Questions({ room }: { room: Room }) {
  const questions = room
    .all('question')
    .sort((a, b) => order[a.state] - order[b.state] || b.score - a.score || Number(a.id) - Number(b.id));
  const own = room.you.value.questions.filter((mine) => !questions.some((question) => question.id === mine.id));
  const unsent = useUnsent(
    room,
    'question.ask',
    new Set([...questions, ...own].map((question) => question.id)),
    'asked',
  );
  return (
    <section aria-label={t('questions')}>
      <h2>{t('questions')}</h2>
      <AskForm room={room} />
      {(own.length > 0 || unsent.length > 0) && (
        <>
          <h3>{t('myQuestions')}</h3>
          <ul class="plain">
            {unsent.map((wish) => (
              <Unsent key={wish.clientId} wish={wish} outbox={live.outbox(room.id)} />
            ))}
            {own.map((question) => (
              <QuestionCard key={question.id} room={room} question={question} others={[]} />
            ))}
          </ul>
        </>
      )}
      {questions.length === 0 && <p class="hint">{t('noQuestions')}</p>}
      <ul class="plain" aria-label={t('questions')}>
        {questions.map((question) => (
          <QuestionCard
            key={question.id}
            room={room}
            question={question}
            others={questions.filter(
              (other) => other.id !== question.id && ['pending', 'approved', 'onAir'].includes(other.state),
            )}
          />
        ))}
      </ul>
    </section>
  );
}

function AskForm({ room }: { room: Room }) {
  const [text, write] = useDraft(`${room.id}.question`);
  const blocked = useBlock(room, 'ask');
  if (!room.can.value.has('question.ask') || room.one('stage')?.state === 'ended') {
    return null;
  }
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() && !blocked) {
          live.outbox(room.id).post({ type: 'question.ask', text: text.trim() });
          write('');
        }
      }}
    >
      {blocked && (
        <p class="notice" role="status">
          <Icon name="lock" /> {blocked}
        </p>
      )}
      <label for="ask">{t('yourQuestion')}</label>
      <div class="row">
        <textarea
          id="ask"
          rows={2}
          maxLength={300}
          value={text}
          disabled={blocked !== null}
          onInput={(event) => write(event.currentTarget.value)}
        />
        <button type="submit" disabled={blocked !== null || text.trim() === ''}>
          {t('ask')}
        </button>
      </div>
    </form>
  );
}

function QuestionCard({ room, question, others }: { room: Room; question: Question; others: readonly Question[] }) {
  const can = room.can.value;
  const [asking, setAsking] = useState<'reject' | 'merge' | null>(null);
  const voted = room.you.value.votes.includes(question.id);
  const blocked = useBlock(room, 'ask') !== null;
  const mine = question.author.id === me.value?.person;
  const id = question.id;
  const step = (type: 'question.approve' | 'question.promote' | 'question.answer' | 'question.archive') => () =>
    act(room.id, { type, question: id }, { undo: { type: 'question.undo', question: id } });
  const reject = async (reason: string): Promise<void> => {
    if (
      await act(
        room.id,
        { type: 'question.reject', question: id, reason },
        { undo: { type: 'question.undo', question: id } },
      )
    ) {
      setAsking(null);
    }
  };
  const open = question.state === 'approved' || question.state === 'onAir';
  return (
    <li class={`question ${question.state}`} data-seq={id} data-state={question.state}>
      <p class="text">{question.text}</p>
      <p class="meta">
        <bdi>{question.author.name}</bdi> · <span class="badge">{t(`q_${question.state}`)}</span> ·{' '}
        {t('votes', { n: question.score })}
        {question.reason && ` · ${reasonText(question.reason)}`}
      </p>
      <div class="actions">
        {open && !mine && can.has('question.vote') && (
          <button
            type="button"
            aria-pressed={voted}
            disabled={blocked}
            onClick={() => act(room.id, { type: voted ? 'question.unvote' : 'question.vote', question: id })}
          >
            {voted ? t('unvote') : t('vote')}
          </button>
        )}
        {mine && ['pending', 'approved'].includes(question.state) && (
          <button type="button" class="quiet" onClick={() => act(room.id, { type: 'question.withdraw', question: id })}>
            {t('withdraw')}
          </button>
        )}
        {can.has('question.approve') && question.state === 'pending' && (
          <button type="button" onClick={step('question.approve')}>
            {t('approve')}
          </button>
        )}
        {can.has('question.promote') && ['pending', 'approved'].includes(question.state) && (
          <button type="button" onClick={step('question.promote')}>
            {t('promote')}
          </button>
        )}
        {can.has('question.answer') && question.state === 'onAir' && (
          <button type="button" onClick={step('question.answer')}>
            {t('answer')}
          </button>
        )}
        {can.has('question.archive') && question.state === 'answered' && (
          <button type="button" class="quiet" onClick={step('question.archive')}>
            {t('archive')}
          </button>
        )}
        {can.has('question.reject') && ['pending', 'approved'].includes(question.state) && (
          <button type="button" class="quiet" onClick={() => setAsking('reject')}>
            {t('reject')}
          </button>
        )}
        {can.has('question.merge') && others.length > 0 && ['pending', 'approved'].includes(question.state) && (
          <button type="button" class="quiet" onClick={() => setAsking('merge')}>
            {t('merge')}
          </button>
        )}
        {can.has('question.undo') && question.canUndo && (
          <button type="button" class="quiet" onClick={() => act(room.id, { type: 'question.undo', question: id })}>
            {t('undoStep')}
          </button>
        )}
        {!mine && can.has('sanction.mute') && <PersonMenu room={room} person={question.author} />}
      </div>
      {asking === 'reject' && <RejectForm onReject={reject} onClose={() => setAsking(null)} />}
      {asking === 'merge' && (
        <MergeForm room={room} question={question} others={others} onDone={() => setAsking(null)} />
      )}
    </li>
  );
}

interface MergeProps {
  room: Room;
  question: Question;
  others: readonly Question[];
  onDone: () => void;
}

function MergeForm({ room, question, others, onDone }: MergeProps) {
  const [into, setInto] = useState(others[0]?.id ?? '');
  const merge = async (): Promise<void> => {
    const undo = { type: 'question.undo', question: question.id } as const;
    if (await act(room.id, { type: 'question.merge', question: question.id, into }, { undo })) {
      onDone();
    }
  };
  return (
    <InsetForm label={t('merge')} onSubmit={merge} onClose={onDone}>
      <label>
        {t('mergeInto')}
        <select value={into} onChange={(event) => setInto(event.currentTarget.value)}>
          {others.map((other) => (
            <option key={other.id} value={other.id}>
              {other.text.slice(0, 60)}
            </option>
          ))}
        </select>
      </label>
    </InsetForm>
  );
}

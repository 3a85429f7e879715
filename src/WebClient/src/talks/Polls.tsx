import { useState } from 'preact/hooks';
import { useBlock } from '../chat/useBlock';
import { t } from '../i18n';
import { act } from '../live/actions';
import type { Room } from '../live/room';
import { useChoice } from '../live/useChoice';
import type { Poll } from '../live/wire';

/** The option of who has not voted. */
const none = -1;

export function Polls({ room }: { room: Room }) {
  const polls = room.all('poll').sort((a, b) => Number(b.id) - Number(a.id));
  const can = room.can.value;
  if (polls.length === 0 && !can.has('poll.draft')) {
    return null;
  }
  return (
    <section aria-label={t('polls')}>
      <h2>{t('polls')}</h2>
      {polls.map((poll) => (
        <PollCard key={poll.id} room={room} poll={poll} />
      ))}
      {can.has('poll.draft') && <DraftForm room={room} />}
    </section>
  );
}

function PollCard({ room, poll }: { room: Room; poll: Poll }) {
  const can = room.can.value;
  const blocked = useBlock(room, 'ask') !== null;
  const vote = room.you.value.pollVotes.find((one) => one.poll === poll.id);
  const [chosen, choose] = useChoice(vote?.option ?? none, (option) =>
    act(room.id, { type: 'poll.vote', poll: poll.id, option }),
  );
  const results = poll.votes ?? vote?.votes;
  const most = Math.max(1, ...(results ?? []));
  return (
    <fieldset class="card" data-poll={poll.id} data-state={poll.state}>
      <legend>{poll.question}</legend>
      {poll.options.map((option, index) => (
        <label key={index} class="inline option">
          <input
            type="radio"
            name={`poll-${poll.id}`}
            checked={chosen === index}
            disabled={poll.state !== 'open' || !can.has('poll.vote') || blocked}
            onChange={() => choose(index)}
          />
          <span class="said">{option}</span>
          {results && (
            <span class="tally">
              <meter min={0} max={most} value={results[index] ?? 0} aria-label={option} /> {results[index] ?? 0}
            </span>
          )}
        </label>
      ))}
      <p class="meta">
        <span class="badge">{t(`poll_${poll.state}`)}</span> {t('voters', { n: poll.voters })}
      </p>
      <div class="actions">
        {can.has('poll.open') && poll.state === 'draft' && (
          <button type="button" onClick={() => act(room.id, { type: 'poll.open', poll: poll.id })}>
            {t('openPoll')}
          </button>
        )}
        {can.has('poll.close') && poll.state === 'open' && (
          <button type="button" onClick={() => act(room.id, { type: 'poll.close', poll: poll.id })}>
            {t('closePoll')}
          </button>
        )}
        {can.has('poll.archive') && (poll.state === 'closed' || poll.state === 'draft') && (
          <button type="button" class="quiet" onClick={() => act(room.id, { type: 'poll.archive', poll: poll.id })}>
            {t('archivePoll')}
          </button>
        )}
      </div>
    </fieldset>
  );
}

function DraftForm({ room }: { room: Room }) {
  const [question, setQuestion] = useState('');
  const [options, setOptions] = useState('');
  return (
    <details>
      <summary>{t('newPoll')}</summary>
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          const lines = options
            .split('\n')
            .map((line) => line.trim())
            .filter(Boolean);
          if (await act(room.id, { type: 'poll.draft', question, options: lines }, { done: 'done' })) {
            setQuestion('');
            setOptions('');
          }
        }}
      >
        <label>
          {t('pollQuestion')}
          <input
            required
            maxLength={200}
            value={question}
            onInput={(event) => setQuestion(event.currentTarget.value)}
          />
        </label>
        <label>
          {t('pollOptions')}
          <textarea
            required
            rows={4}
            maxLength={600}
            value={options}
            onInput={(event) => setOptions(event.currentTarget.value)}
          />
        </label>
        <button type="submit">{t('createPoll')}</button>
      </form>
    </details>
  );
}

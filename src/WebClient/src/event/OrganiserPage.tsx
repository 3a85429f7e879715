import { useState } from 'preact/hooks';
import { t } from '../i18n';
import { act } from '../live/actions';
import { RoomGate } from '../live/RoomGate';
import type { Room } from '../live/room';
import { ModerationPanel } from '../moderation/ModerationPanel';
import { Link } from '../router';
import { live, me } from '../sign-in/session';
import { theEvent } from '../zone/programme';
import { AnnouncementList } from './Announcements';
import { Invites } from './Invites';

export function OrganiserPage() {
  return (
    <article>
      <header class="place">
        <h1 class="grow">{t('organiser')}</h1>
        {me.value?.role === 'organiser' && (
          <Link to="/organisation/etat" class="button soft">
            {t('serviceStatus')}
          </Link>
        )}
      </header>
      <RoomGate room={live.rooms.value.get(theEvent)}>
        {(room) => (
          <div class="columns">
            <div>
              <AnnounceForm room={room} />
              <Announced room={room} />
              <BreakerForm room={room} />
              <ModerationPanel room={room} />
            </div>
            <aside>{me.value?.role === 'organiser' && <Invites />}</aside>
          </div>
        )}
      </RoomGate>
    </article>
  );
}

function AnnounceForm({ room }: { room: Room }) {
  const [text, setText] = useState('');
  const [important, setImportant] = useState(false);
  if (!room.can.value.has('announcement.post')) {
    return null;
  }
  return (
    <form
      class="card"
      onSubmit={async (event) => {
        event.preventDefault();
        if (
          await act(
            theEvent,
            { type: 'announcement.post', text, level: important ? 'important' : 'info' },
            { done: 'done' },
          )
        ) {
          setText('');
        }
      }}
    >
      <h2>{t('announcements')}</h2>
      <label>
        {t('announceText')}
        <textarea
          required
          rows={3}
          maxLength={500}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <label class="inline">
        <input type="checkbox" checked={important} onChange={(event) => setImportant(event.currentTarget.checked)} />{' '}
        {t('important')}
      </label>
      <button type="submit">{t('announce')}</button>
    </form>
  );
}

/** What everybody is told now, also what is not above their pages any more. */
function Announced({ room }: { room: Room }) {
  return room.can.value.has('announcement.withdraw') ? (
    <section class="card" aria-label={t('announced')}>
      <h2>{t('announced')}</h2>
      <AnnouncementList room={room} />
    </section>
  ) : null;
}

function BreakerForm({ room }: { room: Room }) {
  const [reason, setReason] = useState('');
  if (!room.can.value.has('breaker.pause')) {
    return null;
  }
  return room.one('breaker')?.paused ? (
    <section class="card">
      <h2>{t('pauseAll')}</h2>
      <button type="button" onClick={() => act(theEvent, { type: 'breaker.resume' }, { done: 'done' })}>
        {t('resumeAll')}
      </button>
    </section>
  ) : (
    <form
      class="card"
      onSubmit={(event) => {
        event.preventDefault();
        void act(theEvent, { type: 'breaker.pause', reason }, { undo: { type: 'breaker.resume' } });
      }}
    >
      <h2>{t('pauseAll')}</h2>
      <label>
        {t('reason')}
        <input required maxLength={200} value={reason} onInput={(event) => setReason(event.currentTarget.value)} />
      </label>
      <button type="submit" class="danger">
        {t('pauseAllNow')}
      </button>
    </form>
  );
}

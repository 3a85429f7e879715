import { useEffect, useState } from 'preact/hooks';
import { t, why } from '../i18n';
import { act, say } from '../live/actions';
import { RoomGate } from '../live/RoomGate';
import type { Room } from '../live/room';
import type { Role } from '../live/wire';
import { ModerationPanel } from '../moderation/ModerationPanel';
import { Link } from '../router';
import { call, live, me, refusalOf } from '../sign-in/session';
import { theEvent } from '../zone/programme';

export function OrganiserPage() {
  return (
    <article>
      <h1>{t('organiser')}</h1>
      {me.value?.role === 'organiser' && (
        <p>
          <Link to="/organisation/etat" class="button soft">
            {t('serviceStatus')}
          </Link>
        </p>
      )}
      <RoomGate room={live.rooms.value.get(theEvent)}>
        {(room) => (
          <div class="columns">
            <div>
              <AnnounceForm room={room} />
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

function BreakerForm({ room }: { room: Room }) {
  const [reason, setReason] = useState('');
  if (!room.can.value.has('breaker.pause')) {
    return null;
  }
  return room.one('breaker')?.paused ? (
    <button type="button" onClick={() => act(theEvent, { type: 'breaker.resume' }, { done: 'done' })}>
      {t('resumeAll')}
    </button>
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
      <button type="submit">{t('pauseAll')}</button>
    </form>
  );
}

interface Invite {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

function Invites() {
  const [invites, setInvites] = useState<readonly Invite[]>([]);
  const [link, setLink] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('professional');
  const [own, setOwn] = useState('');
  const [singleUse, setSingleUse] = useState(true);
  const load = (): void => {
    call<readonly Invite[] | { invites: readonly Invite[] }>('GET', '/api/invites').then(
      (answer) => setInvites('invites' in answer ? answer.invites : answer),
      () => undefined,
    );
  };
  useEffect(load, []);
  return (
    <section class="card" aria-label={t('invites')}>
      <h2>{t('invites')}</h2>
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          try {
            const created = await call<{ link: string }>('POST', '/api/invites', {
              name,
              role,
              own: own.split(/\s+/).filter(Boolean),
              singleUse,
              expiresAt: new Date(Date.now() + 7 * 86_400_000).toISOString(),
            });
            setLink(created.link);
            load();
          } catch (error) {
            say(t('failed', { why: why(refusalOf(error).code) }), true);
          }
        }}
      >
        <label>
          {t('inviteName')}
          <input required maxLength={40} value={name} onInput={(event) => setName(event.currentTarget.value)} />
        </label>
        <label>
          {t('inviteRole')}
          <select value={role} onChange={(event) => setRole(event.currentTarget.value as Role)}>
            {(['teacher', 'professional', 'moderator', 'organiser'] as const).map((one) => (
              <option key={one} value={one}>
                {t(`role_${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t('inviteRooms')}
          <input value={own} onInput={(event) => setOwn(event.currentTarget.value)} />
        </label>
        <label class="inline">
          <input type="checkbox" checked={singleUse} onChange={(event) => setSingleUse(event.currentTarget.checked)} />{' '}
          {t('inviteSingle')}
        </label>
        <button type="submit">{t('createInvite')}</button>
      </form>
      {link && (
        <p role="status">
          {t('inviteLink')} <code>{link}</code>
        </p>
      )}
      <ul class="plain">
        {invites.map((invite) => (
          <li key={invite.id}>
            {invite.name} <span class="badge">{t(`role_${invite.role}`)}</span>{' '}
            <button
              type="button"
              class="quiet"
              onClick={() => call('DELETE', `/api/invites/${invite.id}`).then(load, () => undefined)}
            >
              {t('revokeInvite')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

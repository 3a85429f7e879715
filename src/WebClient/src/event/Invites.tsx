import { useEffect, useState } from 'preact/hooks';
import { placeName } from '../classrooms/TourBanner';
import { local, t, why } from '../i18n';
import { say } from '../live/actions';
import type { Role } from '../live/wire';
import { call, refusalOf } from '../sign-in/session';
import { programme } from '../zone/programme';

interface Invite {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

interface SchoolClass {
  readonly key: string;
  readonly label: string;
}

/** An invitation is good for a week, in milliseconds. */
const week = 7 * 86_400_000;

/** Who is let in by a link, and which rooms are theirs. */
export function Invites() {
  const [invites, setInvites] = useState<readonly Invite[]>([]);
  const [link, setLink] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('professional');
  const [own, setOwn] = useState<readonly string[]>([]);
  const [singleUse, setSingleUse] = useState(true);
  const load = (): void => {
    call<readonly Invite[] | { invites: readonly Invite[] }>('GET', '/api/invites').then(
      (answer) => setInvites('invites' in answer ? answer.invites : answer),
      () => undefined,
    );
  };
  useEffect(load, []);
  const create = async (): Promise<void> => {
    try {
      const expiresAt = new Date(Date.now() + week).toISOString();
      const created = await call<{ link: string }>('POST', '/api/invites', { name, role, own, singleUse, expiresAt });
      setLink(created.link);
      setName('');
      setOwn([]);
      load();
    } catch (error) {
      say(t('failed', { why: why(refusalOf(error).code) }), true);
    }
  };
  return (
    <section class="card" aria-label={t('invites')}>
      <h2>{t('invites')}</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void create();
        }}
      >
        <label>
          {t('inviteName')}
          <input required maxLength={40} value={name} onInput={(event) => setName(event.currentTarget.value)} />
        </label>
        <label>
          {t('inviteRole')}
          <select
            value={role}
            onChange={(event) => {
              setRole(event.currentTarget.value as Role);
              setOwn([]);
            }}
          >
            {(['teacher', 'professional', 'moderator', 'organiser'] as const).map((one) => (
              <option key={one} value={one}>
                {t(`role_${one}`)}
              </option>
            ))}
          </select>
        </label>
        {role === 'professional' && <OwnRooms own={own} onChange={setOwn} />}
        {role === 'teacher' && <OwnClass own={own[0] ?? ''} onChange={(room) => setOwn([room])} />}
        <label class="inline">
          <input type="checkbox" checked={singleUse} onChange={(event) => setSingleUse(event.currentTarget.checked)} />{' '}
          {t('inviteSingle')}
        </label>
        <button type="submit">{t('createInvite')}</button>
      </form>
      {link && (
        <div class="notice invite-link" role="status">
          {t('inviteLink')} <code>{link}</code>
        </div>
      )}
      <ul class="plain lines invited">
        {invites.map((invite) => (
          <li key={invite.id}>
            <bdi class="grow">{invite.name}</bdi>
            <span class="badge">{t(`role_${invite.role}`)}</span>
            <button
              type="button"
              class="quiet"
              onClick={() => call('DELETE', `/api/invites/${invite.id}`).then(load, () => undefined)}
            >
              {t('revokeInvite')}
              <span class="hidden"> {invite.name}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Stands and talks of a professional: one at least. */
function OwnRooms({ own, onChange }: { own: readonly string[]; onChange: (own: readonly string[]) => void }) {
  const all = programme.value;
  return (
    <>
      <label>
        {t('inviteRooms')}
        <select
          required={own.length === 0}
          value=""
          onChange={(event) => {
            const room = event.currentTarget.value;
            if (room && !own.includes(room)) {
              onChange([...own, room]);
            }
            event.currentTarget.value = '';
          }}
        >
          <option value="">{t('inviteChoose')}</option>
          <optgroup label={t('inviteStands')}>
            {all?.sites.map((site) => (
              <option key={site.key} value={`booth:${site.key}`}>
                {site.label}
              </option>
            ))}
          </optgroup>
          <optgroup label={t('forum')}>
            {all?.talks.map((talk) => (
              <option key={talk.key} value={`talk:${talk.key}`}>
                {local(talk.title)}
              </option>
            ))}
          </optgroup>
        </select>
      </label>
      {own.length > 0 && (
        <ul class="chips" aria-label={t('inviteRooms')}>
          {own.map((room) => (
            <li key={room} class="badge">
              {placeName(room)}{' '}
              <button
                type="button"
                class="quiet chip-drop"
                aria-label={`${t('tourDrop')} ${placeName(room)}`}
                onClick={() => onChange(own.filter((one) => one !== room))}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** The one class of a teacher. */
function OwnClass({ own, onChange }: { own: string; onChange: (room: string) => void }) {
  const [classes, setClasses] = useState<readonly SchoolClass[]>([]);
  useEffect(() => {
    call<{ classes: readonly SchoolClass[] }>('GET', '/api/classes').then(
      (answer) => setClasses(answer.classes),
      () => undefined,
    );
  }, []);
  return (
    <label>
      {t('classRoom')}
      <select required value={own} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">{t('inviteChoose')}</option>
        {classes.map((one) => (
          <option key={one.key} value={`class:${one.key}`}>
            {one.label}
          </option>
        ))}
      </select>
    </label>
  );
}

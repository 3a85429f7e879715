import { useEffect, useState } from 'preact/hooks';
import { Chat } from '../chat/Chat';
import { Icon } from '../design/Icon';
import { PlaceHeader } from '../design/PlaceHeader';
import { NotFound } from '../frame/NotFound';
import { t } from '../i18n';
import { act, say } from '../live/actions';
import { RoomGate } from '../live/RoomGate';
import type { Room } from '../live/room';
import { useChoice } from '../live/useChoice';
import { useRoom } from '../live/useRoom';
import type { ClassLock } from '../live/wire';
import { ModerationPanel } from '../moderation/ModerationPanel';
import { go } from '../router';
import { shown } from '../sign-in/classCode';
import { call, me } from '../sign-in/session';
import { People } from '../zone/People';
import { labels, learn } from './labels';
import { classAt, myClass } from './myClass';
import { Roster } from './Roster';
import { TourDesk } from './TourDesk';

export function ClassPage({ classKey }: { classKey: string | undefined }) {
  const id = classAt(classKey);
  useEffect(() => {
    if (classKey && id === myClass()) {
      go('/classe', { replace: true });
    }
  }, [classKey, id]);
  return id ? <ClassOf key={id} id={id} /> : <NotFound />;
}

function ClassOf({ id }: { id: string }) {
  const room = useRoom(id);
  const status = room?.status.value;
  if (status?.kind === 'refused' && status.code === 'not_found') {
    return <NotFound />;
  }
  const guest = id !== myClass();
  return (
    <article>
      <PlaceHeader tile={<Icon name="people" />} title={(guest && labels.value[id]) || t('classRoom')}>
        <p>
          {me.value?.role === 'pupil' ? t('youAre', { name: me.value.name }) : t(guest ? 'classWatched' : 'classHint')}{' '}
          · <People count={room?.pulse.value?.present ?? 0} />
        </p>
      </PlaceHeader>
      <RoomGate room={room}>
        {(entered) => (
          <div class="columns">
            <div>
              <Door room={entered} />
              <Chat room={entered} />
            </div>
            <aside>
              {entered.staff.value && <ClassCard id={id} />}
              <Switches room={entered} />
              <TourDesk room={entered} />
              {entered.staff.value && <Roster room={entered} />}
              <ModerationPanel room={entered} />
            </aside>
          </div>
        )}
      </RoomGate>
    </article>
  );
}

function Door({ room }: { room: Room }) {
  const { admission } = room.you.value;
  return admission === 'waiting' || admission === 'removed' ? (
    <p class="notice" role="status">
      {admission === 'waiting' ? t('waitingTeacher') : t('removedFromClass')}
    </p>
  ) : null;
}

interface Registration {
  readonly label: string;
  /** For the teacher and for organisers. */
  readonly code?: string;
}

function ClassCard({ id }: { id: string }) {
  const [registration, setRegistration] = useState<Registration | null>(null);
  useEffect(() => {
    call<Registration>('GET', `/api/classes/${id.slice(6)}`).then(
      (told) => {
        learn({ [id]: told.label });
        setRegistration(told);
      },
      () => setRegistration(null),
    );
  }, [id]);
  const code = registration?.code;
  return (
    code && (
      <section class="card" aria-label={t('classCode')}>
        <h2>{registration.label}</h2>
        <p>{t('classCode')}</p>
        <p class="code">{shown(code)}</p>
        <button
          type="button"
          onClick={() =>
            navigator.clipboard.writeText(shown(code)).then(
              () => say(t('copied')),
              () => undefined,
            )
          }
        >
          {t('copy')}
        </button>
      </section>
    )
  );
}

function Switches({ room }: { room: Room }) {
  const now = room.one('class');
  const can = room.can.value;
  if (!can.has('class.calm')) {
    return now?.calm || now?.visitsLocked ? (
      <p class="notice" role="status">
        {now.calm ? t('calmOn') : t('visitsLocked')}
      </p>
    ) : null;
  }
  const lock = (what: ClassLock) => (on: boolean) => act(room.id, { type: 'class.lock', what, on });
  return (
    <fieldset class="card">
      <legend>{t('classSettings')}</legend>
      <Switch on={now?.calm} text={t('calm')} turn={(on) => act(room.id, { type: 'class.calm', on })} />
      <Switch on={now?.chatLocked} text={t('lockChat')} turn={lock('chat')} />
      <Switch on={now?.visitsLocked} text={t('lockVisits')} turn={lock('visits')} />
      <Switch on={now?.doorLocked} text={t('lockDoor')} turn={lock('door')} />
    </fieldset>
  );
}

interface SwitchProps {
  readonly on: boolean | undefined;
  readonly text: string;
  readonly turn: (on: boolean) => Promise<boolean>;
}

function Switch({ on, text, turn }: SwitchProps) {
  const [chosen, choose] = useChoice(on ?? false, turn);
  return (
    <label class="inline">
      <input type="checkbox" checked={chosen} onChange={(event) => choose(event.currentTarget.checked)} /> {text}
    </label>
  );
}

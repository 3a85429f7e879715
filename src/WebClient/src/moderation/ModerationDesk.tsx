import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { placeName } from '../classrooms/TourBanner';
import { t } from '../i18n';
import { useRoom } from '../live/useRoom';
import { Link, pathOf } from '../router';
import { live } from '../sign-in/session';
import { People } from '../zone/People';
import { programme, statusOf, zoneStatus } from '../zone/programme';
import { asking, board, useBoard, waitingOf } from './board';
import { CaseQueue } from './CaseQueue';
import { ClassWatch } from './ClassWatch';
import { casesOf, left, queueOf } from './cases';
import { watchedClasses } from './classes';
import { Waits } from './Waits';
import { choose, chooseNone, chosenRooms, mostRooms, watched } from './watch';
import './moderation.css';

/** Rooms that began to be watched by themselves stay so while the page is open: a queue must not lose what somebody is reading. */
const seen = signal<ReadonlySet<string>>(new Set());

/** How rooms stood when nothing of them was in the queue. */
const looked = new Map<string, string>();

/** What of a room is in the queue; undefined while it is not read, or has shown nothing yet. */
function queued(id: string): number | undefined {
  const room = live.rooms.value.get(id);
  return room && room.version.value > 0
    ? queueOf(casesOf(id, room.messages(), room.all('question')), left.value).length
    : undefined;
}

/** A moderator's own page: what waits in many rooms at once. */
export function ModerationDesk() {
  const all = [
    ...(programme.value?.talks ?? []).map((talk) => `talk:${talk.key}`),
    ...(programme.value?.sites ?? []).map((site) => `booth:${site.key}`),
  ];
  useBoard();
  const classes = watchedClasses.value;
  const waiting = waitingOf(board.value).filter((row) => all.includes(row.room));
  const asks = asking(waiting, queued, looked);
  const rooms = watched(
    all,
    chosenRooms.value,
    zoneStatus.value,
    asks.map((row) => row.room),
    seen.value,
    mostRooms - classes.length,
  );
  const unread = asks.filter((row) => !rooms.includes(row.room)).length;
  const list = rooms.join(' ');
  useEffect(() => {
    seen.value = new Set(rooms);
  }, [list]);
  const read = [...classes, ...rooms];
  const entered = read.map((id) => live.rooms.value.get(id)).filter((room) => room !== undefined);
  return (
    <article>
      {read.map((room) => (
        <Watched key={room} room={room} />
      ))}
      <h1>{t('moderation')}</h1>
      <p class="hint">{t('moderationHint')}</p>
      <div class="columns">
        <div class="card">
          <CaseQueue rooms={entered} />
        </div>
        <aside>
          <ClassWatch />
          <fieldset class="card">
            <legend>{t('watchedRooms', { n: rooms.length })}</legend>
            <p class={unread > 0 ? 'notice' : 'hint'} role="status">
              {unread > 0 ? t('roomsWaiting', { n: unread }) : t('watchedHint')}
            </p>
            {chosenRooms.value && (
              <button type="button" class="soft" onClick={chooseNone}>
                {t('watchedByThemselves')}
              </button>
            )}
            <ul class="plain lines watched">
              {all.map((room) => (
                <li key={room}>
                  <label class="inline">
                    <input
                      type="checkbox"
                      checked={rooms.includes(room)}
                      onChange={(event) => choose(room, event.currentTarget.checked, rooms)}
                    />{' '}
                    {placeName(room)}
                  </label>
                  <Waits row={waiting.find((row) => row.room === room)} />
                  {statusOf(room).live && <span class="badge live">{t('liveNow')}</span>}
                  {statusOf(room).present > 0 && (
                    <span class="hint">
                      <People count={statusOf(room).present} />
                    </span>
                  )}
                  <span class="end">
                    <Link to={pathOf(room)}>
                      {t('openRoom')}
                      <span class="hidden"> {placeName(room)}</span>
                    </Link>
                  </span>
                </li>
              ))}
            </ul>
          </fieldset>
        </aside>
      </div>
    </article>
  );
}

/** Reads a room for as long as it is watched; the others are not left and entered again when one comes or goes. */
function Watched({ room }: { room: string }) {
  useRoom(room);
  return null;
}

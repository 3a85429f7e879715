import { useEffect } from 'preact/hooks';
import { Icon } from '../design/Icon';
import { local, t } from '../i18n';
import { act, say } from '../live/actions';
import { useRoom } from '../live/useRoom';
import { go, path, pathOf } from '../router';
import { live, me } from '../sign-in/session';
import { siteOf, talkOf } from '../zone/programme';
import { labels } from './labels';
import { myClass } from './myClass';

export function placeName(room: string): string {
  const key = room.slice(room.indexOf(':') + 1);
  const talk = talkOf(key);
  return room.startsWith('booth:')
    ? (siteOf(key)?.label ?? key)
    : room.startsWith('talk:') && talk
      ? local(talk.title)
      : (labels.value[room] ?? t('classRoom'));
}

/** Where the class is, in words; back in its own room it visits nothing. */
export function tourText(target: string): string {
  return target.startsWith('class:') ? t('tourAtClass') : t('tourAt', { place: placeName(target) });
}

/** For pupils and their teacher, on every page: where the class is, and following it there. */
export function TourBanner() {
  const id = myClass();
  return id ? <Banner id={id} /> : null;
}

function Banner({ id }: { id: string }) {
  const room = useRoom(id);
  const tour = room?.one('tour');
  const following = room?.you.value.following ?? false;
  const target = tour?.room;
  const since = tour?.since;
  const pupil = me.value?.role === 'pupil';
  // A new step of the tour takes the pupil along, even to the same place
  useEffect(() => {
    if (pupil && following && target) {
      go(pathOf(target));
    }
  }, [pupil, following, target, since]);
  // The teacher locked the visits: back to where the class is
  const out = live.putOut.value;
  useEffect(() => {
    if (pupil && out?.code === 'locked') {
      live.putOut.value = null;
      say(t('visitsLocked'), true);
      go(pathOf(target ?? id));
    }
  }, [pupil, out, target, id]);
  if (!room || !target) {
    return null;
  }
  return (
    <section class="tour" aria-label={t('tour')}>
      <div>
        <p role="status">
          <Icon name="people" /> {tourText(target)}
        </p>
        {path.value !== pathOf(target) && (following || !pupil) && (
          <button type="button" onClick={() => go(pathOf(target))}>
            {t('tourJoin')}
          </button>
        )}
        {pupil && (
          <button
            type="button"
            class={following ? 'soft' : undefined}
            onClick={() => act(id, { type: 'tour.follow', on: !following })}
          >
            {following ? t('tourLeave') : t('tourFollow')}
          </button>
        )}
      </div>
    </section>
  );
}

/** On a booth's or talk's page: one press takes the class along. */
export function TourHere({ room }: { room: string }) {
  const id = myClass();
  const own = id ? live.rooms.value.get(id) : undefined;
  return id && own?.can.value.has('tour.point') ? (
    <button type="button" onClick={() => act(id, { type: 'tour.point', room }, { done: 'done' })}>
      {t('followMe')}
    </button>
  ) : null;
}

import { myClass } from '../classrooms/myClass';
import { local, shortDayAndClock, t } from '../i18n';
import { Link } from '../router';
import { live } from '../sign-in/session';
import { People } from './People';
import { type Programme, statusOf, type TalkSlot } from './programme';
import { ClassHere } from './tour';

/** The talk that is live, or else the next one. */
export function talkOfNow(all: Programme): { readonly talk: TalkSlot; readonly live: boolean } | undefined {
  const on = all.talks.find((one) => statusOf(`talk:${one.key}`).live);
  const talk = on ?? all.talks.find((one) => Date.parse(one.startsAt) > live.now());
  return talk && { talk, live: on !== undefined };
}

/** What is no site and yet a place of the zone: the forum, and the own class. */
export function Landmarks({ all }: { readonly all: Programme }) {
  const now = talkOfNow(all);
  return (
    <ul class="sites landmarks" aria-label={t('meetingPlaces')}>
      <li class="landmark">
        <Link to="/forum">{t('forum')}</Link>
        {now && (
          <p class="hint">
            {now.live ? local(now.talk.title) : t('nextTalk', { time: shortDayAndClock(now.talk.startsAt) })}
          </p>
        )}
        <p class="figures">
          {now?.live && (
            <>
              <People count={statusOf(`talk:${now.talk.key}`).present} />
              <span class="badge live">{t('liveNow')}</span>
            </>
          )}
          <ClassHere place="forum" />
        </p>
      </li>
      {myClass() && (
        <li class="landmark">
          <Link to="/classe">{t('myClass')}</Link>
          <p class="figures">
            <ClassHere place="classe" />
          </p>
        </li>
      )}
    </ul>
  );
}

import { myClass } from '../classrooms/myClass';
import { local, shortDayAndClock, t } from '../i18n';
import type { SiteStatus } from '../live/wire';
import { live } from '../sign-in/session';
import { onlyAvailable, search } from './filters';
import { type Programme, statusOf, type TalkSlot } from './programme';
import { says } from './words';

/** No site, and yet one goes there. */
export interface Meeting {
  readonly key: string;
  readonly to: string;
  readonly label: string;
  readonly note?: string | undefined;
}

/** The talk that is live, or else the next one. */
export function talkOfNow(all: Programme): { readonly talk: TalkSlot; readonly live: boolean } | undefined {
  const on = all.talks.find((one) => statusOf(`talk:${one.key}`).live);
  const talk = on ?? all.talks.find((one) => Date.parse(one.startsAt) > live.now());
  return talk && { talk, live: on !== undefined };
}

/** Who is at the forum is in the room of its talk of now, also before that is started: where one is late, people wait there and not for the next. */
export function forumStatus(all: Programme): SiteStatus {
  const now = talkOfNow(all);
  const isLate = ({ key, startsAt, endsAt }: TalkSlot) =>
    Date.parse(startsAt) <= live.now() && live.now() < Date.parse(endsAt) && statusOf(`talk:${key}`).present > 0;
  const late = now?.live ? undefined : all.talks.find(isLate);
  return statusOf(`talk:${(late ?? now?.talk)?.key ?? ''}`);
}

/** The forum, and where classes meet: one's own for who has one. */
export function meetingPlaces(all: Programme): readonly Meeting[] {
  const own = myClass() !== undefined;
  const now = talkOfNow(all);
  const note = now && (now.live ? local(now.talk.title) : t('nextTalk', { time: shortDayAndClock(now.talk.startsAt) }));
  return [
    { key: 'forum', to: '/forum', label: t('forum'), note },
    { key: 'classe', to: own ? '/classe' : '/classes', label: t(own ? 'myClass' : 'classHall') },
  ];
}

interface Meetings {
  readonly places: readonly Meeting[];
  readonly talks: readonly Meeting[];
}

/** All meeting places, or those and the talks that are searched for. Who wants somebody on duty finds none. */
export function foundMeetings(all: Programme): Meetings {
  const wanted = search.value.trim();
  if (onlyAvailable.value) {
    return { places: [], talks: [] };
  }
  return {
    places: meetingPlaces(all).filter(({ label }) => says(label, wanted)),
    talks: all.talks
      .filter(({ title }) => wanted !== '' && says(`${title.fr} ${title.en}`, wanted))
      .map(({ key, title, startsAt }) => ({
        key: `talk:${key}`,
        to: `/forum/${key}`,
        label: local(title),
        note: `${t('forum')} · ${shortDayAndClock(startsAt)}`,
      })),
  };
}

import { labels } from '../classrooms/labels';
import { classAt, watchesClasses } from '../classrooms/myClass';
import { local, type TextKey, t } from '../i18n';
import { me } from '../sign-in/session';
import { programme, siteOf, talkOf } from '../zone/programme';

type Named = string | undefined;

/** A page without a key in its address. */
const plain =
  (text: TextKey) =>
  (key: string): Named =>
    key ? undefined : t(text);

/** As one of the programme is called; while that is not there yet, as all of them together are. */
const planned = (found: Named, together: TextKey): Named => found ?? (programme.value ? undefined : t(together));

const talkName = (key: string): Named => {
  const talk = talkOf(key);
  return talk && local(talk.title);
};

function className(key: string): Named {
  const room = classAt(key || undefined);
  return room && (key ? (labels.value[room] ?? t('classRoom')) : t('myClass'));
}

/** What every page of App is called, by the first word of its address; undefined for what is not there, or not for this person. */
const pages: Readonly<Record<string, (key: string, at: string) => Named>> = {
  '': plain('zone'),
  zone: () => t('zone'),
  connexion: () => t('zone'),
  stands: (key) => planned(siteOf(key)?.label, 'zone'),
  forum: (key) => (key ? planned(talkName(key), 'forum') : t('forum')),
  agenda: () => t('agenda'),
  annonces: () => t('announcements'),
  classe: className,
  class: className,
  classes: () => t('classHall'),
  comptoir: (key) => siteOf(key)?.label ?? t('desk'),
  moderation: () => (watchesClasses() ? t('moderation') : undefined),
  organisation: (key) =>
    key === 'etat' && me.value?.role === 'organiser'
      ? t('serviceStatus')
      : watchesClasses()
        ? plain('organiser')(key)
        : undefined,
};

/** Pages that need nobody to be signed in. */
const open: typeof pages = {
  invite: plain('inviteTitle'),
  'vie-privee': plain('privacy'),
  mur: (kind, at) => planned(kind === 'talk' ? talkName(at) : undefined, 'wallName'),
};

/** What the page at an address is called. */
export function nameOf(path: string): string {
  const [, place = '', key = '', at = ''] = path.split('/');
  const all = { ...pages, ...open };
  return (Object.hasOwn(all, place) && all[place]?.(key, at)) || t('notFound');
}

/** What the browser's tab says: the place first, so that many tabs can be told apart. */
export function titleOf(path: string, signedIn: boolean): string {
  const isOpen = signedIn || Object.hasOwn(open, path.split('/')[1] ?? '');
  return `${isOpen ? nameOf(path) : t('welcome')} · ${t('appName')}`;
}

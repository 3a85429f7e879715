import { labels } from '../classrooms/labels';
import { local, type TextKey, t } from '../i18n';
import { siteOf, talkOf } from '../zone/programme';

const pages: Readonly<Record<string, TextKey>> = {
  '': 'zone',
  zone: 'zone',
  stands: 'zone',
  forum: 'forum',
  agenda: 'agenda',
  annonces: 'announcements',
  classe: 'myClass',
  classes: 'classHall',
  comptoir: 'desk',
  moderation: 'moderation',
  organisation: 'organiser',
  invite: 'inviteTitle',
  'vie-privee': 'privacy',
};

/** What the page at an address is called. */
export function nameOf(path: string): string {
  const [, place = '', key = ''] = path.split('/');
  const site = place === 'stands' || place === 'comptoir' ? siteOf(key) : undefined;
  const talk = place === 'forum' ? talkOf(key) : undefined;
  const watched = place === 'classe' && key ? (labels.value[`class:${key}`] ?? t('classRoom')) : undefined;
  const page = pages[place];
  return site?.label ?? watched ?? (talk && local(talk.title)) ?? (page && t(page)) ?? t('notFound');
}

/** What the browser's tab says: the place first, so that many tabs can be told apart. */
export function titleOf(path: string, signedIn: boolean): string {
  const isOpen = signedIn || ['invite', 'vie-privee'].includes(path.split('/')[1] ?? '');
  return `${isOpen ? nameOf(path) : t('welcome')} · ${t('appName')}`;
}

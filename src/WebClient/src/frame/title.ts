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
  comptoir: 'desk',
  moderation: 'moderation',
  organisation: 'organiser',
  invite: 'inviteTitle',
  'vie-privee': 'privacy',
};

/** What the browser's tab says: the place first, so that many tabs can be told apart. */
export function titleOf(path: string, signedIn: boolean): string {
  const [, place = '', key = ''] = path.split('/');
  const site = place === 'stands' || place === 'comptoir' ? siteOf(key) : undefined;
  const talk = place === 'forum' ? talkOf(key) : undefined;
  const watched = place === 'classe' && key ? (labels.value[`class:${key}`] ?? t('classRoom')) : undefined;
  const page = pages[place];
  const name =
    !signedIn && page !== 'inviteTitle' && page !== 'privacy'
      ? t('welcome')
      : (site?.label ?? watched ?? (talk && local(talk.title)) ?? (page && t(page)) ?? t('notFound'));
  return `${name} · ${t('appName')}`;
}

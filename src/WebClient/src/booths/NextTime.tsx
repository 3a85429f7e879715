import { t, whenText } from '../i18n';
import type { SiteStatus } from '../live/wire';
import { live } from '../sign-in/session';
import { nextOf } from './hours';

/** "Professionnel disponible à 14 h 30": while nobody is there now. */
export function nextText(status: SiteStatus): string | undefined {
  const now = live.now();
  const next = nextOf(status, now);
  return next === undefined ? undefined : t('availableNext', { when: whenText(next, now) });
}

export function NextTime({ status }: { status: SiteStatus }) {
  const text = nextText(status);
  return text ? <span class="badge later">{text}</span> : null;
}

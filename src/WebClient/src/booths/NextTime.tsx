import { t, whenText } from '../i18n';
import type { SiteStatus } from '../live/wire';
import { live } from '../sign-in/session';
import { nextOf } from './hours';

/** "Professionnel disponible à 14 h 30", on a card "Professionnel à 14 h 30": while nobody is there now. */
function nextText(status: SiteStatus, short: boolean): string | undefined {
  const now = live.now();
  const next = nextOf(status, now);
  return next === undefined
    ? undefined
    : t(short ? 'availableNextShort' : 'availableNext', { when: whenText(next, now) });
}

export function NextTime({ status, short = false }: { status: SiteStatus; short?: boolean }) {
  const text = nextText(status, short);
  return text ? <span class="badge later">{text}</span> : null;
}

import { nextOf } from '../../booths/hours';
import { t, whenText } from '../../i18n';
import type { SiteStatus } from '../../live/wire';
import { live } from '../../sign-in/session';
import { peopleText } from '../People';
import type { Place } from './layout';

export interface MapLabelProps {
  readonly place: Place;
  readonly text: string;
  readonly status: SiteStatus;
  readonly note?: string | undefined;
  readonly open: boolean;
  readonly onOpen: () => void;
  readonly onName: (on: boolean) => void;
  readonly onHover: (on: boolean) => void;
}

/** A site's button over the scene. Written out or as a pin, its name for who listens is the same. */
export function MapLabel({ place, text, status, note, open, onOpen, onName, onHover }: MapLabelProps) {
  const now = live.now();
  const next = nextOf(status, now);
  const told = [
    text,
    peopleText(status.present),
    ...(status.available > 0 ? [t('availableNow', { n: status.available })] : []),
    ...(next === undefined ? [] : [t('availableNext', { when: whenText(next, now) })]),
    ...(status.live ? [t('liveNow')] : []),
    ...(note ? [note] : []),
  ].join(', ');
  return (
    <button
      type="button"
      class="map-label"
      data-site={place.key}
      data-state={status.live ? 'live' : status.available > 0 ? 'available' : 'plain'}
      aria-label={told}
      aria-current={open ? 'true' : undefined}
      onClick={onOpen}
      onFocus={() => onName(true)}
      onBlur={() => onName(false)}
      onPointerEnter={() => onHover(true)}
      onPointerLeave={() => onHover(false)}
    >
      <span class={status.present > 0 ? 'pip' : 'pip empty'}>
        {status.present > 0 ? Math.min(status.present, 999) : ''}
      </span>
      <span class="words">
        {text}
        {status.available > 0 && <small>{t('availableNow', { n: status.available })}</small>}
        {status.live && <small class="on-live">{t('liveNow')}</small>}
        {next !== undefined && <small class="later">{t('availableNextShort', { when: whenText(next, now) })}</small>}
        {note && <small class="later">{note}</small>}
      </span>
    </button>
  );
}

import { nextOf } from '../../booths/hours';
import { french, t, whenText } from '../../i18n';
import type { SiteStatus } from '../../live/wire';
import { live } from '../../sign-in/session';
import { peopleText } from '../People';
import type { Place } from './layout';

export interface MapLabelProps {
  readonly place: Place;
  readonly text: string;
  /** No site, but a place that the page itself names and whose people are counted elsewhere. */
  readonly landmark: boolean;
  readonly status: SiteStatus;
  readonly note?: string | undefined;
  /** The own class is there. */
  readonly tour: boolean;
  readonly open: boolean;
  readonly onOpen: () => void;
  readonly onName: (on: boolean) => void;
  readonly onHover: (on: boolean) => void;
}

/** A site's button over the scene. Written out or as a pin, its name for who listens is the same: the words, seen or not. */
export function MapLabel({ place, text, landmark, status, note, tour, open, onOpen, onName, onHover }: MapLabelProps) {
  const now = live.now();
  const next = nextOf(status, now);
  const state = status.live ? 'live' : status.available > 0 ? 'available' : 'plain';
  return (
    <button
      type="button"
      class="map-label"
      data-site={place.key}
      data-tour={tour ? '' : undefined}
      data-state={state}
      aria-current={open ? 'true' : undefined}
      onClick={onOpen}
      onFocus={() => onName(true)}
      onBlur={() => onName(false)}
      onPointerEnter={() => onHover(true)}
      onPointerLeave={() => onHover(false)}
    >
      <span class={status.present > 0 ? 'pip' : 'pip empty'} aria-hidden="true">
        {status.present > 0 ? Math.min(status.present, 999) : ''}
      </span>
      <span class="words">
        <span lang={landmark ? undefined : french()}>{text}</span>
        {!(landmark && status.present === 0) && <span class="hidden">, {peopleText(status.present)}</span>}
        {status.available > 0 && <Line text={t('availableNow', { n: status.available })} />}
        {next !== undefined && <Line as="later" text={t('availableNextShort', { when: whenText(next, now) })} />}
        {status.live && <Line as="on-live" text={t('liveNow')} />}
        {note && <Line as="later" text={note} />}
        {tour && <Line as="on-tour" text={t('yourClassHere')} />}
      </span>
    </button>
  );
}

function Line({ text, as }: { readonly text: string; readonly as?: string }) {
  return (
    <small class={as}>
      <span class="hidden">, </span>
      {text}
    </small>
  );
}

import { useRef, useState } from 'preact/hooks';
import { Icon } from '../design/Icon';
import { lazily } from '../design/lazily';
import { language, local, t } from '../i18n';
import type { Medium } from '../zone/programme';
import { addressOf, isPicture } from './address';
import { useIntoSight } from './useIntoSight';
import './media.css';

const FilmPlayer = lazily(() => import('./FilmPlayer').then((screen) => screen.FilmPlayer));

/** Films, documents and links of a site: our own films and pictures open in place, all else in a new tab that learns nothing of us. */
export function MediaShelf({ media }: { media: readonly Medium[] }) {
  const [open, setOpen] = useState<Medium | null>(null);
  const shown = media.filter((medium) => addressOf(medium.url));
  if (shown.length === 0) {
    return null;
  }
  return (
    <section class="card media" aria-label={t('media')}>
      <h2>{t('media')}</h2>
      <ul class="plain shelf">
        {shown.map((medium) => (
          <li key={medium.url}>
            <Item medium={medium} open={open === medium} onToggle={() => setOpen(open === medium ? null : medium)} />
          </li>
        ))}
      </ul>
      {open && (
        <div class="opened">
          {open.kind === 'video' ? (
            <FilmPlayer key={open.url} medium={open} />
          ) : (
            <Picture key={open.url} medium={open} />
          )}
        </div>
      )}
    </section>
  );
}

function Picture({ medium }: { medium: Medium }) {
  const image = useRef<HTMLImageElement>(null);
  useIntoSight(image);
  return <img ref={image} src={medium.url} alt={local(medium.title)} />;
}

interface ItemProps {
  medium: Medium;
  open: boolean;
  onToggle: () => void;
}

function Item({ medium, open, onToggle }: ItemProps) {
  const address = addressOf(medium.url);
  const icon = medium.kind === 'video' ? 'film' : medium.kind === 'document' ? 'page' : 'link';
  const words = (
    <>
      <Icon name={icon} />
      <span>
        <strong>{local(medium.title)}</strong>
        <small>{details(medium).join(' · ')}</small>
      </span>
    </>
  );
  return inPlace(medium) ? (
    <button type="button" class="medium" aria-expanded={open} onClick={onToggle}>
      {words}
    </button>
  ) : (
    <a class="medium" href={address?.url} target="_blank" rel="noopener noreferrer nofollow external">
      {words}
    </a>
  );
}

/** A PDF is for the browser's own reader, which many a telephone has only outside the page. */
function inPlace({ kind, url }: Medium): boolean {
  return addressOf(url)?.own === true && (kind === 'video' || (kind === 'document' && isPicture(url)));
}

function details(medium: Medium): string[] {
  const address = addressOf(medium.url);
  const spoken = medium.language
    ? [new Intl.DisplayNames(language.value, { type: 'language' }).of(medium.language) ?? medium.language]
    : [];
  return [
    t(`medium_${medium.kind}`),
    ...(medium.seconds > 0 ? [duration(medium.seconds)] : []),
    ...spoken,
    ...(medium.captions.length > 0 ? [t('captioned')] : []),
    ...(address?.own === false ? [t('newTab', { host: address.host })] : inPlace(medium) ? [] : [t('newTabOwn')]),
  ];
}

function duration(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

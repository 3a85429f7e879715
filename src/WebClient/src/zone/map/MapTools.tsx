import { french, t } from '../../i18n';
import { go } from '../../router';
import { search } from '../filters';
import { foundMeetings } from '../meeting';
import { NoSite } from '../NoSite';
import type { Programme, Site } from '../programme';
import { chooseView } from '../view';
import { Filters } from '../ZoneFilters';

/** Search and its results, and the way to the list. */
export function MapTools({
  all,
  shown,
  slow,
}: {
  readonly all: Programme;
  readonly shown: readonly Site[];
  readonly slow: boolean;
}) {
  const { places, talks } = foundMeetings(all);
  const results = search.value.trim()
    ? [
        ...shown.slice(0, 6).map(({ key, label }) => ({ to: `/stands/${key}`, label, lang: french() })),
        ...[...places, ...talks].map(({ to, label }) => ({ to, label, lang: undefined })),
      ]
    : [];
  return (
    <div class="map-tools" data-over>
      <Filters count={shown.length} onEnter={() => results[0] && go(results[0].to)} />
      {results.length > 0 && (
        <ul class="plain map-results" aria-label={t('mapResults')}>
          {results.map(({ to, label, lang }) => (
            <li key={to}>
              <button type="button" class="quiet" lang={lang} onClick={() => go(to)}>
                {label}
              </button>
            </li>
          ))}
        </ul>
      )}
      {shown.length + results.length === 0 && <NoSite />}
      <div class="row">
        <button type="button" class="view-toggle" onClick={() => chooseView('list')}>
          {t('openList')}
        </button>
      </div>
      {slow && (
        <p class="notice" role="status">
          {t('mapSlow')}
        </p>
      )}
    </div>
  );
}

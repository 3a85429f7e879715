import { t } from '../../i18n';
import { search } from '../filters';
import type { Site } from '../programme';
import { chooseView } from '../view';
import { Filters } from '../ZoneFilters';

/** Search and its results, and the way to the list. */
export function MapTools({
  shown,
  slow,
  onOpen,
}: {
  readonly shown: readonly Site[];
  readonly slow: boolean;
  readonly onOpen: (key: string | undefined) => void;
}) {
  return (
    <div class="map-tools" data-over>
      <Filters count={shown.length} onEnter={() => onOpen(shown[0]?.key)} />
      {search.value.trim() !== '' && (
        <ul class="plain map-results" aria-label={t('mapResults')}>
          {shown.slice(0, 6).map((site) => (
            <li key={site.key}>
              <button type="button" class="quiet" onClick={() => onOpen(site.key)}>
                {site.label}
              </button>
            </li>
          ))}
        </ul>
      )}
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

import type { RefObject } from 'preact';
import { t } from '../../i18n';
import type { Place } from './layout';
import { MiniMap } from './MiniMap';
import type { Motion } from './motion';

/** Where one is, nearer and farther, and holding the map still. */
export function MapCorner({
  places,
  tour,
  marker,
  motion: { held, asked, hold },
  onGo,
  onZoom,
}: {
  readonly places: readonly Place[];
  readonly tour: string | undefined;
  readonly marker: RefObject<SVGRectElement | null>;
  readonly motion: Motion;
  readonly onGo: (x: number, z: number) => void;
  readonly onZoom: (by: number) => void;
}) {
  return (
    <div class="map-corner" data-over>
      <MiniMap places={places} tour={tour} marker={marker} onGo={onGo} />
      <div class="row">
        <button type="button" aria-label={t('zoomIn')} onClick={() => onZoom(0.7)}>
          +
        </button>
        <button type="button" aria-label={t('zoomOut')} onClick={() => onZoom(1.4)}>
          −
        </button>
        {!asked && (
          <button type="button" aria-pressed={held} onClick={() => hold(!held)}>
            {t('holdStill')}
          </button>
        )}
      </div>
    </div>
  );
}

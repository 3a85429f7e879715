import type { RefObject } from 'preact';
import { t } from '../../i18n';
import type { Place } from './layout';
import { MiniMap } from './MiniMap';

/** Where one is, nearer and farther, and holding the scene still. */
export function MapCorner({
  places,
  tour,
  marker,
  moves,
  onGo,
  onZoom,
  onMoves,
}: {
  readonly places: readonly Place[];
  readonly tour: string | undefined;
  readonly marker: RefObject<SVGRectElement | null>;
  /** Undefined: the system asks for less motion, so there is nothing to choose. */
  readonly moves: boolean | undefined;
  readonly onGo: (x: number, z: number) => void;
  readonly onZoom: (by: number) => void;
  readonly onMoves: (on: boolean) => void;
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
        {moves !== undefined && (
          <button type="button" aria-pressed={!moves} onClick={() => onMoves(!moves)}>
            {t('holdStill')}
          </button>
        )}
      </div>
    </div>
  );
}

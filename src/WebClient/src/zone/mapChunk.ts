import { computed, signal } from '@preact/signals';
import type { FunctionComponent } from 'preact';
import type { MapProps } from './map/MapView';
import { fallBack, view } from './view';

/** Fetched when somebody looks at the map, never before; null: not here. */
export const mapView = signal<FunctionComponent<MapProps> | null>(null);

/** Whether the map is what is on the screen, and not only asked for. */
export const mapShown = computed(() => view.value === 'map' && mapView.value !== null);

/** A line of 64 kbit/s takes 18 s for the 140 KB that the map may weigh (WB17). The list is there all the while. */
export const patienceMs = 20_000;

/** Fetches the map; the list stays where it fails or does not come in time. What comes late is kept for the next look. Returns what stops waiting. */
export function fetchMap(): () => void {
  if (mapView.peek()) {
    return () => undefined;
  }
  let awaited = true;
  const giveUp = setTimeout(() => fallBack('late'), patienceMs);
  const stop = () => {
    awaited = false;
    clearTimeout(giveUp);
  };
  import('./map/MapView').then(
    (chunk) => {
      stop();
      mapView.value = chunk.MapView;
    },
    () => {
      if (awaited) {
        fallBack('failed');
      }
    },
  );
  return stop;
}

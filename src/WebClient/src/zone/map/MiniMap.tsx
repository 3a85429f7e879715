import type { RefObject } from 'preact';
import { coast, districts, type Place } from './layout';

const outline = coast.map(([x, z]) => `${x},${z}`).join(' ');
const box = { x: -195, y: -150, w: 375, h: 245 };

/** Where in the town one is. The districts' buttons do the same for the keyboard. */
export function MiniMap({
  places,
  tour,
  marker,
  onGo,
}: {
  places: readonly Place[];
  /** The place the own class is at. */
  tour: string | undefined;
  marker: RefObject<SVGRectElement | null>;
  onGo: (x: number, z: number) => void;
}) {
  return (
    <svg
      class="mini-map"
      viewBox={`${box.x} ${box.y} ${box.w} ${box.h}`}
      aria-hidden="true"
      onClick={(event) => {
        const at = event.currentTarget.getBoundingClientRect();
        onGo(box.x + ((event.clientX - at.x) / at.width) * box.w, box.y + ((event.clientY - at.y) / at.height) * box.h);
      }}
    >
      <polygon points={outline} fill="#b7cd8f" />
      {districts.map(({ key, ground: [x, z, w, d], colour }) => (
        <rect
          key={key}
          x={x - w / 2}
          y={z - d / 2}
          width={w}
          height={d}
          rx="5"
          fill={`#${colour.toString(16).padStart(6, '0')}`}
          opacity="0.75"
        />
      ))}
      {places.map((place) => (
        <circle
          key={place.key}
          cx={place.x}
          cy={place.z}
          r={place.key === tour ? 9 : 4.5}
          fill={place.key === tour ? '#ffb300' : '#fffaf0'}
        />
      ))}
      <rect ref={marker} class="here" rx="6" />
    </svg>
  );
}

import type { InstancedMesh } from 'three';
import { instanced, put } from './instanced';

type Point = readonly [number, number, number];

export interface Light {
  readonly at: Point;
  readonly size: number;
  /** Along the way, 0 … 1. */
  readonly part: number;
}

/** Lights on a low arc over the roofs, and a large one that stands over where it ends. */
export function trailBetween([x, y, z]: Point, [tx, ty, tz]: Point): Light[] {
  const way = Math.hypot(tx - x, tz - z);
  const count = Math.min(Math.floor(way / 5), mostLights - 1);
  const end = ty + 13;
  const lights = Array.from({ length: count }, (_, i): Light => {
    const part = (i + 0.5) / count;
    const high = y + 2 + (end - y - 2) * part + Math.sin(Math.PI * part) * (6 + way * 0.12);
    return { at: [x + (tx - x) * part, high, z + (tz - z) * part], size: 1.5, part };
  });
  return [...lights, { at: [tx, end, tz], size: 3.6, part: 1 }];
}

const mostLights = 60;
const amber = 0xffb300;

/** What shows a class its way. The lights breathe one after another, and stand still where nothing moves. */
export function trail(): { mesh: InstancedMesh; show(lights: readonly Light[]): void } {
  const mesh = instanced({
    most: mostLights,
    motion:
      'transformed *= 1.0 + 0.22 * sin(time * 1.6 - way.x * 14.0); transformed.y += way.y * 0.3 * sin(time * 1.1);',
    shape: (s) => {
      s.lathe(
        0,
        -1.5,
        0,
        [
          [0, 0],
          [1, 1.9],
          [0, 2.9],
        ],
        6,
        (ring, side) => (ring > 0 || side % 2 ? 0xffffff : 0xe8e8e8),
      );
    },
  });
  mesh.visible = false;
  return {
    mesh,
    show(lights) {
      mesh.visible = lights.length > 0;
      mesh.count = 0;
      lights.forEach(({ at: [x, y, z], size, part }, i) => {
        put(mesh, i, { x, y, z, scale: size, colour: amber, way: [part, part === 1 ? 1 : 0, 0, 0] });
      });
      mesh.instanceMatrix.needsUpdate = true;
      mesh.geometry.getAttribute('way').needsUpdate = true;
      if (mesh.instanceColor) {
        mesh.instanceColor.needsUpdate = true;
      }
    },
  };
}

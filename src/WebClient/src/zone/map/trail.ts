import type { InstancedMesh } from 'three';
import { instanced, put } from './instanced';

type Point = readonly [number, number, number];

export interface Light {
  readonly at: Point;
  readonly size: number;
  /** Along the way, 0 … 1. */
  readonly part: number;
}

/** Arrowheads on a low arc over the roofs, and a large mark that stands over where it ends. */
export function trailBetween([x, y, z]: Point, [tx, ty, tz]: Point): Light[] {
  const way = Math.hypot(tx - x, tz - z);
  const count = Math.min(Math.floor(way / 5.5), mostLights - 1);
  const end = ty + 15;
  const lights = Array.from({ length: count }, (_, i): Light => {
    const part = (i + 0.5) / count;
    const high = y + 2 + (end - y - 2) * part + Math.sin(Math.PI * part) * (6 + way * 0.12);
    return { at: [x + (tx - x) * part, high, z + (tz - z) * part], size: 2.6, part };
  });
  return [...lights, { at: [tx, end, tz], size: 6.5, part: 1 }];
}

const mostLights = 60;
const amber = 0xffb300;

/** What shows a class its way, whatever stands before it and at whatever hour. The lights breathe one after another, and stand still where nothing moves. */
export function trail(): { mesh: InstancedMesh; lights: readonly Light[]; show(lights: readonly Light[]): void } {
  const mesh = instanced({
    most: mostLights,
    sign: true,
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
        (ring, side) => (ring === 0 ? 0x8a5a3c : side % 2 ? 0xffffff : 0xf2ead8),
      );
    },
  });
  mesh.visible = false;
  mesh.renderOrder = 3;
  return {
    mesh,
    lights: [],
    show(lights) {
      this.lights = lights;
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

import {
  AdditiveBlending,
  CircleGeometry,
  Float32BufferAttribute,
  InstancedMesh,
  MeshBasicMaterial,
  Vector3,
} from 'three';
import { lamps, type Tree } from './green';
import { instanced, put } from './instanced';
import { groundLevel } from './layout';
import { mixed } from './light';
import { c } from './palette';
import type { Moving } from './sites';

export const clothes = [0xd6452f, 0x2573ab, 0xf4b73f, 0x2f9485, 0x83609f, 0xee8434, 0x213f5c, 0xe8dcc8] as const;

export function trees(list: readonly Tree[]): InstancedMesh {
  const mesh = instanced({
    most: list.length,
    shape: (s) => {
      s.cyl(0, 0, 0, 0.32, 1.6, 0x8a6a4c, 5);
      s.lathe(
        0,
        1,
        0,
        [
          [0, 0],
          [1.7, 0.8],
          [2, 1.9],
          [1.4, 3.1],
          [0, 3.9],
        ],
        7,
        (ring, side) => (ring > 1 ? 0xffffff : side % 2 ? 0xdcdcdc : 0xcccccc),
      );
    },
  });
  list.forEach((tree, i) => {
    const slim = tree.slender > 1;
    put(mesh, i, {
      ...tree,
      scale: tree.size * (slim ? 0.5 : 0.95),
      tall: slim ? tree.slender : 1,
      about: tree.tone * 6,
      colour: slim ? mixed(0x3f6f4c, 0x5b8a52, tree.tone) : mixed(0x5f914c, 0x98b95f, tree.tone),
    });
  });
  mesh.castShadow = true;
  return mesh;
}

/** Turbines' rotors, and the helicopter's, which lies flat. */
export function rotors(moving: Moving): InstancedMesh {
  const mesh = instanced({
    most: moving.rotors.length,
    motion: 'float a = -time * way.x + phase; transformed.xy = mat2(cos(a), sin(a), -sin(a), cos(a)) * transformed.xy;',
    shape: (s) => {
      s.ball(0, 0, 0, 0.08, c.white, 8);
      for (let i = 0; i < 3; i++) {
        const t = (i / 3) * Math.PI * 2;
        const p = (r: number, w: number): [number, number, number] => [
          Math.cos(t) * r - Math.sin(t) * w,
          Math.sin(t) * r + Math.cos(t) * w,
          0,
        ];
        s.quad(p(0.03, -0.025), p(0.25, -0.06), p(1, 0), p(0.03, 0.03), c.white);
        s.quad(p(0.03, 0.03), p(1, 0), p(0.25, -0.06), p(0.03, -0.025), c.white);
      }
    },
  });
  moving.rotors.forEach((one, i) => {
    put(mesh, i, {
      ...one,
      scale: one.size,
      way: [one.flat ? 2.4 : 0.9, 0, 0, 0],
      ...(one.flat ? { about: -Math.PI / 2, axis: new Vector3(1, 0, 0), colour: c.dark } : { colour: 0xffffff }),
    });
  });
  return mesh;
}

export function steam(moving: Moving, most: number): InstancedMesh {
  const weight = moving.plumes.reduce((sum, one) => sum + one.wide + 1, 0);
  const puffs = moving.plumes.flatMap((plume) => {
    const n = Math.max(3, Math.floor((most * (plume.wide + 1)) / weight));
    return Array.from({ length: n }, (_, i) => ({ plume, phase: i / n, i }));
  });
  const mesh = instanced({
    most: puffs.length,
    opacity: 0.8,
    motion: `
      float life = fract(way.x + time * 0.035);
      float own = fract(sin(way.z * 12.9898 + phase) * 437.585);
      float wide = way.y * (0.5 + life * 0.85) * (0.7 + 0.5 * own) * min(1.0, (1.0 - life) * 2.6);
      transformed = transformed * max(wide, 0.001) + vec3(
        life * way.y * 2.6 + (own - 0.5) * way.y * (0.5 + life),
        life * (9.0 + way.y * 3.6) + wide * 0.3,
        (fract(own * 7.0) - 0.5) * way.y * (0.5 + life));`,
    shape: (s) => s.ball(0, 0, 0, 1, 0xffffff, 9),
  });
  puffs.forEach(({ plume, phase, i }, k) => {
    put(mesh, k, { ...plume, scale: 1, way: [phase, plume.wide, i, 0] });
  });
  return mesh;
}

export interface Figure {
  readonly x: number;
  readonly z: number;
}

/** People, who shift from foot to foot. */
export function crowd(most: number): { mesh: InstancedMesh; show(figures: readonly Figure[]): void } {
  const mesh = instanced({
    most,
    motion: `
      transformed.y += abs(sin(time * 2.2 + phase)) * 0.07;
      transformed.x += sin(time * 0.31 + phase) * 0.55;
      transformed.z += sin(time * 0.23 + phase * 1.9) * 0.4;`,
    shape: (s) => {
      s.lathe(
        0,
        0,
        0,
        [
          [0.36, 0],
          [0.3, 0.9],
          [0, 1.25],
        ],
        6,
        0xffffff,
      );
      s.ball(0, 1.4, 0, 0.27, 0xf0d0b0, 6);
    },
  });
  for (let i = 0; i < most; i++) {
    put(mesh, i, { x: 0, y: 0, z: 0, scale: 1, colour: clothes[(i * 7) % clothes.length] as number });
  }
  mesh.count = 0;
  return {
    mesh,
    show(figures) {
      mesh.count = 0;
      figures.slice(0, most).forEach((one, i) => {
        put(mesh, i, { x: one.x, y: groundLevel + 0.16, z: one.z, scale: 1.15, about: i });
      });
      mesh.instanceMatrix.needsUpdate = true;
    },
  };
}

/** Light of the street lamps on the ground, seen by night only. */
export function pools(): InstancedMesh<CircleGeometry, MeshBasicMaterial> {
  const geometry = new CircleGeometry(1, 14).rotateX(-Math.PI / 2);
  const bright = Array.from({ length: geometry.getAttribute('position').count }, (_, i) =>
    i ? [0, 0, 0] : [0.62, 0.42, 0.18],
  );
  geometry.setAttribute('color', new Float32BufferAttribute(bright.flat(), 3));
  const material = new MeshBasicMaterial({
    vertexColors: true,
    blending: AdditiveBlending,
    transparent: true,
    depthWrite: false,
    fog: false,
  });
  const places = lamps();
  const mesh = new InstancedMesh(geometry, material, places.length);
  mesh.frustumCulled = false;
  places.forEach(({ x, z }, i) => {
    put(mesh, i, { x, y: groundLevel + 0.5, z, scale: 8.5 });
  });
  return mesh;
}

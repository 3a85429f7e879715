import type { InstancedMesh } from 'three';
import { dice } from './dice';
import { instanced, put } from './instanced';
import { groundLevel, railZ } from './layout';
import { c } from './palette';
import { clothes } from './scenery';
import type { Shapes } from './shapes';
import type { Moving } from './sites';
import { hull } from './sitesPort';

/** Along x over way.y metres at way.z metres a second, beginning at way.x; small at both ends, where it comes and goes. */
const along = `
  float way0 = mod(way.x + time * way.z, way.y);
  transformed *= clamp(min(way0, way.y - way0) * 0.2, 0.001, 1.0);
  transformed.x += way0 / length(instanceMatrix[0].xyz);`;

/** Lorries and vans on the roads, and a train along the quay. */
export function traffic(): InstancedMesh {
  const roll = dice(12);
  const lanes = [
    { x: -152, z: 21.2, length: 302, about: 0, n: 9 },
    { x: 150, z: 18.8, length: 302, about: Math.PI, n: 9 },
    { x: -84, z: -35.8, length: 238, about: 0, n: 5 },
    { x: 154, z: -38.2, length: 238, about: Math.PI, n: 5 },
    { x: -79.8, z: 18, length: 104, about: Math.PI / 2, n: 3 },
    { x: -3.2, z: -86, length: 104, about: -Math.PI / 2, n: 3 },
  ];
  const cars = lanes.flatMap((lane) =>
    Array.from({ length: lane.n }, (_, i) => ({ lane, i, start: ((i + roll() * 0.7) / lane.n) * lane.length })),
  );
  const wagons = 11;
  const mesh = instanced({
    most: cars.length + wagons,
    motion: along,
    shape: (s) => {
      s.box(0, 0.25, 0, 3.4, 1.3, 1.5, 0xffffff);
      s.box(1, 1.5, 0, 1.2, 0.5, 1.4, 0x5f9fb8);
    },
  });
  cars.forEach(({ lane, start }, i) => {
    put(mesh, i, {
      x: lane.x,
      y: groundLevel + 0.2,
      z: lane.z,
      scale: 0.85,
      about: lane.about,
      way: [start, lane.length, 4, 0],
      colour: clothes[(i * 5) % clothes.length] as number,
    });
  });
  for (let i = 0; i < wagons; i++) {
    put(mesh, cars.length + i, {
      x: -80,
      y: groundLevel + 0.3,
      z: railZ,
      scale: 1.35,
      way: [126 - i * 5.2, 232, 3, 0],
      colour: i === 0 ? c.yellow : (clothes[(i * 3) % clothes.length] as number),
    });
  }
  return mesh;
}

function sailingBoat(s: Shapes): void {
  hull(s, 0, -0.5, 0, 9, 3, 1.7, 0xffffff, c.red);
  s.beam([0.4, 1, 0], [0.4, 11, 0], 0.25, c.rust);
  for (const [a, b, d, tone] of [
    [[0, 2, 0.1], [-4, 2.2, 0.6], [0, 10.6, 0.1], c.cream],
    [[0.8, 1.8, 0], [4.2, 1.8, -0.2], [0.8, 9.4, 0], c.orange],
  ] as const) {
    s.tri(a, b, d, tone);
    s.tri(b, a, d, tone);
  }
}

/** Sails in the bay. */
export function boats(): InstancedMesh {
  const lanes = [
    [-150, 118, -0.25, 1],
    [-48, 98, 0.12, 1.1],
    [2, 132, 0.3, 1.2],
    [34, 98, -0.1, 0.85],
    [140, 140, 2.9, 1.1],
    [206, 84, 1.9, 1],
    [-208, 30, 1.2, 1],
    [-196, 74, -0.9, 0.8],
    [52, 152, 3.3, 1.3],
  ] as const;
  const mesh = instanced({
    most: lanes.length,
    motion: `transformed.y += sin(time * 1.1 + phase) * 0.22; transformed.z += transformed.y * sin(time * 0.7 + phase) * 0.05;${along}`,
    shape: sailingBoat,
  });
  lanes.forEach(([x, z, about, scale], i) => {
    put(mesh, i, {
      x: x - Math.cos(about) * 40,
      y: 0,
      z: z + Math.sin(about) * 40,
      scale,
      about,
      way: [40, 90, 1.1, 0],
    });
  });
  return mesh;
}

/** Boxes on their way between quay and ship. */
export function hoists(moving: Moving): InstancedMesh {
  const mesh = instanced({
    most: moving.hoists.length,
    motion: `
      float swing = 0.5 + 0.5 * clamp(sin(time * 0.24 + phase) * 1.6, -1.0, 1.0);
      float drop = smoothstep(0.75, 1.0, abs(swing * 2.0 - 1.0));
      if (transformed.y < 2.0) transformed.y -= drop * 4.2;
      transformed.z += (swing - 0.5) * 24.0;`,
    shape: (s) => {
      s.box(0, 6.2, 0, 2.2, 1.6, 2, c.yellow);
      s.beam([-0.7, 1.8, 0], [-0.7, 6.2, 0], 0.16, c.black);
      s.beam([0.7, 1.8, 0], [0.7, 6.2, 0], 0.16, c.black);
      s.box(0, 0, 0, 4.4, 1.9, 2.2, 0xffffff);
    },
  });
  moving.hoists.forEach((one, i) => {
    put(mesh, i, { ...one, scale: 1, colour: [c.red, c.yellow, c.teal][i % 3] as number });
  });
  return mesh;
}

/** Gulls over the harbour. */
export function gulls(): InstancedMesh {
  const flocks = [
    [24, 24, 102, 20],
    [-74, 20, 96, 16],
    [100, 22, 100, 18],
  ] as const;
  const mesh = instanced({
    most: 15,
    motion: `
      float a = way.x + time * 0.16 * way.z;
      transformed.y += abs(transformed.z) * (0.25 + 0.5 * sin(time * 5.0 + way.x * 9.0));
      transformed.xz = mat2(cos(a), sin(a), -sin(a), cos(a)) * (transformed.xz + vec2(0.0, way.y));
      transformed.y += sin(time * 0.4 + way.x * 5.0) * 1.6 + way.w;`,
    shape: (s) => {
      for (const side of [1, -1]) {
        const [a, b, d] = [
          [0.5, 0, 0],
          [-0.4, 0, 0],
          [-0.2, 0.1, side * 1.7],
        ] as const;
        s.tri(a, b, d, 0xffffff);
        s.tri(b, a, d, 0xe4e8ea);
      }
    },
  });
  for (let i = 0; i < 15; i++) {
    const [x, y, z, wide] = flocks[i % 3] as (typeof flocks)[number];
    put(mesh, i, {
      x,
      y,
      z,
      scale: 1,
      way: [i * 1.3, wide * (0.9 + ((i * 37) % 50) / 60), 0.7 + (i % 4) * 0.2, i % 7],
    });
  }
  return mesh;
}

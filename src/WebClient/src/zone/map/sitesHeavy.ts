import { c } from './palette';
import type { Shapes } from './shapes';
import type { Draw } from './sites';

export function chimney(s: Shapes, x: number, z: number, high: number, r: number, colour: number, band: number): void {
  s.lathe(
    x,
    0,
    z,
    [
      [r, 0],
      [r * 0.8, high * 0.8],
      [r * 0.75, high * 0.9],
      [r * 0.72, high],
      [0, high],
    ],
    12,
    (ring) => (ring === 1 ? band : ring === 3 ? c.black : colour),
  );
}

export function column(s: Shapes, x: number, z: number, high: number, r: number, colour: number): void {
  s.lathe(
    x,
    0,
    z,
    [
      [r, 0],
      [r, high],
      [r * 0.7, high + r * 0.7],
      [0, high + r],
    ],
    10,
    colour,
  );
  for (const part of [0.35, 0.65, 0.92]) {
    s.lathe(
      x,
      high * part,
      z,
      [
        [r * 1.5, 0],
        [r * 1.5, 0.35],
        [r, 0.35],
      ],
      10,
      c.orange,
    );
  }
}

export const heavySites: Readonly<Record<string, Draw>> = {
  'spherical-tanks': (s) => {
    for (const [x, z] of [
      [-9, -7],
      [3, -8],
      [-10, 5],
      [2, 4],
    ] as const) {
      s.ball(x, 6.6, z, 4.9, c.white, 20);
      s.lathe(
        x,
        6.3,
        z,
        [
          [4.98, 0],
          [4.98, 0.7],
        ],
        20,
        c.orange,
      );
      for (let i = 0; i < 6; i++) {
        const t = (i / 6) * Math.PI * 2;
        s.beam(
          [x + Math.cos(t) * 4.6, 0, z + Math.sin(t) * 4.6],
          [x + Math.cos(t) * 4.6, 6, z + Math.sin(t) * 4.6],
          0.45,
          c.grey,
        );
      }
    }
    s.box(11.6, 0, -2, 4, 3.4, 14, c.cream);
    s.box(11.6, 3.4, -2, 4.6, 0.5, 14.6, c.blue);
    s.beam([-12, 1.2, 11], [12, 1.2, 11], 0.6, c.orange);
    s.beam([-12, 1.9, 11.8], [12, 1.9, 11.8], 0.6, c.teal);
  },
  'electrolyser-hall': (s) => {
    s.box(-3, 0, -2, 17, 7, 11, c.white);
    s.box(-3, 4.6, -2, 17.2, 1.5, 11.2, c.sky);
    s.box(-3, 7, -2, 17.6, 0.6, 11.6, c.blue);
    for (let i = 0; i < 4; i++) {
      s.lathe(
        -8 + i * 4.4,
        0.4,
        7,
        [
          [0, 0],
          [1.2, 0],
          [1.2, 4.4],
          [0.7, 5.2],
          [0, 5.4],
        ],
        10,
        c.white,
      );
    }
    for (const z of [-6, -2, 2]) {
      s.lathe(
        10,
        0,
        z,
        [
          [1.6, 0],
          [1.6, 7],
          [0, 8.4],
        ],
        12,
        (ring, side) => (ring === 0 && side % 4 === 0 ? c.teal : c.paleGlass),
      );
    }
  },
  'furnace-hall': (s, _, moving) => {
    s.box(-2, 0, -2, 16, 9, 15, c.dark);
    s.gable(-2, 9, -2, 16.6, 4, 15.6, c.black, c.dark);
    s.windows(-2, 6, -2, 16, 2, 15, 1, c.orange, 0.5);
    s.box(-2, 0, 5.6, 6, 5, 0.3, c.orange, 1);
    s.lathe(
      9,
      0,
      3,
      [
        [3, 0],
        [3.4, 4],
        [2.2, 9],
        [1.4, 13],
        [1.8, 15],
        [0, 15],
      ],
      12,
      c.rust,
    );
    s.beam([9, 14, 3], [-1, 12, -1], 1, c.rust);
    chimney(s, 8, -7, 22, 1.2, c.brick, c.white);
    moving.plume(8, 22, -7, 1.5);
  },
  foundry: (s, _, moving) => {
    s.box(0, 0, -1, 15, 6, 13, c.brick);
    s.windows(0, 1, -1, 15, 4, 13, 1, c.yellow, 0.45);
    s.gable(0, 6, -4.2, 15.4, 2.4, 6.6, c.grey, c.brick);
    s.gable(0, 6, 2.3, 15.4, 2.4, 6.6, c.grey, c.brick);
    s.lathe(
      -4,
      5,
      -1,
      [
        [1.8, 0],
        [1.8, 5],
        [2.2, 6.4],
        [1.4, 6.4],
        [0, 5],
      ],
      10,
      c.orange,
    );
    chimney(s, 6, -8, 16, 0.9, c.grey, c.white);
    moving.plume(6, 16, -8, 1.1);
    for (let i = 0; i < 3; i++) {
      s.box(-5 + i * 3, 0, 8, 2.2, 1, 1.4, c.steel);
    }
  },
  columns: (s, _, moving) => {
    for (const [x, z, high, r] of [
      [-9, -6, 17, 1.3],
      [-5, -7, 21, 1.6],
      [-0.5, -6, 14, 1.1],
      [3, -7, 19, 1.2],
      [7, -6, 15, 1.5],
    ] as const) {
      column(s, x, z, high, r, c.steel);
    }
    for (const y of [3, 4.5, 7]) {
      s.beam([-11, y, -3.6], [9, y, -3.6], 0.5, y === 7 ? c.teal : c.grey);
    }
    for (const [x, z] of [
      [-8, 5],
      [0, 6],
      [8, 5],
    ] as const) {
      s.lathe(
        x,
        0,
        z,
        [
          [3.3, 0],
          [3.3, 4],
          [0, 4.8],
        ],
        18,
        (ring) => (ring ? c.green : c.white),
      );
    }
    s.beam([11.5, 0, -8], [11.5, 23, -8], 0.6, c.red);
    s.lathe(
      11.5,
      23,
      -8,
      [
        [0, 0],
        [0.7, 1],
        [0, 3],
      ],
      8,
      c.yellow,
      1,
    );
    moving.plume(-5, 23, -7, 1);
  },
  cracker: (s, _, moving) => {
    for (let i = 0; i < 3; i++) {
      const x = -8 + i * 6.4;
      s.box(x, 0, -5, 4.6, 9, 6, i % 2 ? c.grey : c.steel);
      s.frustum(x, 9, -5, 4.6, 6, 1.8, 1.8, 3, c.dark);
      s.cyl(x, 12, -5, 0.9, 7, c.cream, 10);
      moving.plume(x, 19, -5, 1);
      for (const y of [2.5, 5, 7.5]) {
        s.box(x, y, -5, 5.2, 0.25, 6.6, c.yellow);
      }
    }
    for (let i = 0; i < 3; i++) {
      s.ball(-7 + i * 6, 3, 6, 2.5, c.white, 14);
      s.cyl(-7 + i * 6, 0, 6, 1.4, 2, c.grey, 8);
    }
    s.beam([-11, 5, 1.5], [11, 5, 1.5], 0.7, c.purple);
    s.beam([-11, 6, 2.2], [11, 6, 2.2], 0.7, c.orange);
    column(s, 10, -7, 18, 1.4, c.purple);
  },
  chimney: (s, _, moving) => {
    s.box(-2, 0, -1, 15, 5, 11, c.cream);
    s.windows(-2, 1, -1, 15, 3, 11, 1, c.orange, 0.5);
    s.gable(-2, 5, -1, 15.6, 3, 11.6, c.sky, c.cream);
    s.box(-2, 7.4, -1, 10, 1.4, 2, c.paleGlass, 0.7);
    chimney(s, 8, -4, 24, 1.5, c.terracotta, c.white);
    moving.plume(8, 24, -4, 1.8);
    for (let i = 0; i < 4; i++) {
      s.quad(
        [-8 + i * 3.4, 0, 8],
        [-5.6 + i * 3.4, 0, 8],
        [-5.6 + i * 3.4, 2.6, 7.4],
        [-8 + i * 3.4, 2.6, 7.4],
        c.paleGlass,
        0.5,
      );
    }
  },
};

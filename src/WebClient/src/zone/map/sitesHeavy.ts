import { c } from './palette';
import type { Shapes } from './shapes';
import type { Draw } from './sites';

function chimney(s: Shapes, x: number, z: number, high: number, r: number, colour: number, band: number): void {
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

function column(s: Shapes, x: number, z: number, high: number, r: number, colour: number): void {
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

export function pylon(s: Shapes, x: number, z: number, high: number): void {
  const at = (dx: number, y: number, dz: number) => [x + dx, y, z + dz] as const;
  for (const [dx, dz] of [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ] as const) {
    s.beam(at(dx * 2.2, 0, dz * 2.2), at(dx * 0.5, high, dz * 0.5), 0.3, c.dark);
  }
  for (let i = 0; i < 4; i++) {
    const [y0, y1] = [(high * i) / 4, (high * (i + 1)) / 4];
    const [w0, w1] = [2.2 - (1.7 * i) / 4, 2.2 - (1.7 * (i + 1)) / 4];
    for (const dz of [-1, 1]) {
      s.beam(at(-w0, y0, w0 * dz), at(w1, y1, w1 * dz), 0.2, c.dark);
      s.beam(at(w0, y0, w0 * dz), at(-w1, y1, w1 * dz), 0.2, c.dark);
    }
  }
  for (const y of [0.66, 0.83, 1]) {
    s.beam(at(-4.4 * (1.5 - y * 0.7), high * y, 0), at(4.4 * (1.5 - y * 0.7), high * y, 0), 0.35, c.dark);
  }
}

export const heavySites: Readonly<Record<string, Draw>> = {
  'energy-pavilion': (s) => {
    s.lathe(
      0,
      0,
      0,
      [
        [11, 0],
        [11, 1],
        [10.4, 1.2],
        [0, 1.2],
      ],
      28,
      c.cream,
    );
    s.lathe(
      0,
      1.2,
      0,
      [
        [8.6, 0],
        [8.9, 3.4],
      ],
      28,
      c.glass,
      1,
    );
    s.lathe(
      0,
      4.6,
      0,
      [
        [10.6, 0],
        [10.6, 0.9],
        [7, 1.7],
        [0, 2.4],
      ],
      28,
      (ring) => (ring < 2 ? c.orange : c.white),
    );
    s.ball(0, 7.5, 0, 2.2, c.yellow, 14);
    for (const turn of [0, Math.PI / 3, (2 * Math.PI) / 3]) {
      for (let i = 0; i < 14; i++) {
        const [a, b] = [(Math.PI * i) / 14, (Math.PI * (i + 1)) / 14];
        const p = (t: number) =>
          [Math.cos(t) * 8.6 * Math.cos(turn), 4 + Math.sin(t) * 10.5, Math.cos(t) * 8.6 * Math.sin(turn)] as const;
        s.beam(p(a), p(b), 0.75, turn ? c.blue : c.orange);
      }
    }
  },
  'cooling-tower': (s, _, moving) => {
    for (const x of [-10.5, 9]) {
      s.lathe(
        x,
        0,
        -9,
        [
          [8.6, 0],
          [7, 6],
          [5.6, 13],
          [5.1, 18],
          [5.4, 23],
          [6, 26.5],
          [6.1, 28],
          [5.4, 28],
          [5, 22],
        ],
        24,
        (ring) => (ring === 5 || ring === 6 ? c.terracotta : ring > 6 ? c.concrete : c.white),
      );
      moving.plume(x, 28, -9, 5);
    }
    s.box(-2, 0, 13, 26, 6, 7, c.cream);
    s.windows(-2, 1, 13, 26, 4, 7, 2, c.glass, 0.4);
    s.box(-2, 6, 13, 26.8, 0.6, 7.8, c.blue);
    for (const x of [-10, 3]) {
      s.cyl(x, 0, 5, 4.2, 8, c.concrete, 18);
      s.ball(x, 8, 5, 4.2, c.cream, 18, 0.5);
    }
    chimney(s, 16, 5, 20, 0.8, c.white, c.red);
  },
  dam: (s) => {
    const [n, r] = [14, 34];
    const p = (i: number, y: number, out: number) => {
      const t = -0.62 + (1.24 * i) / n;
      return [Math.sin(t) * (r + out), y, -26 + Math.cos(t) * (r - 8 + out)] as const;
    };
    for (let i = 0; i < n; i++) {
      s.quad(p(i, 0, 4), p(i + 1, 0, 4), p(i + 1, 22, 0), p(i, 22, 0), i % 2 ? c.concrete : c.stone);
      s.quad(p(i, 22, 0.6), p(i + 1, 22, 0.6), p(i + 1, 22, -2.5), p(i, 22, -2.5), c.white);
      s.quad(p(i, 20.8, 0.7), p(i + 1, 20.8, 0.7), p(i + 1, 22, 0.7), p(i, 22, 0.7), c.white);
    }
    for (const i of [5, 7, 9]) {
      s.quad(p(i - 0.35, 0.3, 4.3), p(i + 0.35, 0.3, 4.3), p(i + 0.35, 15, 1.6), p(i - 0.35, 15, 1.6), c.paleGlass);
    }
    s.tri([-24, 19.5, -4], [24, 19.5, -4], [0, 19.5, -46], c.water);
    s.box(8, 0, 6, 12, 4, 4, c.cream);
    s.box(8, 4, 6, 12.6, 0.5, 4.6, c.blue);
  },
  turbines: (s, _, moving) => {
    for (const [x, z, high] of [
      [-13, -10, 25],
      [5, -3, 27],
      [-9, 11, 26],
      [15, 13, 24],
    ] as const) {
      for (const a of [0, 2.1, 4.2]) {
        const [fx, fz] = [x + Math.sin(a) * 4.4, z + Math.cos(a) * 4.4];
        s.cyl(fx, -2, fz, 1.3, 3.4, c.yellow, 10);
        s.beam([x, 0.6, z], [fx, 0.6, fz], 0.7, c.yellow);
      }
      s.lathe(
        x,
        -1,
        z,
        [
          [1.3, 0],
          [1.2, 4],
          [0.6, high],
        ],
        12,
        (ring) => (ring ? c.white : c.yellow),
      );
      s.box(x, high - 1.5, z, 1.5, 1.5, 3.4, c.white);
      moving.rotor(x, high - 0.8, z + 2, 11.5);
    }
  },
  'panel-field': (s) => {
    for (let i = 0; i < 5; i++) {
      for (let k = 0; k < 3; k++) {
        const [x, z] = [-12.6 + k * 7.4, -9 + i * 4.4];
        s.quad(
          [x - 3.4, 0.6, z + 1.5],
          [x + 3.4, 0.6, z + 1.5],
          [x + 3.4, 2.5, z - 1],
          [x - 3.4, 2.5, z - 1],
          i % 2 ? 0x1f4f86 : 0x275c96,
        );
        s.quad([x + 3.4, 0.6, z + 1.5], [x - 3.4, 0.6, z + 1.5], [x - 3.4, 2.5, z - 1], [x + 3.4, 2.5, z - 1], c.dark);
        s.box(x, 0, z - 0.6, 0.3, 2, 0.3, c.grey);
      }
    }
    for (let i = 0; i < 4; i++) {
      s.box(13, 0, -8 + i * 5, 5, 2.8, 3, c.white);
      s.box(13, 0.5, -8 + i * 5 + 1.55, 3.6, 1.4, 0.1, c.teal, 0.5);
    }
  },
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
  pylons: (s) => {
    pylon(s, -4, -10, 20);
    pylon(s, 4, 4, 18);
    for (const y of [12, 15]) {
      for (const dx of [-3.4, 3.4]) {
        s.beam([-4 + dx, y + 1, -10], [4 + dx, y, 4], 0.14, c.black);
      }
    }
    for (let i = 0; i < 3; i++) {
      s.box(-6 + i * 5, 0, 13, 3, 2.4, 3, c.steel);
      s.cyl(-6.8 + i * 5, 2.4, 13, 0.35, 2, c.terracotta, 6);
      s.cyl(-5.2 + i * 5, 2.4, 13, 0.35, 2, c.terracotta, 6);
    }
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
  silos: (s, _, moving) => {
    for (const [x, z] of [
      [-7, -6],
      [-2, -6],
      [3, -6],
      [-7, -1],
      [-2, -1],
    ] as const) {
      s.lathe(
        x,
        0,
        z,
        [
          [2.4, 0],
          [2.4, 12],
          [1, 14],
          [0, 14],
        ],
        14,
        (ring) => (ring ? c.stone : c.cream),
      );
    }
    s.box(-2, 13, -3.4, 14, 1.6, 2, c.grey);
    s.box(7.6, 0, -6, 5, 19, 6, c.stone);
    s.windows(7.6, 3, -6, 5, 14, 6, 4, c.dark, 0.25);
    s.box(7.6, 19, -6, 5.6, 0.6, 6.6, c.terracotta);
    s.beam([7, 17, -3], [-8, 1.6, 8], 1.5, c.grey);
    s.cyl(-8, 0, 8, 3, 0.2, c.stone, 14, 2.8);
    s.lathe(
      -8,
      0,
      8,
      [
        [3.2, 0],
        [0, 2.8],
      ],
      14,
      c.concrete,
    );
    s.beam([-3, 2, 6], [9, 3.4, 6], 2.4, c.rust);
    moving.plume(7.6, 19, -6, 1.4);
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
  distillery: (s) => {
    s.box(-3, 0, -3, 13, 5, 9, c.cream);
    s.gable(-3, 5, -3, 13.6, 3.4, 9.8, c.purple, c.cream);
    s.windows(-3, 1, -3, 13, 3, 9, 1, c.glass, 0.5);
    for (const [x, z] of [
      [6.5, -5],
      [6.5, 0.5],
    ] as const) {
      s.lathe(
        x,
        0,
        z,
        [
          [1.5, 0],
          [2.1, 1.4],
          [2.1, 3.6],
          [0.7, 5.6],
          [0.45, 9.4],
          [0, 9.4],
        ],
        14,
        c.orange,
      );
      s.beam([x, 9.2, z], [x + 2.6, 5.6, z], 0.6, c.orange);
      s.cyl(x + 2.7, 0, z, 0.8, 6, c.rust, 8);
    }
    for (let i = 0; i < 4; i++) {
      s.box(-6 + i * 1.2, 0, 6, 0.6, 0.6, 6, c.purple);
      s.box(-1 + i * 1.2, 0, 6, 0.6, 0.6, 6, 0xb59ad0);
    }
  },
};

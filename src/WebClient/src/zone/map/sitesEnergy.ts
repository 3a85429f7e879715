import { c } from './palette';
import type { Shapes } from './shapes';
import type { Draw } from './sites';
import { chimney } from './sitesHeavy';

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

/** Where power is made, and led away. */
export const energySites: Readonly<Record<string, Draw>> = {
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
};

import { c } from './palette';
import type { Draw } from './sites';
import { hall } from './sitesHalls';

/** Where people work at desks, learn and meet. */
export const campusSites: Readonly<Record<string, Draw>> = {
  'glass-tower': (s) => {
    s.box(2, 0, -2, 9, 24, 9, c.sky);
    s.windows(2, 0.5, -2, 9, 23.5, 9, 9, c.paleGlass, 0.72);
    s.box(2, 24, -2, 9.6, 0.7, 9.6, c.white);
    s.box(2, 24.7, -2, 4, 2, 4, c.steel);
    s.box(-5, 0, -2, 6, 13, 8, c.teal);
    s.windows(-5, 0.5, -2, 6, 12, 8, 5, c.paleGlass, 0.6);
    s.box(-5, 13, -2, 6.5, 0.6, 8.5, c.green);
    s.box(0, 0, 5, 12, 3, 5, c.white);
    s.windows(0, 0.5, 5, 12, 2.2, 5, 1, c.glass, 0.7);
  },
  'operations-centre': (s) => {
    s.frustum(0, 0, -1, 17, 13, 14, 10, 5, c.navy);
    s.frustum(0, 5, -1, 13, 9, 15, 11, 4, c.glass, 0.9);
    s.box(0, 9, -1, 15.6, 0.7, 11.6, c.navy);
    s.ball(-3.4, 9.6, -1, 2.4, c.white, 14);
    s.beam([4, 9.7, -1], [4, 16, -1], 0.35, c.red);
    s.box(4, 14, -1, 2.4, 0.3, 0.3, c.red);
    s.box(0, 0, 5.9, 4, 3, 0.4, c.paleGlass, 0.8);
  },
  laboratory: (s) => {
    hall(s, { w: 17, h: 9, d: 9, wall: c.white, roof: c.teal, z: -3, rows: 3, vents: 0 });
    for (let i = 0; i < 4; i++) {
      s.cyl(-6 + i * 4, 9.6, -4, 0.5, 2.4, c.steel, 8);
    }
    // A green cross
    s.box(6, 9.6, 0.6, 1.1, 3.4, 0.5, c.green, 0.6);
    s.box(6, 10.75, 0.65, 3.4, 1.1, 0.5, c.green, 0.6);
    hall(s, { w: 10, h: 4, d: 5, wall: c.paleGlass, roof: c.white, x: -3, z: 4.5, vents: 0 });
  },
  'central-dome': (s) => {
    s.lathe(
      0,
      0,
      -1,
      [
        [13.4, 0],
        [13.4, 0.7],
        [0, 0.7],
      ],
      30,
      c.cream,
    );
    s.lathe(
      0,
      0.7,
      -1,
      [
        [11, 0],
        [11, 3],
      ],
      30,
      c.white,
    );
    s.lathe(
      0,
      1.2,
      -1,
      [
        [11.06, 0],
        [11.06, 1.8],
      ],
      30,
      c.glass,
      0.9,
    );
    const rings = Array.from(
      { length: 8 },
      (_, i) => [Math.cos((i / 7) * (Math.PI / 2)) * 10.8, Math.sin((i / 7) * (Math.PI / 2)) * 9.4] as const,
    );
    s.lathe(0, 3.7, -1, rings, 30, (ring, side) => (side % 5 === 0 ? c.white : ring % 2 ? c.sky : c.paleGlass), 0.55);
    s.lathe(
      0,
      3.3,
      -1,
      [
        [11.3, 0],
        [11.3, 0.7],
        [10.6, 0.7],
      ],
      30,
      c.orange,
    );
    s.beam([0, 13, -1], [0, 18, -1], 0.3, c.white);
    s.quad([0.1, 18, -1], [0.1, 16, -1], [3.4, 16, -1], [3.4, 18, -1], c.orange);
    s.box(0, 0.7, 10, 7, 3.4, 3, c.orange);
    s.box(0, 0.7, 11.6, 5, 2.6, 0.2, c.paleGlass, 1);
  },
  campus: (s) => {
    hall(s, { w: 15, h: 5, d: 5, wall: c.yellow, roof: c.white, z: -5.5, vents: 0, rows: 2 });
    hall(s, { w: 5, h: 5, d: 9, wall: c.orange, roof: c.white, x: -5, z: 1.6, vents: 0, rows: 2 });
    s.box(2.4, 0, 2, 9, 0.15, 8, c.grass);
    s.gable(5, 5.6, -5.5, 5, 2.2, 5.4, c.terracotta, c.yellow);
    s.beam([3, 0, 5], [3, 6, 5], 0.2, c.white);
    s.quad([3, 6, 5], [3, 4.8, 5], [5, 4.8, 5], [5, 6, 5], c.blue);
  },
  auditorium: (s) => {
    const fan = Array.from({ length: 3 }, (_, i) => 9.4 - i * 1.6);
    fan.forEach((r, i) => {
      s.lathe(
        0,
        i * 2.6,
        2,
        [
          [r, 0],
          [r + 0.3, 2.6],
          [0, 2.6],
        ],
        18,
        i % 2 ? c.cream : c.terracotta,
        0,
        Math.PI * 0.5,
        Math.PI * 1.5,
      );
    });
    s.box(0, 0, 2.4, 19, 7.8, 0.9, c.cream);
    s.box(0, 1.6, 3, 12, 5, 0.2, c.paleGlass, 1);
    s.box(0, 0, 5, 12, 0.7, 4, c.orange);
    s.frustum(0, 7.8, -1, 8, 5, 5, 3, 2, c.terracotta);
  },
  'class-lobby': (s) => {
    s.box(0, 0, -1, 17, 3.6, 6, c.paleGlass, 0.5);
    s.windows(0, 0.4, -1, 17, 2.8, 6, 1, c.white, 0.3);
    for (let i = 0; i < 5; i++) {
      s.gable(
        -6.8 + i * 3.4,
        3.6,
        -1,
        3.4,
        1.6,
        6.6,
        [c.red, c.yellow, c.teal, c.blue, c.orange][i] as number,
        c.white,
      );
    }
  },
};

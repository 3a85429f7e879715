import { c } from './palette';
import type { Draw } from './sites';
import { hall } from './sitesHalls';

/** Food, and what grows in tanks. */
export const foodSites: Readonly<Record<string, Draw>> = {
  bioreactors: (s) => {
    hall(s, { w: 16, h: 6, d: 6, wall: c.white, roof: c.green, z: -6, vents: 2 });
    for (const [x, z] of [
      [-6, 1],
      [-1.6, 1],
      [2.8, 1],
      [-4, 5.4],
      [0.6, 5.4],
    ] as const) {
      s.lathe(
        x,
        0,
        z,
        [
          [0.5, 0],
          [1.6, 1.2],
          [1.6, 6],
          [0.9, 7.2],
          [0, 7.4],
        ],
        12,
        c.steel,
      );
      s.lathe(
        x,
        3,
        z,
        [
          [1.66, 0],
          [1.66, 1],
        ],
        12,
        c.green,
      );
    }
    s.beam([-7, 7.6, 1], [4, 7.6, 1], 0.4, c.teal);
    s.ball(7, 2.6, 3, 2.2, c.green, 12);
    s.cyl(7, 0, 3, 1, 1, c.grey, 8);
  },
  cannery: (s, _, moving) => {
    hall(s, { w: 22, h: 5.4, d: 11, wall: c.cream, roof: c.red, z: -2, vents: 4 });
    for (const [x, tone] of [
      [-10, c.red],
      [-5.8, c.yellow],
      [-1.6, c.teal],
    ] as const) {
      s.lathe(
        x,
        0,
        6.6,
        [
          [1.7, 0],
          [1.7, 0.3],
          [1.6, 0.3],
          [1.6, 3.2],
          [1.7, 3.2],
          [1.7, 3.5],
          [0, 3.4],
        ],
        14,
        (ring) => (ring === 2 ? tone : c.steel),
      );
    }
    s.cyl(8, 0, 6, 0.9, 11, c.brick, 10);
    moving.plume(8, 11, 6, 0.9);
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

import { dice } from './dice';
import { c } from './palette';
import type { Shapes } from './shapes';
import type { Draw } from './sites';

const boxes = [c.red, c.blue, c.orange, c.teal, c.yellow, c.cream, c.navy, c.terracotta] as const;

/** A hull along x, its bow to the right. */
export function hull(
  s: Shapes,
  x: number,
  y: number,
  z: number,
  length: number,
  wide: number,
  high: number,
  colour: number,
  stripe: number = colour,
): void {
  const [l, m, r, w] = [x - length / 2, x + length * 0.3, x + length / 2, wide / 2];
  const k = w * 0.93;
  const bands: [number, number, number][] = [
    [y, y + high * 0.42, stripe],
    [y + high * 0.42, y + high, colour],
  ];
  for (const [y0, y1, tone] of bands) {
    s.quad([l, y0, z + k], [m, y0, z + k], [m, y1, z + w], [l, y1, z + w], tone);
    s.quad([m, y0, z + k], [r - 1, y0, z], [r, y1, z], [m, y1, z + w], tone);
    s.quad([m, y0, z - k], [l, y0, z - k], [l, y1, z - w], [m, y1, z - w], tone);
    s.quad([r - 1, y0, z], [m, y0, z - k], [m, y1, z - w], [r, y1, z], tone);
    s.quad([l, y0, z - k], [l, y0, z + k], [l, y1, z + w], [l, y1, z - w], tone);
  }
  const top = y + high;
  s.quad([l, top, z + w], [m, top, z + w], [m, top, z - w], [l, top, z - w], c.stone);
  s.tri([m, top, z + w], [r, top, z], [m, top, z - w], c.stone);
}

/** A quay crane: a portal on four legs, a boom far out over the ship, held from a mast. */
function gantry(s: Shapes, x: number, z: number, colour: number): void {
  for (const dz of [-4.4, 4.4]) {
    for (const dx of [-3, 3]) {
      s.box(x + dx, 0, z + dz, 0.9, 14, 0.9, colour);
    }
    s.box(x, 6.4, z + dz, 6, 0.8, 0.8, colour);
    s.box(x, 13.2, z + dz, 7, 1, 1, colour);
  }
  for (const dx of [-3, 3]) {
    s.box(x + dx, 13.2, z, 0.9, 1, 9, colour);
  }
  s.box(x, 14.2, z + 3, 1.7, 1.3, 34, colour);
  s.frustum(x, 15.4, z + 4.4, 1.8, 1.2, 0.7, 0.7, 8, colour);
  s.beam([x, 23, z + 4.4], [x, 15.4, z + 18.6], 0.32, c.dark);
  s.beam([x, 23, z + 4.4], [x, 15.4, z - 11], 0.32, c.dark);
  s.box(x, 15.4, z - 7.4, 3.6, 2.6, 5, c.white);
  s.box(x + 2.2, 12, z + 6.4, 1.4, 1.6, 1.6, c.yellow);
}

const tug = (s: Shapes, x: number, z: number, colour: number): void => {
  hull(s, x, -1.2, z, 8, 3.4, 1.9, colour, c.black);
  s.box(x - 0.6, 0.7, z, 2.6, 1.9, 2.2, c.white);
  s.windows(x - 0.6, 1.3, z, 2.6, 1.2, 2.2, 1, c.navy);
  s.cyl(x - 2.4, 0.7, z, 0.5, 1.8, c.orange, 8);
  s.beam([x - 0.4, 2.6, z], [x - 0.4, 4.6, z], 0.16, c.dark);
};

export const portSites: Readonly<Record<string, Draw>> = {
  'control-tower': (s) => {
    s.box(0, 0, -3, 14, 4, 11, c.white);
    s.windows(0, 0.6, -3, 14, 3, 11, 1, c.glass);
    s.box(0, 4, -3, 14.6, 0.4, 11.6, c.terracotta);
    s.cyl(2, 4, -1, 1.9, 13, c.cream, 14, 1.5);
    s.lathe(
      2,
      17,
      -1,
      [
        [1.5, 0],
        [4.2, 1.4],
        [4.2, 1.8],
      ],
      16,
      c.white,
    );
    s.lathe(
      2,
      18.8,
      -1,
      [
        [4, 0],
        [4.5, 2.2],
      ],
      16,
      c.glass,
      1,
    );
    s.lathe(
      2,
      21,
      -1,
      [
        [4.8, 0],
        [4.8, 0.5],
        [0, 1.6],
      ],
      16,
      c.terracotta,
    );
    s.beam([2, 22, -1], [2, 27, -1], 0.25, c.red);
    s.beam([-5, 0, 7], [-5, 9, 7], 0.2, c.white);
    s.quad([-5, 9, 7], [-5, 7.4, 7], [-2.4, 7.4, 7], [-2.4, 9, 7], c.blue);
  },
  'gantry-cranes': (s, _, moving) => {
    const roll = dice(7);
    for (let i = 0; i < 7; i++) {
      for (let j = 0; j < 3; j++) {
        const high = 1 + Math.floor(roll() * 3.4);
        for (let k = 0; k < high; k++) {
          s.box(-21 + i * 7, k * 2, -10.5 + j * 3.1, 6.2, 1.9, 2.5, boxes[Math.floor(roll() * boxes.length)] as number);
        }
      }
    }
    for (const x of [-15, 0, 15]) {
      gantry(s, x, 5, x === 0 ? c.orange : c.blue);
      moving.hoist(x, 6, 9);
    }
    // The ship they unload
    hull(s, 2, -1.2, 23, 50, 11, 6, c.navy, c.terracotta);
    for (let i = 0; i < 8; i++) {
      const high = 1 + Math.floor(roll() * 3);
      for (let k = 0; k < high; k++) {
        for (const dz of [-3, 0, 3]) {
          s.box(-14 + i * 4, 4.8 + k * 1.9, 23 + dz, 3.7, 1.8, 2.8, boxes[Math.floor(roll() * boxes.length)] as number);
        }
      }
    }
    s.box(-20, 4.8, 23, 4.6, 7, 9, c.white);
    s.windows(-20, 9.6, 23, 4.6, 1.6, 9, 1, c.navy);
    s.cyl(-22.3, 11, 23, 1.1, 3.2, c.orange, 10);
  },
  'dry-dock': (s) => {
    s.quad([-13, 0.25, 13], [13, 0.25, 13], [13, 0.25, -7], [-13, 0.25, -7], 0x8b8f8c);
    s.quad([-10, 0.3, 13], [10, 0.3, 13], [10, 0.3, -5], [-10, 0.3, -5], 0x6d7577);
    for (const x of [-11.6, 11.6]) {
      s.box(x, 0, 3, 2.4, 1.6, 20, c.concrete);
    }
    // A ship on blocks, its bow to the sea
    const [x, z] = [0, 3];
    s.frustum(x, 0.8, z, 5, 14, 7.4, 16, 4.2, c.terracotta);
    s.frustum(x, 5, z, 7.4, 16, 7.6, 16.4, 1.6, c.navy);
    s.box(x, 6.6, z - 4.5, 6, 3.4, 4.6, c.white);
    s.windows(x, 8.2, z - 4.5, 6, 1.3, 4.6, 1, c.glass);
    s.cyl(x, 10, z - 5.5, 1, 2.4, c.red, 10);
    for (const zz of [-4.5, 9]) {
      for (const dx of [-12, 12]) {
        s.beam([dx, 1, zz], [dx, 13.4, zz], 1, c.yellow);
      }
    }
    s.box(0, 13, -4.5, 26, 1.4, 1.4, c.yellow);
    s.box(0, 13, 9, 26, 1.4, 1.4, c.yellow);
    s.box(-12, 13.5, 2.2, 1, 1, 13, c.yellow);
    s.box(12, 13.5, 2.2, 1, 1, 13, c.yellow);
    s.box(3, 14.2, 2, 3, 1.4, 14, c.orange);
    s.box(-8, 0, -10.2, 12, 4, 4, c.cream);
    s.gable(-8, 4, -10.2, 12.4, 1.6, 4.4, c.blue);
  },
  ferry: (s) => {
    s.box(-5, 0, -5, 20, 4, 8, c.white);
    s.windows(-5, 0.5, -5, 20, 3, 8, 1, c.glass, 0.6);
    s.box(-5, 4, -5, 21, 0.5, 9, c.teal);
    s.beam([4, 3, -1], [9, 4, 12], 1.4, c.steel);
    hull(s, 4, -1.2, 18, 40, 10, 5, c.white, c.blue);
    s.box(1, 3.8, 18, 30, 2.2, 8.6, c.white);
    s.windows(1, 4.1, 18, 30, 1.6, 8.6, 1, c.navy);
    s.box(-0.5, 6, 18, 25, 2, 7.4, c.white);
    s.windows(-0.5, 6.2, 18, 25, 1.6, 7.4, 1, c.navy);
    s.box(4, 8, 18, 12, 1.8, 6, c.white);
    s.windows(4, 8.3, 18, 12, 1.1, 6, 1, c.navy);
    s.frustum(-7, 8, 18, 5, 3.4, 3.6, 2.6, 4.4, c.orange);
    s.box(-7, 12.4, 18, 3.7, 0.7, 2.7, c.navy);
    s.beam([7, 9.8, 18], [7, 14, 18], 0.22, c.dark);
  },
  'service-boats': (s) => {
    s.box(-12, 0, -1.5, 13, 5, 8, c.teal);
    s.gable(-12, 5, -1.5, 13.4, 1.8, 8.4, c.white);
    s.box(-12, 0, 2.6, 4, 3.6, 0.2, c.white);
    // Blades and a tower waiting for the ship
    for (const i of [0, 1, 2]) {
      s.frustum(7 + i * 0.01, 0.5, -4.6 + i * 2, 20, 1.1, 17, 0.5, 0.7, c.white);
    }
    s.lathe(
      16,
      0,
      3.6,
      [
        [1.6, 0],
        [1.3, 11],
        [0, 11],
      ],
      12,
      (ring) => (ring ? c.white : c.yellow),
    );
    s.lathe(
      12,
      0,
      3.6,
      [
        [1.6, 0],
        [1.4, 7],
        [0, 7],
      ],
      12,
      c.yellow,
    );
    for (const [x, tone] of [
      [-10, c.orange],
      [4, c.red],
    ] as const) {
      hull(s, x, -1.2, 11, 12, 4, 2.2, tone, c.navy);
      s.box(x + 1, 1, 11, 3.4, 2.6, 3, c.white);
      s.windows(x + 1, 2, 11, 3.4, 1.2, 3, 1, c.navy);
      s.beam([x - 3, 1, 11], [x - 4.6, 4.5, 11], 0.3, c.yellow);
    }
  },
  'rail-yard': (s) => {
    for (let i = 0; i < 3; i++) {
      const z = -4.5 + i * 3.2;
      s.box(0, 0, z, 43, 0.18, 2.1, 0x9a8f80);
      for (const dz of [-0.6, 0.6]) {
        s.box(0, 0.18, z + dz, 43, 0.14, 0.16, c.dark);
      }
      const roll = dice(31 + i);
      for (let k = 0; k < 7; k++) {
        if (roll() < 0.8) {
          const x = -18.5 + k * 6 + i;
          s.box(x, 0.5, z, 5.6, 0.5, 1.7, c.dark);
          s.box(x, 1, z, 5.2, 1.9, 1.6, boxes[Math.floor(roll() * boxes.length)] as number);
        }
      }
    }
    for (const x of [-9, 9]) {
      s.beam([x, 0, -6.4], [x, 8, -6.4], 0.7, c.yellow);
      s.beam([x, 0, 5.6], [x, 8, 5.6], 0.7, c.yellow);
    }
    for (const x of [-9, 9]) {
      s.box(x, 7.8, -0.4, 1.2, 1.2, 13.4, c.yellow);
    }
    s.box(0, 8.8, -2, 19, 1, 1.6, c.orange);
    s.box(17, 0, 5, 8, 3, 3, c.cream);
  },
  'tug-basin': (s) => {
    s.box(-5, 0, -6, 9, 4.4, 8, c.cream);
    s.gable(-5, 4.4, -6, 9.6, 2.4, 8.8, c.red, c.cream);
    s.windows(-5, 1, -6, 9, 2.6, 8, 1, c.glass);
    // A small light at the pier's end
    s.box(7, 0, 2, 2, 0.6, 20, c.concrete);
    s.lathe(
      7,
      0.6,
      9,
      [
        [1.3, 0],
        [1.1, 2.4],
        [1, 4.8],
        [0.9, 7],
        [0, 7],
      ],
      12,
      (ring) => (ring % 2 ? c.white : c.red),
    );
    s.lathe(
      7,
      7.6,
      9,
      [
        [0.7, 0],
        [0.7, 1.2],
      ],
      10,
      c.yellow,
      1,
    );
    s.lathe(
      7,
      8.8,
      9,
      [
        [1, 0],
        [0, 0.9],
      ],
      10,
      c.red,
    );
    tug(s, -6, 17, c.red);
    tug(s, 5, 18, c.teal);
    tug(s, -4, 22.5, c.orange);
  },
};

import { c } from './palette';
import type { Shapes } from './shapes';
import type { Draw } from './sites';

interface HallOptions {
  readonly w: number;
  readonly h: number;
  readonly d: number;
  readonly wall: number;
  readonly roof: number;
  readonly x?: number;
  readonly z?: number;
  readonly glass?: number;
  readonly rows?: number;
  readonly vents?: number;
  readonly door?: number;
}

/** A flat hall: walls, windows, a roof that juts out, vents on it and a door towards the street. */
export function hall(
  s: Shapes,
  { w, h, d, wall, roof, x = 0, z = 0, glass = c.glass, rows = 1, vents = 3, door = c.dark }: HallOptions,
): void {
  s.box(x, 0, z, w, h, d, wall);
  s.windows(x, h * 0.25, z, w, h * 0.65, d, rows, glass, 0.5);
  s.box(x, h, z, w + 0.7, 0.6, d + 0.7, roof);
  for (let i = 0; i < vents; i++) {
    const vx = x - w / 2 + (w * (i + 0.5)) / vents;
    s.box(vx, h + 0.6, z - d * 0.15, Math.min(2.4, w / vents / 2), 1.1, d * 0.25, c.steel);
  }
  s.box(x, 0, z + d / 2, 2.6, Math.min(3, h * 0.7), 0.3, door);
}

export const workshop: Draw = (s) => {
  hall(s, { w: 16, h: 6, d: 12, wall: c.cream, roof: c.navy, z: -1, door: c.orange });
  s.gable(0, 6.6, -1, 16, 2.6, 5, c.navy, c.cream);
  s.lathe(
    8,
    0,
    8,
    [
      [1.4, 0],
      [1.4, 1.4],
      [2, 1.4],
      [2, 2.2],
      [0.8, 2.2],
      [0.8, 3.2],
      [0, 3.2],
    ],
    12,
    c.blue,
  );
};

export const halls: Readonly<Record<string, Draw>> = {
  workshop: (s, place, moving) => {
    workshop(s, place, moving);
    // A great valve before the door
    s.lathe(
      -7,
      0,
      7.6,
      [
        [2, 0],
        [2, 0.7],
        [1.2, 0.9],
        [1.2, 2.6],
        [0.4, 2.8],
        [0.4, 4.4],
        [0, 4.4],
      ],
      12,
      c.blue,
    );
    for (let i = 0; i < 10; i++) {
      const [a, b] = [(i / 10) * Math.PI * 2, ((i + 1) / 10) * Math.PI * 2];
      s.beam(
        [-7 + Math.cos(a) * 1.8, 4.4, 7.6 + Math.sin(a) * 1.8],
        [-7 + Math.cos(b) * 1.8, 4.4, 7.6 + Math.sin(b) * 1.8],
        0.35,
        c.red,
      );
    }
  },
  'saw-tooth-roof': (s) => {
    s.box(0, 0, -1, 18, 6, 14, c.brick);
    s.windows(0, 1.4, -1, 18, 3.2, 14, 1, c.glass, 0.6);
    s.saw(0, 6, -1, 18, 3.4, 14, 5, c.grey, c.paleGlass);
    s.box(0, 0, 6, 4, 4, 0.3, c.dark);
    s.beam([-8, 1.2, 8.4], [0, 1.2, 8.4], 1.2, c.orange);
    s.beam([-8, 2.2, 9.2], [-2, 2.2, 9.2], 1.2, c.steel);
  },
  'machine-hall': (s) => {
    hall(s, { w: 18, h: 6, d: 13, wall: c.white, roof: c.teal, z: -1, vents: 4, door: c.navy });
    for (const x of [-6, 5]) {
      s.lathe(
        x,
        7.6,
        -1,
        [
          [3, 0],
          [3, 0.9],
          [1.4, 0.9],
          [1.4, 1.6],
          [0, 1.6],
        ],
        10,
        c.steel,
      );
      for (let i = 0; i < 8; i++) {
        const t = (i / 8) * Math.PI * 2;
        s.box(x + Math.cos(t) * 3.1, 7.6, -1 + Math.sin(t) * 3.1, 0.9, 0.9, 0.9, c.steel);
      }
    }
  },
  'robot-cell': (s) => {
    hall(s, { w: 16, h: 5, d: 8, wall: c.cream, roof: c.yellow, z: -5, vents: 2 });
    for (const [x, k] of [
      [-4.5, 1],
      [4.5, -1],
    ] as const) {
      s.cyl(x, 0, 4, 1.9, 1.4, c.dark, 12);
      s.beam([x, 1.4, 4], [x - k * 1.6, 6.6, 4], 1.4, c.orange);
      s.ball(x - k * 1.6, 6.6, 4, 1.1, c.dark, 10);
      s.beam([x - k * 1.6, 6.6, 4], [x + k * 3, 7.6, 4], 1.1, c.orange);
      s.beam([x + k * 3, 7.6, 4], [x + k * 3.4, 4.6, 4], 0.7, c.dark);
    }
    s.box(0, 0, 4, 3, 1.8, 2.4, c.steel);
  },
  hangar: (s, _, moving) => {
    const n = 12;
    const p = (i: number, z: number, r: number) =>
      [-3 + -Math.cos((Math.PI * i) / n) * r, Math.sin((Math.PI * i) / n) * r * 0.85, z] as const;
    for (let i = 0; i < n; i++) {
      s.quad(p(i, 3, 9.5), p(i + 1, 3, 9.5), p(i + 1, -11, 9.5), p(i, -11, 9.5), i % 2 ? c.white : c.cream);
      s.tri([-3, 0, -11], p(i + 1, -11, 9.5), p(i, -11, 9.5), c.stone);
      s.quad(p(i, 3, 8), p(i + 1, 3, 8), p(i + 1, 3, 9.5), p(i, 3, 9.5), c.blue);
      s.tri([-3, 0, 2.4], p(i + 1, 2.4, 8), p(i, 2.4, 8), c.navy, 0.25);
    }
    // The helicopter on its pad
    s.lathe(
      5.5,
      0.1,
      7,
      [
        [5, 0],
        [5, 0.15],
        [0, 0.15],
      ],
      20,
      c.asphalt,
    );
    s.lathe(
      5.5,
      0.3,
      7,
      [
        [4.3, 0],
        [3.7, 0],
      ],
      20,
      c.yellow,
    );
    s.lathe(
      5.5,
      0.3,
      7,
      [
        [4.3, 0],
        [3.7, 0.02],
      ].reverse() as [number, number][],
      20,
      c.yellow,
    );
    s.ball(5.2, 2.4, 7, 1.8, c.red, 12);
    s.ball(6.2, 2.5, 7, 1.5, c.glass, 10);
    s.beam([4.4, 2.8, 7], [-0.6, 3.4, 7], 0.6, c.red);
    s.box(-0.6, 3.2, 7, 0.8, 1.8, 0.25, c.white);
    s.beam([5.2, 4, 7], [5.2, 4.9, 7], 0.35, c.dark);
    moving.rotor(5.2, 5, 7, 5.6, true);
    for (const dz of [-1.2, 1.2]) {
      s.beam([3.6, 0.6, 7 + dz], [7.2, 0.6, 7 + dz], 0.25, c.dark);
    }
  },
  'assembly-line': (s) => {
    hall(s, { w: 30, h: 5.4, d: 8, wall: c.white, roof: c.blue, z: -1.6, vents: 6 });
    for (const x of [-9, 0, 9]) {
      s.box(x, 0, 2.5, 5, 3.8, 0.3, c.paleGlass, 0.8);
    }
    s.beam([-8, 1.4, 5], [-1, 1.4, 5], 1, c.steel);
    s.frustum(6, 1, 5, 8, 2, 6, 0.8, 0.6, c.orange);
  },
  'clean-room': (s) => {
    hall(s, { w: 15, h: 6, d: 10, wall: c.white, roof: c.white, z: -1, vents: 0, glass: c.sky });
    s.box(-3, 6.6, -1, 6, 2, 6, c.steel);
    s.lathe(
      4,
      7.6,
      -1,
      [
        [0.2, -1],
        [0.5, 0],
        [2.4, 0.8],
        [3.4, 2.2],
      ],
      14,
      c.cream,
    );
    s.lathe(
      4,
      7.6,
      -1,
      [
        [3.4, 2.2],
        [2.3, 0.9],
        [0, 0.3],
      ],
      14,
      c.steel,
    );
    s.beam([4, 7.8, -1], [4, 10.6, -1], 0.25, c.red);
    // A satellite as a sign
    s.box(0, 3, 5.6, 1.8, 2, 1.6, c.yellow);
    s.beam([0, 0, 5.6], [0, 3, 5.6], 0.4, c.grey);
    s.box(-3.2, 3.4, 5.6, 3.6, 1.3, 0.2, c.blue);
    s.box(3.2, 3.4, 5.6, 3.6, 1.3, 0.2, c.blue);
  },
  depot: (s) => {
    for (const z of [-3, 1.6]) {
      s.box(-5, 0, z, 22, 4, 4.4, c.terracotta);
      s.gable(-5, 4, z, 22.4, 2, 4.8, c.grey, c.terracotta);
      s.box(6.1, 0, z, 0.3, 3.4, 3, c.dark);
      s.box(10, 0, z, 16, 0.2, 1.8, 0x9a8f80);
    }
    for (const [x, tone] of [
      [9.2, c.blue],
      [14.6, c.blue],
    ] as const) {
      s.box(x, 0.5, 1.6, 5.2, 2.4, 1.8, tone);
      s.windows(x, 1.2, 1.6, 5.2, 1.4, 1.8, 1, c.paleGlass, 0.6);
      s.box(x, 2.9, 1.6, 5, 0.3, 1.6, c.white);
    }
    s.frustum(18.2, 0.5, 1.6, 2, 1.8, 0.6, 1.4, 2.3, c.yellow);
  },
  'long-factory': (s) => {
    hall(s, { w: 38, h: 5, d: 10, wall: c.white, roof: c.green, vents: 0, door: c.teal });
    for (let i = 0; i < 5; i++) {
      s.box(-15.5 + i * 7.6, 5.6, -1, 5.4, 0.6, 6, c.navy);
    }
    for (let i = 0; i < 3; i++) {
      s.box(15 + i * 1.7, 0, 5.9, 1.2, 2.4 + i * 0.6, 1.2, c.teal);
      s.box(15 + i * 1.7, 2.4 + i * 0.6, 5.9, 0.6, 0.3, 0.6, c.dark);
    }
  },
  'injection-hall': (s) => {
    hall(s, { w: 17, h: 5.4, d: 12, wall: c.cream, roof: c.orange, z: -1.5, vents: 4 });
    for (const [i, tone] of [c.red, c.yellow, c.teal, c.purple].entries()) {
      s.lathe(
        -6.4 + i * 4.2,
        0.6,
        7,
        [
          [0.5, 0],
          [1.4, 1.4],
          [1.4, 4],
          [0, 4.6],
        ],
        12,
        tone,
      );
    }
  },
  'white-fab': (s) => {
    s.box(0, 0, -2, 24, 8, 13, c.white);
    s.box(0, 3, -2, 24.2, 1.2, 13.2, c.sky);
    s.box(0, 8, -2, 24.6, 0.5, 13.6, c.white);
    for (let i = 0; i < 5; i++) {
      s.lathe(
        -9 + i * 4.5,
        8.5,
        -3,
        [
          [1.5, 0],
          [1.5, 1.6],
          [1.1, 2],
          [0, 1.8],
        ],
        12,
        c.steel,
      );
    }
    s.box(6, 0, 6, 8, 5, 3, c.paleGlass, 0.6);
    s.box(6, 5, 6, 8.5, 0.4, 3.5, c.teal);
    s.box(-8, 0, 7, 3, 3, 2, c.steel);
  },
  'low-plant': (s) => {
    hall(s, { w: 21, h: 4.4, d: 13, wall: c.teal, roof: c.white, z: -1, vents: 3, glass: c.paleGlass });
    // A printed circuit for a roof
    for (const [x, z, w, d] of [
      [-6, -3, 4, 4],
      [3, -4, 3, 3],
      [6, 1, 4, 2],
      [-3, 2, 5, 2],
    ] as const) {
      s.box(x, 5, z, w, 0.7, d, c.dark);
      s.box(x, 5.02, z + d / 2 + 0.5, w, 0.16, 0.6, c.yellow);
    }
    for (const z of [-5.6, -0.6, 4]) {
      s.box(0, 5, z, 18, 0.14, 0.3, c.teal);
    }
  },
  'line-hall': (s) => {
    hall(s, { w: 17, h: 5, d: 11, wall: c.paleGlass, roof: c.blue, z: -2.5, vents: 3, glass: c.white });
    for (let i = 0; i < 4; i++) {
      s.lathe(
        -6 + i * 3.6,
        0,
        6.6,
        [
          [1.2, 0],
          [1.2, 3.4],
          [0.5, 4.6],
          [0.5, 5.4],
          [0, 5.4],
        ],
        12,
        (ring) => (ring > 2 ? c.blue : c.sky),
      );
    }
  },
  'brick-mill': (s) => {
    s.box(-1, 0, -2, 22, 8, 9, c.brick);
    s.windows(-1, 0.8, -2, 22, 7, 9, 2, c.cream, 0.42);
    s.gable(-1, 8, -2, 22.6, 3, 9.8, c.darkBrick, c.brick);
    s.box(-11, 0, -2, 4.6, 13, 4.6, c.darkBrick);
    s.frustum(-11, 13, -2, 5.2, 5.2, 0.2, 0.2, 4, c.terracotta);
    s.quad([-12.2, 9.6, 0.4], [-9.8, 9.6, 0.4], [-9.8, 12, 0.4], [-12.2, 12, 0.4], c.cream, 0.9);
    for (const [i, tone] of [c.red, c.yellow, c.teal, c.purple, c.sky].entries()) {
      s.quad([-5 + i * 3, 1, 5.6], [-2.8 + i * 3, 1, 5.6], [-2.8 + i * 3, 4.4, 5.2], [-5 + i * 3, 4.4, 5.2], tone);
    }
  },
  'sorting-hall': (s) => {
    hall(s, { w: 14, h: 6, d: 9, wall: c.green, roof: c.white, z: -3.6, vents: 2 });
    s.beam([-5, 1, 6.5], [2, 5.4, 1], 1.6, c.dark);
    for (const [i, tone] of [c.blue, c.yellow, c.green, c.brick].entries()) {
      s.frustum(-6 + i * 4, 0, 6.6, 2.8, 2.2, 3.2, 2.6, 1.9, tone);
    }
    s.lathe(
      6.4,
      0,
      2.4,
      [
        [2, 0],
        [0, 2],
      ],
      10,
      c.rust,
    );
  },
  'round-basins': (s) => {
    for (const [x, z] of [
      [-5, -5.6],
      [4.8, -5.6],
      [-5, 3.8],
      [4.8, 3.8],
    ] as const) {
      s.lathe(
        x,
        0,
        z,
        [
          [4.5, 0],
          [4.5, 1.3],
          [4, 1.3],
          [4, 0.9],
        ],
        22,
        c.concrete,
      );
      s.lathe(
        x,
        0.95,
        z,
        [
          [4, 0],
          [0, 0.01],
        ],
        22,
        c.water,
      );
      s.beam([x - 4.2, 1.6, z], [x + 4.2, 1.6, z], 0.4, c.white);
      s.cyl(x, 0.9, z, 0.5, 1.2, c.white, 8);
    }
    s.box(0, 0, 9.6, 8, 2, 1.6, c.cream);
  },
};

import { coast, districts, groundLevel, heart, type Place, railZ, roads } from './layout';
import { mixed } from './light';
import { c } from './palette';
import { dice, nobody, type Shapes } from './shapes';
import { hull } from './sitesPort';

const scaled = (by: number) =>
  coast.map(([x, z]) => [heart[0] + (x - heart[0]) * by, heart[1] + (z - heart[1]) * by] as const);

/** Everything of the land that is no site: beach, meadow, districts, roads, rails, quay, hills. */
export function drawLand(s: Shapes, places: readonly Place[]): void {
  s.at(0, 0, 0, 0, nobody);
  const beach = scaled(1.035).map(([x, z]) => [x, Math.min(z, 62.4)] as const);
  s.plate(beach, heart, 0.55, -3, c.sand, c.sand);
  s.plate(coast, heart, groundLevel, 0, c.grass, 0xc5b98d);
  // The quay of stone
  s.box(35, -2, 61.2, 236, 3.25, 2.6, c.quay);
  for (let x = -78; x < 152; x += 6) {
    s.box(x, 1.2, 61.6, 0.7, 0.7, 0.7, c.dark);
  }
  const y = groundLevel;
  for (const { ground, colour } of districts) {
    const [x, z, w, d] = ground;
    flat(s, x, z, w, d, y + 0.05, mixed(0xb9cc8c, colour, 0.1));
  }
  for (const place of places) {
    if (!place.afloat) {
      flat(s, place.x, place.z, place.w + 1.2, place.d + 1.2, y + 0.1, c.quay);
      flat(s, place.x, place.z, place.w, place.d, y + 0.16, c.plot);
    } else if (place.zone !== 'energie') {
      s.box(place.x, -1, place.z, place.w, 2.2, place.d, c.quay);
    }
  }
  for (const [x, z, w, d] of roads) {
    flat(s, x, z, w + 1.4, d + 1.4, y + 0.07, c.stone);
  }
  for (const [x, z, w, d] of roads) {
    flat(s, x, z, w, d, y + 0.19, c.asphalt);
  }
  for (const [x, z, w, d] of roads) {
    const along = w > d;
    for (let k = -Math.max(w, d) / 2 + 3; k < Math.max(w, d) / 2 - 2; k += 6) {
      flat(s, x + (along ? k : 0), z + (along ? 0 : k), along ? 2.4 : 0.3, along ? 0.3 : 2.4, y + 0.24, c.line);
    }
  }
  flat(s, 36, railZ, 236, 2.6, y + 0.14, 0xa79b88);
  for (let x = -80; x < 152; x += 2.4) {
    flat(s, x, railZ, 0.7, 2.2, y + 0.18, 0x7d6a58);
  }
  for (const dz of [-0.7, 0.7]) {
    s.box(36, y + 0.18, railZ + dz, 234, 0.16, 0.2, c.dark);
  }
  hills(s);
  sailors(s);
}

function flat(s: Shapes, x: number, z: number, w: number, d: number, y: number, colour: number): void {
  s.quad(
    [x - w / 2, y, z + d / 2],
    [x + w / 2, y, z + d / 2],
    [x + w / 2, y, z - d / 2],
    [x - w / 2, y, z - d / 2],
    colour,
  );
}

/** Low hills behind the town, each a heap of facets of its own green. The gap on the left is the dam's. */
function hills(s: Shapes): void {
  const roll = dice(20);
  const tops = [
    [-158, -98, 18, 17],
    [-152, -122, 26, 27],
    [-90, -112, 20, 22],
    [-70, -124, 26, 26],
    [-30, -118, 24, 19],
    [8, -126, 30, 28],
    [48, -118, 24, 20],
    [84, -122, 28, 26],
    [122, -114, 26, 22],
    [146, -102, 18, 15],
    [-122, -140, 26, 24],
  ] as const;
  for (const [x, z, r, h] of tops) {
    const [sides, rings] = [13, 5];
    const height = (k: number) => Math.cos(((k / rings) * Math.PI) / 2) ** 1.3 * h;
    const grid = Array.from({ length: rings + 1 }, (_, k) =>
      Array.from({ length: sides }, (_, i) => {
        const far = (k / rings) * r * (1 + (k ? (roll() - 0.5) * 0.22 : 0));
        const t = (i / sides) * Math.PI * 2;
        return [
          x + Math.sin(t) * far,
          groundLevel - 0.4 + height(k) + (k && k < rings ? (roll() - 0.5) * h * 0.1 : 0),
          z + Math.cos(t) * far * 0.8,
        ] as const;
      }),
    );
    for (let k = 0; k < rings; k++) {
      for (let i = 0; i < sides; i++) {
        const at = (ring: number, side: number) =>
          (grid[ring] as (readonly [number, number, number])[])[side % sides] as readonly [number, number, number];
        const tone = mixed(mixed(0x8db365, 0x6f9f58, roll()), 0xc3b27c, k === 0 ? 0.25 * roll() : 0);
        s.quad(at(k + 1, i), at(k + 1, i + 1), at(k, i + 1), at(k, i), tone);
      }
    }
  }
}

/** Boats at sea that belong to nobody's site. */
function sailors(s: Shapes): void {
  for (const [x, z, turn, size] of [
    [-60, 96, 0.4, 1],
    [16, 112, -0.5, 1.2],
    [176, 84, 0.9, 1],
    [-190, 4, 1.2, 1.1],
    [60, 98, 2.6, 0.9],
  ] as const) {
    s.at(x, 0, z, turn, nobody, size);
    hull(s, 0, -0.5, 0, 9, 3, 1.7, c.white, c.red);
    s.beam([0.4, 1, 0], [0.4, 11, 0], 0.25, c.rust);
    for (const side of [0, 1]) {
      const [a, b, d] = [
        [0, 2, 0.1],
        [-4, 2.2, 0.6],
        [0, 10.6, 0.1],
      ] as const;
      s.tri(side ? b : a, side ? a : b, d, c.cream);
      const [e, f, g] = [
        [0.8, 1.8, 0],
        [4.2, 1.8, -0.2],
        [0.8, 9.4, 0],
      ] as const;
      s.tri(side ? f : e, side ? e : f, g, c.orange);
    }
  }
  // A cargo ship on its way in
  s.at(-20, 0, 138, -0.12, nobody, 0.9);
  hull(s, 0, -1.2, 0, 54, 11, 5, c.terracotta, c.navy);
  s.box(-20, 3.8, 0, 6, 8, 9, c.white);
  s.windows(-20, 9.4, 0, 6, 1.8, 9, 1, c.navy);
  for (let i = 0; i < 8; i++) {
    s.box(-13 + i * 4.4, 3.8, 0, 4, 2 + (i % 3) * 1.9, 8.6, [c.blue, c.teal, c.yellow, c.cream][i % 4] as number);
  }
}

export interface Tree {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly size: number;
  readonly tone: number;
}

/** Trees where nothing else stands: along streets, on the meadow, more of them towards the hills. */
export function treesAround(places: readonly Place[], count: number): Tree[] {
  const roll = dice(5);
  const found: Tree[] = [];
  for (let tries = 0; found.length < count && tries < count * 60; tries++) {
    const x = -160 + roll() * 322;
    const z = tries % 3 === 0 ? -98 - roll() * 26 : -100 + roll() * 156;
    const clear = 2.2;
    const taken =
      places.some((p) => Math.abs(p.x - x) < p.w / 2 + clear && Math.abs(p.z - z) < p.d / 2 + clear) ||
      roads.some(([rx, rz, w, d]) => Math.abs(rx - x) < w / 2 + 2 && Math.abs(rz - z) < d / 2 + 2) ||
      Math.abs(railZ - z) < 3 ||
      (Math.abs(x + 122) < 30 && z < -85 && z > -130) ||
      !inside(x, z) ||
      found.some((one) => Math.hypot(one.x - x, one.z - z) < 3.4);
    if (!taken) {
      found.push({
        x,
        y: groundLevel + (z < -100 ? Math.max(0, (-98 - z) * 0.35) : 0),
        z,
        size: 0.8 + roll() * 0.7,
        tone: roll(),
      });
    }
  }
  return found;
}

/** On the meadow, well off the beach. */
function inside(x: number, z: number): boolean {
  const outline = scaled(0.96);
  let within = false;
  outline.forEach(([ax, az], i) => {
    const [bx, bz] = outline[(i + 1) % outline.length] as readonly [number, number];
    if (az > z !== bz > z && x < ((bx - ax) * (z - az)) / (bz - az) + ax) {
      within = !within;
    }
  });
  return within;
}

/** Where people may stand before a site, in an order that stays: the first n of them are there when n are shown. */
export function spots(place: Place, seed: number, count: number): { x: number; z: number }[] {
  const roll = dice(seed * 97 + 3);
  return Array.from({ length: count }, () => {
    const edge = roll() * 4;
    const along = roll() - 0.5;
    const out = 0.3 + roll() * 0.17;
    return edge < 2.4
      ? { x: place.x + along * place.w * 0.94, z: place.z + place.d * out }
      : edge < 3.2
        ? { x: place.x + place.w * (out + 0.02), z: place.z + along * place.d * 0.9 }
        : { x: place.x - place.w * (out + 0.02), z: place.z + along * place.d * 0.9 };
  });
}

/** How many figures stand for so many people: a hint, not a count, and never all of them. */
export function crowdFor(present: number, most: number): number {
  return present <= 0 ? 0 : Math.min(most, Math.round(present <= 6 ? present : 6 + Math.log2(present / 6) * 4));
}

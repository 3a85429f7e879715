import { lamps } from './green';
import { drawHills } from './hills';
import { coast, districts, groundLevel, heart, type Place, railZ, roads } from './layout';
import { mixed } from './light';
import { c } from './palette';
import { nobody, type Shapes } from './shapes';
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
    flat(s, x, z, w, d, y + 0.05, mixed(0xaebf83, colour, 0.09));
  }
  for (const place of places) {
    if (!place.afloat) {
      flat(s, place.x, place.z, place.w + 1.2, place.d + 1.2, y + 0.1, c.quay);
      const tint = districts.find((one) => one.key === place.zone)?.colour ?? c.plot;
      flat(s, place.x, place.z, place.w, place.d, y + 0.16, mixed(c.plot, tint, 0.07));
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
  drawHills(s);
  for (const { x, z } of lamps()) {
    s.box(x, y, z, 0.22, 4.2, 0.22, c.dark);
    s.box(x, y + 4.2, z, 0.9, 0.35, 0.9, 0xfff2cf, 1);
  }
  arrival(s);
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

/** A cargo ship on its way in, which belongs to nobody's site. */
function arrival(s: Shapes): void {
  s.at(86, 0, 108, Math.PI - 0.22, nobody, 0.86);
  hull(s, 0, -1.2, 0, 54, 11, 5, c.terracotta, c.navy);
  s.box(-20, 3.8, 0, 6, 8, 9, c.white);
  s.windows(-20, 9.4, 0, 6, 1.8, 9, 1, c.navy);
  for (let i = 0; i < 8; i++) {
    s.box(-13 + i * 4.4, 3.8, 0, 4, 2 + (i % 3) * 1.9, 8.6, [c.blue, c.teal, c.yellow, c.cream][i % 4] as number);
  }
}

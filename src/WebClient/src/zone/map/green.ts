import { dice } from './dice';
import { heightAt } from './hills';
import { groundLevel, onLand, type Place, railZ, roads } from './layout';

export interface Tree {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly size: number;
  /** Above 1: slender, as a cypress. */
  readonly slender: number;
  readonly tone: number;
}

/** Trees where nothing else stands: in rows along the streets, then on the meadow, most of them towards the hills. */
export function treesAround(places: readonly Place[], count: number): Tree[] {
  const roll = dice(5);
  const found: Tree[] = [];
  const free = (x: number, z: number, apart: number) =>
    onLand(x, z, 0.95) &&
    !places.some((p) => Math.abs(p.x - x) < p.w / 2 + 1.4 && Math.abs(p.z - z) < p.d / 2 + 1.4) &&
    !roads.some(([rx, rz, w, d]) => Math.abs(rx - x) < w / 2 + 1.2 && Math.abs(rz - z) < d / 2 + 1.2) &&
    Math.abs(railZ - z) > 2.6 &&
    !(Math.abs(x + 122) < 26 && z < -84 && z > -150) &&
    !found.some((one) => (one.x - x) ** 2 + (one.z - z) ** 2 < apart ** 2);
  const plant = (x: number, z: number, size: number, slender: number) =>
    found.push({ x, y: groundLevel + Math.max(0, heightAt(x, z) - 1.2), z, size, slender, tone: roll() });
  for (const [rx, rz, w, d] of roads) {
    const along = w > d;
    for (let k = -Math.max(w, d) / 2 + 5; k < Math.max(w, d) / 2 - 4; k += 8.4) {
      for (const side of [-1, 1]) {
        const off = side * (Math.min(w, d) / 2 + 2);
        const [x, z] = along ? [rx + k, rz + off] : [rx + off, rz + k];
        if (found.length < count * 0.45 && free(x, z, 4)) {
          plant(x, z, 0.62 + roll() * 0.16, along ? 1 : 1.9);
        }
      }
    }
  }
  for (let tries = 0; found.length < count && tries < count * 60; tries++) {
    const x = -168 + roll() * 338;
    const z = tries % 3 === 0 ? -84 - roll() * 62 : -100 + roll() * 156;
    const wild = heightAt(x, z) > 2;
    // A wood stands in groves
    const grove = Math.sin(x * 0.09 + 2) + Math.sin(z * 0.13 + x * 0.04) > (wild ? -0.5 : -1.2);
    if (grove && heightAt(x, z) < 25 && free(x, z, 3.2)) {
      plant(x, z, (wild ? 0.7 : 0.85) + roll() * 0.6, roll() < 0.2 ? 2.1 : 1);
    }
  }
  return found;
}

/** Street lamps: along the roads and the quay. */
export function lamps(): { x: number; z: number }[] {
  const found: { x: number; z: number }[] = [];
  for (const [rx, rz, w, d] of roads) {
    const along = w > d;
    for (let k = -Math.max(w, d) / 2 + 9; k < Math.max(w, d) / 2 - 6; k += 25.2) {
      found.push(along ? { x: rx + k, z: rz + d / 2 + 1.2 } : { x: rx + w / 2 + 1.2, z: rz + k });
    }
  }
  for (let x = -74; x < 150; x += 18) {
    found.push({ x, z: 59.6 });
  }
  return found;
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

/** How many figures stand for so many people: a hint, not a count. It grows as they double, never above them: one figure for one to three, so that nobody is told alone. */
export function crowdFor(present: number, most: number): number {
  const doubled = Math.floor(Math.log2(Math.max(present, 1)));
  return present <= 0 ? 0 : Math.min(most, Math.max(1, (doubled - 1) * 4));
}

import { dice } from './dice';
import { groundLevel, onLand } from './layout';
import { mixed } from './light';
import { nobody, type Shapes } from './shapes';

const ease = (from: number, to: number, at: number) => {
  const part = Math.min(Math.max((at - from) / (to - from), 0), 1);
  return part * part * (3 - 2 * part);
};

/** How high the ground is behind the town: a range along the north, open where the dam's valley is. */
export function heightAt(x: number, z: number): number {
  if (z > -90 || !onLand(x, z, 0.99)) {
    return 0;
  }
  const range = ease(-92, -124, z) * (1 - 0.8 * ease(-132, -160, z));
  const waves =
    0.62 +
    0.24 * Math.sin(x * 0.047 + 1.1) +
    0.17 * Math.sin(x * 0.105 + z * 0.05 + 4) +
    0.08 * Math.sin(x * 0.23 - z * 0.19);
  const valley = 1 - 0.97 * Math.exp(-(((x + 122) / 19) ** 2)) * (1 - ease(-138, -152, z));
  const shoulders =
    21 * Math.exp(-(((Math.abs(x + 122) - 32) / 11) ** 2)) * ease(-93, -103, z) * (1 - ease(-116, -136, z));
  return Math.max(range * waves * valley * 34 * (1 - 0.45 * ease(120, 168, Math.abs(x))), shoulders);
}

/** The range in facets, lighter towards its foot, stony on top. */
export function drawHills(s: Shapes): void {
  const roll = dice(20);
  const [columns, rows] = [50, 12];
  const grid = Array.from({ length: rows + 1 }, (_, k) =>
    Array.from({ length: columns + 1 }, (_, i) => {
      const [x, z] = [-174 + i * 7 + (roll() - 0.5) * 3.6, -91 - k * 5.6 + (roll() - 0.5) * 2.6];
      const high = heightAt(x, z);
      return [x, high > 0.1 ? groundLevel + high : onLand(x, z, 0.99) ? groundLevel - 0.3 : -2, z] as const;
    }),
  );
  s.at(0, 0, 0, 0, nobody);
  const at = (k: number, i: number) =>
    (grid[k] as (readonly [number, number, number])[])[i] as readonly [number, number, number];
  for (let k = 0; k < rows; k++) {
    for (let i = 0; i < columns; i++) {
      const [a, b, d, e] = [at(k, i), at(k, i + 1), at(k + 1, i + 1), at(k + 1, i)];
      if (Math.max(a[1], b[1], d[1], e[1]) <= groundLevel) {
        continue;
      }
      const high = (a[1] + d[1]) / 2;
      const tone = mixed(mixed(0x9cba70, 0x6f9a5c, roll()), 0xb7ad86, ease(17, 36, high) * (0.4 + 0.5 * roll()));
      s.tri(a, b, d, tone);
      s.tri(a, d, e, mixed(tone, 0x5d8a58, 0.25 * roll()));
    }
  }
}

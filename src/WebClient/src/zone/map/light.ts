/** What the hour does to the town. Colours are 0xRRGGBB. */
export interface Light {
  readonly skyTop: number;
  readonly horizon: number;
  readonly sun: number;
  /** How much of its colour a surface gives back that faces the sun, and, below, one that faces the sky. */
  readonly sunPower: number;
  readonly ambient: number;
  readonly bounce: number;
  readonly ambientPower: number;
  readonly deep: number;
  readonly shallow: number;
  /** 0 by day, 1 when every window is lit. */
  readonly night: number;
  /** Where the light comes from, of length 1, y > 0. */
  readonly from: readonly [number, number, number];
}

type Key = Omit<Light, 'from'> & { readonly hour: number };

const keys: readonly Key[] = [
  // biome-ignore format: a table reads better in rows
  { hour: 0, skyTop: 0x0f1f3f, horizon: 0x35507a, sun: 0x8fb0f0, sunPower: 0.3, ambient: 0x6f88cc, bounce: 0x3c4668, ambientPower: 0.5, deep: 0x10304f, shallow: 0x235a7a, night: 1 },
  // biome-ignore format: a table reads better in rows
  { hour: 5.5, skyTop: 0x24406c, horizon: 0xa98794, sun: 0xc0a8d8, sunPower: 0.34, ambient: 0x8090cc, bounce: 0x5c5878, ambientPower: 0.5, deep: 0x1d4a6c, shallow: 0x4f8098, night: 0.85 },
  // biome-ignore format: a table reads better in rows
  { hour: 7.5, skyTop: 0x8fc2e2, horizon: 0xfbe2c2, sun: 0xffcf94, sunPower: 0.66, ambient: 0xbccdf0, bounce: 0xd0ac84, ambientPower: 0.47, deep: 0x2c84a6, shallow: 0x77c3c4, night: 0.15 },
  // biome-ignore format: a table reads better in rows
  { hour: 10, skyTop: 0x79bfe8, horizon: 0xe9f3ee, sun: 0xfff0d4, sunPower: 0.72, ambient: 0xc9ddf8, bounce: 0xd6c4a0, ambientPower: 0.57, deep: 0x2f8fb5, shallow: 0x86d6d0, night: 0 },
  // biome-ignore format: a table reads better in rows
  { hour: 15, skyTop: 0x79bfe8, horizon: 0xf2efe0, sun: 0xffecc8, sunPower: 0.72, ambient: 0xc9dbf6, bounce: 0xd6c09a, ambientPower: 0.56, deep: 0x2f8fb5, shallow: 0x86d6d0, night: 0 },
  // biome-ignore format: a table reads better in rows
  { hour: 17.2, skyTop: 0x6f9fd2, horizon: 0xffdfb4, sun: 0xffd39a, sunPower: 0.8, ambient: 0xc3c6f2, bounce: 0xe0b090, ambientPower: 0.6, deep: 0x2b6f96, shallow: 0x83bcb6, night: 0.3 },
  // biome-ignore format: a table reads better in rows
  { hour: 19, skyTop: 0x43589a, horizon: 0xf5a588, sun: 0xffae88, sunPower: 0.48, ambient: 0x9aa0ea, bounce: 0x9a7c94, ambientPower: 0.6, deep: 0x27507a, shallow: 0x6888a6, night: 0.9 },
  // biome-ignore format: a table reads better in rows
  { hour: 21, skyTop: 0x0f1f3f, horizon: 0x35507a, sun: 0x8fb0f0, sunPower: 0.3, ambient: 0x6f88cc, bounce: 0x3c4668, ambientPower: 0.5, deep: 0x10304f, shallow: 0x235a7a, night: 1 },
  // biome-ignore format: a table reads better in rows
  { hour: 24, skyTop: 0x0f1f3f, horizon: 0x35507a, sun: 0x8fb0f0, sunPower: 0.3, ambient: 0x6f88cc, bounce: 0x3c4668, ambientPower: 0.5, deep: 0x10304f, shallow: 0x235a7a, night: 1 },
];

/** The light at an hour of the day, 0 … 24; between the hours of the table it changes evenly. */
export function lightAt(hour: number): Light {
  const h = ((hour % 24) + 24) % 24;
  const next = Math.max(
    1,
    keys.findIndex((one) => one.hour > h),
  );
  const [a, b] = [keys[next - 1] as Key, keys[next] as Key];
  const part = (h - a.hour) / (b.hour - a.hour);
  const number = (x: number, y: number) => x + (y - x) * part;
  const colour = (x: number, y: number) => mixed(x, y, part);
  return {
    skyTop: colour(a.skyTop, b.skyTop),
    horizon: colour(a.horizon, b.horizon),
    sun: colour(a.sun, b.sun),
    sunPower: number(a.sunPower, b.sunPower),
    ambient: colour(a.ambient, b.ambient),
    bounce: colour(a.bounce, b.bounce),
    ambientPower: number(a.ambientPower, b.ambientPower),
    deep: colour(a.deep, b.deep),
    shallow: colour(a.shallow, b.shallow),
    night: number(a.night, b.night),
    from: direction(h),
  };
}

/** The sun goes from the east over the sea to the west; by night the moon stands high. It never comes from behind the hills: what one looks at is lit. */
function direction(hour: number): [number, number, number] {
  const day = Math.min(1, Math.max(0, (hour - 6) / 13));
  const byDay = hour >= 5.5 && hour <= 20;
  const x = byDay ? Math.cos(day * Math.PI) * 0.85 : -0.45;
  const y = byDay ? 0.31 + Math.sin(day * Math.PI) * 0.5 : 0.9;
  const z = 0.42;
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length];
}

export function mixed(a: number, b: number, part: number): number {
  const channel = (shift: number) => {
    const [x, y] = [(a >> shift) & 255, (b >> shift) & 255];
    return Math.round(x + (y - x) * part) << shift;
  };
  return channel(16) | channel(8) | channel(0);
}

/** What the hour does to the town. Colours are 0xRRGGBB. */
export interface Light {
  readonly skyTop: number;
  readonly horizon: number;
  readonly sun: number;
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
  { hour: 0, skyTop: 0x15294a, horizon: 0x3b5578, sun: 0x9db8e8, sunPower: 0.75, ambient: 0x8099cc, bounce: 0x4a5470, ambientPower: 1.45, deep: 0x143a5a, shallow: 0x2b6080, night: 1 },
  // biome-ignore format: a table reads better in rows
  { hour: 5.5, skyTop: 0x2c4a74, horizon: 0xb08a90, sun: 0xc8b8d8, sunPower: 0.8, ambient: 0x93a3cf, bounce: 0x6a6478, ambientPower: 1.45, deep: 0x1e5070, shallow: 0x5b8ca0, night: 0.8 },
  // biome-ignore format: a table reads better in rows
  { hour: 7.5, skyTop: 0x8cc3e0, horizon: 0xfbe0bd, sun: 0xffd9a0, sunPower: 1.7, ambient: 0xd5e2f5, bounce: 0xc9b48f, ambientPower: 1.35, deep: 0x2b86a8, shallow: 0x7cc4c8, night: 0.15 },
  // biome-ignore format: a table reads better in rows
  { hour: 10, skyTop: 0x7cc0e6, horizon: 0xe4f0ec, sun: 0xfff0d0, sunPower: 1.95, ambient: 0xdeebf7, bounce: 0xcbbd98, ambientPower: 1.35, deep: 0x2a90b4, shallow: 0x80cfd0, night: 0 },
  // biome-ignore format: a table reads better in rows
  { hour: 15, skyTop: 0x7cc0e6, horizon: 0xf0efe0, sun: 0xfff0d0, sunPower: 1.95, ambient: 0xdeebf7, bounce: 0xcbbd98, ambientPower: 1.35, deep: 0x2a90b4, shallow: 0x80cfd0, night: 0 },
  // biome-ignore format: a table reads better in rows
  { hour: 17.5, skyTop: 0x6fa2cf, horizon: 0xffd3a0, sun: 0xffc27a, sunPower: 1.85, ambient: 0xd9d5e8, bounce: 0xc79f7a, ambientPower: 1.25, deep: 0x2a7596, shallow: 0x86b8b4, night: 0.3 },
  // biome-ignore format: a table reads better in rows
  { hour: 19.5, skyTop: 0x3a568a, horizon: 0xe79a7c, sun: 0xe8a98c, sunPower: 1.1, ambient: 0xa5a5d0, bounce: 0x806a78, ambientPower: 1.35, deep: 0x235878, shallow: 0x6a8f9c, night: 0.85 },
  // biome-ignore format: a table reads better in rows
  { hour: 21.5, skyTop: 0x15294a, horizon: 0x3b5578, sun: 0x9db8e8, sunPower: 0.75, ambient: 0x8099cc, bounce: 0x4a5470, ambientPower: 1.45, deep: 0x143a5a, shallow: 0x2b6080, night: 1 },
  // biome-ignore format: a table reads better in rows
  { hour: 24, skyTop: 0x15294a, horizon: 0x3b5578, sun: 0x9db8e8, sunPower: 0.75, ambient: 0x8099cc, bounce: 0x4a5470, ambientPower: 1.45, deep: 0x143a5a, shallow: 0x2b6080, night: 1 },
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
  const y = byDay ? 0.5 + Math.sin(day * Math.PI) * 0.5 : 0.9;
  const z = 0.55;
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

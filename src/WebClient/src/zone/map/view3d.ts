/** Where one looks: a point on the ground, and from how far. */
export interface Eye {
  readonly x: number;
  readonly z: number;
  readonly distance: number;
}

type Triple = readonly [number, number, number];

export const fieldOfView = 30;
const half = Math.tan((fieldOfView / 2) * (Math.PI / 180));
export const nearest = 62;

/** What the first picture has to show: shores, towers and turbines at sea. */
const extremes: readonly Triple[] = [
  [-160, 2, 10],
  [-150, 30, -70],
  [-132, 34, 74],
  [-100, 0, 82],
  [152, 2, 66],
  [164, 2, -20],
  [156, 24, -100],
  [-60, 30, -122],
];

/** Radians that one stands west of south: from the corner, so that buildings show two sides and the quay runs into the picture. */
export function yaw(aspect: number): number {
  return aspect < 1 ? 0.82 : 0.3;
}

/** Radians above the horizon: flatter from near, so that silhouettes stand against what is behind. */
export function pitch(distance: number, aspect: number): number {
  const part = Math.min(Math.max((distance - nearest) / 260, 0), 1);
  return 0.46 + (aspect < 1 ? 0.2 : 0.1) * part;
}

export function position(eye: Eye, aspect: number): [number, number, number] {
  const [up, aside] = [pitch(eye.distance, aspect), yaw(aspect)];
  const flat = Math.cos(up) * eye.distance;
  return [eye.x - Math.sin(aside) * flat, Math.sin(up) * eye.distance, eye.z + Math.cos(aside) * flat];
}

/** Where a point is in the picture, -1 … 1 to the right and upwards; undefined behind the viewer. */
export function projected(eye: Eye, aspect: number, [x, y, z]: Triple): { x: number; y: number } | undefined {
  const [up, aside] = [pitch(eye.distance, aspect), yaw(aspect)];
  const [px, py, pz] = position(eye, aspect);
  const [dx, dy, dz] = [x - px, y - py, z - pz];
  const right = dx * Math.cos(aside) + dz * Math.sin(aside);
  const ahead = dx * Math.sin(aside) - dz * Math.cos(aside);
  const deep = ahead * Math.cos(up) - dy * Math.sin(up);
  if (deep <= 1) {
    return undefined;
  }
  const high = ahead * Math.sin(up) + dy * Math.cos(up);
  return { x: right / (deep * half * aspect), y: high / (deep * half) };
}

/** Left, right, below, above, each -1 … 1. */
type Frame = readonly [number, number, number, number];

/** Looks so that all points just fit into the frame. */
export function fitted(
  points: readonly Triple[],
  aspect: number,
  [left, right, low, high]: Frame,
  least = nearest,
): Eye {
  const turn = yaw(aspect);
  const mean = (axis: 0 | 2) => points.reduce((sum, one) => sum + one[axis], 0) / points.length;
  let eye: Eye = { x: mean(0), z: mean(2), distance: 400 };
  for (let i = 0; i < 30; i++) {
    const seen = points.flatMap((one) => projected(eye, aspect, one) ?? []);
    const [xs, ys] = [seen.map((p) => p.x), seen.map((p) => p.y)];
    const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const grow = Math.max((x1 - x0) / (right - left), (y1 - y0) / (high - low));
    const aside = ((x0 + x1 - left - right) / 2) * half * aspect * eye.distance;
    const along = ((y0 + y1 - low - high) / 2) * half * eye.distance * 1.4;
    eye = {
      x: eye.x + (aside * Math.cos(turn) + along * Math.sin(turn)) * 0.7,
      z: eye.z + (aside * Math.sin(turn) - along * Math.cos(turn)) * 0.7,
      distance: Math.min(Math.max(eye.distance * (1 + (grow - 1) * 0.7), least), 900),
    };
  }
  return eye;
}

const overviews = new Map<number, Eye>();

/** The whole town where the window is wide, its heart where it is tall. */
export function overview(aspect: number): Eye {
  const kept = overviews.get(aspect);
  if (kept) {
    return kept;
  }
  const eye = fitted(extremes, aspect, aspect < 1 ? [-1.75, 1.75, -0.8, 0.8] : [-0.985, 0.985, -0.98, 0.7], 250);
  overviews.set(aspect, eye);
  return eye;
}

const corners = ({ min, max }: Extent3): Triple[] =>
  [min[0], max[0]].flatMap((x) => [min[1], max[1]].flatMap((y) => [min[2], max[2]].map((z): Triple => [x, y, z])));

/** Everything that stands there, from the quay to the tops, between the panels above and below; near enough that sites are named. */
export function overAll(solids: readonly Extent3[], aspect: number): Eye {
  const eye = fitted(solids.flatMap(corners), aspect, [-0.94, 0.94, -0.72, 0.6]);
  return { ...eye, distance: Math.min(eye.distance, overview(aspect).distance * 0.7) };
}

/** One site from its foot to its top, in what an open panel leaves of the picture. */
export function overSite(solid: Extent3, aspect: number): Eye {
  const [[x0, , z0], [x1, y1, z1]] = [solid.min, solid.max];
  return aspect < 1
    ? closeUp((x0 + x1) / 2, (z0 + z1) / 2 - y1 * 0.3, Math.max(x1 - x0, (z1 - z0) * 1.2, y1) * 2.6, aspect)
    : fitted(corners(solid), aspect, [-0.4, 0.4, -0.42, 0.5]);
}

/** Sees `span` metres from left to right. */
export function closeUp(x: number, z: number, span: number, aspect: number): Eye {
  return { x, z, distance: Math.min(Math.max(span / 2 / (half * Math.min(aspect, 1.7)), nearest), 420) };
}

/** From afar districts are named, from nearer their sites. */
export function isFar(eye: Eye, aspect: number): boolean {
  return eye.distance > overview(aspect).distance * 0.72;
}

export function held(eye: Eye, aspect: number): Eye {
  return {
    x: Math.min(Math.max(eye.x, -165), 160),
    z: Math.min(Math.max(eye.z, -110), 90),
    distance: Math.min(Math.max(eye.distance, nearest), overview(aspect).distance * 1.04),
  };
}

/** On the way from one to another, part 0 … 1, rising a little on long ways. */
export function between(from: Eye, to: Eye, part: number): Eye {
  const s = part * part * (3 - 2 * part);
  const way = Math.hypot(to.x - from.x, to.z - from.z);
  return {
    x: from.x + (to.x - from.x) * s,
    z: from.z + (to.z - from.z) * s,
    distance: from.distance + (to.distance - from.distance) * s + Math.sin(Math.PI * s) * way * 0.25,
  };
}

export interface Extent3 {
  readonly min: readonly [number, number, number];
  readonly max: readonly [number, number, number];
}

/** Index of the nearest box a ray meets, or -1. */
export function hit(from: Triple, along: Triple, solids: readonly (Extent3 | undefined)[]): number {
  let [best, at] = [Number.POSITIVE_INFINITY, -1];
  solids.forEach((solid, index) => {
    if (!solid) {
      return;
    }
    let [enter, leave] = [0, Number.POSITIVE_INFINITY];
    for (const axis of [0, 1, 2] as const) {
      const inverse = 1 / along[axis];
      const a = (solid.min[axis] - from[axis]) * inverse;
      const b = (solid.max[axis] - from[axis]) * inverse;
      enter = Math.max(enter, Math.min(a, b));
      leave = Math.min(leave, Math.max(a, b));
    }
    if (enter <= leave && enter < best) {
      best = enter;
      at = index;
    }
  });
  return at;
}

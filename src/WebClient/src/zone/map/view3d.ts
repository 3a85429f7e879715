/** Where one looks from: a point on the ground, how far away, and turned how far around it. */
export interface Eye {
  readonly x: number;
  readonly z: number;
  readonly distance: number;
}

export const fieldOfView = 28;
const half = Math.tan((fieldOfView / 2) * (Math.PI / 180));
export const nearest = 70;

/** The whole town where the window is wide, its middle where it is tall. */
export function overview(aspect: number): Eye {
  const fits = 172 / (half * aspect);
  return { x: 0, z: -16, distance: Math.min(Math.max(fits, 330), 560) };
}

/** Sees `span` metres from left to right. */
export function closeUp(x: number, z: number, span: number, aspect: number): Eye {
  return { x, z, distance: Math.min(Math.max(span / 2 / (half * Math.min(aspect, 1.7)), nearest), 420) };
}

/** Radians above the horizon: flatter from near, so that silhouettes stand against the sky. */
export function pitch(distance: number): number {
  const part = Math.min(Math.max((distance - nearest) / 300, 0), 1);
  return 0.5 + 0.17 * part;
}

export function position(eye: Eye): [number, number, number] {
  const angle = pitch(eye.distance);
  return [eye.x, Math.sin(angle) * eye.distance, eye.z + Math.cos(angle) * eye.distance];
}

export function held(eye: Eye, aspect: number): Eye {
  return {
    x: Math.min(Math.max(eye.x, -165), 160),
    z: Math.min(Math.max(eye.z, -110), 80),
    distance: Math.min(Math.max(eye.distance, nearest), overview(aspect).distance * 1.08),
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

type Triple = readonly [number, number, number];

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

type P = readonly [number, number, number];

/** What the graphics card gets: flat-shaded triangles, a colour and a site for every corner. */
export interface Mesh {
  readonly positions: Float32Array;
  readonly normals: Int8Array;
  /** Red, green, blue and how brightly it is lit from inside by night. */
  readonly colours: Uint8Array;
  /** Number of the place it belongs to, 255 for none. */
  readonly owners: Uint8Array;
  readonly triangles: number;
}

export interface Extent {
  min: [number, number, number];
  max: [number, number, number];
}

export const nobody = 255;

/** Draws simple solids one by one into one mesh. Everything stands where `at` says, turned about the vertical. */
export class Shapes {
  readonly extents = new Map<number, Extent>();
  private positions = new Float32Array(1 << 18);
  private normals = new Int8Array(1 << 18);
  private colours = new Uint8Array(1 << 18);
  private owners = new Uint8Array(1 << 16);
  private corners = 0;
  private owner = nobody;
  private origin: P = [0, 0, 0];
  private cos = 1;
  private sin = 0;
  private scale = 1;

  /** `detail` below 1 makes round things of fewer sides. */
  constructor(private readonly detail = 1) {}

  get triangles(): number {
    return this.corners / 3;
  }

  at(x: number, y: number, z: number, turn = 0, owner = this.owner, scale = 1): this {
    this.origin = [x, y, z];
    [this.cos, this.sin] = [Math.cos(turn), Math.sin(turn)];
    this.owner = owner;
    this.scale = scale;
    return this;
  }

  tri(a: P, b: P, c: P, colour: number, glow = 0): void {
    const [p, q, r] = [this.moved(a), this.moved(b), this.moved(c)];
    const [ux, uy, uz] = [q[0] - p[0], q[1] - p[1], q[2] - p[2]];
    const [vx, vy, vz] = [r[0] - p[0], r[1] - p[1], r[2] - p[2]];
    const [nx, ny, nz] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
    const length = Math.hypot(nx, ny, nz) || 1;
    if ((this.corners + 3) * 4 > this.colours.length) {
      this.grow();
    }
    // Walls darken towards their foot, as where little of the sky is seen.
    const upright = this.owner !== nobody && Math.abs(ny / length) < 0.6 && glow === 0;
    for (const s of [p, q, r]) {
      const i = this.corners++;
      const lit = upright ? 0.78 + 0.22 * Math.min(1, Math.max(0, s[1] - this.origin[1]) / 5) : 1;
      this.positions.set(s, i * 3);
      this.normals[i * 4] = Math.round((nx / length) * 127);
      this.normals[i * 4 + 1] = Math.round((ny / length) * 127);
      this.normals[i * 4 + 2] = Math.round((nz / length) * 127);
      this.colours[i * 4] = (colour >> 16) * lit;
      this.colours[i * 4 + 1] = ((colour >> 8) & 255) * lit;
      this.colours[i * 4 + 2] = (colour & 255) * lit;
      this.colours[i * 4 + 3] = glow * 255;
      this.owners[i] = this.owner;
    }
    if (this.owner !== nobody) {
      this.extend(p, q, r);
    }
  }

  /** Corners counter-clockwise seen from outside. */
  quad(a: P, b: P, c: P, d: P, colour: number, glow = 0): void {
    this.tri(a, b, c, colour, glow);
    this.tri(a, c, d, colour, glow);
  }

  /** Middle of its floor at x, y, z; no underside. */
  box(x: number, y: number, z: number, w: number, h: number, d: number, colour: number, glow = 0): void {
    this.frustum(x, y, z, w, d, w, d, h, colour, glow);
  }

  /** A box that narrows from w × d at its foot to w2 × d2 at its top. */
  frustum(
    x: number,
    y: number,
    z: number,
    w: number,
    d: number,
    w2: number,
    d2: number,
    h: number,
    colour: number,
    glow = 0,
  ): void {
    const foot = ring4(x, y, z, w / 2, d / 2);
    const top = ring4(x, y + h, z, w2 / 2, d2 / 2);
    for (let i = 0; i < 4; i++) {
      const j = (i + 1) % 4;
      this.quad(foot[i] as P, foot[j] as P, top[j] as P, top[i] as P, colour, glow);
    }
    this.quad(top[0] as P, top[1] as P, top[2] as P, top[3] as P, colour);
  }

  /** A roof with its ridge along x. */
  gable(x: number, y: number, z: number, w: number, h: number, d: number, colour: number, ends = colour): void {
    const [l, r, f, b] = [x - w / 2, x + w / 2, z + d / 2, z - d / 2];
    this.quad([l, y, f], [r, y, f], [r, y + h, z], [l, y + h, z], colour);
    this.quad([r, y, b], [l, y, b], [l, y + h, z], [r, y + h, z], colour);
    this.tri([r, y, f], [r, y, b], [r, y + h, z], ends);
    this.tri([l, y, b], [l, y, f], [l, y + h, z], ends);
  }

  /** Saw teeth along x, their glass towards the left. */
  saw(
    x: number,
    y: number,
    z: number,
    w: number,
    h: number,
    d: number,
    teeth: number,
    roof: number,
    glass: number,
  ): void {
    const step = w / teeth;
    const [f, b] = [z + d / 2, z - d / 2];
    for (let i = 0; i < teeth; i++) {
      const l = x - w / 2 + i * step;
      const r = l + step;
      this.quad([l, y, b], [l, y, f], [l, y + h, f], [l, y + h, b], glass, 0.8);
      this.quad([l, y + h, f], [r, y, f], [r, y, b], [l, y + h, b], roof);
      this.tri([l, y, f], [r, y, f], [l, y + h, f], roof);
      this.tri([r, y, b], [l, y, b], [l, y + h, b], roof);
    }
  }

  /** Turned on a lathe: [radius, height] from below to above. `colour` may depend on the ring. */
  lathe(
    x: number,
    y: number,
    z: number,
    profile: readonly (readonly [number, number])[],
    sides: number,
    colour: number | ((ring: number, side: number) => number),
    glow = 0,
    from = 0,
    to = Math.PI * 2,
  ): void {
    const n = Math.max(5, Math.round(sides * this.detail));
    const turn = (i: number) => from + ((to - from) * i) / n;
    const point = (i: number, [r, h]: readonly [number, number]): P => [
      x + Math.sin(turn(i)) * r,
      y + h,
      z + Math.cos(turn(i)) * r,
    ];
    for (let k = 0; k + 1 < profile.length; k++) {
      const [a, b] = [profile[k] as readonly [number, number], profile[k + 1] as readonly [number, number]];
      for (let i = 0; i < n; i++) {
        const c = typeof colour === 'number' ? colour : colour(k, i);
        if (a[0] > 0) {
          this.tri(point(i, a), point(i + 1, a), point(i + 1, b), c, glow);
        }
        if (b[0] > 0) {
          this.tri(point(i, a), point(i + 1, b), point(i, b), c, glow);
        } else if (a[0] <= 0) {
        }
      }
    }
  }

  cyl(x: number, y: number, z: number, r: number, h: number, colour: number, sides = 12, top = r): void {
    this.lathe(
      x,
      y,
      z,
      [
        [r, 0],
        [top, h],
        [0, h],
      ],
      sides,
      colour,
    );
  }

  ball(x: number, y: number, z: number, r: number, colour: number, sides = 12, part = 1): void {
    const rings = Math.max(3, Math.round((sides / 2) * this.detail));
    const profile = Array.from({ length: rings + 1 }, (_, i) => {
      const angle = -Math.PI / 2 + (1 - part) * Math.PI + ((Math.PI * part) / rings) * i;
      return [
        i === rings ? 0 : Math.max(Math.cos(angle) * r, i === 0 && part === 1 ? 0 : 0.001),
        Math.sin(angle) * r,
      ] as const;
    });
    this.lathe(x, y, z, profile, sides, colour);
  }

  /** A straight bar between two points. */
  beam(a: P, b: P, thick: number, colour: number): void {
    const along = unit([b[0] - a[0], b[1] - a[1], b[2] - a[2]]);
    const helper: P = Math.abs(along[1]) > 0.9 ? [1, 0, 0] : [0, 1, 0];
    const u = unit(cross(along, helper));
    const v = cross(along, u);
    const t = thick / 2;
    const corner = (p: P, s: number, k: number): P => [
      p[0] + (u[0] * s + v[0] * k) * t,
      p[1] + (u[1] * s + v[1] * k) * t,
      p[2] + (u[2] * s + v[2] * k) * t,
    ];
    const turns = [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
    ] as const;
    for (let i = 0; i < 4; i++) {
      const [p, q] = [turns[i] as readonly [number, number], turns[(i + 1) % 4] as readonly [number, number]];
      this.quad(corner(a, ...p), corner(b, ...p), corner(b, ...q), corner(a, ...q), colour);
    }
  }

  /** A flat many-sided plate with walls down to `base`; its outline is star-shaped around `mid`. */
  plate(
    outline: readonly (readonly [number, number])[],
    mid: readonly [number, number],
    y: number,
    base: number,
    colour: number,
    side: number,
  ): void {
    outline.forEach(([x, z], i) => {
      const [x2, z2] = outline[(i + 1) % outline.length] as readonly [number, number];
      this.tri([mid[0], y, mid[1]], [x, y, z], [x2, y, z2], colour);
      this.quad([x, base, z], [x2, base, z2], [x2, y, z2], [x, y, z], side);
    });
  }

  /** Bands of windows around a box, lit by night. */
  windows(
    x: number,
    y: number,
    z: number,
    w: number,
    h: number,
    d: number,
    rows: number,
    glass: number,
    band = 0.5,
  ): void {
    const step = h / rows;
    for (let i = 0; i < rows; i++) {
      const foot = ring4(x, y + step * (i + (1 - band) / 2), z, w / 2 + 0.06, d / 2 + 0.06);
      const top = ring4(x, y + step * (i + (1 + band) / 2), z, w / 2 + 0.06, d / 2 + 0.06);
      for (let k = 0; k < 4; k++) {
        const j = (k + 1) % 4;
        this.quad(foot[k] as P, foot[j] as P, top[j] as P, top[k] as P, glass, 0.9);
      }
    }
  }

  mesh(): Mesh {
    const n = this.corners;
    return {
      positions: this.positions.slice(0, n * 3),
      normals: this.normals.slice(0, n * 4),
      colours: this.colours.slice(0, n * 4),
      owners: this.owners.slice(0, n),
      triangles: n / 3,
    };
  }

  private moved([x, y, z]: P): [number, number, number] {
    const s = this.scale;
    return [
      this.origin[0] + (x * this.cos + z * this.sin) * s,
      this.origin[1] + y * s,
      this.origin[2] + (z * this.cos - x * this.sin) * s,
    ];
  }

  private extend(...points: P[]): void {
    const extent = this.extents.get(this.owner) ?? { min: [1e9, 1e9, 1e9], max: [-1e9, -1e9, -1e9] };
    for (const p of points) {
      for (const axis of [0, 1, 2] as const) {
        extent.min[axis] = Math.min(extent.min[axis], p[axis]);
        extent.max[axis] = Math.max(extent.max[axis], p[axis]);
      }
    }
    this.extents.set(this.owner, extent);
  }

  private grow(): void {
    const larger = <T extends Float32Array | Int8Array | Uint8Array>(from: T, to: T): T => {
      to.set(from as never);
      return to;
    };
    this.positions = larger(this.positions, new Float32Array(this.positions.length * 2));
    this.normals = larger(this.normals, new Int8Array(this.normals.length * 2));
    this.colours = larger(this.colours, new Uint8Array(this.colours.length * 2));
    this.owners = larger(this.owners, new Uint8Array(this.owners.length * 2));
  }
}

function ring4(x: number, y: number, z: number, w: number, d: number): P[] {
  return [
    [x - w, y, z + d],
    [x + w, y, z + d],
    [x + w, y, z - d],
    [x - w, y, z - d],
  ];
}

function cross(a: P, b: P): P {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function unit(a: P): P {
  const length = Math.hypot(...a) || 1;
  return [a[0] / length, a[1] / length, a[2] / length];
}

import type { Site } from '../programme';

/** A place in the town: its middle and its size on the ground, in metres of the model. x grows eastwards, z towards the sea. */
export interface Plot {
  readonly key: string;
  readonly zone: string;
  readonly x: number;
  readonly z: number;
  readonly w: number;
  readonly d: number;
  /** Stands in the water and has no ground of its own. */
  readonly afloat?: boolean;
  /** Metres north of its middle that one looks at from near, so that what stands before it is out of the picture. */
  readonly beyond?: number;
}

export interface District {
  readonly key: string;
  readonly colour: number;
  /** The ground it covers: x, z, width, depth. */
  readonly ground: readonly [number, number, number, number];
  /** Where its name stands, on ground that no site needs: x, z. */
  readonly sign: readonly [number, number];
}

/** A plot with the building that stands on it. */
export interface Place extends Plot {
  readonly look: string;
}

export const groundLevel = 1.2;

export const districts: readonly District[] = [
  { key: 'port', colour: 0x1f6fa5, ground: [36, 44, 236, 38], sign: [10, 88] },
  { key: 'energie', colour: 0xf2b134, ground: [-119, -36, 70, 110], sign: [-118, 24] },
  { key: 'metal', colour: 0x8a949a, ground: [-42, -10, 74, 50], sign: [-42, 18] },
  { key: 'aero', colour: 0x3d8fc4, ground: [117, -8, 68, 50], sign: [117, 18] },
  { key: 'chimie', colour: 0x8e5ea2, ground: [110, -63, 86, 50], sign: [112, -38] },
  { key: 'numerique', colour: 0x2a8c82, ground: [31, -64, 60, 48], sign: [32, -38] },
  { key: 'sante', colour: 0xc8553d, ground: [-42, -64, 74, 48], sign: [-42, -38] },
  { key: 'centre', colour: 0x6f9a4d, ground: [39, -10, 74, 50], sign: [39, 18] },
];

const plot = (key: string, zone: string, x: number, z: number, w: number, d: number, afloat = false): Plot => ({
  key,
  zone,
  x,
  z,
  w,
  d,
  ...(afloat ? { afloat } : {}),
});

export const plots: readonly Plot[] = [
  plot('capitainerie', 'port', -42, 46, 18, 22),
  plot('terminal-conteneurs', 'port', -4, 48, 52, 26),
  plot('reparation-navale', 'port', 42, 47, 32, 26),
  plot('ferries', 'port', 82, 50, 34, 22),
  plot('maintenance-eolienne', 'port', 128, 54, 40, 14),
  plot('rail-fleuve-route', 'port', 124, 37, 44, 14),
  plot('pilotage-remorquage', 'port', -66, 48, 22, 24),
  plot('edf', 'energie', -101, 2, 28, 28),
  plot('centrale-nucleaire', 'energie', -130, -68, 40, 38),
  plot('barrage', 'energie', -122, -101, 46, 16),
  plot('eolien-flottant', 'energie', -117, 66, 42, 36, true),
  plot('solaire-stockage', 'energie', -103, -31, 34, 24),
  plot('terminal-gazier', 'energie', -135, 2, 32, 30),
  plot('transport-electricite', 'energie', -97, -66, 20, 36),
  plot('hydrogene', 'energie', -138, -32, 26, 22),
  plot('ksb', 'metal', -66, 3, 22, 22),
  plot('acierie', 'metal', -65, -23, 24, 22),
  plot('fonderie', 'metal', -41, -23, 20, 22),
  plot('chaudronnerie', 'metal', -42, 3, 22, 22),
  plot('usinage', 'metal', -18, 3, 22, 22),
  plot('robotique', 'metal', -18, -23, 20, 22),
  plot('airbus-helicopters', 'aero', 98, 0, 26, 24),
  plot('equipementier-aero', 'aero', 130, -9, 36, 13),
  plot('satellites', 'aero', 94, -23, 20, 16),
  plot('maintenance-ferroviaire', 'aero', 131, 7, 38, 14),
  plot('batteries', 'aero', 128, -24, 44, 14),
  plot('raffinerie', 'chimie', 84, -75, 28, 24),
  plot('petrochimie', 'chimie', 113, -75, 26, 24),
  plot('plasturgie', 'chimie', 81, -50, 22, 20),
  plot('cimenterie', 'chimie', 140, -75, 22, 24),
  plot('verrerie', 'chimie', 137, -50, 22, 20),
  plot('aromes-parfums', 'chimie', 109, -50, 22, 20),
  plot('semi-conducteurs', 'numerique', 18, -76, 28, 20),
  plot('cartes-electroniques', 'numerique', 17, -53, 26, 20),
  plot('automatismes', 'numerique', 48, -76, 20, 20),
  plot('cybersecurite', 'numerique', 46, -53, 22, 20),
  plot('pharmaceutique', 'sante', -66, -76, 22, 20),
  plot('bioproduction', 'sante', -42, -76, 20, 20),
  plot('conserverie', 'sante', -25, -53, 30, 20),
  plot('embouteillage', 'sante', -18, -76, 22, 20),
  plot('textile-mode', 'sante', -60, -53, 30, 20),
  plot('centre-information', 'centre', 39, -12, 30, 28),
  plot('campus-metiers', 'centre', 11, -24, 18, 18),
  plot('recyclage', 'centre', 11, 3, 18, 20),
  plot('traitement-eaux', 'centre', 66, 3, 20, 22),
];

/** Not exhibitors: where the forum is held, and where classes meet. */
export const landmarks: readonly Place[] = [
  { ...plot('forum', 'centre', 66, -22, 20, 20), look: 'auditorium' },
  { ...plot('classe', 'centre', 39, 9, 20, 10), look: 'class-lobby', beyond: 8 },
];

/** Roads: x, z, width, depth. */
export const roads: readonly (readonly [number, number, number, number])[] = [
  [-1, 20, 306, 5],
  [35, -37, 240, 5],
  [-81, -34, 5, 108],
  [-2, -34, 5, 108],
  [64, -63, 5, 50],
  [80, -8, 5, 56],
  [62, 41, 5, 38],
];

/** The rail line beside the main road: z of its middle. */
export const railZ = 25;

/** What the land is drawn around: every shore is in sight of it. */
export const heart = [0, -30] as const;

/** The shore, counter-clockwise seen from above: first the two ends of the straight quay, then capes and bays. */
const capes: readonly (readonly [number, number])[] = [
  [-82, 62],
  [152, 62],
  [160, 47],
  [168, 18],
  [174, -20],
  [169, -64],
  [172, -104],
  [140, -140],
  [92, -146],
  [40, -158],
  [-12, -150],
  [-62, -157],
  [-124, -150],
  [-164, -122],
  [-170, -84],
  [-178, -48],
  [-170, -8],
  [-162, 22],
  [-136, 31],
  [-110, 29],
  [-93, 36],
  [-86, 47],
];

/** The same with its bends rounded; the quay's corners stay sharp. */
export const coast: readonly (readonly [number, number])[] = capes.flatMap((from, i) => {
  const at = (k: number) => capes[(k + capes.length) % capes.length] as readonly [number, number];
  if (i === 0) {
    return [from];
  }
  const [a, b, d] = [i === 1 ? from : at(i - 1), at(i + 1), i === capes.length - 1 ? at(0) : at(i + 2)];
  return [0, 0.25, 0.5, 0.75].map((t) => {
    const bend = (k: 0 | 1) =>
      0.5 *
      (2 * from[k] +
        (b[k] - a[k]) * t +
        (2 * a[k] - 5 * from[k] + 4 * b[k] - d[k]) * t * t +
        (3 * from[k] - a[k] - 3 * b[k] + d[k]) * t * t * t);
    return [bend(0), bend(1)] as const;
  });
});

/** Whether a point is on land, `by` of the way out to the shore. */
export function onLand(x: number, z: number, by = 1): boolean {
  let within = false;
  coast.forEach(([ax, az], i) => {
    const [bx, bz] = coast[(i + 1) % coast.length] as readonly [number, number];
    const [a, b] = [heart[1] + (az - heart[1]) * by, heart[1] + (bz - heart[1]) * by];
    const [c, d] = [heart[0] + (ax - heart[0]) * by, heart[0] + (bx - heart[0]) * by];
    if (a > z !== b > z && x < ((d - c) * (z - a)) / (b - a) + c) {
      within = !within;
    }
  });
  return within;
}

/** Ground kept for sites of an event that the town was not drawn for. */
const spare: readonly Plot[] = Array.from({ length: 40 }, (_, i) =>
  plot(`annexe-${i}`, 'annexe', -148 + (i % 20) * 15.5, 94 + Math.floor(i / 20) * 16, 13, 13, true),
);

/** Every site on a plot of its own: its drawn one, else a free one of its district, else one on the pontoons before the port. */
export function placesOf(sites: readonly Pick<Site, 'key' | 'zone' | 'look'>[]): Place[] {
  const drawn = new Map(plots.map((one) => [one.key, one]));
  const wanted = new Set(sites.map((site) => site.key));
  const free = plots.filter((one) => !wanted.has(one.key));
  const rest = [...spare];
  return sites.flatMap((site) => {
    const near = free.findIndex((one) => one.zone === site.zone);
    const own = drawn.get(site.key) ?? (near >= 0 ? free.splice(near, 1)[0] : rest.shift());
    return own ? [{ ...own, key: site.key, zone: site.zone, look: site.look }] : [];
  });
}

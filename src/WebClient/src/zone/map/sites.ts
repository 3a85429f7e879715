import type { Place } from './layout';
import type { Shapes } from './shapes';
import { campusSites } from './sitesCampus';
import { energySites } from './sitesEnergy';
import { foodSites } from './sitesFood';
import { halls, workshop } from './sitesHalls';
import { heavySites } from './sitesHeavy';
import { portSites } from './sitesPort';

/** Things that move are not part of the merged town: where they stand. */
export interface Moving {
  /** Hub of a wind turbine and the length of a blade. */
  readonly rotors: { x: number; y: number; z: number; size: number; flat: boolean }[];
  /** Mouth of a chimney or tower and how wide its plume is. */
  readonly plumes: { x: number; y: number; z: number; wide: number }[];
  /** Under the beam of a crane. */
  readonly hoists: { x: number; y: number; z: number }[];
}

export function nothingMoves(): Moving {
  return { rotors: [], plumes: [], hoists: [] };
}

/** One building around 0, 0 with its foot at 0; `w` × `d` is the plot. */
export type Draw = (s: Shapes, place: Place, moving: Local) => void;

/** The same, from within a building: relative to it. */
export interface Local {
  rotor(x: number, y: number, z: number, size: number, flat?: boolean): void;
  plume(x: number, y: number, z: number, wide: number): void;
  hoist(x: number, y: number, z: number): void;
}

const looks: Readonly<Record<string, Draw>> = {
  ...portSites,
  ...energySites,
  ...heavySites,
  ...foodSites,
  ...campusSites,
  ...halls,
};

export const knownLooks: readonly string[] = Object.keys(looks);

/** A look nobody drew is a workshop. */
export function drawSite(s: Shapes, place: Place, owner: number, level: number, moving: Moving): void {
  s.at(place.x, level, place.z, 0, owner);
  (looks[place.look] ?? workshop)(s, place, {
    rotor: (x, y, z, size, flat = false) =>
      moving.rotors.push({ x: place.x + x, y: level + y, z: place.z + z, size, flat }),
    hoist: (x, y, z) => moving.hoists.push({ x: place.x + x, y: level + y, z: place.z + z }),
    plume: (x, y, z, wide) => moving.plumes.push({ x: place.x + x, y: level + y, z: place.z + z, wide }),
  });
}

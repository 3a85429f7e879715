import type { SiteStatus } from '../../live/wire';

/** Which names are written out first where the demo's sites compete for the same place; others weigh nothing. */
const weights: Readonly<Record<string, number>> = {
  'centre-information': 90,
  'terminal-conteneurs': 60,
  'centrale-nucleaire': 60,
  edf: 55,
  ksb: 55,
  'airbus-helicopters': 55,
  ferries: 40,
  barrage: 40,
  forum: 50,
  classe: 50,
};

/** A live talk before somebody on duty, then who draws a crowd, then what one looks for in a town. */
export function rankOf(key: string, { live, available, present }: SiteStatus): number {
  return (live ? 400 : 0) + (available > 0 ? 200 : 0) + Math.min(present, 99) + (weights[key] ?? 0);
}

/** Named even from afar. */
export function standsOut(key: string): boolean {
  return (weights[key] ?? 0) >= 50;
}

/** The first attempt comes soon but spread, so that a fallen server is not met by everybody at once; then it doubles with full jitter. */
export const firstDelayMs = 2_000;
export const longestDelayMs = 30_000;

/** Milliseconds to wait before the attempt of that number (from 0). What the server asked for is the spread of the first attempt. */
export function delayFor(attempt: number, asked: number | undefined, random: () => number): number {
  const spread = attempt === 0 ? (asked ?? firstDelayMs) : Math.min(longestDelayMs, firstDelayMs * 2 ** attempt);
  return Math.round(random() * spread);
}

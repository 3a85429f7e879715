import { ask } from './ask';

/** How long to wait before asking for a place again, in milliseconds; null when there is one, or when nobody could say. */
export async function fullFor(): Promise<number | null> {
  try {
    const answer = await ask('/api/capacity');
    return answer.status === 503 ? waitOf(answer.headers.get('Retry-After')) : null;
  } catch {
    return null;
  }
}

/** Seconds as the header has them; what cannot be read is ten. Up to half as long again, so that those who wait do not all ask at once. */
export function waitOf(header: string | null, random: () => number = Math.random): number {
  const seconds = Number(header);
  return Math.round((seconds > 0 && seconds <= 3_600 ? seconds : 10) * 1_000 * (1 + random() / 2));
}

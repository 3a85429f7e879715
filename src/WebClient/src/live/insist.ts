import type { CommandAnswer } from './wire';

const attempts = 5;

/**
 * Something done at once or not at all (a button): sent again on an unclear answer, and while there is no line.
 * @param late Told why it takes longer, with each attempt that is not the last.
 */
export async function insist(send: () => Promise<CommandAnswer>, late: (code: string) => void): Promise<CommandAnswer> {
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await send();
      if (answer.status !== 'unknown' || attempt === attempts) {
        return answer;
      }
      late(answer.code ?? 'unavailable');
      await wait(answer.retryAfterMs ?? 1_000);
    } catch (error) {
      if (attempt === attempts) {
        throw error;
      }
      late('unavailable');
      await wait(1_000 * attempt);
    }
  }
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

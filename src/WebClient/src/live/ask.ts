/** How long a question may stay without an answer, in milliseconds: a server that is frozen never says no. */
const answerMs = 5_000;

/** Asks what no store may answer in the server's place. */
export async function ask(url: string): Promise<Response> {
  const gone = new AbortController();
  const timer = setTimeout(() => gone.abort(), answerMs);
  try {
    return await fetch(url, { cache: 'no-store', signal: gone.signal });
  } finally {
    clearTimeout(timer);
  }
}

/** A refused upgrade looks like a lost line; the session tells them apart. */
export async function isSignedOut(): Promise<boolean> {
  try {
    const answer = await ask('/api/me');
    return answer.ok && ((await answer.json()) as { signedIn: boolean }).signedIn === false;
  } catch {
    return false;
  }
}

/** Fails when there is no result for so many milliseconds; what is late is dropped. */
export async function within<T>(ms: number, result: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer')), ms);
  });
  try {
    return await Promise.race([result, late]);
  } finally {
    clearTimeout(timer);
  }
}

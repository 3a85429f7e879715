/** Long work in pieces, so that the page stays awake: it answers between two of them. */
export class Slices {
  /** The longest time without an answer so far, in milliseconds. */
  longest = 0;

  private since = Number.POSITIVE_INFINITY;

  /** `unless` says that the work is no longer wanted. */
  constructor(private readonly unless: () => boolean) {}

  /** The work begins. */
  start(): void {
    this.since = performance.now();
  }

  /** Called between two pieces: pauses where the last ones took long enough, or the next will. */
  async breathe(before: 'short' | 'long' = 'short'): Promise<void> {
    const took = Math.max(0, performance.now() - this.since);
    this.longest = Math.max(this.longest, took);
    if (took > yieldAfterMs || before === 'long') {
      await new Promise((resolve) => setTimeout(resolve));
      this.since = performance.now();
    }
    if (this.unless()) {
      throw new Gone();
    }
  }
}

/** More than one picture's time; a pause costs some 4 ms once there were a few. */
const yieldAfterMs = 20;

/** The work was given up before its end. */
export class Gone extends Error {}

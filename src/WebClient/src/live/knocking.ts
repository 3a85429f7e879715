/** How long somebody who is banned from a room stands before it until the door is tried again, ms, and half as long again: a ban may be lifted. */
const bannedMs = 30_000;

/** Tries the doors again of rooms one is banned from: nobody tells who is out that a ban was lifted. */
export class Knocking {
  private readonly waiting = new Map<string, ReturnType<typeof setTimeout>>();

  /** After what a room answered: another answer than a ban ends the knocking there. */
  after(room: string, code: string | null | undefined, knock: (room: string) => void): void {
    clearTimeout(this.waiting.get(room));
    if (code === 'banned') {
      this.waiting.set(
        room,
        setTimeout(() => knock(room), bannedMs * (1 + Math.random() / 2)),
      );
    }
  }

  end(): void {
    for (const knock of this.waiting.values()) {
      clearTimeout(knock);
    }
  }
}

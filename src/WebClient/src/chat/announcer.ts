/** A message as it is read out to who does not see the list. */
export interface Heard {
  readonly name: string;
  readonly text: string;
  /** It answers something this person wrote. */
  readonly forMe: boolean;
}

/** At most five announcements a minute, however busy the room: more would leave no time to write an answer. */
export const spacingMs = 12_000;

/** No announcement reads out more of a message than this; the list has the rest. */
const longest = 160;

/** The words of an announcement, in the reader's language. */
export interface Words {
  one(name: string, text: string): string;
  many(count: number): string;
  forMe(name: string, text: string): string;
}

/**
 * What a screen reader is told of a chat: a message in a quiet room at once and in full; in a busy one, how many came since it last spoke,
 * and in full what answers the listener.
 */
export class Announcer {
  private heard: Heard[] = [];
  private spokeAt = Number.NEGATIVE_INFINITY;

  hear(message: Heard): void {
    this.heard.push(message);
  }

  /** What to say now; null when there is nothing, or it is too soon. */
  next(now: number, words: Words): string | null {
    if (this.heard.length === 0 || this.waitMs(now) > 0) {
      return null;
    }
    const heard = this.heard;
    this.heard = [];
    this.spokeAt = now;
    const [first] = heard;
    if (heard.length === 1 && first) {
      return first.forMe ? words.forMe(first.name, cut(first.text)) : words.one(first.name, cut(first.text));
    }
    const answer = heard.findLast((message) => message.forMe);
    return answer
      ? `${words.many(heard.length)} ${words.forMe(answer.name, cut(answer.text))}`
      : words.many(heard.length);
  }

  /** How long until it may speak again, ms; 0 when it may. */
  waitMs(now: number): number {
    return Math.max(0, this.spokeAt + spacingMs - now);
  }

  get waiting(): boolean {
    return this.heard.length > 0;
  }
}

function cut(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

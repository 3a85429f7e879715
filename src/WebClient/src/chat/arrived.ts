import type { Wish } from '../live/outbox';
import type { Room } from '../live/room';
import type { AskQuestion, PostMessage } from '../live/wire';

interface Shown {
  readonly id: string;
  readonly author?: { readonly id: string };
  readonly text: string;
}

/**
 * What somebody wrote and the room shows already, though the answer that says so is still to come (or was lost, and is asked for again): by
 * client id. Told by the text, because what is shown does not carry its client id; each one shown stands for one wish. It decides what is
 * drawn, not what is sent.
 */
export function arrived(wishes: readonly Wish[], shown: readonly Shown[], person: string): ReadonlySet<string> {
  const known = new Set(wishes.map((wish) => String(wish.seq)));
  const own = shown.filter((one) => one.author?.id === person && !known.has(one.id));
  const found = new Set<string>();
  for (const { after, clientId, command, state } of wishes) {
    const text = (command as PostMessage | AskQuestion).text;
    if (state !== 'waiting' || after === undefined || text === undefined) {
      continue;
    }
    const at = own.findIndex((one) => Number(one.id) > after && plain(one.text) === plain(text));
    if (at >= 0) {
      own.splice(at, 1);
      found.add(clientId);
    }
  }
  return found;
}

/** Everything of a room that somebody may have written, as this person sees it. */
export function writtenIn(room: Room): readonly Shown[] {
  const { messages, questions } = room.you.value;
  const all = [...room.all('message'), ...messages, ...room.all('question'), ...questions];
  return [...new Map(all.map((one) => [one.id, one])).values()];
}

/** As two texts are compared that differ in what the server tidies up. */
function plain(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}

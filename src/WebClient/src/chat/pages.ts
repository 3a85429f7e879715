import { shownMessages } from '../live/room';
import type { ChatMessage, Frame, HistoryPage } from '../live/wire';

/** Of the seqs before it a page that is empty, and says that there is more, has looked through so many at least (docs/protocol.md). */
export const lookedThrough = 4_500;

/**
 * A stretch of a room's messages that somebody reads back in: all there are from one seq to before another, in the order they were written,
 * which is how they are paged. What becomes of them is followed; where they are too many, those at the newer end leave.
 */
export interface Stretch {
  readonly from: number;
  readonly until: number;
  readonly messages: readonly ChatMessage[];
}

/** Where a page ends that comes before what is shown: whatever has been shown since this seq is known, so what was written since is too. */
export function pageEnd(stretch: Stretch | null, newest: readonly ChatMessage[]): number {
  return stretch?.from ?? Math.min(...newest.map((message) => message.shownAt));
}

/** With the page before it. */
export function withPage(stretch: Stretch | null, newest: readonly ChatMessage[], page: HistoryPage): Stretch {
  const end = pageEnd(stretch, newest);
  return fitting(beginning(end, page), stretch?.until ?? Number.MAX_SAFE_INTEGER, [
    ...page.messages,
    ...(stretch?.messages ?? newest),
  ]);
}

/** After what a frame says of it: changed, released into it, or out of it. */
export function afterFrame({ from, until, messages }: Stretch, { set, drop }: Frame): Stretch {
  const gone = new Set(drop);
  const kept = messages.filter(({ id }) => !gone.has(`message/${id}`));
  return fitting(from, until, [...kept, ...set.filter((entity) => entity.type === 'message')]);
}

/** Those of a person's own that only they see, where they belong. */
export function withOwn({ from, until, messages }: Stretch, own: readonly ChatMessage[]): readonly ChatMessage[] {
  return fitting(from, until, [...own, ...messages]).messages;
}

/** The newest, with all of one's own that only oneself sees, however old, in the order they were shown. */
export function latest(newest: readonly ChatMessage[], own: readonly ChatMessage[]): readonly ChatMessage[] {
  return once([...own, ...[...newest].sort(byShown).slice(-shownMessages)]).sort(byShown);
}

/** From where on a page that comes before a seq has found everything: votes and hands may be all there is for thousands of seqs. */
function beginning(end: number, { messages, more }: HistoryPage): number {
  if (!more) {
    return 1;
  }
  return messages.length > 0 ? Math.min(end, ...messages.map(seq)) : Math.max(1, end - lookedThrough);
}

function byShown(a: ChatMessage, b: ChatMessage): number {
  return a.shownAt - b.shownAt || seq(a) - seq(b);
}

function fitting(from: number, until: number, found: readonly ChatMessage[]): Stretch {
  const all = once(found)
    .filter((message) => seq(message) >= from && seq(message) < until)
    .sort((a, b) => seq(a) - seq(b));
  const first = all[shownMessages];
  return { from, until: first ? seq(first) : until, messages: all.slice(0, shownMessages) };
}

/** Of two of the same the later. */
function once(messages: readonly ChatMessage[]): ChatMessage[] {
  return [...new Map(messages.map((message) => [message.id, message])).values()];
}

function seq({ id }: ChatMessage): number {
  return Number(id);
}

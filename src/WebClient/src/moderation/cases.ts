import { signal } from '@preact/signals';
import { waits } from '../live/room';
import type { Author, ChatMessage, Question } from '../live/wire';

/** Looked at and left as it is, until the page is closed. */
export const left = signal<ReadonlySet<string>>(new Set());

/** Something a moderator has to look at. */
export interface Case {
  /** Unlike any other, over all rooms. */
  readonly key: string;
  readonly room: string;
  readonly kind: 'held' | 'reported' | 'question';
  readonly id: string;
  readonly at: string;
  readonly text: string;
  readonly author: Author | undefined;
  readonly heldFor: string | undefined;
  readonly reports: number;
}

/** What waits in a room: held messages, reported ones, questions nobody approved. */
export function casesOf(room: string, messages: readonly ChatMessage[], questions: readonly Question[]): Case[] {
  return [
    ...messages.filter(waits).map((message) => ({
      key: `${room}/message/${message.id}/${message.reports}`,
      room,
      kind: message.state === 'held' ? ('held' as const) : ('reported' as const),
      id: message.id,
      at: message.at,
      text: message.text,
      author: message.author,
      heldFor: message.heldFor,
      reports: message.reports,
    })),
    ...questions
      .filter((question) => question.state === 'pending')
      .map((question) => ({
        key: `${room}/question/${question.id}`,
        room,
        kind: 'question' as const,
        id: question.id,
        at: question.at,
        text: question.text,
        author: question.author,
        heldFor: question.heldFor,
        reports: 0,
      })),
  ];
}

/** The oldest first, over all rooms; what somebody left as it is does not come back until it is reported again. */
export function queueOf(cases: readonly Case[], left: ReadonlySet<string>): Case[] {
  return cases
    .filter((one) => !left.has(one.key))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.key.localeCompare(b.key));
}

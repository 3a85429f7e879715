import type { ChatMessage, Role } from '../live/wire';

const staff: ReadonlySet<Role | undefined> = new Set<Role>(['professional', 'moderator', 'organiser']);

/**
 * What the public wrote to the booth and nobody of the staff has replied to, the longest waiting first. What visitors answer each other
 * waits for nobody; neither does what somebody set aside.
 */
export function unanswered(messages: readonly ChatMessage[], setAside: ReadonlySet<string>): ChatMessage[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const answered = new Set(
    messages.filter((message) => staff.has(message.author?.role)).map((message) => message.replyTo),
  );
  return messages
    .filter(
      (message) =>
        message.state === 'visible' &&
        message.author &&
        !staff.has(message.author.role) &&
        !answered.has(message.id) &&
        !setAside.has(message.id) &&
        (message.replyTo === undefined || staff.has(byId.get(message.replyTo)?.author?.role)),
    )
    .sort((a, b) => a.shownAt - b.shownAt);
}

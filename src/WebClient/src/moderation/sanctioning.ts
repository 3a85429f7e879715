import type { Room } from '../live/room';
import type { Author, RoomCommand, Sanction, SanctionKind } from '../live/wire';

type Named = Pick<Author, 'id' | 'name'>;

/** Where a sanction holds: in the room where the person was seen, or in every room. */
export type Scope = 'room' | 'event';

/** What the server takes at most, in minutes. A warning has no time. */
export const mostMinutes: Record<Exclude<SanctionKind, 'warn'>, number> = { mute: 1_440, ban: 10_080, shadow: 10_080 };

/** In the order in which they weigh. */
const kinds = ['warn', 'mute', 'ban', 'shadow'] as const;

/** The kinds that somebody may impose, by what a room lets them do. */
export function kindsOf(can: ReadonlySet<string> | undefined): SanctionKind[] {
  return kinds.filter((kind) => can?.has(`sanction.${kind}`));
}

/** Whether it may last until the end of the event. */
export function mayBeEndless(kind: SanctionKind): boolean {
  return kind === 'ban' || kind === 'shadow';
}

/** A sanction as the form has it. */
export interface Wish {
  readonly kind: SanctionKind;
  readonly scope: Scope;
  readonly minutes: number;
  /** Until the end of the event. */
  readonly endless: boolean;
  readonly reason: string;
}

/** The sanction of a kind that a person has in a room now; one that is over may still be shown there. */
export function runningIn(
  room: Room | undefined,
  person: string,
  kind: SanctionKind,
  now: number,
): Sanction | undefined {
  return room?.all('sanction').find((one) => one.person === person && one.kind === kind && isRunning(one, now));
}

export function isRunning({ until }: Sanction, now: number): boolean {
  return until === undefined || Date.parse(until) > now;
}

/** Whether it lasts for so many minutes more at least. */
export function lasts({ until }: Sanction, minutes: number, now: number): boolean {
  return until === undefined || Date.parse(until) >= now + minutes * 60_000;
}

/** The command for it; goes to the event's room when it holds everywhere. */
export function imposing(person: Named, wish: Wish): RoomCommand {
  const { kind, reason } = wish;
  // The event's room knows nobody of the public: without the name its list would name nobody.
  const named = { person: person.id, reason, ...(wish.scope === 'event' ? { name: person.name } : {}) };
  if (kind === 'warn') {
    return { type: 'sanction.warn', ...named };
  }
  if (kind === 'mute') {
    return { type: 'sanction.mute', minutes: wish.minutes, ...named };
  }
  return { type: `sanction.${kind}`, ...(wish.endless ? {} : { minutes: wish.minutes }), ...named };
}

/**
 * The command that puts things back: one sanction replaces another of its kind, so that what was running before is imposed again, for what was left of it. A
 * warning is only taken back: given again it would be read again.
 */
export function restoring(
  person: Named,
  kind: SanctionKind,
  scope: Scope,
  former: Sanction | undefined,
  now: number,
): RoomCommand {
  if (!former || kind === 'warn') {
    return { type: 'sanction.revoke', person: person.id, kind };
  }
  const { until, reason } = former;
  const left = until === undefined ? 1 : Math.ceil((Date.parse(until) - now) / 60_000);
  const minutes = Math.min(Math.max(left, 1), mostMinutes[kind]);
  return imposing(person, { kind, scope, minutes, endless: until === undefined, reason });
}

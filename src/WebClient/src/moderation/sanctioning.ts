import type { Author, RoomCommand, SanctionKind } from '../live/wire';

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
  /** Until the end of the event; counts where that may be. */
  readonly endless: boolean;
  readonly reason: string;
}

/** The command for it, and the one that takes it back; both go to the event's room when it holds everywhere. */
export function commandsOf(person: Author, wish: Wish): { readonly impose: RoomCommand; readonly revoke: RoomCommand } {
  const { kind, reason } = wish;
  // The event's room knows nobody of the public: without the name its list would name nobody.
  const named = { person: person.id, reason, ...(wish.scope === 'event' ? { name: person.name } : {}) };
  const time = wish.endless && mayBeEndless(kind) ? {} : { minutes: wish.minutes };
  return {
    impose:
      kind === 'warn'
        ? { type: 'sanction.warn', ...named }
        : kind === 'mute'
          ? { type: 'sanction.mute', minutes: wish.minutes, ...named }
          : { type: `sanction.${kind}`, ...time, ...named },
    revoke: { type: 'sanction.revoke', person: person.id, kind },
  };
}

import { type Signal, signal } from '@preact/signals';
import type { ChatMessage, EnterAnswer, Entity, EntityType, Frame, NamedPresence, Pulse, RoomYou, You } from './wire';

export type EntityOf<T extends EntityType> = Extract<Entity, { type: T }>;

export type RoomStatus =
  /** late: the room cannot be had for a moment, and is asked again. What of it is on screen stays there. */
  | { kind: 'entering'; late?: true }
  | { kind: 'entered' }
  | { kind: 'refused'; code: string; until?: string; reason?: string };

/** The pulses so far: what one leaves out is as it was. */
export type RoomPulse = Pulse & { readonly named: readonly NamedPresence[] };

export const nobody: You = {
  messages: [],
  questions: [],
  votes: [],
  pollVotes: [],
  admission: 'none',
  following: false,
};

/** Messages kept on screen; older ones come by history. */
export const shownMessages = 200;

/** Whether a moderator has to look at it: held, or reported and seen. */
export function waits({ state, reports }: ChatMessage): boolean {
  return state === 'held' || (state === 'visible' && reports > 0);
}

/**
 * One room as this browser sees it: a set of entities, moved on by frames. The rule of docs/protocol.md: apply a frame when it begins
 * at or before our position and ends after it; one that begins later is a hole; one that ends before is a repeat.
 */
export class Room {
  readonly status: Signal<RoomStatus> = signal({ kind: 'entering' });
  readonly can: Signal<ReadonlySet<string>> = signal(new Set<string>());
  readonly staff = signal(false);
  readonly you: Signal<You> = signal(nobody);
  readonly pulse: Signal<RoomPulse | null> = signal(null);
  /** Grows with every applied frame: what screens depend on. */
  readonly version = signal(0);
  /** How often everything began anew: what was paged in before may not be shown any more. */
  readonly resets = signal(0);

  /** Whether there may be older messages than those here: all that a room shows come with a reset, up to so many. */
  full = false;
  epoch: string | undefined;
  at: number | undefined;

  private readonly hearers = new Set<(frame: Frame) => void>();
  private readonly entities = new Map<EntityType, Map<string, Entity>>();

  constructor(readonly id: string) {}

  entered(answer: EnterAnswer): void {
    if (answer.code && answer.retryAfterMs) {
      this.status.value = { kind: 'entering', late: true };
      return;
    }
    if (answer.code) {
      this.status.value = { kind: 'refused', code: answer.code, until: answer.until, reason: answer.reason };
      return;
    }

    this.can.value = new Set(answer.can);
    this.staff.value = answer.staff;
    this.status.value = { kind: 'entered' };
  }

  /** False when the frame shows a hole: the room has to be entered again with our position. */
  apply(frame: Frame): boolean {
    if (frame.reset) {
      this.entities.clear();
      this.full = false;
      this.resets.value += 1;
    } else if (this.at === undefined || frame.epoch !== this.epoch || frame.from > this.at) {
      return false;
    } else if (frame.to <= this.at) {
      return true;
    }

    for (const key of frame.drop) {
      const slash = key.indexOf('/');
      this.entities.get(key.slice(0, slash) as EntityType)?.delete(key.slice(slash + 1));
    }
    for (const entity of frame.set) {
      const ofType = this.entities.get(entity.type) ?? new Map<string, Entity>();
      ofType.set(entity.id, entity);
      this.entities.set(entity.type, ofType);
    }
    this.epoch = frame.epoch;
    this.at = frame.to;
    this.trim();
    for (const hear of this.hearers) {
      hear(frame);
    }
    this.version.value += 1;
    return true;
  }

  /** Tells of every frame applied from now on, until the result is called. */
  hear(hear: (frame: Frame) => void): () => void {
    this.hearers.add(hear);
    return () => this.hearers.delete(hear);
  }

  takeYou(you: RoomYou): void {
    this.you.value = you.you;
  }

  takePulse(pulse: Pulse): void {
    const zone =
      pulse.zone && this.pulse.value?.zone
        ? { ...this.pulse.value.zone, ...pulse.zone }
        : (pulse.zone ?? this.pulse.value?.zone);
    this.pulse.value = { ...pulse, zone, named: pulse.named ?? this.pulse.value?.named ?? [] };
  }

  /** All entities of a type; reading it subscribes the screen to the room. */
  all<T extends EntityType>(type: T): EntityOf<T>[] {
    void this.version.value;
    return [...(this.entities.get(type)?.values() ?? [])] as EntityOf<T>[];
  }

  one<T extends EntityType>(type: T, id = ''): EntityOf<T> | undefined {
    void this.version.value;
    return this.entities.get(type)?.get(id) as EntityOf<T> | undefined;
  }

  /** In the order they became visible. */
  messages(): ChatMessage[] {
    return this.all('message').sort((a, b) => a.shownAt - b.shownAt || Number(a.id) - Number(b.id));
  }

  /** The newest of them, without a gap: what waits for a moderator may be older. */
  newest(): ChatMessage[] {
    return this.messages().slice(-shownMessages);
  }

  private trim(): void {
    const messages = this.entities.get('message');
    if (!messages || messages.size < shownMessages) {
      return;
    }
    this.full = true;
    const oldest = ([...messages.values()] as ChatMessage[])
      .sort((a, b) => a.shownAt - b.shownAt)
      .slice(0, messages.size - shownMessages)
      .filter((message) => !waits(message));
    for (const message of oldest) {
      messages.delete(message.id);
    }
  }
}

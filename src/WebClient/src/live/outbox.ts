import { type Signal, signal } from '@preact/signals';
import type { CommandAnswer, RoomCommand } from './wire';

export interface Wish {
  readonly clientId: string;
  readonly command: RoomCommand;
  readonly at: string;
  /** waiting: not confirmed yet; sent: stored under seq; refused: will never be. */
  readonly state: 'waiting' | 'sent' | 'refused';
  /** Where the room was when it was written. */
  readonly after?: number;
  readonly seq?: number;
  /** Why it was refused, or is still waiting. */
  readonly code?: string;
  readonly until?: string;
  readonly reason?: string;
}

export type Send = (room: string, clientId: string, command: RoomCommand) => Promise<CommandAnswer>;

/**
 * What somebody wrote in a room and the server has not confirmed yet. Kept in the tab's session storage, so that a reload loses nothing;
 * sent one after another, so that the order is the writer's; sent again with the same clientId until there is an answer.
 */
export class Outbox {
  readonly wishes: Signal<readonly Wish[]>;
  private sending = false;
  /** Asked for while something was being sent. */
  private again = false;

  constructor(
    private readonly key: string,
    private readonly room: string,
    private readonly storage: Storage,
    private readonly send: Send,
    private readonly at: () => number | undefined = () => undefined,
    private readonly later: (run: () => void, ms: number) => void = (run, ms) => void setTimeout(run, ms),
  ) {
    this.wishes = signal(this.load());
  }

  /** Something of it is not confirmed yet. */
  get isWaiting(): boolean {
    return this.next() !== undefined;
  }

  post(command: RoomCommand): void {
    const wish: Wish = {
      clientId: newClientId(),
      command,
      at: new Date().toISOString(),
      state: 'waiting',
      after: this.at(),
    };
    this.set([...this.wishes.value, wish]);
    void this.flush();
  }

  /** Takes a refused wish away, or one whose message the room now shows. */
  forget(clientId: string): void {
    this.set(this.wishes.value.filter((wish) => wish.clientId !== clientId));
  }

  /** A refused wish once more: as a new one, because its refusal was final. */
  retry(clientId: string): void {
    const refused = this.wishes.value.find((wish) => wish.clientId === clientId);
    if (refused) {
      this.forget(clientId);
      this.post(refused.command);
    }
  }

  /** Sends what waits, in order. Called after each connection; harmless at any time. */
  async flush(): Promise<void> {
    if (this.sending) {
      this.again = true;
      return;
    }
    this.sending = true;
    this.again = false;
    let cut = false;
    try {
      for (let next = this.next(); next; next = this.next()) {
        const answer = await this.send(this.room, next.clientId, next.command);
        if (answer.status === 'unknown' || isPassing(answer)) {
          this.replace(next.clientId, { ...next, code: answer.code });
          this.later(() => void this.flush(), answer.retryAfterMs ?? 2_000);
          return;
        }
        this.replace(next.clientId, {
          ...next,
          state: answer.status === 'ok' ? 'sent' : 'refused',
          seq: answer.seq,
          code: answer.code,
          until: answer.until,
          reason: answer.reason,
        });
      }
    } catch {
      // The connection is gone; the next one flushes again, unless it has done so already.
      cut = true;
    } finally {
      this.sending = false;
    }
    if (cut && this.again) {
      await this.flush();
    }
  }

  private next(): Wish | undefined {
    return this.wishes.value.find((wish) => wish.state === 'waiting');
  }

  private replace(clientId: string, by: Wish): void {
    this.set(this.wishes.value.map((wish) => (wish.clientId === clientId ? by : wish)));
  }

  private set(wishes: readonly Wish[]): void {
    this.wishes.value = wishes;
    if (wishes.length === 0) {
      this.storage.removeItem(this.key);
    } else {
      this.storage.setItem(this.key, JSON.stringify(wishes));
    }
  }

  private load(): readonly Wish[] {
    try {
      return JSON.parse(this.storage.getItem(this.key) ?? '[]') as Wish[];
    } catch {
      return [];
    }
  }
}

const passing: ReadonlySet<string> = new Set(['busy', 'storage_unavailable', 'unavailable', 'storage_full']);

/** Refusals that pass by themselves: the wish waits and is sent again. A pace passes when the server says how long; a quota does not. */
function isPassing({ code, retryAfterMs }: CommandAnswer): boolean {
  return code !== undefined && (passing.has(code) || (code === 'slow_down' && retryAfterMs !== undefined));
}

export function newClientId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

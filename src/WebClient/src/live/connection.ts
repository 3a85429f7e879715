import type { HubConnection } from '@microsoft/signalr';
import { type Signal, signal } from '@preact/signals';
import { isSignedOut, within } from './ask';
import { delayFor } from './backoff';
import { fullFor } from './capacity';
import { insist } from './insist';
import { Knocking } from './knocking';
import { newLine } from './line';
import { Outbox, type Send } from './outbox';
import { Room } from './room';
import type {
  Closing,
  CommandAnswer,
  EnterAnswer,
  Frame,
  HistoryPage,
  Pulse,
  RoomCommand,
  RoomLeft,
  RoomYou,
} from './wire';

export type LiveState = 'idle' | 'connecting' | 'live' | 'reconnecting' | 'offline' | 'waiting' | 'refused';

/** How long a pulse may be ahead of our frames before it counts as a hole. */
const holeAfterMs = 1_000;

/** How long an attempt may stay without an answer, ms: long for a slow network, short for who stands before a frozen server. */
const attemptMs = 15_000;

/** Closings after which coming back by ourselves would be wrong or hopeless. */
const final: ReadonlySet<string> = new Set(['revoked', 'signed_out', 'too_much', 'too_large']);

/**
 * The one live connection: enters rooms, moves them on, sends what was written, and comes back by itself after a loss, in each room at the
 * position it had.
 */
export class Live {
  readonly state: Signal<LiveState> = signal('idle');
  readonly closedFor: Signal<string | null> = signal(null);
  readonly rooms: Signal<ReadonlyMap<string, Room>> = signal(new Map());
  /** Server's clock minus ours, in milliseconds: countdowns follow the server. */
  readonly clockOffset = signal(0);
  /** The room the server put us out of last, and why. */
  readonly putOut: Signal<RoomLeft | null> = signal(null);
  /** The attempt to come back that is due next, as a time; null while connected. */
  readonly retryAt: Signal<number | null> = signal(null);

  private readonly outboxes = new Map<string, Outbox>();
  private readonly users = new Map<string, number>();
  private readonly entering = new Map<string, Promise<void>>();
  /** Rooms that took us in on this line: nothing is asked of another. */
  private readonly inside = new Set<string>();
  private readonly holes = new Map<string, number>();
  private readonly knocking = new Knocking();
  private connection: HubConnection | null = null;
  private person = '';
  private session = 0;
  private attempt = 0;
  private askedMs: number | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private withoutWebSockets = false;

  start(person: string): void {
    this.person = person;
    this.closedFor.value = null;
    this.openUnsent();
    addEventListener('online', this.online);
    addEventListener('offline', this.offline);
    void this.connect();
  }

  async stop(): Promise<void> {
    removeEventListener('online', this.online);
    removeEventListener('offline', this.offline);
    clearTimeout(this.timer);
    const connection = this.connection;
    this.connection = null;
    this.session++;
    this.state.value = 'idle';
    this.rooms.value = new Map();
    this.outboxes.clear();
    this.forgetRooms();
    this.users.clear();
    this.knocking.end();
    await connection?.stop();
  }

  /** Reads a room until the result is called. Several readers share one room. */
  use(id: string): () => void {
    this.users.set(id, (this.users.get(id) ?? 0) + 1);
    this.open(id);
    return () => {
      const left = (this.users.get(id) ?? 1) - 1;
      this.users.set(id, left);
      this.leaveUnread(id);
    };
  }

  room(id: string): Room | undefined {
    return this.rooms.value.get(id);
  }

  outbox(id: string): Outbox {
    let outbox = this.outboxes.get(id);
    if (!outbox) {
      const session = this.session;
      // One that still waits when somebody else is in sends nothing in their name.
      const send: Send = async (room, clientId, command) => {
        if (session !== this.session) {
          throw new Error('not signed in any more');
        }
        const answer = await this.command(room, clientId, command);
        setTimeout(() => this.leaveUnread(id));
        return answer;
      };
      outbox = new Outbox(`${this.unsentKey}${id}`, id, sessionStorage, send, () => this.room(id)?.at);
      this.outboxes.set(id, outbox);
    }
    return outbox;
  }

  /** Something done by a button, under one client id. */
  execute(
    room: string,
    clientId: string,
    command: RoomCommand,
    late: (code: string) => void = () => {},
  ): Promise<CommandAnswer> {
    return insist(() => this.command(room, clientId, command), late);
  }

  react(room: string, reaction: string): Promise<CommandAnswer> {
    return this.invoke('React', room, reaction);
  }

  history(room: string, before: string, limit: number): Promise<HistoryPage> {
    return this.invoke('History', room, before, limit);
  }

  /** The attempt that is due later, now: somebody asked for it. */
  retryNow(): void {
    if (!this.connection) {
      this.schedule(0);
    }
  }

  now(): number {
    return Date.now() + this.clockOffset.value;
  }

  private open(id: string): void {
    if (!this.rooms.value.has(id)) {
      this.rooms.value = new Map(this.rooms.value).set(id, new Room(id));
      void this.enter(id);
    }
  }

  private get unsentKey(): string {
    return `halle.outbox.${this.person}.`;
  }

  /** What was written before the page was loaded anew is sent wherever its writer is now. */
  private openUnsent(): void {
    for (let at = 0; at < sessionStorage.length; at++) {
      const key = sessionStorage.key(at) ?? '';
      const id = key.slice(this.unsentKey.length);
      if (key.startsWith(this.unsentKey) && this.outbox(id).isWaiting) {
        this.users.set(id, this.users.get(id) ?? 0);
        this.open(id);
      }
    }
  }

  /** A room that nobody reads any more is left once everything written in it has been sent. */
  private leaveUnread(id: string): void {
    if (this.users.get(id) === 0 && this.rooms.value.has(id) && !this.outbox(id).isWaiting) {
      const rooms = new Map(this.rooms.value);
      rooms.delete(id);
      this.rooms.value = rooms;
      this.inside.delete(id);
      void this.invoke('Leave', id).catch(() => undefined);
    }
  }

  /** Everybody behind one access point learns of it together: not all come at once. */
  private readonly online = (): void => {
    if (!this.connection) {
      this.schedule(delayFor(0, undefined, Math.random));
    }
  };

  private readonly offline = (): void => {
    if (this.connection && this.state.value === 'live') {
      // A line whose network went is told by nobody: waited for, it would look alive for as long as the server may be silent. It is
      // given up; an attempt a moment later finds out in case the browser was wrong.
      this.move(this.connection, delayFor(0, undefined, Math.random));
    } else if (this.state.value === 'reconnecting' || this.state.value === 'connecting') {
      this.state.value = 'offline';
    }
  };

  private async connect(): Promise<void> {
    clearTimeout(this.timer);
    if (this.connection || !this.person) {
      return;
    }
    this.retryAt.value = null;
    if (this.state.value !== 'waiting') {
      this.state.value = this.attempt === 0 && this.state.value === 'idle' ? 'connecting' : away();
    }
    const { connection, giveUp } = newLine(this.withoutWebSockets);
    this.connection = connection;
    connection.on('Frame', (frame: Frame) => this.take(frame));
    connection.on('You', (you: RoomYou) => this.room(you.room)?.takeYou(you));
    connection.on('Pulse', (pulse: Pulse) => this.takePulse(pulse));
    connection.on('Left', (left: RoomLeft) => {
      const room = this.room(left.room);
      if (room) {
        room.status.value = { kind: 'refused', code: left.code, until: left.until, reason: left.reason };
        this.putOut.value = left;
        this.knocking.after(left.room, left.code, this.knock);
      }
    });
    connection.on('Closing', (closing: Closing) => {
      this.askedMs = closing.retryAfterMs;
      if (final.has(closing.code)) {
        this.closedFor.value = closing.code;
      } else if (closing.code === 'going_away' && closing.retryAfterMs) {
        // The edge serves us until we leave: at a moment of our own, and then there is no waiting.
        setTimeout(() => this.move(connection), Math.random() * closing.retryAfterMs);
      }
    });
    connection.onclose(() => this.lost(connection));
    try {
      await within(attemptMs, connection.start());
    } catch {
      giveUp();
      await this.failed(connection);
      return;
    }
    if (this.connection !== connection) {
      return;
    }
    this.state.value = 'live';
    await Promise.allSettled([...this.rooms.value.keys()].map((id) => this.enter(id)));
    if (this.connection === connection) {
      this.attempt = 0;
      this.askedMs = undefined;
    }
  }

  private async failed(connection: HubConnection): Promise<void> {
    if (this.connection !== connection) {
      return;
    }
    this.connection = null;
    // A proxy that refuses upgrades is tried by the other transports every second time; a server that is away refuses both.
    this.withoutWebSockets = !this.withoutWebSockets && this.attempt % 3 === 2;
    const [signedOut, full] = await Promise.all([isSignedOut(), fullFor()]);
    if (this.connection || this.state.value === 'idle') {
      // Somebody asked for the next attempt meanwhile, or went.
      return;
    }
    if (signedOut) {
      this.closedFor.value = 'signed_out';
      this.state.value = 'refused';
      return;
    }
    this.schedule(full ?? undefined);
    if (full !== null) {
      this.state.value = 'waiting';
    }
  }

  /** Leaves a line that may still serve us, for another in so many milliseconds. */
  private move(connection: HubConnection, ms = 0): void {
    if (this.connection === connection) {
      this.connection = null;
      this.forgetRooms();
      this.schedule(ms);
      void connection.stop().catch(() => undefined);
    }
  }

  private lost(connection: HubConnection): void {
    if (this.connection !== connection) {
      return;
    }
    this.connection = null;
    this.forgetRooms();
    if (this.closedFor.value) {
      this.state.value = 'refused';
    } else {
      this.schedule();
    }
  }

  /** Of a line that is no more. */
  private forgetRooms(): void {
    this.entering.clear();
    this.inside.clear();
  }

  private schedule(ms = delayFor(this.attempt++, this.askedMs, Math.random)): void {
    this.askedMs = undefined;
    this.state.value = away();
    this.retryAt.value = Date.now() + ms;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.connect(), ms);
  }

  /** Once at a time for a room: a hole seen twice is one resume. */
  private enter(id: string): Promise<void> {
    const room = this.room(id);
    if (this.state.value !== 'live' || !room) {
      return Promise.resolve();
    }
    const running = this.entering.get(id);
    if (running) {
      return running;
    }
    const entering = this.invoke<EnterAnswer>('Enter', {
      room: id,
      ...(room.epoch === undefined ? {} : { epoch: room.epoch, lastSeq: room.at }),
    })
      .then((answer) => {
        room.entered(answer);
        if (answer.serverTime) {
          this.clockOffset.value = Date.parse(answer.serverTime) - Date.now();
        }
        if (answer.code && answer.retryAfterMs) {
          setTimeout(() => void this.enter(id), answer.retryAfterMs);
        }
        this.knocking.after(id, answer.code, this.knock);
        if (!answer.code) {
          this.inside.add(id);
          void this.outbox(id).flush();
        }
      })
      .catch(() => undefined)
      .finally(() => this.entering.delete(id));
    this.entering.set(id, entering);
    return entering;
  }

  private readonly knock = (id: string): void => void (this.users.get(id) && this.enter(id));

  private take(frame: Frame): void {
    const room = this.room(frame.room);
    if (!room) {
      return;
    }
    if (room.apply(frame)) {
      this.holes.delete(frame.room);
    } else {
      void this.enter(frame.room);
    }
  }

  private takePulse(pulse: Pulse): void {
    const room = this.room(pulse.room);
    if (!room) {
      return;
    }
    room.takePulse(pulse);
    if (room.at === undefined || pulse.seq <= room.at) {
      this.holes.delete(pulse.room);
      return;
    }
    const since = this.holes.get(pulse.room) ?? Date.now();
    this.holes.set(pulse.room, since);
    setTimeout(() => {
      if (this.holes.get(pulse.room) === since && room.at !== undefined && room.at < pulse.seq) {
        this.holes.delete(pulse.room);
        void this.enter(pulse.room);
      }
    }, holeAfterMs);
  }

  /** Asks a room that took us in. One that has not yet would call us strangers; it will be asked then. */
  private command(room: string, clientId: string, command: RoomCommand): Promise<CommandAnswer> {
    return this.inside.has(room)
      ? this.invoke<CommandAnswer>('Execute', room, clientId, command)
      : Promise.reject(new Error('not in the room'));
  }

  private invoke<T>(method: string, ...parameters: unknown[]): Promise<T> {
    return this.connection && this.state.value === 'live'
      ? this.connection.invoke<T>(method, ...parameters)
      : Promise.reject(new Error('not connected'));
  }
}

/** An attempt without a network is no coming back, however long it takes: the browser says why it is in vain. */
function away(): LiveState {
  return navigator.onLine === false ? 'offline' : 'reconnecting';
}

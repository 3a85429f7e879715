import { expect, test } from 'vitest';
import { Room, shownMessages } from '../live/room';
import type { ChatMessage, Frame, HistoryPage } from '../live/wire';
import { dice } from '../zone/map/dice';
import { afterFrame, latest, lookedThrough, pageEnd, type Stretch, withOwn, withPage } from './pages';

const message = (id: number, more: Partial<ChatMessage> = {}): ChatMessage => ({
  type: 'message',
  id: String(id),
  shownAt: id,
  at: '2026-11-28T10:00:00Z',
  author: { id: 'a'.repeat(32), role: 'visitor', name: 'Démo' },
  text: `message ${id}`,
  state: 'visible',
  pinned: false,
  reports: 0,
  ...more,
});
const ids = (messages: readonly ChatMessage[]): string[] => messages.map((one) => one.id);

/** A room as the public sees it: some of what is posted is held and released long after, some removed; now and then thousands vote. */
class Server {
  readonly all = new Map<number, ChatMessage>();
  private head = 0;

  constructor(private readonly random: () => number) {}

  get visible(): ChatMessage[] {
    return [...this.all.values()].filter((one) => one.state === 'visible');
  }

  step(): Frame {
    const from = this.head;
    this.head += this.random() < 0.01 ? Math.floor(this.random() * 4 * lookedThrough) + 1 : 1;
    const seq = this.head;
    const frame = (set: ChatMessage[], drop: string[] = []): Frame => ({
      room: 'booth:edf',
      epoch: 'e',
      from,
      to: seq,
      reset: false,
      set,
      drop,
    });
    const chance = this.random();
    const any = [...this.all.values()][Math.floor(this.random() * this.all.size)];
    if (any && chance < 0.1) {
      this.all.set(Number(any.id), { ...any, state: 'removed' });
      return frame([], any.state === 'visible' ? [`message/${any.id}`] : []);
    }
    if (any?.state === 'held' && chance < 0.6) {
      const shown: ChatMessage = { ...any, state: 'visible', shownAt: seq };
      this.all.set(Number(any.id), shown);
      return frame([shown]);
    }
    const posted = message(seq, { state: this.random() < 0.15 ? 'held' : 'visible' });
    this.all.set(seq, posted);
    return frame(posted.state === 'visible' ? [posted] : []);
  }

  history(before: number, limit: number): HistoryPage {
    const low = Math.max(1, before - lookedThrough - 2 * limit);
    const older = this.visible
      .filter(({ id }) => Number(id) < before && Number(id) >= low)
      .sort((a, b) => Number(a.id) - Number(b.id));
    return { messages: older.slice(-limit), more: low > 1 || older.length > limit };
  }
}

test('[WB175] however one pages back while messages come, are released and removed: without a hole, 200 at most', () => {
  let [pagesRead, emptyOnes] = [0, 0];
  for (let seed = 1; seed <= 8; seed++) {
    const random = dice(seed);
    const server = new Server(random);
    const room = new Room('booth:edf');
    room.apply({ room: room.id, epoch: 'e', from: 0, to: 0, reset: true, set: [], drop: [] });
    let stretch: Stretch | null = null;
    const happen = (): Frame => {
      const frame = server.step();
      room.apply(frame);
      stretch = stretch && afterFrame(stretch, frame);
      return frame;
    };
    for (let step = 0; step < 900; step++) {
      happen();
      if (room.full && random() < 0.03) {
        const [before, newest]: [Stretch | null, ChatMessage[]] = [stretch, room.newest()];
        const page = server.history(pageEnd(before, newest), 50);
        const meanwhile = Array.from({ length: Math.floor(random() * 5) }, happen);
        stretch = meanwhile.reduce(afterFrame, withPage(before, newest, page));
        pagesRead++;
        emptyOnes += page.more && page.messages.length === 0 ? 1 : 0;
      } else if (random() < 0.004) {
        stretch = null;
      }
      if (stretch && step % 5 === 0) {
        const { from, until, messages }: Stretch = stretch;
        const there = server.visible.filter(({ id }) => Number(id) >= from && Number(id) < until);
        expect(ids(messages), `seed ${seed}, step ${step}`).toEqual(
          ids(there.sort((a, b) => Number(a.id) - Number(b.id))),
        );
        expect(messages.length).toBeLessThanOrEqual(shownMessages);
      }
      expect(latest(room.newest(), []).length).toBeLessThanOrEqual(shownMessages);
    }
  }
  expect(pagesRead).toBeGreaterThan(50);
  expect(emptyOnes).toBeGreaterThan(5);
});

const two = { from: 5, until: 100, messages: [message(5), message(9)] };

test('[WB175] what becomes of an older message is seen: removed, held, changed', () => {
  const frame = { room: '', epoch: '', from: 0, to: 0, reset: false };
  expect(ids(afterFrame(two, { ...frame, set: [], drop: ['message/5'] }).messages)).toEqual(['9']);
  const changed = message(9, { state: 'removed', text: '' });
  expect(afterFrame(two, { ...frame, set: [changed], drop: [] }).messages[1]).toBe(changed);
  expect(ids(afterFrame(two, { ...frame, set: [message(7), message(100), message(4)], drop: [] }).messages)).toEqual([
    '5',
    '7',
    '9',
  ]);
});

test('[WB175] one’s own that others do not see stand among those they were written with', () => {
  const own = [message(3), message(7, { state: 'held' })];
  expect(ids(withOwn(two, own))).toEqual(['5', '7', '9']);
  expect(ids(latest([message(5), message(9)], own))).toEqual(['3', '5', '7', '9']);
});

test('[WB175] at the beginning of a room everything from there on belongs to what is read', () => {
  const page = { messages: [message(2)], more: false };
  expect(withPage(null, [message(5)], page)).toMatchObject({ from: 1, until: Number.MAX_SAFE_INTEGER });
});

test('[WB175] an empty page that says that there is more leads on, from what it has looked through', () => {
  const empty = { messages: [], more: true };
  const newest = [message(20_000), message(20_001)];
  const once = withPage(null, newest, empty);
  expect(pageEnd(once, newest)).toBe(20_000 - lookedThrough);
  expect(ids(once.messages)).toEqual(['20000', '20001']);
  expect(pageEnd(withPage(once, newest, empty), newest)).toBe(20_000 - 2 * lookedThrough);
  expect(pageEnd(withPage({ ...once, from: 300 }, newest, empty), newest)).toBe(1);
});

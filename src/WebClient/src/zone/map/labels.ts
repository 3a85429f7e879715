/** Labels over the map: which are written out, which shrink to a pin, and where each stands. All in CSS pixels of the map. */
export interface LabelWish {
  readonly id: string;
  /** The point it speaks of; undefined: not in the picture. */
  readonly at: Point | undefined;
  /** Its size when written out. */
  readonly w: number;
  readonly h: number;
  /** Higher goes first. */
  readonly rank: number;
  /** Named now (hover, focus, open): written out before all others. */
  readonly named?: boolean;
  /** Where it stood in the picture before, moved along with its point: what gets named stays there, or opens over it, so that it does not flee the pointer that named it. */
  readonly was?: Box | undefined;
  /** As a pin only (it does not match the search, say). */
  readonly small?: boolean;
  /** A district's name: written out before the pins, or not at all. */
  readonly sign?: boolean;
}

export interface LabelPlace {
  readonly id: string;
  readonly form: 'full' | 'pin' | 'none';
  /** Top left corner. */
  readonly x: number;
  readonly y: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export type Size = { readonly w: number; readonly h: number };

export const pinSize = 22;
const gap = 2;

export function overlap(a: Box, b: Box, margin = gap): boolean {
  return touch(a, b.x, b.y, b.w, b.h, margin);
}

function touch(a: Box, x: number, y: number, w: number, h: number, margin: number): boolean {
  return a.x < x + w + margin && x < a.x + a.w + margin && a.y < y + h + margin && y < a.y + a.h + margin;
}

/** No two of the result touch, none leaves the frame and none lies under `taken` (panels, search box). Pins have the first word, so that every site stays one press away. What is written out keeps off `spared` (the class's way): names one asks for and signs where they can, others stay pins sooner. */
export function arranged(
  wishes: readonly LabelWish[],
  frame: Size,
  taken: readonly Box[] = [],
  spared: readonly Box[] = [],
): LabelPlace[] {
  const order = wishes
    .filter(
      (wish) => wish.at && wish.at.x > -40 && wish.at.x < frame.w + 40 && wish.at.y > -60 && wish.at.y < frame.h + 60,
    )
    .sort((a, b) => first(b) - first(a) || b.rank - a.rank || (a.id < b.id ? -1 : 1));
  const placed = new Map<string, Placed>();
  const boxes: Placed[] = [];
  // Asked some thousand times a picture: no copies, no closures within.
  const isFree = (x: number, y: number, w: number, h: number, mine: Placed | undefined): boolean => {
    if (x < 4 || y < 4 || x + w > frame.w - 4 || y + h > frame.h - 4) {
      return false;
    }
    for (const one of taken) {
      if (touch(one, x, y, w, h, gap)) {
        return false;
      }
    }
    for (const one of boxes) {
      if (one !== mine && touch(one, x, y, w, h, gap)) {
        return false;
      }
    }
    return true;
  };
  const isClear: IsFree = (x, y, w, h, mine) => {
    for (const one of spared) {
      if (touch(one, x, y, w, h, 0)) {
        return false;
      }
    }
    return isFree(x, y, w, h, mine);
  };
  const put = (wish: LabelWish, form: Placed['form'], box: Box | undefined): boolean => {
    const mine = placed.get(wish.id);
    if (box && mine) {
      Object.assign(mine, box, { form });
    } else if (box) {
      const one = { ...box, form };
      placed.set(wish.id, one);
      boxes.push(one);
    }
    return box !== undefined;
  };
  for (const wish of order) {
    if (wish.named || wish.sign) {
      const box =
        keptBox(wish, frame, isClear) ??
        keptBox(wish, frame, isFree) ??
        fullBox(wish, frame, isClear, undefined) ??
        fullBox(wish, frame, isFree, undefined);
      if (put(wish, 'full', box) || wish.sign) {
        continue;
      }
    }
    put(wish, 'pin', pinBox(wish, isFree));
  }
  for (const wish of order) {
    const mine = placed.get(wish.id);
    if (!wish.small && !wish.sign && mine?.form !== 'full') {
      put(wish, 'full', fullBox(wish, frame, isClear, mine));
    }
  }
  return wishes.map((wish) => {
    const box = placed.get(wish.id);
    return { id: wish.id, form: box?.form ?? 'none', x: Math.round(box?.x ?? 0), y: Math.round(box?.y ?? 0) };
  });
}

type Placed = { x: number; y: number; w: number; h: number; form: 'full' | 'pin' };
type IsFree = (x: number, y: number, w: number, h: number, mine: Placed | undefined) => boolean;

const first = (wish: LabelWish): number => (wish.named ? 2 : wish.sign ? 1 : 0);

/** Where a pin may stand around its point, in its own size, the best place first. */
const pinSteps = [
  [0, -1],
  [0, -2.2],
  [-1.2, -1],
  [1.2, -1],
  [0, 0.3],
  [-1.2, 0.3],
  [1.2, 0.3],
  [-1.2, -2.2],
  [1.2, -2.2],
] as const;

function pinBox(wish: LabelWish, isFree: IsFree): Box | undefined {
  const at = wish.at as Point;
  const s = pinSize;
  for (const [dx, dy] of pinSteps) {
    const [x, y] = [at.x - s / 2 + dx * s, at.y + dy * s];
    if (isFree(x, y, s, s, undefined)) {
      return { x, y, w: s, h: s };
    }
  }
  return undefined;
}

/** Over where it stood: what was as large stays, a pin opens to its right, around it or to its left. */
function keptBox({ was, named, w, h }: LabelWish, frame: Size, isFree: IsFree): Box | undefined {
  if (!was || !named) {
    return undefined;
  }
  for (const up of [0.5, 0, 1]) {
    for (const aside of [0, 0.5, 1]) {
      const [x, y] = [within(was.x + (was.w - w) * aside, frame.w - w), within(was.y + (was.h - h) * up, frame.h - h)];
      if (isFree(x, y, w, h, undefined)) {
        return { x, y, w, h };
      }
    }
  }
  return undefined;
}

export const within = (from: number, room: number) => Math.min(Math.max(from, 4), Math.max(4, room - 4));

const leftsNamed = [-0.5, -0.85, -0.15, 0, -1] as const;
const lefts = [-0.5, -0.85, -0.15] as const;

function fullBox(wish: LabelWish, frame: Size, isFree: IsFree, mine: Placed | undefined): Box | undefined {
  const { x, y } = wish.at as Point;
  const { w, h } = wish;
  const inside = (left: number) => within(left, frame.w - w);
  for (const top of [y - h - 2, y - h - 20, y + 6, y - h - 38, y + 24]) {
    for (const part of wish.named || wish.sign ? leftsNamed : lefts) {
      const left = inside(x + w * part);
      if (isFree(left, top, w, h, mine)) {
        return { x: left, y: top, w, h };
      }
    }
  }
  const [left, top] = [inside(x - w / 2), within(y, frame.h - h)];
  return wish.named && isFree(left, top, w, h, mine) ? { x: left, y: top, w, h } : undefined;
}

/** The next point one comes to in a direction (a step of one along x or y), straight ahead before aside; -1: none. */
export function nearest(
  points: readonly (Point | undefined)[],
  from: Point,
  [dx, dy]: readonly [number, number],
): number {
  let best = { index: -1, cost: Number.POSITIVE_INFINITY };
  points.forEach((point, index) => {
    if (point) {
      const [x, y] = [point.x - from.x, point.y - from.y];
      const along = x * dx + y * dy;
      const cost = along + Math.abs(x * dy + y * dx) * 2.5;
      if (along > 6 && cost < best.cost) {
        best = { index, cost };
      }
    }
  });
  return best.index;
}

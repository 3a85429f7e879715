/** Labels over the map: which are written out, which shrink to a pin, and where each stands. All in CSS pixels of the map. */
export interface LabelWish {
  readonly id: string;
  /** The point it speaks of; undefined: not in the picture. */
  readonly at: { readonly x: number; readonly y: number } | undefined;
  /** Its size when written out. */
  readonly w: number;
  readonly h: number;
  /** Higher goes first. */
  readonly rank: number;
  /** Named now (hover, focus, open): written out before all others. */
  readonly named?: boolean;
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

export const pinSize = 22;
const gap = 2;

export function overlap(a: Box, b: Box, margin = gap): boolean {
  return a.x < b.x + b.w + margin && b.x < a.x + a.w + margin && a.y < b.y + b.h + margin && b.y < a.y + a.h + margin;
}

/** No two of the result touch, none leaves the frame and none lies under `taken` (panels, search box). Pins have the first word, so that every site stays one press away. */
export function arranged(
  wishes: readonly LabelWish[],
  frame: { readonly w: number; readonly h: number },
  taken: readonly Box[] = [],
): LabelPlace[] {
  const order = wishes
    .filter(
      (wish) => wish.at && wish.at.x > -40 && wish.at.x < frame.w + 40 && wish.at.y > -60 && wish.at.y < frame.h + 60,
    )
    .sort((a, b) => first(b) - first(a) || b.rank - a.rank || a.id.localeCompare(b.id));
  const placed = new Map<string, Box & { form: 'full' | 'pin' }>();
  const isFree = (box: Box, but?: string) =>
    box.x >= 4 &&
    box.y >= 4 &&
    box.x + box.w <= frame.w - 4 &&
    box.y + box.h <= frame.h - 4 &&
    !taken.some((one) => overlap(one, box)) &&
    ![...placed].some(([id, one]) => id !== but && overlap(one, box));
  const free = (boxes: readonly Box[], id: string) => boxes.find((box) => isFree(box, id));
  for (const wish of order) {
    if (wish.named || wish.sign) {
      const box = free(fullBoxes(wish, frame), wish.id);
      if (box) {
        placed.set(wish.id, { ...box, form: 'full' });
      }
      if (box || wish.sign) {
        continue;
      }
    }
    const box = free(pinBoxes(wish), wish.id);
    if (box) {
      placed.set(wish.id, { ...box, form: 'pin' });
    }
  }
  for (const wish of order) {
    if (wish.small || wish.sign || placed.get(wish.id)?.form === 'full') {
      continue;
    }
    const box = free(fullBoxes(wish, frame), wish.id);
    if (box) {
      placed.set(wish.id, { ...box, form: 'full' });
    }
  }
  return wishes.map((wish) => {
    const box = placed.get(wish.id);
    return { id: wish.id, form: box?.form ?? 'none', x: Math.round(box?.x ?? 0), y: Math.round(box?.y ?? 0) };
  });
}

const first = (wish: LabelWish): number => (wish.named ? 2 : wish.sign ? 1 : 0);

function pinBoxes(wish: LabelWish): Box[] {
  const { x, y } = wish.at as { x: number; y: number };
  const s = pinSize;
  return [
    [0, -1],
    [0, -2.2],
    [-1.2, -1],
    [1.2, -1],
    [0, 0.3],
    [-1.2, 0.3],
    [1.2, 0.3],
    [-1.2, -2.2],
    [1.2, -2.2],
  ].map(([dx = 0, dy = 0]) => ({ x: x - s / 2 + dx * s, y: y + dy * s, w: s, h: s }));
}

function fullBoxes(wish: LabelWish, frame: { w: number; h: number }): Box[] {
  const { x, y } = wish.at as { x: number; y: number };
  const { w, h } = wish;
  const inside = (left: number) => Math.min(Math.max(left, 4), Math.max(4, frame.w - 4 - w));
  const tops = [y - h - 2, y - h - 20, y + 6, y - h - 38, y + 24];
  const lefts = wish.named ? [-0.5, -0.85, -0.15, 0, -1] : [-0.5, -0.85, -0.15];
  const boxes = tops.flatMap((top) => lefts.map((part) => ({ x: inside(x + w * part), y: top, w, h })));
  return wish.named ? [...boxes, { x: inside(x - w / 2), y: Math.min(Math.max(y, 4), frame.h - 4 - h), w, h }] : boxes;
}

interface Point {
  readonly x: number;
  readonly y: number;
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

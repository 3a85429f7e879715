import { covers } from './arrange';
import type { Town } from './town';

export interface HandsOn {
  /** The pointer rests on a place, or on none (-1). */
  over(place: number): void;
  press(place: number): void;
}

/** Pointer and touch on the picture: drag to move, wheel or two fingers to come nearer, press to open. On what lies in the picture (`labels`) the same, but that it is pressed itself. Returns what lets go. */
export function hands(
  canvas: HTMLCanvasElement,
  town: Town,
  on: HandsOn,
  labels: readonly HTMLElement[] = [],
): () => void {
  const down = new Map<number, { x: number; y: number }>();
  let travelled = 0;
  let spread = 0;
  /** What was a drag on a label is no press on it. */
  let dragged = false;
  /** The districts lie in the picture from afar; from near they are a bar over it, with a scroll of its own. */
  const isElsewhere = (event: Event) => event.currentTarget !== canvas && covers(event.currentTarget as Element);
  const here = (event: PointerEvent | WheelEvent) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.x, y: event.clientY - box.y };
  };
  const shift = (from: { x: number; y: number }, to: { x: number; y: number }) => {
    const [a, b] = [town.sight.groundAt(from.x, from.y), town.sight.groundAt(to.x, to.y)];
    if (a && b) {
      town.look({ ...town.eye, x: town.eye.x + a.x - b.x, z: town.eye.z + a.z - b.z });
    }
  };
  const apart = () => {
    const [a, b] = [...down.values()];
    return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
  };
  const start = (event: PointerEvent) => {
    // The other buttons are the browser's: a menu, or to scroll.
    if (event.button !== 0 || isElsewhere(event)) {
      return;
    }
    if (event.isPrimary) {
      // One that was let go where nobody told
      down.clear();
    }
    dragged = false;
    // By the label itself, so that a press stays its own.
    ((event.target as Element).closest('button') ?? canvas).setPointerCapture(event.pointerId);
    down.set(event.pointerId, here(event));
    travelled = down.size > 1 ? 99 : 0;
    spread = apart();
  };
  const move = (event: PointerEvent) => {
    const at = here(event);
    const before = down.get(event.pointerId);
    if (!before && event.currentTarget !== canvas) {
      return;
    }
    if (!before) {
      const place = event.pointerType === 'mouse' ? town.under(at.x, at.y) : -1;
      canvas.style.cursor = place >= 0 ? 'pointer' : 'grab';
      on.over(place);
      return;
    }
    travelled += Math.hypot(at.x - before.x, at.y - before.y);
    down.set(event.pointerId, at);
    if (down.size === 2) {
      const now = apart();
      if (spread > 0 && now > 0) {
        town.look({ ...town.eye, distance: (town.eye.distance * spread) / now });
      }
      spread = now;
    } else if (travelled > 5) {
      shift(before, at);
    }
  };
  const end = (event: PointerEvent) => {
    const at = here(event);
    const held = down.delete(event.pointerId);
    if (event.currentTarget !== canvas) {
      dragged = dragged || (held && travelled > 5);
    } else if (held && travelled <= 5 && event.type === 'pointerup' && event.button === 0 && event.isPrimary) {
      const place = town.under(at.x, at.y);
      if (place >= 0) {
        on.press(place);
      }
    }
    spread = apart();
  };
  const click = (event: MouseEvent) => {
    // Keys press without a pointer
    if (dragged && event.detail > 0) {
      event.preventDefault();
      event.stopPropagation();
    }
    dragged = false;
  };
  const wheel = (event: WheelEvent) => {
    if (isElsewhere(event)) {
      return;
    }
    event.preventDefault();
    const at = here(event);
    const ground = town.sight.groundAt(at.x, at.y);
    const by = Math.exp(Math.max(-60, Math.min(60, event.deltaY)) * 0.004);
    town.look({ ...town.eye, distance: town.eye.distance * by });
    const after = town.sight.groundAt(at.x, at.y);
    if (ground && after && by < 1) {
      town.look({
        ...town.eye,
        x: town.eye.x + (ground.x - after.x) * 0.8,
        z: town.eye.z + (ground.z - after.z) * 0.8,
      });
    }
  };
  const leave = () => on.over(-1);
  const letGo = new AbortController();
  const { signal } = letGo;
  for (const one of [canvas, ...labels]) {
    one.addEventListener('pointerdown', start, { signal });
    one.addEventListener('pointermove', move, { signal });
    one.addEventListener('pointerup', end, { signal });
    one.addEventListener('pointercancel', end, { signal });
    one.addEventListener('wheel', wheel, { passive: false, signal });
    one.addEventListener('click', click, { capture: true, signal });
  }
  canvas.addEventListener('pointerleave', leave, { signal });
  return () => letGo.abort();
}

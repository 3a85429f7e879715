import { expect, test } from 'vitest';
import { hands } from './hands';
import type { Town } from './town';

/** A canvas over one place, and what was pressed there. */
function canvasOver(place: number) {
  const canvas = Object.assign(document.createElement('canvas'), { setPointerCapture: () => undefined });
  const [pressed, looked]: [number[], unknown[]] = [[], []];
  const town = {
    eye: { x: 0, z: 0, distance: 100 },
    under: () => place,
    look: (to: unknown) => looked.push(to),
    sight: { groundAt: (x: number, y: number) => ({ x, z: y }) },
  } as unknown as Town;
  hands(canvas, town, { over: () => undefined, press: (at) => pressed.push(at) });
  const point = (type: string, init: PointerEventInit = {}) =>
    canvas.dispatchEvent(new PointerEvent(type, { pointerId: 1, isPrimary: true, ...init }));
  return { pressed, looked, point };
}

test('[WB169] a press by the first button opens what is under it', () => {
  const { pressed, point } = canvasOver(7);
  point('pointerdown');
  point('pointerup');
  expect(pressed).toEqual([7]);
});

test.each([1, 2])('[WB169] button %i, the browser’s own, neither opens nor moves anything', (button) => {
  const { pressed, looked, point } = canvasOver(7);
  point('pointerdown', { button });
  point('pointermove', { clientX: 50, button: -1 });
  point('pointerup', { button });
  expect(pressed).toEqual([]);
  expect(looked).toEqual([]);
});

test('[WB169] a second finger opens nothing, and two come nearer', () => {
  const { pressed, looked, point } = canvasOver(7);
  point('pointerdown', { pointerId: 2, isPrimary: false });
  point('pointerup', { pointerId: 2, isPrimary: false });
  expect(pressed).toEqual([]);

  point('pointerdown');
  point('pointerdown', { pointerId: 2, isPrimary: false, clientX: 100 });
  point('pointermove', { pointerId: 2, isPrimary: false, clientX: 200 });
  expect(looked).toEqual([{ x: 0, z: 0, distance: 50 }]);
  point('pointerup', { pointerId: 2, isPrimary: false, clientX: 200 });
  point('pointerup');
  expect(pressed).toEqual([]);
});

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
  const labels = document.createElement('div');
  const button = Object.assign(document.createElement('button'), { setPointerCapture: () => undefined });
  labels.append(button);
  button.addEventListener('click', () => pressed.push(-2));
  hands(canvas, town, { over: () => undefined, press: (at) => pressed.push(at) }, [labels]);
  const at =
    (target: Element) =>
    (type: string, init: PointerEventInit = {}) =>
      target.dispatchEvent(new PointerEvent(type, { pointerId: 1, isPrimary: true, bubbles: true, ...init }));
  const wheel = (target: Element) => {
    const event = new WheelEvent('wheel', { deltaY: -60, bubbles: true, cancelable: true });
    target.dispatchEvent(event);
    return event.defaultPrevented;
  };
  const click = (detail: number) => button.dispatchEvent(new MouseEvent('click', { detail, bubbles: true }));
  return { pressed, looked, point: at(canvas), onLabel: at(button), labels, button, wheel, click };
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

test('[WB182] a drag begun on a label moves the picture and does not open it; a press does, with a finger’s width of unrest', () => {
  const { pressed, looked, onLabel, click } = canvasOver(7);
  onLabel('pointerdown');
  onLabel('pointermove', { clientX: 3 });
  onLabel('pointerup', { clientX: 3 });
  click(1);
  expect(looked).toEqual([]);
  expect(pressed).toEqual([-2]);

  onLabel('pointerdown');
  onLabel('pointermove', { clientX: 30 });
  expect(looked).toEqual([{ x: -30, z: 0, distance: 100 }]);
  onLabel('pointerup', { clientX: 30 });
  click(1);
  expect(pressed).toEqual([-2]);
  click(1);
  expect(pressed).toEqual([-2, -2]);
});

test('[WB182] a drag whose press never came keeps no key from opening the label', () => {
  const { pressed, onLabel, click } = canvasOver(7);
  onLabel('pointerdown');
  onLabel('pointermove', { clientX: 30 });
  onLabel('pointerup', { clientX: 30 });
  click(0);
  expect(pressed).toEqual([-2]);
});

test('[WB182] two fingers come nearer wherever they are, and none is held for ever', () => {
  const { looked, onLabel, point } = canvasOver(7);
  onLabel('pointerdown');
  point('pointerdown', { pointerId: 2, isPrimary: false, clientX: 100 });
  onLabel('pointermove', { clientX: -100 });
  expect(looked).toEqual([{ x: 0, z: 0, distance: 50 }]);

  // Let go where nobody told
  onLabel('pointerdown');
  onLabel('pointermove', { clientX: 10 });
  expect(looked.at(-1)).toEqual({ x: -10, z: 0, distance: 100 });
});

test('[WB182] the wheel comes nearer on a label too, but scrolls the districts where they are a bar', () => {
  const { looked, labels, button, wheel, onLabel } = canvasOver(7);
  expect(wheel(button)).toBe(true);
  expect(looked.length).toBeGreaterThan(0);
  looked.length = 0;
  labels.dataset.over = '';
  document.body.append(labels);
  expect(wheel(button)).toBe(false);
  onLabel('pointerdown');
  onLabel('pointermove', { clientX: 30 });
  expect(looked).toEqual([]);
  labels.style.pointerEvents = 'none';
  expect(wheel(button)).toBe(true);
  labels.remove();
});

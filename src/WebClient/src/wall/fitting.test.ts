import { expect, test } from 'vitest';
import { type Box, fitSize } from './fitting';

/** A box of 100 px in which a text takes so much, by step. */
function box(heights: readonly number[]): Box {
  const dataset: Box['dataset'] = {};
  return {
    dataset,
    clientHeight: 100,
    get scrollHeight() {
      return heights[Number(dataset.step)] ?? Number.NaN;
    },
  };
}

test.each([
  ['a short one', [80, 60, 40], '0'],
  ['one that just fits', [140, 100, 70], '1'],
  ['one that no size is small enough for', [400, 300, 200], '2'],
] as const)('[WB187] a text on a wall is as large as it fits: %s', (_, heights, step) => {
  const one = box(heights);
  fitSize(one, 2);
  expect(one.dataset.step).toBe(step);
});

test('[WB187] a text on a wall is large again when there is less of it', () => {
  const one = box([80, 60, 40]);
  one.dataset.step = '2';
  fitSize(one, 2);
  expect(one.dataset.step).toBe('0');
});

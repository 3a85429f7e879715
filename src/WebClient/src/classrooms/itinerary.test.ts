import { expect, test } from 'vitest';
import { mostSteps, nextStep, setSteps, steps } from './itinerary';

test.each([
  [undefined, 'booth:a'],
  ['booth:a', 'talk:b'],
  ['talk:b', undefined],
  ['booth:elsewhere', 'booth:a'],
])('[WB47] from %s the class goes on to %s', (now, expected) => {
  expect(nextStep(['booth:a', 'talk:b'], now)).toBe(expected);
});

test('[WB47] a plan has an end, is kept, and leaves nothing when it is empty', () => {
  setSteps(Array.from({ length: 50 }, (_, n) => `booth:${n}`));
  expect(steps.value).toHaveLength(mostSteps);
  expect(JSON.parse(localStorage.getItem('halle.tour') ?? '')).toHaveLength(mostSteps);
  setSteps([]);
  expect(localStorage.getItem('halle.tour')).toBeNull();
});

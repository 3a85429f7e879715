import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useChoice } from './useChoice';

let host: HTMLElement;
let answer: (taken: boolean) => void;

function Switch({ known }: { known: boolean }) {
  const [on, choose] = useChoice(known, () => new Promise<boolean>((resolve) => (answer = resolve)));
  return <input type="checkbox" checked={on} onChange={(event) => choose(event.currentTarget.checked)} />;
}

const draw = (known: boolean) => act(() => render(<Switch known={known} />, host));
const box = () => host.querySelector('input') as HTMLInputElement;
const click = () => act(() => box().click());
const answered = (taken: boolean) => act(async () => answer(taken));

beforeEach(() => {
  vi.useFakeTimers();
  host = document.createElement('div');
  document.body.append(host);
});

afterEach(() => {
  render(null, host);
  host.remove();
  vi.useRealTimers();
});

test('[WB122] what is chosen stays chosen while the answer is under way and others change the page', async () => {
  await draw(false);
  await click();
  await draw(false);
  expect(box().checked).toBe(true);
  await answered(true);
  await draw(false);
  expect(box().checked).toBe(true);
  await draw(true);
  expect(box().checked).toBe(true);
});

test('[WB122] what is refused is what it was', async () => {
  await draw(false);
  await click();
  await answered(false);
  expect(box().checked).toBe(false);
});

test('[WB122] what the room says after it agreed is shown', async () => {
  await draw(false);
  await click();
  await answered(true);
  await draw(true);
  await draw(false);
  expect(box().checked).toBe(false);
});

test('[WB122] what the room never says is not shown for ever', async () => {
  await draw(false);
  await click();
  await answered(true);
  await act(() => void vi.advanceTimersByTime(3_000));
  expect(box().checked).toBe(false);
});

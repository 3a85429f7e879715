import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { InsetForm } from './InsetForm';

let host: HTMLElement;
let opener: HTMLButtonElement;
const closed = vi.fn();
const behind = vi.fn((event: KeyboardEvent) => event.defaultPrevented);

const pressEscape = (init: KeyboardEventInit = {}) =>
  act(
    () =>
      void document.activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true, ...init }),
      ),
  );

beforeEach(async () => {
  host = document.createElement('div');
  opener = document.createElement('button');
  document.body.append(opener, host);
  addEventListener('keydown', behind);
  opener.focus();
  await act(() =>
    render(
      <InsetForm label="Motif" onSubmit={() => {}} onClose={closed}>
        <input />
        <button type="button">Hors sujet</button>
      </InsetForm>,
      host,
    ),
  );
});

afterEach(() => {
  render(null, host);
  host.remove();
  opener.remove();
  removeEventListener('keydown', behind);
  vi.clearAllMocks();
});

test('[WB174] Escape closes a small form and nothing that it stands in', async () => {
  await pressEscape();
  expect(closed).toHaveBeenCalledOnce();
  expect(behind).toHaveReturnedWith(true);
});

test('[WB174] while composing, Escape belongs to the writing', async () => {
  await pressEscape({ isComposing: true });
  expect(closed).not.toHaveBeenCalled();
});

test('[WB174] the focus goes into the form, and back to where it came from', async () => {
  expect(document.activeElement?.textContent).toBe('Hors sujet');
  await act(() => render(null, host));
  expect(document.activeElement).toBe(opener);
});

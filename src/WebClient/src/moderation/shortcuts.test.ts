import { expect, test } from 'vitest';
import { keys, shortcutOf } from './shortcuts';

/** Pressed in an element of the page, as the browser would tell it. */
function press(key: string, tag = 'button', init: KeyboardEventInit = {}, attributes: Record<string, string> = {}) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  document.body.append(element);
  let found: ReturnType<typeof shortcutOf>;
  element.addEventListener('keydown', (event) => {
    found = shortcutOf(event);
  });
  element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...init }));
  element.remove();
  return found;
}

test('[WB45] every key does one thing', () => {
  expect(new Set(keys.map((one) => one.key)).size).toBe(keys.length);
  for (const { key, does } of keys) {
    expect(press(key)).toBe(does);
  }
});

test.each([
  ['textarea', {}],
  ['input', { type: 'text' }],
  ['input', { type: 'search' }],
  ['input', {}],
  ['select', {}],
])('[WB45] no key fires while somebody types in %s %j', (tag, attributes) => {
  for (const { key } of keys) {
    expect(press(key, tag, {}, attributes)).toBeUndefined();
  }
});

test('[WB45] keys fire on a checkbox, and not with a modifier or while composing', () => {
  expect(press('a', 'input', {}, { type: 'checkbox' })).toBe('accept');
  for (const init of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { isComposing: true }]) {
    expect(press('r', 'button', init)).toBeUndefined();
  }
});

test('[WB45] a key that is held down moves on, and removes only once', () => {
  expect(press('j', 'button', { repeat: true })).toBe('next');
  expect(press('r', 'button', { repeat: true })).toBeUndefined();
});

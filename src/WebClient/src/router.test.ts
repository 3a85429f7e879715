import { afterEach, beforeEach, expect, test } from 'vitest';
import { go, path } from './router';

const frame = () => new Promise((done) => requestAnimationFrame(done));
const from = (to: string) => {
  history.replaceState(null, '', to);
  dispatchEvent(new PopStateEvent('popstate'));
};
const focused = () => document.activeElement?.id;

beforeEach(() => {
  document.body.innerHTML =
    '<a id="link" href="#main"></a><a id="next" href="#main"></a><main id="main" tabindex="-1"></main>';
});

afterEach(() => {
  go('/');
  document.body.innerHTML = '';
});

test('[WB165] a page that Back leads to takes the focus like one a link leads to', async () => {
  go('/agenda');
  await frame();
  expect(focused()).toBe('main');
  document.getElementById('link')?.focus();
  from('/stands/edf');
  await frame();
  expect(path.value).toBe('/stands/edf');
  expect(focused()).toBe('main');
});

test('[WB165] a jump within the page leaves the focus to the browser', async () => {
  go('/agenda');
  await frame();
  document.getElementById('link')?.focus();
  from('/agenda#main');
  await frame();
  expect(focused()).toBe('link');
});

test('[WB165] who has gone on by keyboard before a page is drawn keeps the focus', async () => {
  document.getElementById('link')?.focus();
  go('/agenda');
  document.getElementById('next')?.focus();
  await frame();
  expect(focused()).toBe('next');
});

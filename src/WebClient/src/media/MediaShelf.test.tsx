import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Medium } from '../zone/programme';
import { MediaShelf } from './MediaShelf';

const medium = (kind: Medium['kind'], url: string): Medium => ({
  title: { fr: url, en: url },
  kind,
  url,
  seconds: 0,
  language: '',
  captions: [],
});
let host: HTMLElement;

beforeEach(() => {
  host = document.createElement('div');
});

afterEach(() => render(null, host));

test.each([
  ['document', '/media/plan.svg', 'BUTTON', false],
  ['video', '/media/film.mp4', 'BUTTON', false],
  ['document', '/media/plan.pdf', 'A', true],
  ['link', 'https://edf.fr/', 'A', true],
] as const)('[ME5] a %s (%s) opens by %s, and a new tab is announced: %s', async (kind, url, tag, announced) => {
  await act(() => render(<MediaShelf media={[medium(kind, url)]} />, host));
  const item = host.querySelector('.medium');
  expect(item?.tagName).toBe(tag);
  expect(item?.textContent?.includes('nouvel onglet')).toBe(announced);
});

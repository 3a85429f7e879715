import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import event from '../../../Silo/Demo/demo.json';
import { t } from '../i18n';
import { clear } from './filters';
import { mapView, patienceMs } from './mapChunk';
import { type Programme, programme } from './programme';
import { chooseView, fallBack, view, whyList } from './view';
import { ZonePage } from './ZonePage';

/** The map's chunk, as long as it does not come. */
const chunk = vi.hoisted(() => {
  const parts = { come: (_: unknown) => {}, promise: Promise.resolve<unknown>(undefined) };
  parts.promise = new Promise((come) => {
    parts.come = come;
  });
  return parts;
});
vi.mock('./map/MapView', () => chunk.promise as Promise<Record<string, unknown>>);

const host = document.createElement('div');
const inHost = (what: string) => host.querySelector(what) as HTMLElement;
const word = () => inHost('.why-list [role=status]').textContent;
const toggle = () => inHost('.view-toggle') as HTMLButtonElement;
const show = (place?: string) =>
  act(() =>
    render(
      <main id="main" tabIndex={-1}>
        <ZonePage {...(place ? { place } : {})} page={<textarea />} />
      </main>,
      host,
    ),
  );

beforeEach(() => {
  programme.value = { version: 1, demo: true, ...event, talks: [] } as unknown as Programme;
  mapView.value = () => <input type="search" class="drawn" />;
  view.value = 'map';
  document.body.append(host);
});

afterEach(() => {
  vi.useRealTimers();
  render(null, host);
  host.remove();
  clear();
  localStorage.clear();
  whyList.value = 'none';
});

test.each(['slow', 'failed'] as const)(
  '[WB180] a map that gives way (%s) leaves what is open as it was, says why and leads back',
  async (why) => {
    await show('edf');
    const field = inHost('.zone-panel textarea') as HTMLTextAreaElement;
    field.value = 'Bonjour';
    field.focus();
    field.setSelectionRange(3, 3);
    await act(() => fallBack(why));
    expect(inHost('.drawn')).toBeNull();
    expect(word()).toBe(t(`whyList_${why}`));
    expect(inHost('textarea')).toBe(field);
    expect(document.activeElement).toBe(field);
    expect([field.value, field.selectionStart]).toEqual(['Bonjour', 3]);

    toggle().focus();
    await act(() => toggle().click());
    expect(inHost('.drawn')).not.toBeNull();
    expect(word()).toBe('');
    expect(inHost('.zone-panel textarea')).toBe(field);
    expect(document.activeElement).toBe(inHost('#opened'));
  },
);

test('[WB180] whoever was on the map itself when it gave way goes on at the page’s beginning, in the search where they searched', async () => {
  await show();
  await act(() => {
    mapView.value = () => (
      <>
        <button type="button" class="drawn" />
        <input type="search" value="soudeur" />
      </>
    );
  });
  inHost('.drawn').focus();
  await act(() => fallBack('failed'));
  expect(document.activeElement?.id).toBe('main');

  await act(() => chooseView('map'));
  const field = inHost('input[type=search]') as HTMLInputElement;
  field.focus();
  field.setSelectionRange(2, 4);
  await act(() => fallBack('slow'));
  const now = document.activeElement as HTMLInputElement;
  expect(now).not.toBe(field);
  expect(now).toBe(inHost('.filters input[type=search]'));
});

test('[WB180] who chose the list reads nothing of the map above a page; where it cannot be drawn no way leads to it', async () => {
  await act(() => chooseView('list'));
  await show('edf');
  expect(word()).toBe('');
  expect(toggle()).toBeNull();
  await act(() => fallBack('no-webgl'));
  expect(word()).toBe(t('whyList_no-webgl'));
  expect(toggle()).toBeNull();
});

test('[WB181] who would not wait for the map has chosen the list', async () => {
  mapView.value = null;
  await show();
  const toList = [...host.querySelectorAll('button')].find((one) => one.textContent === t('openList'));
  toList?.focus();
  await act(() => toList?.click());
  expect([view.value, localStorage.getItem('halle.view'), word()]).toEqual(['list', 'list', '']);
  expect(document.activeElement?.id).toBe('main');
});

test('[WB181] until the map has come there is the list, or what was opened; it waits so long and no longer, and what comes late is there at a click', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  mapView.value = null;
  await show();
  expect(word()).toBe(t('mapLoading'));
  expect(host.querySelectorAll('.site')).toHaveLength(45);
  expect(toggle()).toBeNull();
  await show('edf');
  const field = inHost('textarea');
  expect(field).not.toBeNull();
  await act(() => void vi.advanceTimersByTime(patienceMs - 1));
  expect(word()).toBe(t('mapLoading'));
  await act(() => void vi.advanceTimersByTime(1));
  expect(word()).toBe(t('whyList_late'));
  expect(view.value).toBe('list');
  vi.useRealTimers();

  chunk.come({ MapView: () => <p class="drawn" /> });
  await vi.dynamicImportSettled();
  expect(inHost('.drawn')).toBeNull();
  await act(() => toggle().click());
  expect(inHost('.drawn')).not.toBeNull();
  expect(inHost('.zone-panel textarea')).toBe(field);
});

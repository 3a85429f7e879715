import { signal } from '@preact/signals';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import event from '../../../../Silo/Demo/demo.json';
import { setLanguage, t } from '../../i18n';
import { Room } from '../../live/room';
import { go, path } from '../../router';
import { live, me } from '../../sign-in/session';
import { clear, search } from '../filters';
import { mapView } from '../mapChunk';
import { type Programme, programme, theEvent } from '../programme';
import { view } from '../view';
import { ZonePage } from '../ZonePage';
import { MapView } from './MapView';
import type { Town } from './town';
import type { Eye } from './view3d';

/** A town without a picture: every place is seen in its middle, unless said otherwise. */
const flown: Eye[] = [];
/** Whether the last way was a jump. */
let jumped: boolean | undefined;
let moving: boolean | undefined;
/** What the system asks for. */
const less = Object.assign(new EventTarget(), { matches: false });
vi.spyOn(window, 'matchMedia').mockReturnValue(less as unknown as MediaQueryList);
let press = (_place: number) => {};
let seen = { x: 400, y: 300 };
const scene = {
  eye: { x: 0, z: 0, distance: 100 },
  aspect: 1.6,
  places: [],
  solids: [],
  far: false,
  hurried: false,
  sight: { size: { w: 960, h: 640, shift: 0, lift: 0 }, project: () => undefined },
  trail: { lights: [] },
  fly: (to: Eye, atOnce: boolean) => {
    flown.push(to);
    jumped = atOnce;
  },
  pointOf: () => seen,
  name: () => undefined,
  move: (on: boolean) => {
    moving = on;
  },
  guide: () => undefined,
  populate: () => undefined,
} as unknown as Town;

vi.mock('./useTown', () => ({
  useTown: (_stage: unknown, _canvas: unknown, _places: unknown, on: { press: (i: number) => void }) => {
    press = on.press;
    return {
      town: { current: scene },
      tier: 'low',
      ready: signal(true),
      far: signal(false),
      slow: signal(false),
      taken: { current: [] },
      measure: () => undefined,
    };
  },
}));

const all = {
  version: 1,
  demo: true,
  ...event,
  talks: event.talks.map(({ key, title }) => ({ key, title, startsAt: '2099-12-04T08:30:00Z', endsAt: '' })),
} as unknown as Programme;

function Zone() {
  const [, place, key] = path.value.split('/');
  const opened = place === 'stands' ? key : place || undefined;
  return (
    <main id="main" tabIndex={-1}>
      <ZonePage
        {...(opened ? { place: opened } : {})}
        page={
          <form>
            <h1>{key}</h1>
            <input type="checkbox" value="on" />
            <input type="radio" />
            <textarea />
          </form>
        }
      />
    </main>
  );
}

const host = document.createElement('div');
const label = (key: string) => host.querySelector(`button[data-site="${key}"]`) as HTMLElement;
const panel = () => host.querySelector('.zone-panel') as HTMLElement;
const inPanel = (what: string) => panel().querySelector(what) as HTMLInputElement;
const frame = () => act(() => new Promise<void>((done) => requestAnimationFrame(() => done())));
const goBack = () =>
  act(() => {
    history.replaceState(null, '', '/');
    dispatchEvent(new PopStateEvent('popstate'));
  });
const key = (name: string, at: Element | null = document.activeElement) =>
  act(() => void at?.dispatchEvent(new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true })));

async function open(site: string) {
  label(site).focus();
  await act(() => label(site).click());
  await frame();
}

beforeEach(async () => {
  Object.defineProperty(document, 'fonts', { value: { status: 'loaded' }, configurable: true });
  programme.value = all;
  mapView.value = MapView;
  view.value = 'map';
  me.value = { signedIn: true, person: 'p', role: 'visitor', name: 'Ana', own: [] };
  document.body.append(host);
  await act(() => render(<Zone />, host));
  flown.length = 0;
});

afterEach(async () => {
  await act(() => go('/'));
  render(null, host);
  host.remove();
  clear();
  localStorage.clear();
  less.matches = false;
  Object.assign(scene, { flying: false });
  me.value = null;
  seen = { x: 400, y: 300 };
  Object.assign(scene.sight.size, { shift: 0 });
});

test('[WB165] what is opened on the map takes the focus and says its name, and the keyboard goes on within it', async () => {
  await open('ksb');
  expect(document.activeElement).toBe(panel());
  expect(panel().getAttribute('aria-label')).toBe('KSB');
  const stops = [...host.querySelectorAll('button, textarea')];
  expect(stops.indexOf(inPanel('textarea'))).toBeLessThan(stops.indexOf(label('capitainerie')));
  expect(panel().compareDocumentPosition(label('capitainerie'))).toBe(Node.DOCUMENT_POSITION_FOLLOWING);

  // From one to another, and by the picture itself
  await act(() => press(0));
  await frame();
  expect(document.activeElement).toBe(panel());
  expect(panel().getAttribute('aria-label')).toBe('Capitainerie du grand port');
});

test('[WB165] Escape and closing give the focus back to the label one came by', async () => {
  await open('ksb');
  await key('Escape');
  expect(panel()).toBeNull();
  expect(document.activeElement).toBe(label('ksb'));
  await frame();
  expect(document.activeElement).toBe(label('ksb'));

  await open('edf');
  await act(() => inPanel('.panel-close').click());
  await frame();
  expect(document.activeElement).toBe(label('edf'));
});

test('[WB165] so does Back; another way out begins at the page', async () => {
  await open('ksb');
  await goBack();
  await frame();
  expect(panel()).toBeNull();
  expect(document.activeElement).toBe(label('ksb'));

  await open('ksb');
  await act(() => go('/'));
  await frame();
  expect(document.activeElement?.id).toBe('main');
});

test('[WB165] a label that gets the focus beside what is open moves the picture only where it would not be seen', async () => {
  await open('ksb');
  Object.assign(scene.sight.size, { shift: 200 });
  const matches = vi.spyOn(HTMLElement.prototype, 'matches').mockReturnValue(true);
  flown.length = 0;
  for (const [at, moves] of [
    [{ x: 5, y: 5 }, false],
    [{ x: 559, y: 300 }, false],
    [{ x: 700, y: 300 }, true],
    [{ x: -50, y: 300 }, true],
  ] as const) {
    seen = at;
    flown.length = 0;
    label('edf').focus();
    label('edf').blur();
    expect(flown.length > 0, `${at.x}`).toBe(moves);
  }
  matches.mockRestore();
});

test('[WB16] Escape closes after a choice, but not while something is written', async () => {
  await open('ksb');
  inPanel('textarea').value = 'Bonjour';
  await key('Escape', inPanel('textarea'));
  expect(panel()).not.toBeNull();
  inPanel('[type=checkbox]').focus();
  await key('Escape', inPanel('[type=checkbox]'));
  expect(panel()).toBeNull();
  await open('ksb');
  await key('Escape', inPanel('[type=radio]'));
  expect(panel()).toBeNull();
});

test.each([
  [[], '/classes', 'Hall des classes'],
  [['class:abc'], '/classe', 'Ma classe'],
])(
  '[WB168] the building where classes meet, for who has %j: a label without a count, and a press leads to %s',
  async (own, to, words) => {
    await act(() => {
      me.value = { signedIn: true, person: 'p', role: 'visitor', name: 'Ana', own };
    });
    expect(label('classe').querySelector('.words')?.textContent).toBe(words);
    expect(label('ksb').textContent).toContain('personne pour le moment');
    await act(() => label('classe').click());
    expect(path.value).toBe(to);
    await act(() => go('/'));
    await act(() => press(all.sites.length + 1));
    expect(path.value).toBe(to);
  },
);

test('[WB166] Enter opens the first of what is searched for, a site, the forum or a talk, and nothing where nothing is', async () => {
  const field = host.querySelector('input[type=search]') as HTMLInputElement;
  const type = (text: string) =>
    act(() => {
      field.value = text;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
  const results = () => [...host.querySelectorAll('.map-results button')].map((one) => one.textContent);
  for (const [text, to] of [
    ['', '/'],
    ['zzzz', '/'],
    ['soudeuse', '/stands/reparation-navale'],
    ['forum', '/forum'],
    ['femmes', '/forum/femmes-et-industrie'],
  ] as const) {
    await type(text);
    await key('Enter', field);
    expect(path.value, text).toBe(to);
    await act(() => go('/'));
  }
  await type('robots');
  expect(results()).toEqual(['Intégrateur robotique', 'Robots et métiers de demain']);
});

test('[WB166] nothing found is said on the map as in the list, and cleared by one press', async () => {
  await act(() => {
    search.value = 'zzzz';
  });
  expect(host.querySelector('.map-results')).toBeNull();
  const empty = host.querySelector('.map-tools .empty') as HTMLElement;
  expect(empty.textContent).toContain('Aucun site ne correspond.');
  await act(() => empty.querySelector('button')?.click());
  expect(search.value).toBe('');
  expect(host.querySelector('.map-tools .empty')).toBeNull();
});

test('[WB172] what the programme says in French only is marked as French on an English page', async () => {
  expect(label('ksb').querySelector('[lang]')).toBeNull();
  await act(() => setLanguage('en'));
  expect(label('chaudronnerie').querySelector('[lang=fr]')?.textContent).toBe('Atelier de chaudronnerie');
  expect(label('forum').querySelector('[lang]')).toBeNull();
  await act(() => setLanguage('fr'));
});

const hold = () => [...host.querySelectorAll('button')].find((one) => one.textContent === t('holdStill'));
const ask = (matches: boolean) =>
  act(() => {
    less.matches = matches;
    less.dispatchEvent(new Event('change'));
  });
const zoomed = async () => {
  await act(() => (host.querySelector('.map-corner button') as HTMLElement).click());
  return jumped;
};

test('[WB183] a map held still moves nothing and jumps instead of flying, one that is on its way at once; that is remembered', async () => {
  expect([moving, await zoomed()]).toEqual([true, false]);
  Object.assign(scene, { flying: true, heading: { x: 7, z: 8, distance: 90 } });
  await act(() => hold()?.click());
  expect([moving, jumped, flown.at(-1)]).toEqual([false, true, { x: 7, z: 8, distance: 90 }]);
  expect(await zoomed()).toBe(true);
  await open('ksb');
  expect(jumped).toBe(true);

  await act(() => render(null, host));
  await act(() => render(<Zone />, host));
  expect([hold()?.getAttribute('aria-pressed'), moving]).toEqual(['true', false]);
  await act(() => hold()?.click());
  expect([moving, await zoomed()]).toEqual([true, false]);
});

test('[WB183] the system’s wish for less motion holds from the moment it is made, and leaves nothing to choose', async () => {
  await ask(true);
  expect([moving, await zoomed(), hold()]).toEqual([false, true, undefined]);
  await ask(false);
  expect([moving, await zoomed(), hold()?.getAttribute('aria-pressed')]).toEqual([true, false, 'false']);
});

test('[WB184] the forum’s label shows who waits for its next talk', async () => {
  const room = new Room(theEvent);
  const zone = { [`talk:${all.talks[0]?.key}`]: { present: 12, available: 0, live: false } };
  room.takePulse({ room: theEvent, seq: 0, reactions: {}, present: 1, zone });
  await act(() => {
    live.rooms.value = new Map([[theEvent, room]]);
  });
  expect(label('forum').querySelector('.pip')?.textContent).toBe('12');
  expect(label('forum').textContent).toContain('12 présents');
  live.rooms.value = new Map();
});

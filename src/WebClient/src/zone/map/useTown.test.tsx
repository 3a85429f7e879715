import { render } from 'preact';
import { useRef } from 'preact/hooks';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { view, whyList } from '../view';
import type { TownEvents } from './townEvents';
import type { Eye } from './view3d';

interface Built {
  readonly canvas: HTMLCanvasElement;
  readonly tier: string;
  readonly events: TownEvents;
  looked: Eye | undefined;
  gone: boolean;
}

const built: Built[] = [];

vi.mock('./town', () => ({
  Town: class {
    readonly heading = { x: 1, z: 2, distance: 3 };
    readonly aspect = 1.6;
    private readonly record: Built;
    constructor(canvas: HTMLCanvasElement, _: unknown, tier: string, __: boolean, events: TownEvents) {
      this.record = { canvas, tier, events, looked: undefined, gone: false };
      built.push(this.record);
    }
    look(to: Eye) {
      this.record.looked = to;
    }
    dispose() {
      this.record.gone = true;
    }
    resize() {}
    shine() {}
    build() {
      return Promise.resolve();
    }
  },
}));

vi.mock('../view', async (original) => ({
  ...(await original<typeof import('../view')>()),
  graphics: () => ({ webgl: true, renderer: 'NVIDIA' }),
}));

const places = [] as const;
const host = document.createElement('div');
const last = () => built.at(-1) as Built;
const tooSlow = () => act(() => last().events.slow());

/** As after a reload, because a tier that was too slow is remembered until then. */
async function open() {
  vi.resetModules();
  const { useTown } = await import('./useTown');
  function Stage() {
    const stage = useRef<HTMLElement>(null);
    const canvas = useRef<HTMLCanvasElement>(null);
    const nothing = () => undefined;
    const { tier, slow } = useTown(stage, canvas, places, { view: nothing, over: nothing, press: nothing });
    return (
      <section ref={stage} data-slow={slow.value}>
        <canvas key={tier} ref={canvas} />
      </section>
    );
  }
  document.body.append(host);
  await act(() => render(<Stage />, host));
}

beforeEach(() => {
  vi.spyOn(navigator, 'hardwareConcurrency', 'get').mockReturnValue(8);
  view.value = 'map';
});

afterEach(() => {
  render(null, host);
  host.remove();
  built.length = 0;
  localStorage.clear();
  whyList.value = 'none';
});

test('[WB170] a map drawn too slowly is drawn more simply, from where one looked, and only then gives way to the list', async () => {
  await open();
  expect(last().tier).toBe('high');
  await tooSlow();
  expect(built.map((one) => [one.tier, one.gone])).toEqual([
    ['high', true],
    ['low', false],
  ]);
  expect(last().canvas).toBe(host.querySelector('canvas'));
  expect(built[0]?.canvas.isConnected).toBe(false);
  expect(last().looked).toEqual({ x: 1, z: 2, distance: 3 });
});

test.each([null, 'map'])(
  '[WB170] [WB11] in the low tier too slowly, chosen %s: who chose the map keeps it, and is told of the list',
  async (chosen) => {
    if (chosen) {
      localStorage.setItem('halle.view', chosen);
    }
    localStorage.setItem('halle.picture', 'low');
    await open();
    const { view, whyList } = await import('../view');
    view.value = 'map';
    await tooSlow();
    expect(built).toHaveLength(1);
    expect([view.value, whyList.value]).toEqual(chosen ? ['map', 'none'] : ['list', 'slow']);
    expect(host.querySelector('section')?.dataset.slow).toBe(String(chosen === 'map'));
  },
);

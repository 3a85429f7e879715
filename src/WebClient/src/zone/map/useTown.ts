import { type Signal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { live } from '../../sign-in/session';
import { fallBack, graphics, isSoftware, mapWasChosen } from '../view';
import { covers } from './arrange';
import { hands } from './hands';
import type { Box } from './labels';
import type { Place } from './layout';
import { lightAt } from './light';
import { Gone } from './slices';
import { lowerThan, type Tier, tierFor } from './tier';
import { Town } from './town';
import { type Eye, overview } from './view3d';

/** Until the page is loaded anew: a tier that was too slow is not tried again with every look at the map. */
let settled: Tier | undefined;

const chosenTier = () => localStorage.getItem('halle.picture');

function tierHere(): Tier {
  return settled ?? tierFor(graphics().renderer, chosenTier(), navigator.hardwareConcurrency || 4);
}

export interface TownHook {
  readonly town: RefObject<Town | null>;
  /** Each is drawn on a canvas of its own: how edges are smoothed cannot be changed on one. */
  readonly tier: Tier;
  readonly ready: Signal<boolean>;
  /** Districts are named, not sites. */
  readonly far: Signal<boolean>;
  readonly slow: Signal<boolean>;
  /** What of the picture panels cover, in its CSS pixels. */
  readonly taken: RefObject<readonly Box[]>;
  /** Looks again at where the panels are. */
  readonly measure: () => void;
}

/** The scene on a canvas, for as long as both are there: built in slices, lit by the hour, given up where it cannot be drawn. */
export function useTown(
  stage: RefObject<HTMLElement | null>,
  canvas: RefObject<HTMLCanvasElement | null>,
  places: readonly Place[],
  on: { readonly view: () => void; readonly over: (i: number) => void; readonly press: (i: number) => void },
): TownHook {
  const town = useRef<Town>(null);
  const taken = useRef<readonly Box[]>([]);
  const again = useRef(() => {});
  const heading = useRef<Eye | undefined>(undefined);
  const [tier, setTier] = useState(tierHere);
  const [ready, far, slow] = [useSignal(false), useSignal(true), useSignal(false)];
  const now = useRef(on);
  now.current = on;
  useEffect(() => {
    const [host, surface] = [stage.current, canvas.current];
    if (!host || !surface) {
      return;
    }
    let scene: Town;
    try {
      scene = new Town(surface, places, tier, !isSoftware(graphics().renderer), {
        view: () => {
          far.value = scene.far;
          now.current.view();
        },
        drawn: () => {
          const { frames, calls, triangles, script, slice } = scene.figures;
          host.dataset.trail = scene.guiding ? 'drawn' : 'none';
          Object.assign(host.dataset, { frames, calls, triangles, script, slice, flying: scene.flying });
        },
        slow: () => {
          const lower = lowerThan(tier, chosenTier());
          if (lower) {
            settled = lower;
            setTier(lower);
          } else if (mapWasChosen()) {
            slow.value = true;
          } else {
            fallBack('slow');
          }
        },
        lost: () => fallBack('failed'),
      });
    } catch {
      fallBack('no-webgl');
      return;
    }
    town.current = scene;
    host.dataset.tier = tier;
    const measure = () => {
      host.style.setProperty('--above', `${Math.round(host.getBoundingClientRect().top + scrollY)}px`);
      const origin = host.getBoundingClientRect();
      taken.current = [...host.querySelectorAll('[data-over]')].filter(covers).map((one) => {
        const box = one.getBoundingClientRect();
        return { x: box.x - origin.x, y: box.y - origin.y, w: box.width, h: box.height };
      });
      const panel = host.querySelector('.zone-panel');
      const beside = host.clientWidth > 800;
      scene.resize(
        Math.max(1, host.clientWidth),
        Math.max(1, host.clientHeight),
        panel && beside ? panel.clientWidth : 0,
        panel && !beside ? panel.clientHeight : 0,
      );
    };
    again.current = measure;
    const hour = () => {
      const at = new Date(live.now());
      scene.shine(lightAt(at.getHours() + at.getMinutes() / 60));
    };
    hour();
    measure();
    scene.look(heading.current ?? overview(scene.aspect));
    const watch = new ResizeObserver(measure);
    for (const one of [host, document.body, ...host.querySelectorAll('[data-over]')]) {
      watch.observe(one);
    }
    const clock = setInterval(hour, 300_000);
    const labels = [...host.querySelectorAll<HTMLElement>('.map-labels, .map-districts')];
    const letGo = hands(
      surface,
      scene,
      { over: (i) => now.current.over(i), press: (i) => now.current.press(i) },
      labels,
    );
    scene.build().then(
      () => {
        ready.value = true;
      },
      (error: unknown) => {
        if (!(error instanceof Gone)) {
          fallBack('failed');
        }
      },
    );
    return () => {
      clearInterval(clock);
      watch.disconnect();
      letGo();
      heading.current = scene.heading;
      scene.dispose();
      if (!surface.isConnected) {
        // Another canvas took its place: the graphics card need not keep both.
        surface.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
      }
      host.dataset.flying = 'false';
      town.current = null;
      ready.value = false;
    };
  }, [places, tier]);
  return { town, tier, ready, far, slow, taken, measure: () => again.current() };
}

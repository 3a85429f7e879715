import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { BoothPage } from '../../booths/BoothPage';
import { myClass } from '../../classrooms/ClassPage';
import { local, shortDayAndClock, t } from '../../i18n';
import { go } from '../../router';
import { live } from '../../sign-in/session';
import { found } from '../filters';
import { type Programme, statusOf, zoneStatus } from '../programme';
import { fallBack, graphics, mapWasChosen } from '../view';
import { hands } from './hands';
import { rankOf } from './importance';
import { arranged, type LabelWish, nearest } from './labels';
import { districts, landmarks, type Place, placesOf } from './layout';
import { lightAt } from './light';
import { MapCorner } from './MapCorner';
import { MapLabel } from './MapLabel';
import { MapTools } from './MapTools';
import { tierFor } from './tier';
import { Gone, Town } from './town';
import { closeUp, type Eye, overview } from './view3d';

export interface MapProps {
  readonly all: Programme;
  /** The booth that is open over the scene. */
  readonly booth?: string | undefined;
}

const still = matchMedia('(prefers-reduced-motion: reduce)');
const motionKey = 'halle.motion';
const arrowKeys: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export function MapView({ all, booth }: MapProps) {
  const stage = useRef<HTMLElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const town = useRef<Town | null>(null);
  const marker = useRef<SVGRectElement | null>(null);
  const before = useRef<Eye | null>(null);
  const state = useSignal<'building' | 'ready'>('building');
  const named = useSignal<string | null>(null);
  const moves = useSignal(!still.matches && localStorage.getItem(motionKey) !== 'off');
  const slow = useSignal(false);
  const places = useMemo(() => placesOf(all.sites), [all]);
  const every = useMemo<readonly Place[]>(() => [...places, ...landmarks], [places]);
  const shown = found(all);
  const shownKeys = new Set(shown.map((site) => site.key));
  const sizes = useRef(new Map<string, { w: number; h: number }>());
  const taken = useRef<{ x: number; y: number; w: number; h: number }[]>([]);

  const buttons = () => [...(layer.current?.querySelectorAll<HTMLButtonElement>('button[data-site]') ?? [])];
  const arrange = useRef(() => {});
  arrange.current = () => {
    const scene = town.current;
    const frame = stage.current;
    if (!scene || !frame || state.value !== 'ready') {
      return;
    }
    const filtering = shown.length < all.sites.length;
    const wishes: LabelWish[] = every.map((place, i) => {
      const status = statusOf(roomOf(place));
      const size = sizes.current.get(place.key) ?? { w: 140, h: 28 };
      return {
        id: place.key,
        at: scene.pointOf(i),
        ...size,
        rank: rankOf(place.key, status),
        named: named.value === place.key || booth === place.key,
        small: filtering && !shownKeys.has(place.key),
      };
    });
    const result = new Map(
      arranged(wishes, { w: frame.clientWidth, h: frame.clientHeight }, taken.current).map((one) => [one.id, one]),
    );
    for (const button of buttons()) {
      const one = result.get(button.dataset.site ?? '');
      if (one) {
        button.dataset.form = one.form;
        button.style.transform = `translate(${one.x}px, ${one.y}px)`;
      }
    }
    const mark = marker.current;
    if (mark) {
      const { x, z, distance } = scene.eye;
      const [w, d] = [distance * 0.5 * Math.min(scene.aspect, 1.9), distance * 0.42];
      mark.setAttribute('x', String(x - w / 2));
      mark.setAttribute('y', String(z - d / 2));
      mark.setAttribute('width', String(w));
      mark.setAttribute('height', String(d));
    }
    frame.dataset.frames = String(scene.figures.frames);
    frame.dataset.calls = String(scene.figures.calls);
    frame.dataset.triangles = String(scene.figures.triangles);
    frame.dataset.flying = String(scene.flying);
  };

  const eyeOf = (key: string): Eye | undefined => {
    const place = every.find((one) => one.key === key);
    return place && closeUp(place.x, place.z + 3, Math.max(place.w, place.d * 1.2) * 3.4, town.current?.aspect ?? 1.6);
  };
  const fly = (to: Eye | undefined) => to && town.current?.fly(to, still.matches);
  const open = (place: Place | undefined) => {
    if (place) {
      go(landmarks.some((one) => one.key === place.key) ? `/${place.key}` : `/stands/${place.key}`);
    }
  };
  const name = (key: string | null) => {
    if (named.value !== key) {
      named.value = key;
    }
  };

  // Scene
  useEffect(() => {
    const [host, surface] = [stage.current, canvas.current];
    if (!host || !surface) {
      return;
    }
    const renderer = graphics().renderer;
    const tier = tierFor(renderer, localStorage.getItem('halle.picture'), navigator.hardwareConcurrency || 4);
    let scene: Town;
    try {
      scene = new Town(surface, places, tier, {
        moved: () => arrange.current(),
        slow: () => {
          if (mapWasChosen()) {
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
    const covered = () => {
      const panel = host.querySelector('.zone-panel');
      return panel && host.clientWidth > 800 ? panel.clientWidth : 0;
    };
    const measure = () => {
      const origin = host.getBoundingClientRect();
      taken.current = [...host.querySelectorAll('[data-over]')].map((one) => {
        const box = one.getBoundingClientRect();
        return { x: box.x - origin.x, y: box.y - origin.y, w: box.width, h: box.height };
      });
      scene.resize(Math.max(1, host.clientWidth), Math.max(1, host.clientHeight), covered());
    };
    const hour = () => {
      const now = new Date(live.now());
      scene.shine(lightAt(now.getHours() + now.getMinutes() / 60));
    };
    hour();
    measure();
    scene.look(overview(scene.aspect));
    const watch = new ResizeObserver(measure);
    watch.observe(host);
    for (const one of host.querySelectorAll('[data-over]')) {
      watch.observe(one);
    }
    host.addEventListener('halle:measure', measure);
    const clock = setInterval(hour, 300_000);
    const letGo = hands(surface, scene, {
      over: (i) => name(every[i]?.key ?? null),
      press: (i) => open(every[i]),
    });
    scene.build().then(
      () => {
        state.value = 'ready';
        scene.move(moves.value);
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
      host.removeEventListener('halle:measure', measure);
      letGo();
      scene.dispose();
      town.current = null;
    };
  }, [places]);

  // The open booth: there, and back to where one was
  useEffect(() => {
    stage.current?.dispatchEvent(new Event('halle:measure'));
    const scene = town.current;
    if (!scene) {
      return;
    }
    if (booth) {
      before.current ??= state.value === 'ready' ? scene.eye : overview(scene.aspect);
      const to = eyeOf(booth);
      if (to) {
        scene.fly(to, still.matches || state.value !== 'ready');
      }
    } else if (before.current) {
      fly(before.current);
      before.current = null;
    }
  }, [booth]);

  useEffect(() => {
    const back = (event: KeyboardEvent) => {
      const at = event.target;
      const writing = (at instanceof HTMLTextAreaElement || at instanceof HTMLInputElement) && at.value !== '';
      if (event.key === 'Escape' && booth && !event.defaultPrevented && !writing) {
        close();
      }
    };
    addEventListener('keydown', back);
    return () => removeEventListener('keydown', back);
  }, [booth]);

  const close = () => {
    const last = booth;
    go('/');
    // Back to the button one came by, not to the page's beginning
    requestAnimationFrame(() =>
      requestAnimationFrame(() =>
        buttons()
          .find((one) => one.dataset.site === last)
          ?.focus(),
      ),
    );
  };

  useEffect(() => {
    town.current?.move(moves.value && state.value === 'ready');
  }, [moves.value, state.value]);

  useEffect(() => {
    const index = (key: string | null | undefined) => (key ? every.findIndex((one) => one.key === key) : -1);
    town.current?.name(index(named.value), index(booth));
    arrange.current();
  }, [named.value, booth]);

  const counts = zoneStatus.value;
  useLayoutEffect(() => {
    for (const button of buttons()) {
      const form = button.dataset.form;
      button.dataset.form = 'full';
      sizes.current.set(button.dataset.site ?? '', { w: button.offsetWidth, h: button.offsetHeight });
      button.dataset.form = form ?? 'none';
    }
    arrange.current();
  });
  useEffect(() => {
    town.current?.populate((place) => statusOf(roomOf(place)).present);
  }, [counts, state.value]);

  const step = (key: string) => {
    const district = districts.find((one) => one.key === key);
    if (booth) {
      before.current = null;
      go('/');
    }
    fly(district && closeUp(district.x, district.z, district.span, town.current?.aspect ?? 1.6));
  };
  const zoom = (by: number) => {
    const scene = town.current;
    if (scene) {
      fly({ ...scene.eye, distance: scene.eye.distance * by });
    }
  };
  const arrows = (event: KeyboardEvent) => {
    const direction = arrowKeys[event.key];
    const from = every.findIndex((one) => one.key === named.value);
    const here = town.current?.pointOf(from);
    if (!direction || !here) {
      return;
    }
    event.preventDefault();
    const next = nearest(
      every.map((_, i) => (i === from ? undefined : town.current?.pointOf(i))),
      here,
      direction,
    );
    buttons()
      .find((one) => one.dataset.site === every[next]?.key)
      ?.focus();
  };
  const focus = (place: Place) => {
    name(place.key);
    const scene = town.current;
    const at = scene?.pointOf(every.indexOf(place));
    const frame = stage.current;
    if (
      scene &&
      frame &&
      at &&
      (at.x < 40 || at.y < 60 || at.x > frame.clientWidth - 40 || at.y > frame.clientHeight - 40)
    ) {
      fly({ ...scene.eye, x: place.x, z: place.z });
    }
  };
  const label = (place: Place, text: string, status = statusOf(roomOf(place)), note?: string) => (
    <MapLabel
      key={place.key}
      place={place}
      text={text}
      status={status}
      note={note}
      open={booth === place.key}
      onOpen={() => open(place)}
      onName={(on) => (on ? focus(place) : name(null))}
      onHover={(on) => name(on ? place.key : null)}
    />
  );
  const talk = all.talks.find((one) => statusOf(`talk:${one.key}`).live);
  const nextTalk = all.talks.find((one) => Date.parse(one.startsAt) > live.now());

  return (
    <section
      ref={stage}
      class={`zone-map${booth ? ' with-panel' : ''}`}
      data-map={state.value}
      aria-label={t('mapTitle')}
    >
      <h1 class="hidden">{t('zone')}</h1>
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a canvas without a tabindex takes no focus */}
      <canvas ref={canvas} aria-hidden="true" />
      {state.value === 'building' && (
        <p class="map-wait" role="status">
          {t('mapLoading')}
        </p>
      )}
      <MapTools shown={shown} slow={slow.value} onOpen={(key) => open(places.find((one) => one.key === key))} />
      <nav class="map-districts" aria-label={t('districts')} data-over>
        <button type="button" onClick={() => fly(overview(town.current?.aspect ?? 1.6))}>
          {t('wholeZone')}
        </button>
        {all.zones.map((zone) => (
          <button type="button" key={zone.key} onClick={() => step(zone.key)}>
            {local(zone.label)}
          </button>
        ))}
      </nav>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys only help among the buttons within */}
      <div class="map-labels" ref={layer} onKeyDown={arrows}>
        {all.zones.map((zone) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
          <div key={zone.key} role="group" aria-label={local(zone.label)}>
            {places
              .filter((place) => place.zone === zone.key)
              .map((place) => label(place, all.sites.find((site) => site.key === place.key)?.label ?? place.key))}
            {zone.key === 'centre' &&
              landmarks.map((place) =>
                place.key === 'forum'
                  ? label(
                      place,
                      t('forum'),
                      { present: talk ? statusOf(`talk:${talk.key}`).present : 0, available: 0, live: Boolean(talk) },
                      nextTalk && !talk ? t('nextTalk', { time: shortDayAndClock(nextTalk.startsAt) }) : undefined,
                    )
                  : myClass() && label(place, t('myClass')),
              )}
          </div>
        ))}
      </div>
      <MapCorner
        places={every}
        marker={marker}
        moves={still.matches ? undefined : moves.value}
        onGo={(x, z) => fly({ ...(town.current?.eye ?? overview(1.6)), x, z })}
        onZoom={zoom}
        onMoves={(on) => {
          moves.value = on;
          localStorage.setItem(motionKey, on ? 'on' : 'off');
        }}
      />
      {booth && (
        <aside class="zone-panel" aria-label={t('panel')} data-over>
          <button type="button" class="quiet panel-close" onClick={close}>
            {t('closePanel')}
          </button>
          <BoothPage key={booth} boothKey={booth} />
        </aside>
      )}
    </section>
  );
}

function roomOf(place: Place): string {
  return `booth:${place.key}`;
}

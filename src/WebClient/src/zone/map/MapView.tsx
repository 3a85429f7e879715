import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { takesWords } from '../../frame/typing';
import { local, t } from '../../i18n';
import { focusOn, go, isBack } from '../../router';
import { found, searching } from '../filters';
import { forumStatus, foundMeetings, type Meeting, meetingPlaces } from '../meeting';
import { type Programme, statusOf, zoneStatus } from '../programme';
import { tourPlace } from '../tour';
import { arrange, type Measured, markDistrict, measured, type Standing } from './arrange';
import { Districts } from './Districts';
import { nearest, type Point } from './labels';
import { landmarks, type Place, placesOf } from './layout';
import { MapCorner } from './MapCorner';
import { MapLabel } from './MapLabel';
import { MapTools } from './MapTools';
import { useMotion } from './motion';
import type { Sight } from './sight';
import './panels.css';
import './map.css';
import { useTown } from './useTown';
import { closeUp, type Eye, overAll, overSite, overview, yaw } from './view3d';

export interface MapProps {
  readonly all: Programme;
  /** The place whose page is open over the scene. */
  readonly place?: string | undefined;
  /** What the map lies in, beside what is open. */
  readonly stage: RefObject<HTMLElement | null>;
  /** What is open is being closed, by its button or by Escape. */
  readonly closing: { current: boolean };
  readonly onClose: () => void;
}

const arrowKeys: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Whether a label has room in the picture, in what a panel leaves of it. Beside a panel the picture stays with what is open: the very edge will do. */
function isSeen(at: Point | undefined, { w, h, shift, lift }: Sight['size']): boolean {
  const [aside, above] = shift + lift > 0 ? [0, 0] : [40, 60];
  return (
    at !== undefined && at.x >= aside && at.y >= above && at.x <= w - 2 * shift - aside && at.y <= h - 2 * lift - aside
  );
}

export function MapView({ all, place: opened, stage, closing, onClose }: MapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const marker = useRef<SVGRectElement | null>(null);
  const before = useRef<Eye | null>(null);
  const was = useRef<string | undefined>(undefined);
  const sizes = useRef<ReadonlyMap<string, Measured>>(new Map());
  const standing = useRef<ReadonlyMap<string, Standing>>(new Map());
  const named = useSignal<string | null>(null);
  const motion = useMotion();
  const places = useMemo(() => placesOf(all.sites), [all]);
  const every = useMemo<readonly Place[]>(() => [...places, ...landmarks], [places]);
  const shown = found(all);
  const meetings = foundMeetings(all);
  const shownKeys = new Set([...shown, ...meetings.places].map((one) => one.key));
  if (meetings.talks.length > 0) {
    shownKeys.add('forum');
  }
  const tour = tourPlace.value;
  const statusAt = (place: Place) => (place.key === 'forum' ? forumStatus(all) : statusOf(`booth:${place.key}`));

  const labelOf = (key: string | undefined) =>
    stage.current?.querySelector<HTMLElement>(`button[data-site="${CSS.escape(key ?? '')}"]`);
  const settle = () => {
    const [scene, host] = [town.current, stage.current];
    if (!scene || !host || !ready.value || scene.hurried) {
      return;
    }
    const wanted = {
      named: named.value,
      open: opened,
      tour,
      found: (place: Place) => shownKeys.has(place.key),
      searching: searching.value,
      status: statusAt,
    };
    standing.current = arrange(host, scene, sizes.current, taken.current, wanted, standing.current);
    markDistrict(host, scene);
    const { x, z, distance } = scene.eye;
    const [w, d] = [distance * 0.54 * Math.min(scene.aspect, 1.9), distance * 0.6];
    const turn = (yaw(scene.aspect) * 180) / Math.PI;
    for (const [name, value] of Object.entries({ x: x - w / 2, y: z - d / 2, width: w, height: d })) {
      marker.current?.setAttribute(name, value.toFixed(1));
    }
    marker.current?.setAttribute('transform', `rotate(${turn.toFixed(1)} ${x.toFixed(1)} ${z.toFixed(1)})`);
  };
  const open = (place: Place | undefined) => {
    if (place) {
      go(meetingPlaces(all).find((one) => one.key === place.key)?.to ?? `/stands/${place.key}`);
    }
  };
  // None is named only with the next picture: from one label to another, the labels must not be placed anew in between and leave the pointer behind.
  const unnaming = useRef(0);
  const name = (key: string | null) => {
    cancelAnimationFrame(unnaming.current);
    if (key !== null) {
      named.value = key;
    } else if (named.value !== null) {
      unnaming.current = requestAnimationFrame(() => {
        named.value = null;
      });
    }
  };
  const { town, tier, ready, far, slow, taken, measure } = useTown(stage, canvas, places, {
    view: settle,
    over: (i) => name(every[i]?.key ?? null),
    press: (i) => open(every[i]),
  });
  // First of all: how large labels are depends on it.
  const state = { map: ready.value ? 'ready' : 'building', level: far.value ? 'far' : 'near' };
  useLayoutEffect(() => {
    Object.assign(stage.current?.dataset ?? {}, state);
  });
  // The stage stays when the map goes.
  useEffect(() => {
    const { current: host } = stage;
    return () => {
      for (const name of Object.keys(host?.dataset ?? {})) {
        delete host?.dataset[name];
      }
      host?.removeAttribute('style');
    };
  }, []);
  const aspect = () => town.current?.aspect ?? 1.6;
  const fly = (to: Eye | undefined) => to && town.current?.fly(to, motion.holds());
  const eyeOf = (key: string): Eye | undefined => {
    const place = every.find((one) => one.key === key);
    const solid = place && town.current?.solids[every.indexOf(place)];
    if (!place || !solid) {
      // Not built yet, or nothing stands there
      return place && closeUp(place.x, place.z + 3, Math.max(place.w, place.d * 1.2) * 3, aspect());
    }
    const eye = overSite(solid, aspect());
    return { ...eye, z: eye.z - (place.beyond ?? 0) };
  };

  // The open booth: there, and back to where one was, to the button one came by. With the page itself, so that an arrow pressed right after goes from there.
  const follow = () => {
    measure();
    const scene = town.current;
    if (!scene) {
      return;
    }
    if (opened) {
      before.current ??= ready.value ? scene.eye : overview(scene.aspect);
      const to = eyeOf(opened);
      if (to) {
        scene.fly(to, motion.holds() || !ready.value);
      }
    } else if (before.current) {
      fly(before.current);
      before.current = null;
    }
    if (!opened && was.current && (closing.current || isBack())) {
      // Not every page has a label: a class that is watched has none.
      focusOn(labelOf(was.current) ?? document.getElementById('main'));
    }
    closing.current = false;
    was.current = opened;
  };
  useLayoutEffect(follow, [opened]);
  // At the beginning the scene is there only now
  useEffect(follow, []);

  // Who comes by a link waits for what stands there: only then is it known how high it is.
  useEffect(() => {
    const to = opened && ready.value ? eyeOf(opened) : undefined;
    if (to) {
      town.current?.fly(to, true);
    }
  }, [ready.value]);

  // Read when the key is pressed: an effect may run long after the panel is seen.
  const back = useRef((_: KeyboardEvent) => {});
  back.current = (event) => {
    const writing = takesWords(event.target) && event.target.value !== '';
    if (event.key !== 'Escape' || event.defaultPrevented || writing) {
      return;
    }
    if (opened) {
      onClose();
    } else if (!far.value) {
      fly(overview(aspect()));
    }
  };
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => back.current(event);
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, []);

  useEffect(() => {
    const scene = town.current;
    scene?.move(!motion.held && ready.value);
    if (scene?.flying && motion.held) {
      scene.fly(scene.heading, true);
    }
  }, [motion.held, ready.value]);

  useEffect(() => {
    const index = (key: string | null | undefined) => (key ? every.findIndex((one) => one.key === key) : -1);
    town.current?.name(index(named.value), index(opened));
    settle();
  }, [named.value, opened]);

  // Where the class goes, drawn from its lobby; nobody else has a tour
  useEffect(() => {
    town.current?.guide(tour ?? null);
    settle();
  }, [tour, ready.value]);

  const counts = zoneStatus.value;
  useLayoutEffect(() => {
    if (stage.current) {
      sizes.current = measured(stage.current, sizes.current);
      measure();
      settle();
    }
  });
  useEffect(() => {
    town.current?.populate((place) => statusAt(place).present);
  }, [counts, ready.value]);

  const step = (key: string, byKey: boolean) => {
    if (opened) {
      before.current = null;
      go('/');
    }
    const solids = every.flatMap((place, i) => (place.zone === key ? (town.current?.solids[i] ?? []) : []));
    fly(solids.length > 0 ? overAll(solids, aspect()) : undefined);
    if (byKey) {
      focusOn(labelOf(places.find((place) => place.zone === key)?.key));
    }
  };
  const zoom = (by: number) => {
    const scene = town.current;
    if (scene) {
      fly({ ...scene.eye, distance: scene.eye.distance * by });
    }
  };
  const arrows = (event: KeyboardEvent) => {
    const direction = arrowKeys[event.key];
    // Of the button that has the focus: what is named may be what a resting pointer is on.
    const focused = event.target instanceof HTMLElement ? event.target.dataset.site : undefined;
    const from = every.findIndex((one) => one.key === focused);
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
    labelOf(every[next]?.key)?.focus();
  };
  const focus = (place: Place) => {
    name(place.key);
    const scene = town.current;
    const at = scene?.pointOf(every.indexOf(place));
    // Who presses a label sees it, and must find it under the pointer when letting go.
    if (labelOf(place.key)?.matches(':focus-visible') && scene && !isSeen(at, scene.sight.size)) {
      fly({ ...scene.eye, x: place.x, z: place.z });
    }
  };
  const label = (place: Place, text: string, meeting?: Meeting) => (
    <MapLabel
      key={place.key}
      place={place}
      text={text}
      status={statusAt(place)}
      landmark={meeting !== undefined}
      note={meeting?.note}
      tour={tour === place.key}
      open={opened === place.key}
      onOpen={() => open(place)}
      onName={(on) => (on ? focus(place) : name(null))}
      onHover={(on) => name(on ? place.key : null)}
    />
  );

  return (
    <>
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a canvas without a tabindex takes no focus */}
      <canvas key={tier} ref={canvas} aria-hidden="true" />
      {!ready.value && (
        <p class="map-wait" role="status">
          {t('mapLoading')}
        </p>
      )}
      <MapTools all={all} shown={shown} slow={slow.value} />
      <Districts all={all} onWhole={() => fly(overview(aspect()))} onStep={step} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys only help among the buttons within */}
      <div class="map-labels" onKeyDown={arrows}>
        {all.zones.map((zone) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms
          <div key={zone.key} role="group" aria-label={local(zone.label)}>
            {places
              .filter((place) => place.zone === zone.key)
              .map((place) => label(place, all.sites.find((site) => site.key === place.key)?.label ?? place.key))}
            {zone.key === 'centre' &&
              meetingPlaces(all).flatMap((meeting) => {
                const place = landmarks.find((one) => one.key === meeting.key);
                return place ? label(place, meeting.label, meeting) : [];
              })}
          </div>
        ))}
      </div>
      <MapCorner
        places={every}
        tour={tour}
        marker={marker}
        motion={motion}
        onGo={(x, z) => fly({ ...(town.current?.eye ?? overview(1.6)), x, z })}
        onZoom={zoom}
      />
    </>
  );
}

import type { SiteStatus } from '../../live/wire';
import { rankOf, standsOut } from './importance';
import { arranged, type Box, type LabelWish, type Point, pinSize, type Size, within } from './labels';
import { type District, districts, groundLevel, type Place } from './layout';
import type { Town } from './town';

export interface Shown {
  /** The place that pointer or focus is on. */
  readonly named: string | null;
  readonly open: string | undefined;
  /** Where the own class is. */
  readonly tour: string | undefined;
  /** Whether a place matches what is searched for. */
  readonly found: (place: Place) => boolean;
  readonly searching: boolean;
  readonly status: (place: Place) => SiteStatus;
}

const key = (one: HTMLElement) => one.dataset.site ?? one.dataset.district ?? '';

/** The buttons of sites and districts within the map. */
export function labelsIn(host: HTMLElement): HTMLElement[] {
  return [...host.querySelectorAll<HTMLElement>('button[data-site], button[data-district]')];
}

/** Whether a panel lies over the picture, and not in it like the districts' signs, which let the pointer through between them. */
export function covers(panel: Element): boolean {
  return panel.matches('[data-over]') && getComputedStyle(panel).pointerEvents !== 'none';
}

/** A label's size when written out, and what it was measured for. */
export interface Measured extends Size {
  readonly of: string;
}

/** How large each label is when written out. Only what says something else than before is measured: laying out all of them takes longer than a picture. */
export function measured(host: HTMLElement, before: ReadonlyMap<string, Measured>): ReadonlyMap<string, Measured> {
  // The same words are of another size in another window, before their typeface has come, from afar, beside a panel, and when named.
  const around = `${innerWidth} ${document.fonts.status} ${host.dataset.level} ${host.className}`;
  const named = ':hover, :focus-visible, [aria-current], [data-tour]';
  const labels = labelsIn(host).map((one) => ({
    one,
    id: key(one),
    of: `${around} ${one.matches(named)} ${one.textContent}`,
  }));
  const changed = labels.filter(({ id, of }) => before.get(id)?.of !== of);
  if (changed.length === 0 && before.size === labels.length) {
    return before;
  }
  const forms = changed.map(({ one }) => one.dataset.form);
  for (const { one } of changed) {
    one.dataset.form = 'full';
  }
  const sizes = new Map(changed.map(({ one, id, of }) => [id, { w: one.offsetWidth, h: one.offsetHeight, of }]));
  changed.forEach(({ one }, i) => {
    one.dataset.form = forms[i] ?? 'none';
  });
  return new Map(labels.map(({ id }) => [id, sizes.get(id) ?? (before.get(id) as Measured)]));
}

/** A label in the picture: its box, and the point it speaks of. */
export interface Standing extends Box {
  readonly at: Point;
}

/** Puts every label where it belongs in the picture of now, by where they stood before; returns where those stand that are seen. */
export function arrange(
  host: HTMLElement,
  scene: Town,
  sizes: ReadonlyMap<string, Size>,
  taken: readonly Box[],
  shown: Shown,
  before: ReadonlyMap<string, Standing>,
): ReadonlyMap<string, Standing> {
  // Asked for before anything is written: afterwards it would lay out the whole page, and a picture would take twice as long.
  const frame = { w: host.clientWidth, h: host.clientHeight };
  const size = (id: string, w: number) => sizes.get(id) ?? { w, h: 26 };
  const signs: LabelWish[] = scene.far
    ? districts.map(({ key: id, sign: [x, z] }) => ({
        id,
        at: scene.sight.project(x, groundLevel, z),
        ...size(id, 160),
        rank: 0,
        sign: true,
      }))
    : [];
  const sites: LabelWish[] = scene.places.map((place, i) => {
    const status = shown.status(place);
    const found = shown.found(place);
    const rank = rankOf(place.key, status);
    const at = scene.pointOf(i);
    const stood = before.get(place.key);
    return {
      id: place.key,
      at,
      was: at && stood && { ...stood, x: stood.x + at.x - stood.at.x, y: stood.y + at.y - stood.at.y },
      ...size(place.key, 140),
      rank,
      named: shown.named === place.key || shown.open === place.key || shown.tour === place.key,
      // From afar only what stands out, or what one looks for, is written out.
      small: shown.searching ? !found : scene.far && !status.live && !standsOut(place.key),
    };
  });
  const result = new Map(arranged([...signs, ...sites], frame, taken, wayOf(scene)).map((one) => [one.id, one]));
  for (const button of labelsIn(host)) {
    const one = result.get(key(button));
    const [form, transform] = [one?.form ?? 'none', `translate(${one?.x ?? 0}px, ${one?.y ?? 0}px)`];
    if (button.dataset.form !== form) {
      button.dataset.form = form;
    }
    const property = button.dataset.site ? 'transform' : '--at';
    if (one && button.style.getPropertyValue(property) !== transform) {
      button.style.setProperty(property, transform);
    }
  }
  return new Map(
    sites.flatMap(({ id, at, w, h, was }) => {
      const one = result.get(id);
      if (!one || !at || one.form === 'none') {
        return [];
      }
      // Held back by the picture's edge only: it goes on to stand where it did, beside its point.
      const held = was?.w === w && near(one.x, within(was.x, frame.w - w)) && near(one.y, within(was.y, frame.h - h));
      const size = one.form === 'full' ? { w, h } : { w: pinSize, h: pinSize };
      return [[id, held ? { ...was, at } : { at, x: one.x, y: one.y, ...size }] as const];
    }),
  );
}

const near = (a: number, b: number) => Math.abs(a - b) <= 1;

/** Where the class's way is in the picture, mark by mark. */
function wayOf(scene: Town): Box[] {
  return scene.trail.lights.flatMap(({ at: [x, y, z], size }) => {
    const [top, foot] = [scene.sight.project(x, y + size * 1.4, z), scene.sight.project(x, y - size * 1.5, z)];
    const high = top && foot ? foot.y - top.y : 0;
    return top ? [{ x: top.x - high * 0.35, y: top.y, w: high * 0.7, h: high }] : [];
  });
}

/** Marks the district one looks at from near, for the eye and for who listens. */
export function markDistrict(host: HTMLElement, scene: Town): void {
  const { x, z } = scene.eye;
  const off = ([gx, gz, w, d]: District['ground']) => Math.max(Math.abs(x - gx) / w, Math.abs(z - gz) / d);
  const here = scene.far ? undefined : [...districts].sort((a, b) => off(a.ground) - off(b.ground))[0];
  for (const button of host.querySelectorAll<HTMLElement>('button[data-district]')) {
    const is = button.dataset.district === here?.key;
    if (is !== button.hasAttribute('aria-current')) {
      button[is ? 'setAttribute' : 'removeAttribute']('aria-current', 'location');
    }
  }
}

import { expect, test } from 'vitest';
import event from '../../../../Silo/Demo/demo.json';
import { firstView, isSoftware } from '../view';
import { crowdFor, spots, treesAround } from './green';
import { arranged, type LabelWish, nearest, overlap, pinSize } from './labels';
import { drawLand } from './land';
import { coast, districts, groundLevel, landmarks, placesOf, plots, roads } from './layout';
import { lightAt } from './light';
import { nobody, Shapes } from './shapes';
import { drawSite, knownLooks, nothingMoves } from './sites';
import { lowerThan, plans, SlowFrames, type Tier, tierFor } from './tier';
import {
  between,
  closeUp,
  type Extent3,
  held,
  hit,
  isFar,
  overAll,
  overSite,
  overview,
  position,
  projected,
} from './view3d';

const demo = event.sites;

test('[WB9] the 45 sites of the demo stand on plots of their own, and none on a road', () => {
  const places = [...placesOf(demo), ...landmarks];
  expect(places).toHaveLength(47);
  const faults: string[] = [];
  places.forEach((a, i) => {
    for (const b of places.slice(i + 1)) {
      if (Math.abs(a.x - b.x) < (a.w + b.w) / 2 && Math.abs(a.z - b.z) < (a.d + b.d) / 2) {
        faults.push(`${a.key} on ${b.key}`);
      }
    }
    for (const [x, z, w, d] of roads) {
      if (Math.abs(a.x - x) < (a.w + w) / 2 && Math.abs(a.z - z) < (a.d + d) / 2) {
        faults.push(`${a.key} on the road at ${x}, ${z}`);
      }
    }
    if (!districts.some((one) => one.key === a.zone) || !knownLooks.includes(a.look)) {
      faults.push(`${a.key}: nobody drew ${a.zone} or ${a.look}`);
    }
  });
  expect(faults).toEqual([]);
});

test('[WB9] a site the town was not drawn for takes a free plot of its district, and then one before the port', () => {
  const strangers = Array.from({ length: 4 }, (_, i) => ({ key: `new-${i}`, zone: 'centre', look: 'unheard-of' }));
  const one = placesOf(strangers);
  expect(one.map((place) => [place.x, place.z])).toEqual(
    plots.filter((p) => p.zone === 'centre').map((p) => [p.x, p.z]),
  );
  const full = placesOf([...demo, ...strangers]);
  expect(new Set(full.map((place) => `${place.x} ${place.z}`)).size).toBe(49);
});

test('[WB10] labels never touch, leave the frame or hide under a panel, and no site in the picture is without a button', () => {
  const wishes: LabelWish[] = Array.from({ length: 45 }, (_, i) => ({
    id: `site-${i}`,
    at: { x: 40 + (i % 9) * 138, y: 120 + Math.floor(i / 9) * 105 },
    w: 90 + (i % 5) * 22,
    h: i % 3 ? 27 : 40,
    rank: i % 7,
  }));
  const panel = { x: 0, y: 0, w: 300, h: 60 };
  const frame = { w: 1280, h: 720 };

  const result = arranged(wishes, frame, [panel]);

  const boxes = result.map((one, i) => ({
    ...one,
    w: one.form === 'full' ? (wishes[i]?.w ?? 0) : pinSize,
    h: one.form === 'full' ? (wishes[i]?.h ?? 0) : pinSize,
  }));
  expect(boxes.filter((one) => one.form === 'none')).toEqual([]);
  for (const [i, a] of boxes.entries()) {
    expect(a.x >= 0 && a.y >= 0 && a.x + a.w <= frame.w && a.y + a.h <= frame.h, a.id).toBe(true);
    expect(overlap(a, panel, 0), a.id).toBe(false);
    for (const b of boxes.slice(i + 1)) {
      expect(overlap(a, b, 0), `${a.id} on ${b.id}`).toBe(false);
    }
  }
  expect(boxes.filter((one) => one.form === 'full').length).toBeGreaterThan(20);
});

test('[WB10] what is named is written out before all others, whole even at the edge', () => {
  const crowd: LabelWish[] = Array.from({ length: 12 }, (_, i) => ({
    id: `${i}`,
    at: { x: 398, y: 100 + i },
    w: 150,
    h: 30,
    rank: 9,
  }));
  const result = arranged([...crowd, { id: 'named', at: { x: 399, y: 106 }, w: 150, h: 30, rank: 0, named: true }], {
    w: 400,
    h: 300,
  });
  const named = result.at(-1);
  expect(named?.form).toBe('full');
  expect((named?.x ?? 999) + 150).toBeLessThanOrEqual(400);
});

test('[WB161] what gets named stays where it stands, or opens over its pin: it does not flee the pointer that names it', () => {
  const frame = { w: 1280, h: 720 };
  const panels = [
    { x: 12, y: 12, w: 500, h: 50 },
    { x: 1060, y: 520, w: 208, h: 190 },
  ];
  const wishes: LabelWish[] = Array.from({ length: 45 }, (_, i) => ({
    id: `site-${i}`,
    at: { x: 30 + ((i * 379) % 1220), y: 40 + ((i * 211) % 660) },
    w: 90 + (i % 5) * 22,
    h: i % 3 ? 27 : 40,
    rank: i % 7,
  }));
  const boxOf = (places: ReturnType<typeof arranged>, i: number) => {
    const { form, x, y } = places[i] as (typeof places)[number];
    const { w, h } = wishes[i] as LabelWish;
    return form === 'full' ? { form, x, y, w, h } : { form, x, y, w: pinSize, h: pinSize };
  };
  const before = arranged(wishes, frame, panels);
  expect(new Set(before.map((one) => one.form))).toEqual(new Set(['full', 'pin', 'none']));

  for (const [i, { form }] of before.entries()) {
    const was = boxOf(before, i);
    const named = arranged(
      wishes.map((one, j) => (i === j ? { ...one, named: true, was: form === 'none' ? undefined : was } : one)),
      frame,
      panels,
    );
    const now = boxOf(named, i);
    if (form === 'full') {
      expect(now, `${i}`).toEqual(was);
    } else if (form === 'pin') {
      expect(now.form, `${i}`).toBe('full');
      // Rounded to whole pixels once more
      expect(now.x <= was.x + 1 && now.x + now.w >= was.x + was.w - 1, `${i} aside`).toBe(true);
      expect(now.y <= was.y + 1 && now.y + now.h >= was.y + was.h - 1, `${i} above`).toBe(true);
    }
  }
});

test('[WB10] a label behind the viewer or far outside is not shown', () => {
  const out = arranged(
    [
      { id: 'behind', at: undefined, w: 9, h: 9, rank: 1 },
      { id: 'outside', at: { x: 900, y: 20 }, w: 9, h: 9, rank: 1 },
    ],
    { w: 400, h: 300 },
  );
  expect(out.map((one) => one.form)).toEqual(['none', 'none']);
});

test('[WB109] names and signs keep off the way of the class where they can; what nobody asked for stays a pin', () => {
  const frame = { w: 600, h: 400 };
  const at = { x: 300, y: 200 };
  const way = { x: 290, y: 150, w: 20, h: 45 };
  const [sign] = arranged([{ id: 'sign', at, w: 120, h: 26, rank: 0, sign: true }], frame, [], [way]);
  expect(sign && overlap({ ...sign, w: 120, h: 26 }, way, 0)).toBe(false);
  const all = { x: 0, y: 0, w: 600, h: 400 };
  const forms = arranged(
    [
      { id: 'asked', at, w: 120, h: 26, rank: 0, named: true },
      { id: 'other', at: { x: 100, y: 100 }, w: 120, h: 26, rank: 0 },
    ],
    frame,
    [],
    [all],
  ).map((one) => one.form);
  expect(forms).toEqual(['full', 'pin']);
});

test('[WB110] flown to, a district is seen from quay to tops with its sites named, and a site beside its panel', () => {
  const shapes = new Shapes();
  const places = placesOf(demo);
  places.forEach((place, i) => {
    drawSite(shapes, place, i, groundLevel, nothingMoves());
  });
  const solids = places.map((_, i) => shapes.extents.get(i) as Extent3);
  for (const aspect of [1.6, 1.97]) {
    for (const { key } of districts) {
      const own = solids.filter((_, i) => places[i]?.zone === key);
      const eye = overAll(own, aspect);
      expect(isFar(eye, aspect), key).toBe(false);
      for (const { min, max } of own) {
        const top = projected(eye, aspect, [(min[0] + max[0]) / 2, max[1], (min[2] + max[2]) / 2]);
        expect(Math.abs(top?.x ?? 9), key).toBeLessThan(0.99);
        expect(Math.abs(top?.y ?? 9), key).toBeLessThan(0.8);
      }
    }
    solids.forEach((solid, i) => {
      const eye = overSite(solid, aspect);
      for (const y of [solid.min[1], solid.max[1]]) {
        const seen = projected(eye, aspect, [(solid.min[0] + solid.max[0]) / 2, y, (solid.min[2] + solid.max[2]) / 2]);
        expect(Math.abs(seen?.x ?? 9), places[i]?.key).toBeLessThan(0.5);
        expect(Math.abs(seen?.y ?? 9), places[i]?.key).toBeLessThan(0.6);
      }
    });
  }
});

test.each([
  ['ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero)), SwiftShader driver)', true],
  ['llvmpipe (LLVM 15.0.6, 256 bits)', true],
  ['Microsoft Basic Render Driver', true],
  ['ANGLE (Intel, Mesa Intel(R) UHD Graphics 620 (KBL GT2), OpenGL 4.6)', false],
])('[WB11] %s draws in software: %s', (renderer, software) => {
  expect(isSoftware(renderer)).toBe(software);
  expect(tierFor(renderer, null, 8)).toBe(software ? 'low' : 'high');
});

test('[WB10] an arrow goes to the nearest label on its side, straight ahead before aside', () => {
  const here = { x: 100, y: 100 };
  const points = [{ x: 180, y: 100 }, { x: 130, y: 190 }, { x: 40, y: 100 }, undefined, { x: 103, y: 100 }];
  expect(nearest(points, here, [1, 0])).toBe(0);
  expect(nearest(points, here, [-1, 0])).toBe(2);
  expect(nearest(points, here, [0, 1])).toBe(1);
  expect(nearest(points, here, [0, -1])).toBe(-1);
});

test('[WB11] the list opens by itself where the map would be slow or impossible, and a choice is kept', () => {
  const soft = () => ({ webgl: true, renderer: 'llvmpipe' });
  const none = () => ({ webgl: false, renderer: '' });
  const card = () => ({ webgl: true, renderer: 'NVIDIA' });
  expect(firstView(null, card)).toEqual({ view: 'map', why: 'none' });
  expect(firstView(null, soft)).toEqual({ view: 'list', why: 'software' });
  expect(firstView('map', soft)).toEqual({ view: 'map', why: 'none' });
  expect(firstView('map', none)).toEqual({ view: 'list', why: 'no-webgl' });
  expect(firstView('list', card)).toEqual({ view: 'list', why: 'none' });
});

test('[WB11] twenty slow frames in a row tell, nineteen and a fast one do not', () => {
  const watch = new SlowFrames(60);
  expect(Array.from({ length: 19 }, () => watch.took(90)).some(Boolean)).toBe(false);
  expect(watch.took(16)).toBe(false);
  expect(Array.from({ length: 19 }, () => watch.took(90)).some(Boolean)).toBe(false);
  expect(watch.took(90)).toBe(true);
  expect(watch.took(90)).toBe(false);
});

/** Pictures drawn at a pace, in one go: whether they told, and the time after them. */
function drawn(watch: SlowFrames, count: number, ms: number, from: number): [boolean, number] {
  let told = false;
  for (let i = 0; i <= count; i++) {
    told = watch.frame(from + i * ms, i < count) || told;
  }
  watch.rests();
  return [told, from + count * ms];
}

test('[WB170] slow pictures count over flights and drags, and rests between them neither count nor begin anew', () => {
  const watch = new SlowFrames(60);
  let at = 1_000;
  const told: boolean[] = [];
  for (let flight = 0; flight < 3; flight++) {
    const [now, end] = drawn(watch, 10, 100, at);
    told.push(now);
    at = end + 2_500;
  }
  // Ten pictures each, of which the first two are only queued
  expect(told).toEqual([false, false, true]);
});

test('[WB170] a frame without a picture, a picture now and then and a hidden tab are no slow ones; a fast picture is the end of a row', () => {
  const watch = new SlowFrames(60);
  const now = (at: number, draws: boolean) => watch.frame(at, draws);
  expect(Array.from({ length: 200 }, (_, i) => now(i * 90, i % 2 === 0)).some(Boolean)).toBe(false);
  expect(Array.from({ length: 9 }, (_, i) => drawn(watch, 3, 5_000, 20_000 + i * 20_000)[0]).some(Boolean)).toBe(false);
  expect(drawn(watch, 21, 90, 300_000)[0]).toBe(false);
  expect(drawn(watch, 3, 16, 310_000)[0]).toBe(false);
  expect(drawn(watch, 21, 90, 320_000)[0]).toBe(false);
  expect(drawn(watch, 3, 90, 330_000)[0]).toBe(true);
});

test('[WB170] what is drawn too slowly is drawn more simply before the list opens, unless the tier was asked for', () => {
  expect(lowerThan('high', null)).toBe('low');
  expect(lowerThan('low', null)).toBeUndefined();
  expect(lowerThan('high', 'high')).toBeUndefined();
  expect(plans.low.slowMs).toBeGreaterThan(1_000 / 20);
});

test('[WB12] windows are lit by night and not at noon, the light comes from above at every hour, and changes evenly', () => {
  expect(lightAt(12).night).toBe(0);
  expect(lightAt(0).night).toBe(1);
  expect(lightAt(24)).toEqual(lightAt(0));
  for (let h = 0; h < 24; h += 0.25) {
    const now = lightAt(h);
    expect(now.from[1]).toBeGreaterThan(0.3);
    expect(Math.hypot(...now.from)).toBeCloseTo(1);
    expect(Math.abs(lightAt(h + 0.25).ambientPower - now.ambientPower)).toBeLessThan(0.25);
  }
});

test.each(['high', 'low'] as Tier[])('[WB13] the town stays within its triangles in the %s tier', (tier) => {
  const plan = plans[tier];
  const shapes = new Shapes(plan.segments);
  const places = [...placesOf(demo), ...landmarks];
  const moving = nothingMoves();
  drawLand(shapes, places);
  const land = shapes.triangles;
  places.forEach((place, i) => {
    const before = shapes.triangles;
    drawSite(shapes, place, i, groundLevel, moving);
    expect(shapes.triangles - before, place.key).toBeGreaterThan(30);
  });
  const mesh = shapes.mesh();
  expect(mesh.triangles).toBeGreaterThan(land);
  expect([...mesh.positions].every(Number.isFinite)).toBe(true);
  // Trees 60, figures 60, puffs 100 triangles each, as drawn; the rest is small.
  const all = mesh.triangles + plan.trees * 60 + plan.crowd * 60 + plan.steam * 100 + 3_000;
  expect(all).toBeLessThan(tier === 'high' ? 150_000 : 100_000);
  expect(moving.rotors.length).toBeGreaterThan(3);
  expect(moving.plumes.length).toBeGreaterThan(5);
});

test('[WB13] what a site consists of belongs to it, the land to nobody', () => {
  const shapes = new Shapes();
  const places = placesOf(demo);
  drawLand(shapes, places);
  const land = shapes.triangles * 3;
  drawSite(shapes, places[8] as (typeof places)[number], 8, 0, nothingMoves());
  const { owners } = shapes.mesh();
  expect(new Set(owners.slice(0, land))).toEqual(new Set([nobody]));
  expect(new Set(owners.slice(land))).toEqual(new Set([8]));
  const extent = shapes.extents.get(8);
  expect(extent && extent.max[1] - extent.min[1]).toBeGreaterThan(5);
});

test('[WB186] trees stand on land, on no plot and no road, the same on every visit', () => {
  const places = [...placesOf(demo), ...landmarks];
  const trees = treesAround(places, 300);
  expect(trees.length).toBeGreaterThan(200);
  expect(treesAround(places, 300)).toEqual(trees);
  for (const tree of trees) {
    expect(places.some((p) => Math.abs(p.x - tree.x) < p.w / 2 && Math.abs(p.z - tree.z) < p.d / 2)).toBe(false);
    expect(Math.max(...coast.map(([x]) => x))).toBeGreaterThan(tree.x);
  }
});

test('[WB14] a crowd hints at how many are there: nobody for none, more for more, never everybody', () => {
  const counts = [0, 1, 6, 30, 200, 5_000].map((n) => crowdFor(n, 30));
  expect(counts[0]).toBe(0);
  expect(counts).toEqual([...counts].sort((a, b) => a - b));
  expect(counts.at(-1)).toBe(30);
  // Small numbers cannot be told from one another.
  expect([1, 2, 3, 4, 5, 6, 7, 8].map((n) => crowdFor(n, 30))).toEqual([1, 1, 1, 4, 4, 4, 4, 8]);
  const place = placesOf(demo)[0] as ReturnType<typeof placesOf>[number];
  expect(spots(place, 1, 9).slice(0, 4)).toEqual(spots(place, 1, 4));
});

test('[WB186] the viewer stays over the town, and a flight begins and ends where it should', () => {
  const far = held({ x: 900, z: -900, distance: 5_000 }, 1.6);
  expect(Math.abs(far.x)).toBeLessThanOrEqual(170);
  expect(far.distance).toBeLessThan(700);
  const [a, b] = [overview(1.6), closeUp(20, 30, 40, 1.6)];
  expect(between(a, b, 0)).toEqual(a);
  expect(between(a, b, 1).distance).toBeCloseTo(b.distance);
  expect(position(b, 1.6)[1]).toBeGreaterThan(20);
});

test('[WB169] a press meets the nearest of what is under it', () => {
  const box = (z: number) => ({ min: [-1, -1, z] as const, max: [1, 1, z + 1] as const });
  expect(hit([0, 0, 10], [0, 0, -1], [box(-5), box(0), undefined])).toBe(1);
  expect(hit([0, 0, 10], [0, 1, 0], [box(-5), box(0)])).toBe(-1);
});

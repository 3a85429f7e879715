import {
  type Color,
  ColorManagement,
  DirectionalLight,
  Fog,
  HemisphereLight,
  LinearSRGBColorSpace,
  Mesh,
  type MeshLambertMaterial,
  PCFShadowMap,
  PerspectiveCamera,
  Scene,
  type ShaderMaterial,
  SphereGeometry,
  WebGLRenderer,
} from 'three';
import { Flight } from './flight';
import { crowdFor, spots, treesAround } from './green';
import { geometryOf } from './instanced';
import { drawLand } from './land';
import { groundLevel, landmarks, type Place } from './layout';
import { boats, gulls, hoists, traffic } from './life';
import type { Light } from './light';
import { flatShadow, hazeFrom, hazeTo, lightUp, litMaterial, shared } from './lit';
import { domeMaterial, seaGeometry, townMaterial, waterMaterial } from './materials';
import { crowd, pools, rotors, steam, trees } from './scenery';
import { Shapes } from './shapes';
import { Sight } from './sight';
import { drawSite, nothingMoves } from './sites';
import { Slices } from './slices';
import { plans, Recent, SlowFrames, type Tier } from './tier';
import type { TownEvents } from './townEvents';
import { trail, trailBetween } from './trail';
import { type Extent3, type Eye, fieldOfView, held, isFar, overview, position, yaw } from './view3d';
import { warm } from './warm';

// Colours are chosen as they are seen; light is reckoned with in the same space.
ColorManagement.enabled = false;

/** After a drag or the wheel the picture is drawn sharp again. */
const settledMs = 180;

/** The scene and its loop. Draws only when something changed; moves scenery only where the tier and the person allow it. */
export class Town {
  readonly places: readonly Place[];
  eye: Eye;
  private readonly scene = new Scene();
  private readonly camera = new PerspectiveCamera(fieldOfView, 1, 20, 1_600);
  readonly sight = new Sight(this.camera);
  private readonly renderer: WebGLRenderer;
  private readonly sun = new DirectionalLight();
  private readonly sky = new HemisphereLight();
  private readonly water: ShaderMaterial;
  private readonly dome = domeMaterial();
  private readonly pools = pools();
  readonly trail = trail();
  private readonly slow: SlowFrames;
  solids: (Extent3 | undefined)[] = [];
  private people: ReturnType<typeof crowd> | undefined;
  private flight: Flight | undefined;
  private frame = 0;
  private last = 0;
  private dirty = true;
  private ready = false;
  private moving = false;
  private gone = false;
  private seen = '';
  private sharp = true;
  private movedAt = Number.NEGATIVE_INFINITY;
  private readonly slices = new Slices(() => this.gone);
  private readonly took = new Recent(30);
  private light: Light | undefined;
  frames = 0;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    sites: readonly Place[],
    private readonly tier: Tier,
    /** Whether scenery may move by itself. */
    private readonly mayMove: boolean,
    private readonly events: TownEvents,
  ) {
    this.places = [...sites, ...landmarks];
    this.water = waterMaterial(tier === 'high');
    this.renderer = new WebGLRenderer({
      canvas,
      antialias: tier === 'high',
      stencil: tier === 'low',
      powerPreference: 'high-performance',
    });
    this.renderer.outputColorSpace = LinearSRGBColorSpace;
    this.renderer.shadowMap.enabled = tier === 'high';
    this.renderer.shadowMap.type = PCFShadowMap;
    this.renderer.shadowMap.autoUpdate = false;
    this.slow = new SlowFrames(plans[tier].slowMs);
    this.eye = overview(1.7);
    canvas.addEventListener('webglcontextlost', this.lost);
  }

  /** Built piece by piece, so that the page stays awake; the promise ends when the first picture is drawn. */
  async build(): Promise<void> {
    const plan = plans[this.tier];
    const shapes = new Shapes(plan.segments);
    const moving = nothingMoves();
    this.slices.start();
    drawLand(shapes, this.places);
    for (const [i, place] of this.places.entries()) {
      await this.slices.breathe();
      drawSite(shapes, place, i, place.afloat ? 0 : groundLevel + 0.16, moving);
    }
    await this.slices.breathe();
    this.solids = this.places.map((_, i) => shapes.extents.get(i));
    const high = this.tier === 'high';
    const town = new Mesh(geometryOf(shapes.mesh()), high ? townMaterial() : litMaterial());
    const shadow = high ? [] : [new Mesh(town.geometry, flatShadow())];
    Object.assign(town, { castShadow: true, receiveShadow: true });
    for (const one of [town, ...shadow]) {
      one.frustumCulled = false;
    }
    await this.slices.breathe();
    const parts = [rotors(moving), traffic(), boats(), hoists(moving), gulls(), steam(moving, plan.steam)];
    await this.slices.breathe('long');
    const green = trees(treesAround(this.places, plan.trees));
    this.people = crowd(plan.crowd);
    await this.slices.breathe();
    const sea = new Mesh(seaGeometry(), this.water);
    const dome = new Mesh(new SphereGeometry(1_200, 24, 12), this.dome);
    // What hides most is drawn first, so that little is drawn in vain.
    sea.renderOrder = 1;
    dome.renderOrder = 2;
    sea.frustumCulled = false;
    this.scene.add(
      dome,
      sea,
      town,
      green,
      this.people.mesh,
      this.pools,
      this.trail.mesh,
      ...parts,
      this.sun,
      this.sun.target,
      this.sky,
    );
    this.scene.fog = new Fog(0xffffff, hazeFrom, hazeTo);
    this.sun.castShadow = high;
    Object.assign(this.sun.shadow.camera, { left: -190, right: 190, top: 150, bottom: -150, near: 50, far: 700 });
    this.sun.shadow.bias = -0.0006;
    this.sun.shadow.normalBias = 0.25;
    if (this.light) {
      this.shine(this.light);
    }
    this.aim();
    await warm(this.renderer, this.scene, this.camera, this.sun, this.slices);
    this.ready = true;
    this.redraw();
    this.draw(performance.now());
    await this.slices.breathe();
  }

  /** CSS pixels on the right and below that a panel covers. */
  resize(w: number, h: number, right: number, below: number): void {
    const size = { w, h, shift: right / 2, lift: below / 2 };
    this.sight.size = size;
    this.sharpen(this.sharp);
    this.renderer.setSize(w, h, false);
    this.camera.aspect = w / h;
    this.camera.setViewOffset(w, h, size.shift, size.lift, w, h);
    this.redraw();
  }

  /** Fewer pixels on the way, all of them where one stays. */
  private sharpen(on: boolean): void {
    const { pixels, pixelsMoving } = plans[this.tier];
    this.sharp = on;
    this.renderer.setPixelRatio(Math.min(devicePixelRatio, on ? pixels : pixelsMoving));
  }

  get aspect(): number {
    return this.sight.size.w / this.sight.size.h;
  }

  shine(light: Light): void {
    this.light = light;
    const [x, y, z] = light.from;
    this.sun.position.set(x * 320, y * 320, z * 320 - 20);
    this.sun.target.position.set(0, 0, -20);
    this.sun.color.setHex(light.sun);
    this.sun.intensity = light.sunPower * Math.PI;
    this.sky.color.setHex(light.ambient);
    this.sky.groundColor.setHex(light.bounce);
    this.sky.intensity = light.ambientPower * Math.PI;
    lightUp(light);
    this.pools.visible = light.night > 0.1;
    this.pools.material.opacity = light.night;
    (this.scene.fog as Fog | null)?.color.setHex(light.horizon);
    const set = (material: ShaderMaterial, name: string, value: number) =>
      (material.uniforms[name] as { value: Color }).value.setHex(value);
    set(this.water, 'deep', light.deep);
    set(this.water, 'shallow', light.shallow);
    set(this.dome, 'top', light.skyTop);
    this.renderer.shadowMap.needsUpdate = true;
    this.redraw();
  }

  /** Figures before each place, by how many people are there. */
  populate(present: (place: Place) => number): void {
    const most = this.tier === 'high' ? 34 : 20;
    this.people?.show(
      this.places.flatMap((place, i) => (place.afloat ? [] : spots(place, i, crowdFor(present(place), most)))),
    );
    this.redraw();
  }

  /** A string of lights from the class's lobby to where the class is; null: no tour. */
  guide(key: string | null): void {
    const at = (wanted: string) => this.places.findIndex((place) => place.key === wanted);
    const [from, to] = [this.topOf(at('classe')), key === null ? undefined : this.topOf(at(key))];
    this.trail.show(from && to ? trailBetween(from, to) : []);
    this.redraw();
  }

  /** Whether a way is drawn. */
  get guiding(): boolean {
    return this.trail.mesh.visible;
  }

  name(hover: number, open: number): void {
    if (shared.hover.value !== hover || shared.open.value !== open) {
      shared.hover.value = hover;
      shared.open.value = open;
      this.redraw();
    }
  }

  move(on: boolean): void {
    this.moving = on && this.mayMove;
    this.redraw();
  }

  look(to: Eye): void {
    this.land();
    this.movedAt = performance.now();
    this.eye = held(to, this.aspect);
    // Not only with the picture: who asks next where something is, or what is under the pointer, means from here.
    this.aim();
    this.redraw();
  }

  fly(to: Eye, atOnce: boolean): void {
    if (atOnce) {
      this.look(to);
      this.movedAt = Number.NEGATIVE_INFINITY;
      return;
    }
    this.flight = new Flight(this.eye, held(to, this.aspect), performance.now());
    this.redraw();
  }

  /** What waited for the flight's end is told, even when it led nowhere. */
  private land(): void {
    if (this.flight) {
      this.flight = undefined;
      this.seen = '';
    }
  }

  get far(): boolean {
    return isFar(this.eye, this.aspect);
  }

  /** Where one looks, or is on the way to. */
  get heading(): Eye {
    return this.flight?.to ?? this.eye;
  }

  get flying(): boolean {
    return this.flight !== undefined;
  }

  /** On the way on a machine that draws slowly: what stands over the picture waits for its end, because it costs as much as the picture. */
  get hurried(): boolean {
    return this.tier === 'low' && this.flight !== undefined;
  }

  /** Where the top of a place is in the picture, in CSS pixels; undefined when behind. */
  pointOf(i: number): { x: number; y: number } | undefined {
    const top = this.topOf(i);
    return top && this.sight.project(top[0], top[1] + 1.5, top[2]);
  }

  private topOf(i: number): readonly [number, number, number] | undefined {
    const [solid, place] = [this.solids[i], this.places[i]];
    return solid && place ? [place.x, solid.max[1], (solid.min[2] + solid.max[2]) / 2] : undefined;
  }

  /** The place under a point of the picture, or -1. */
  under(x: number, y: number): number {
    return this.sight.under(x, y, this.solids);
  }

  /** What the last picture cost: draw calls, triangles, milliseconds of script (mean of the last ones); and the longest piece of work while building. */
  get figures(): Readonly<Record<'calls' | 'triangles' | 'frames' | 'script' | 'slice', number>> {
    const { calls, triangles } = this.renderer.info.render;
    return {
      calls,
      triangles,
      frames: this.frames,
      script: Math.round(this.took.mean * 100) / 100,
      slice: Math.round(this.slices.longest),
    };
  }

  redraw(): void {
    this.dirty = true;
    if (!this.frame && !this.gone && this.ready) {
      this.frame = requestAnimationFrame(this.tick);
    }
  }

  dispose(): void {
    this.gone = true;
    cancelAnimationFrame(this.frame);
    this.canvas.removeEventListener('webglcontextlost', this.lost);
    this.scene.traverse((one) => {
      if (one instanceof Mesh) {
        one.geometry.dispose();
        (one.material as MeshLambertMaterial).dispose();
      }
    });
    this.renderer.dispose();
  }

  private readonly lost = (event: Event): void => {
    event.preventDefault();
    this.events.lost();
  };

  private readonly tick = (now: number): void => {
    this.frame = 0;
    if (this.gone) {
      return;
    }
    const { pixels, pixelsMoving, sceneryMs } = plans[this.tier];
    const due = this.moving && now - this.last >= sceneryMs;
    const moved = now - this.movedAt < settledMs;
    if (pixels !== pixelsMoving && this.sharp === (this.flight !== undefined || moved)) {
      this.sharpen(!this.sharp);
      this.dirty = true;
    }
    const draws = this.dirty || this.flight !== undefined || due;
    if (this.slow.frame(now, draws)) {
      this.events.slow();
    }
    if (draws) {
      this.draw(now);
    }
    if (this.moving || this.flight || this.dirty || moved) {
      this.frame = requestAnimationFrame(this.tick);
    } else {
      this.slow.rests();
    }
  };

  private aim(): void {
    this.camera.position.set(...position(this.eye, this.aspect));
    this.camera.lookAt(this.eye.x, 0, this.eye.z);
    (this.water.uniforms.eye as { value: number[] }).value = [this.eye.x, this.eye.z, yaw(this.aspect)];
    this.camera.updateMatrixWorld();
    this.camera.updateProjectionMatrix();
  }

  private draw(now: number): void {
    const start = performance.now();
    if (this.flight) {
      this.eye = this.flight.eyeAt(now);
      if (this.flight.isOver(now)) {
        this.land();
      }
    }
    if (this.moving) {
      shared.time.value = now / 1_000;
    }
    this.dirty = false;
    this.last = now;
    this.aim();
    this.renderer.render(this.scene, this.camera);
    this.frames++;
    const { x, y, z } = this.camera.position;
    const seen = `${x} ${y} ${z} ${this.sight.size.w} ${this.sight.size.h} ${this.sight.size.shift} ${this.sight.size.lift}`;
    if (seen !== this.seen) {
      this.seen = seen;
      this.events.view();
    }
    if (this.frames > 1) {
      this.took.add(performance.now() - start);
    }
    this.events.drawn();
  }
}

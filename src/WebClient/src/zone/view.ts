import { signal } from '@preact/signals';

/** Two ways to the same zone. */
export type View = 'map' | 'list';
/** Why the list opened by itself. */
export type WhyList = 'none' | 'no-webgl' | 'software' | 'slow' | 'failed' | 'late';

const key = 'halle.view';

/** What can be said of the browser's graphics before anything of the map is fetched. */
export interface Graphics {
  readonly webgl: boolean;
  readonly renderer: string;
}

/** A renderer that draws on the processor says so in its name. */
export function isSoftware(renderer: string): boolean {
  return /swiftshader|llvmpipe|softpipe|software|basic render|swrast|warp/i.test(renderer);
}

/** The view to open in, and why if it was not the map. A choice made before holds, except where the map cannot be drawn at all. */
export function firstView(chosen: string | null, graphics: () => Graphics): { view: View; why: WhyList } {
  if (chosen === 'list') {
    return { view: 'list', why: 'none' };
  }
  const { webgl, renderer } = graphics();
  if (!webgl) {
    return { view: 'list', why: 'no-webgl' };
  }
  return chosen === 'map' || !isSoftware(renderer) ? { view: 'map', why: 'none' } : { view: 'list', why: 'software' };
}

function graphicsHere(): Graphics {
  const gl = document.createElement('canvas').getContext('webgl2');
  if (!gl) {
    return { webgl: false, renderer: '' };
  }
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const renderer = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return { webgl: true, renderer };
}

let found: Graphics | undefined;

/** Asked once: a context costs. */
export function graphics(): Graphics {
  found ??= graphicsHere();
  return found;
}

/** null: not asked yet. */
export const view = signal<View | null>(null);
export const whyList = signal<WhyList>('none');

export function settleView(): View {
  if (view.peek() === null) {
    const first = firstView(localStorage.getItem(key), graphics);
    whyList.value = first.why;
    view.value = first.view;
  }
  return view.value as View;
}

/** A person's choice, remembered. */
export function chooseView(to: View): void {
  localStorage.setItem(key, to);
  whyList.value = 'none';
  view.value = to;
}

/** The map gives way by itself, which is not a choice to remember. */
export function fallBack(why: WhyList): void {
  whyList.value = why;
  view.value = 'list';
}

export function mapWasChosen(): boolean {
  return localStorage.getItem(key) === 'map';
}

import { type DirectionalLight, Mesh, type PerspectiveCamera, type Scene, type WebGLRenderer } from 'three';
import type { Slices } from './slices';

/** Of the graphics card, in milliseconds: afterwards it is not waited for any longer. */
const patienceMs = 2_000;
const smallShadow = 16;
const shadowSize = 4_096;

/**
 * Makes shaders and hands shapes over one mesh at a time, into a single pixel and a shadow of a few. All at once, by the first picture, the
 * page would stand still for a fifth of a second, and each mesh would wait for the drawing of those before it.
 */
export async function warm(
  renderer: WebGLRenderer,
  scene: Scene,
  camera: PerspectiveCamera,
  sun: DirectionalLight,
  slices: Slices,
): Promise<void> {
  const meshes = scene.children.filter((one) => one instanceof Mesh && one.visible);
  if (renderer.extensions.has('KHR_parallel_shader_compile')) {
    await renderer.compileAsync(scene, camera);
  }
  renderer.setScissor(0, 0, 1, 1);
  renderer.setScissorTest(true);
  sun.shadow.mapSize.set(smallShadow, smallShadow);
  for (const one of meshes) {
    for (const other of meshes) {
      other.visible = other === one;
    }
    for (const casts of one.castShadow && sun.castShadow ? [false, true] : [false]) {
      await drained(renderer.getContext() as WebGL2RenderingContext, slices);
      renderer.shadowMap.needsUpdate = casts;
      renderer.render(scene, camera);
    }
  }
  await slices.breathe('long');
  for (const one of meshes) {
    one.visible = true;
  }
  sun.shadow.map?.dispose();
  sun.shadow.map = null;
  sun.shadow.mapSize.set(shadowSize, shadowSize);
  renderer.shadowMap.needsUpdate = true;
  renderer.setScissorTest(false);
}

/** Everything asked of the graphics card is done: what is asked next answers at once. */
async function drained(gl: WebGL2RenderingContext, slices: Slices): Promise<void> {
  const fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0);
  const since = performance.now();
  gl.flush();
  do {
    await slices.breathe('long');
  } while (
    fence &&
    !gl.isContextLost() &&
    gl.getSyncParameter(fence, gl.SYNC_STATUS) !== gl.SIGNALED &&
    performance.now() - since < patienceMs
  );
  gl.deleteSync(fence);
}

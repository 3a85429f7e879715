import { BackSide, BufferAttribute, BufferGeometry, Color, MeshLambertMaterial, ShaderMaterial } from 'three';
import { coast, heart } from './layout';
import { glow, shared } from './lit';

/** Rings around the land, each so many times as far out as the shore. */
const rings = [0.93, 1.02, 1.05, 1.1, 1.2, 1.45, 2.1, 4, 9] as const;

/** The sea as rings around the land: every corner knows how far off the shore it is, 0 … 1. */
export function seaGeometry(): BufferGeometry {
  const [positions, shores, faces]: [number[], number[], number[]] = [[], [], []];
  rings.forEach((by, k) => {
    coast.forEach(([x, z], i) => {
      // At the quay the water is deep at once.
      const quay = z > 61 ? 0.34 : 0;
      positions.push(heart[0] + (x - heart[0]) * by, 0, heart[1] + (z - heart[1]) * by);
      shores.push(Math.min(1, Math.max(0, (by - 1) * 1.5) + (k ? quay : 0)));
      const [n, j] = [coast.length, (i + 1) % coast.length];
      if (k) {
        const [a, b, c, d] = [(k - 1) * n + i, (k - 1) * n + j, k * n + j, k * n + i];
        faces.push(a, d, c, a, c, b);
      }
    });
  });
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(new Float32Array(positions), 3));
  geometry.setAttribute('shore', new BufferAttribute(new Float32Array(shores), 1));
  geometry.setIndex(faces);
  return geometry;
}

const noise = `
  float glint(vec2 p, float time) {
    vec2 cell = floor(p);
    float seed = fract(sin(dot(cell, vec2(12.9898, 78.233))) * 43758.5453);
    vec2 at = fract(p) - vec2(0.3 + 0.4 * fract(seed * 7.0), 0.5);
    float live = 0.5 + 0.5 * sin(time * 0.7 + seed * 40.0);
    return step(0.62, seed) * live * (1.0 - smoothstep(0.5, 1.0, length(at * vec2(2.6, 9.0))));
  }`;

/** Turquoise over the shelf, deep beyond, a line of foam at the beach, glinting where it moves, lost in the haze far off. */
export function waterMaterial(glints: boolean): ShaderMaterial {
  return new ShaderMaterial({
    defines: glints ? { GLINTS: '' } : {},
    uniforms: {
      time: shared.time,
      horizon: shared.haze,
      deep: { value: new Color() },
      shallow: { value: new Color() },
      /** x, z of what is looked at, and how one stands turned. */
      eye: { value: [0, 0, 0] },
    },
    vertexShader: `attribute float shore; varying float off; varying vec3 p;
      void main() { p = position; off = shore; gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0); }`,
    fragmentShader: `varying vec3 p; varying float off; uniform float time; uniform vec3 deep, shallow, horizon; uniform vec3 eye; ${noise}
      void main() {
        vec3 colour = mix(shallow, deep, smoothstep(0.0, 0.62, off));
        float wash = 0.085 + 0.012 * sin(time * 0.8 + p.x * 0.07) + 0.006 * sin(p.x * 0.31 + p.z * 0.23);
        colour = mix(colour, vec3(1.0), 0.5 * (1.0 - smoothstep(wash, wash + 0.012, off)) * step(off, 0.3));
        #ifdef GLINTS
        vec2 q = mat2(cos(eye.z), -sin(eye.z), sin(eye.z), cos(eye.z)) * p.xz;
        float near = 1.0 - smoothstep(120.0, 420.0, length(p.xz - eye.xy));
        colour += near * 0.075 * (glint(q / vec2(13.0, 8.0) + vec2(time * 0.05, 0.0), time) + 0.6 * glint(q / vec2(7.5, 5.0) - vec2(time * 0.04, 3.0), time));
        #endif
        float away = dot(p.xz - eye.xy, vec2(sin(eye.z), -cos(eye.z)));
        colour = mix(colour, horizon, max(0.85 * smoothstep(70.0, 330.0, away), smoothstep(330.0, 800.0, length(p.xz - eye.xy))));
        gl_FragColor = vec4(colour, 1.0);
      }`,
  });
}

/** The sky, from the horizon to the top. */
export function domeMaterial(): ShaderMaterial {
  return new ShaderMaterial({
    side: BackSide,
    depthWrite: false,
    uniforms: { top: { value: new Color() }, horizon: shared.haze },
    vertexShader:
      'varying vec3 p; void main() { p = normalize(position); gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0); }',
    fragmentShader: `varying vec3 p; uniform vec3 top, horizon;
      void main() { gl_FragColor = vec4(mix(horizon, top, smoothstep(0.0, 0.32, p.y)), 1.0); }`,
  });
}

/** Lambert, with windows that are lit by night and the named place a little brighter. */
export function townMaterial(): MeshLambertMaterial {
  const material = new MeshLambertMaterial({ vertexColors: true });
  material.onBeforeCompile = (shader) => {
    Object.assign(shader.uniforms, { night: shared.night, hover: shared.hover, open: shared.open });
    shader.vertexShader = `attribute float owner;\nvarying float vOwner;\n${shader.vertexShader}`.replace(
      '#include <begin_vertex>',
      '#include <begin_vertex>\nvOwner = owner;',
    );
    shader.fragmentShader =
      `varying float vOwner;\nuniform float night, hover, open;\n${glow}\n${shader.fragmentShader}`.replace(
        '#include <emissivemap_fragment>',
        `#include <emissivemap_fragment>
        totalEmissiveRadiance += glowOf(diffuseColor.rgb, vColor.a, vOwner);`,
      );
  };
  return material;
}

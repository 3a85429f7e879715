import { Color, EqualStencilFunc, IncrementStencilOp, ShaderMaterial, Vector3 } from 'three';
import { groundLevel } from './layout';
import type { Light } from './light';

/** What all materials share. Time is in seconds: what moves is moved by the graphics card. */
export const shared = {
  time: { value: 37 },
  night: { value: 0 },
  hover: { value: -1 },
  open: { value: -1 },
  towards: { value: new Vector3(0, 1, 0) },
  sun: { value: new Color() },
  sky: { value: new Color() },
  bounce: { value: new Color() },
  haze: { value: new Color() },
};

/** Where the haze begins and where it hides everything, in metres. */
export const hazeFrom = 420;
export const hazeTo = 1_300;

export function lightUp(light: Light): void {
  shared.night.value = light.night;
  shared.towards.value.set(...light.from);
  shared.sun.value.setHex(light.sun).multiplyScalar(light.sunPower);
  shared.sky.value.setHex(light.ambient).multiplyScalar(light.ambientPower);
  shared.bounce.value.setHex(light.bounce).multiplyScalar(light.ambientPower);
  shared.haze.value.setHex(light.horizon);
}

/** GLSL: windows glow by night, and what is named is a little brighter. */
export const glow = `
  vec3 glowOf(vec3 colour, float lamp, float owner) {
    float named = max(1.0 - step(0.5, abs(owner - hover)), 0.6 * (1.0 - step(0.5, abs(owner - open))));
    return lamp * night * vec3(0.85, 0.63, 0.31) + named * (colour * 0.25 + vec3(0.16, 0.1, 0.0));
  }`;

export interface Lit {
  /** GLSL that moves `transformed`, by `time`, by `way` (four numbers of each instance) and by `phase` (from where it stands). */
  readonly motion?: string | undefined;
  readonly opacity?: number | undefined;
  /** As bright by night as by day, and before everything: a sign, no thing. */
  readonly sign?: boolean | undefined;
}

/** Lit at its corners only, which flat faces do not show: cheap enough for a processor that has to draw by itself. */
export function litMaterial({ motion, opacity, sign = false }: Lit = {}): ShaderMaterial {
  return new ShaderMaterial({
    vertexColors: true,
    transparent: opacity !== undefined || sign,
    depthWrite: opacity === undefined && !sign,
    depthTest: !sign,
    uniforms: { ...shared, opacity: { value: opacity ?? 1 } },
    vertexShader: `
      uniform float time, night, hover, open; uniform vec3 towards, sun, sky, bounce, haze;
      varying vec3 lit;
      ${motion ? 'attribute vec4 way;' : ''}
      #ifdef USE_COLOR_ALPHA
        attribute float owner;
        ${glow}
      #endif
      void main() {
        vec3 transformed = position;
        vec3 upright = normal;
        vec3 base = color.rgb;
        #ifdef USE_INSTANCING
          float phase = instanceMatrix[3].x * 1.7 + instanceMatrix[3].z * 2.3;
          ${motion ?? ''}
          transformed = (instanceMatrix * vec4(transformed, 1.0)).xyz;
          upright = mat3(instanceMatrix) * upright;
        #endif
        #ifdef USE_INSTANCING_COLOR
          base *= instanceColor;
        #endif
        upright = normalize(upright);
        lit = base * (sun * max(dot(upright, towards), 0.0) + mix(bounce, sky, 0.5 + 0.5 * upright.y));
        #ifdef USE_COLOR_ALPHA
          lit += glowOf(base, color.a, owner);
        #endif
        vec4 seen = viewMatrix * vec4(transformed, 1.0);
        ${sign ? 'lit = base * (0.84 + 0.16 * upright.y);' : `lit = mix(lit, haze, smoothstep(${hazeFrom}.0, ${hazeTo}.0, -seen.z));`}
        gl_Position = projectionMatrix * seen;
      }`,
    fragmentShader: 'varying vec3 lit; uniform float opacity; void main() { gl_FragColor = vec4(lit, opacity); }',
  });
}

/** The town's shadow, pressed flat on ground and sea, for where a shadow map costs too much. Each spot darkens once. */
export function flatShadow(): ShaderMaterial {
  return new ShaderMaterial({
    transparent: true,
    depthWrite: false,
    stencilWrite: true,
    stencilRef: 0,
    stencilFunc: EqualStencilFunc,
    stencilZPass: IncrementStencilOp,
    uniforms: shared,
    vertexShader: `
      uniform vec3 towards; attribute float owner;
      void main() {
        vec3 p = position - towards * ((position.y - ${groundLevel}) / towards.y);
        p.y = p.z > 62.6 ? 0.2 : ${groundLevel + 0.34};
        gl_Position = owner > 254.0 ? vec4(2.0, 2.0, 2.0, 1.0) : projectionMatrix * viewMatrix * vec4(p, 1.0);
      }`,
    fragmentShader: 'uniform float night; void main() { gl_FragColor = vec4(0.07, 0.1, 0.22, 0.3 - 0.12 * night); }',
  });
}

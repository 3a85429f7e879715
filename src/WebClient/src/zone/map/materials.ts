import { BackSide, Color, ShaderMaterial } from 'three';

const noise = `
  float glint(vec2 p, float time) {
    vec2 cell = floor(p);
    float seed = fract(sin(dot(cell, vec2(12.9898, 78.233))) * 43758.5453);
    vec2 at = fract(p) - vec2(0.3 + 0.4 * fract(seed * 7.0), 0.5);
    float live = 0.5 + 0.5 * sin(time * 0.7 + seed * 40.0);
    return step(0.62, seed) * live * (1.0 - smoothstep(0.5, 1.0, length(at * vec2(2.6, 9.0))));
  }`;

/** The sea: shallow at the quays, deep beyond, glinting where it moves. */
export function waterMaterial(): ShaderMaterial {
  return new ShaderMaterial({
    uniforms: {
      time: { value: 0 },
      deep: { value: new Color() },
      shallow: { value: new Color() },
      horizon: { value: new Color() },
    },
    vertexShader:
      'varying vec3 p; void main() { p = position; gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0); }',
    fragmentShader: `varying vec3 p; uniform float time; uniform vec3 deep, shallow, horizon; ${noise}
      void main() {
        vec2 q = (p.xz - vec2(0.0, -30.0)) / vec2(172.0, 104.0);
        float off = length(q);
        vec3 colour = mix(shallow, deep, smoothstep(0.95, 1.75, off));
        colour += 0.1 * (glint(p.xz / vec2(16.0, 7.0) + vec2(time * 0.05, 0.0), time) + 0.6 * glint(p.xz / vec2(9.0, 4.0) - vec2(time * 0.04, 3.0), time));
        colour = mix(colour, horizon, max(smoothstep(130.0, 400.0, -p.z), smoothstep(260.0, 700.0, length(p.xz))));
        gl_FragColor = vec4(colour, 1.0);
      }`,
  });
}

/** The sky, from the horizon to the top. */
export function domeMaterial(): ShaderMaterial {
  return new ShaderMaterial({
    side: BackSide,
    depthWrite: false,
    uniforms: { top: { value: new Color() }, horizon: { value: new Color() } },
    vertexShader:
      'varying vec3 p; void main() { p = normalize(position); gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0); }',
    fragmentShader: `varying vec3 p; uniform vec3 top, horizon;
      void main() { gl_FragColor = vec4(mix(horizon, top, smoothstep(0.0, 0.32, p.y)), 1.0); }`,
  });
}

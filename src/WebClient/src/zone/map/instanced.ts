import {
  BufferAttribute,
  BufferGeometry,
  Color,
  InstancedBufferAttribute,
  InstancedMesh,
  Matrix4,
  Quaternion,
  Vector3,
} from 'three';
import { type Lit, litMaterial } from './lit';
import { type Mesh, Shapes } from './shapes';

const [at, turn, size, matrix, colour] = [new Vector3(), new Quaternion(), new Vector3(), new Matrix4(), new Color()];
const up = new Vector3(0, 1, 0);

export function geometryOf(mesh: Mesh): BufferGeometry {
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(mesh.positions, 3));
  geometry.setAttribute('normal', new BufferAttribute(mesh.normals, 4, true));
  geometry.setAttribute('color', new BufferAttribute(mesh.colours, 4, true));
  geometry.setAttribute('owner', new BufferAttribute(mesh.owners, 1));
  return geometry;
}

export interface Kind extends Lit {
  readonly shape: (s: Shapes) => void;
  readonly most: number;
}

/** One shape drawn many times in one call. */
export function instanced({ shape, most, ...lit }: Kind): InstancedMesh {
  const shapes = new Shapes();
  shape(shapes);
  const drawn = shapes.mesh();
  const geometry = geometryOf(drawn);
  // The fourth part of a colour is how it glows, which only the town does.
  const rgb = new Uint8Array((drawn.colours.length / 4) * 3);
  for (let i = 0; i < rgb.length; i++) {
    rgb[i] = drawn.colours[Math.floor(i / 3) * 4 + (i % 3)] ?? 0;
  }
  geometry.setAttribute('color', new BufferAttribute(rgb, 3, true));
  if (lit.motion) {
    geometry.setAttribute('way', new InstancedBufferAttribute(new Float32Array(Math.max(1, most) * 4), 4));
  }
  const material = litMaterial(lit);
  const mesh = new InstancedMesh(geometry, material, Math.max(1, most));
  mesh.frustumCulled = false;
  mesh.count = 0;
  return mesh;
}

export interface Put {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly scale: number;
  /** Times its height. */
  readonly tall?: number;
  readonly about?: number;
  readonly axis?: Vector3;
  readonly way?: readonly [number, number, number, number];
  readonly colour?: number;
}

export function put(mesh: InstancedMesh, i: number, one: Put): void {
  turn.setFromAxisAngle(one.axis ?? up, one.about ?? 0);
  size.set(one.scale, one.scale * (one.tall ?? 1), one.scale);
  mesh.setMatrixAt(i, matrix.compose(at.set(one.x, one.y, one.z), turn, size));
  if (one.way) {
    (mesh.geometry.getAttribute('way') as InstancedBufferAttribute).setXYZW(i, ...one.way);
  }
  if (one.colour !== undefined) {
    mesh.setColorAt(i, colour.setHex(one.colour));
  }
  mesh.count = Math.max(mesh.count, i + 1);
}

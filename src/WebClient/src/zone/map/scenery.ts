import {
  BufferAttribute,
  BufferGeometry,
  Color,
  InstancedMesh,
  Matrix4,
  MeshLambertMaterial,
  Quaternion,
  Vector3,
} from 'three';
import type { Tree } from './land';
import { groundLevel, railZ } from './layout';
import { c } from './palette';
import { dice, type Mesh, Shapes } from './shapes';
import type { Moving } from './sites';

const [at, turn, size, matrix, colour] = [new Vector3(), new Quaternion(), new Vector3(), new Matrix4(), new Color()];
const up = new Vector3(0, 1, 0);
const towards = new Vector3(0, 0, 1);

export function geometryOf(mesh: Mesh): BufferGeometry {
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(mesh.positions, 3));
  const normals = new BufferAttribute(mesh.normals, 4, true);
  geometry.setAttribute('normal', normals);
  geometry.setAttribute('color', new BufferAttribute(mesh.colours, 4, true));
  geometry.setAttribute('owner', new BufferAttribute(mesh.owners, 1));
  return geometry;
}

function instanced(shape: (s: Shapes) => void, most: number, fade = false): InstancedMesh {
  const s = new Shapes();
  shape(s);
  const material = new MeshLambertMaterial({
    vertexColors: true,
    transparent: fade,
    opacity: fade ? 0.82 : 1,
    depthWrite: !fade,
  });
  const drawn = s.mesh();
  const geometry = geometryOf(drawn);
  if (fade) {
    // Colours with alpha would fade by the glow they carry.
    const rgb = new Uint8Array((drawn.colours.length / 4) * 3);
    for (let i = 0; i < rgb.length; i++) {
      rgb[i] = drawn.colours[Math.floor(i / 3) * 4 + (i % 3)] ?? 0;
    }
    geometry.setAttribute('color', new BufferAttribute(rgb, 3, true));
  }
  const mesh = new InstancedMesh(geometry, material, Math.max(1, most));
  mesh.frustumCulled = false;
  mesh.count = 0;
  return mesh;
}

function put(
  mesh: InstancedMesh,
  i: number,
  x: number,
  y: number,
  z: number,
  scale: number,
  about = 0,
  axis = up,
): void {
  matrix.compose(at.set(x, y, z), turn.setFromAxisAngle(axis, about), size.setScalar(scale));
  mesh.setMatrixAt(i, matrix);
}

export function trees(list: readonly Tree[]): InstancedMesh {
  const mesh = instanced((s) => {
    s.cyl(0, 0, 0, 0.35, 1.6, 0x8a6a4c, 5);
    s.lathe(
      0,
      1,
      0,
      [
        [0, 0],
        [1.7, 0.9],
        [1.9, 2],
        [1.2, 3.2],
        [0, 3.9],
      ],
      7,
      (ring, side) => (ring > 1 ? 0xffffff : side % 2 ? 0xe6e6e6 : 0xdadada),
    );
  }, list.length);
  list.forEach((tree, i) => {
    put(mesh, i, tree.x, tree.y, tree.z, tree.size * 0.95, tree.tone * 6);
    mesh.setColorAt(i, colour.setHex(0x5f9148).lerp(new Color(0x93ba5a), tree.tone));
  });
  mesh.count = list.length;
  mesh.castShadow = true;
  return mesh;
}

export function rotors(moving: Moving): { mesh: InstancedMesh; move(seconds: number): void } {
  const mesh = instanced((s) => {
    s.ball(0, 0, 0, 0.08, c.white, 8);
    for (let i = 0; i < 3; i++) {
      const t = (i / 3) * Math.PI * 2;
      const p = (r: number, w: number): [number, number, number] => [
        Math.cos(t) * r - Math.sin(t) * w,
        Math.sin(t) * r + Math.cos(t) * w,
        0,
      ];
      s.quad(p(0.03, -0.025), p(0.25, -0.06), p(1, 0), p(0.03, 0.03), c.white);
      s.quad(p(0.03, 0.03), p(1, 0), p(0.25, -0.06), p(0.03, -0.025), c.white);
    }
  }, moving.rotors.length);
  mesh.count = moving.rotors.length;
  const move = (seconds: number) => {
    moving.rotors.forEach((one, i) => {
      put(mesh, i, one.x, one.y, one.z, one.size, -seconds * 0.9 + i * 1.3, towards);
    });
    mesh.instanceMatrix.needsUpdate = true;
  };
  move(0);
  return { mesh, move };
}

export function steam(moving: Moving, most: number): { mesh: InstancedMesh; move(seconds: number): void } {
  const weight = moving.plumes.reduce((sum, one) => sum + one.wide + 1, 0);
  const puffs = moving.plumes.flatMap((plume) => {
    const n = Math.max(3, Math.floor((most * (plume.wide + 1)) / weight));
    return Array.from({ length: n }, (_, i) => ({ plume, phase: i / n, i }));
  });
  const mesh = instanced((s) => s.ball(0, 0, 0, 1, 0xffffff, 9), puffs.length, true);
  mesh.count = puffs.length;
  const move = (seconds: number) => {
    puffs.forEach(({ plume, phase, i }, k) => {
      const life = (phase + seconds * 0.035) % 1;
      const wide = plume.wide * (0.45 + life * 0.75) * Math.min(1, (1 - life) * 3.2);
      const high = life * (10 + plume.wide * 4);
      put(
        mesh,
        k,
        plume.x + life * life * plume.wide * 3.4 + Math.sin(i * 2.4) * plume.wide * 0.35,
        plume.y + high + wide * 0.3,
        plume.z + Math.cos(i * 1.7) * plume.wide * 0.35,
        Math.max(0.001, wide),
        i,
      );
    });
    mesh.instanceMatrix.needsUpdate = true;
  };
  move(0);
  return { mesh, move };
}

const clothes = [0xd6452f, 0x2573ab, 0xf4b73f, 0x2f9485, 0x83609f, 0xee8434, 0x213f5c, 0xe8dcc8] as const;

export interface Figure {
  readonly x: number;
  readonly z: number;
}

export function crowd(most: number): { mesh: InstancedMesh; show(figures: readonly Figure[]): void } {
  const mesh = instanced((s) => {
    s.lathe(
      0,
      0,
      0,
      [
        [0.34, 0],
        [0.3, 0.9],
        [0, 1.25],
      ],
      6,
      0xffffff,
    );
    s.ball(0, 1.4, 0, 0.27, 0xf0d0b0, 6);
  }, most);
  for (let i = 0; i < most; i++) {
    mesh.setColorAt(i, colour.setHex(clothes[(i * 7) % clothes.length] as number));
  }
  return {
    mesh,
    show(figures) {
      mesh.count = Math.min(most, figures.length);
      for (let i = 0; i < mesh.count; i++) {
        const one = figures[i] as Figure;
        put(mesh, i, one.x, groundLevel + 0.16, one.z, 1.15, i);
      }
      mesh.instanceMatrix.needsUpdate = true;
    },
  };
}

/** Lorries and vans on the roads, and a train along the quay. */
export function traffic(): { mesh: InstancedMesh; move(seconds: number): void } {
  const roll = dice(12);
  const lanes = [
    { z: 18.8, from: -152, to: 150, way: 1, n: 8 },
    { z: 21.2, from: -152, to: 150, way: -1, n: 8 },
    { z: -38.2, from: -84, to: 154, way: 1, n: 5 },
    { z: -35.8, from: -84, to: 154, way: -1, n: 5 },
  ];
  const cars = lanes.flatMap((lane) =>
    Array.from({ length: lane.n }, (_, i) => ({ lane, start: (i + roll() * 0.7) / lane.n })),
  );
  const wagons = 9;
  const mesh = instanced((s) => {
    s.box(0, 0.25, 0, 3.4, 1.3, 1.5, 0xffffff);
    s.box(1, 1.5, 0, 1.2, 0.5, 1.4, 0x5f9fb8);
  }, cars.length + wagons);
  mesh.count = cars.length + wagons;
  for (let i = 0; i < mesh.count; i++) {
    mesh.setColorAt(i, colour.setHex(i === cars.length ? c.yellow : (clothes[(i * 5) % clothes.length] as number)));
  }
  const move = (seconds: number) => {
    cars.forEach(({ lane, start }, i) => {
      const part = (start + (seconds * 4) / (lane.to - lane.from)) % 1;
      put(
        mesh,
        i,
        lane.way > 0 ? lane.from + part * (lane.to - lane.from) : lane.to - part * (lane.to - lane.from),
        groundLevel + 0.2,
        lane.z,
        0.85,
        lane.way > 0 ? 0 : Math.PI,
      );
    });
    const head = -70 + ((seconds * 3 + 96) % 215);
    for (let i = 0; i < wagons; i++) {
      put(mesh, cars.length + i, Math.max(-78, head - i * 5.2), groundLevel + 0.3, railZ, 1.35);
    }
    mesh.instanceMatrix.needsUpdate = true;
  };
  move(0);
  return { mesh, move };
}

import { type PerspectiveCamera, Vector3 } from 'three';
import { type Extent3, hit } from './view3d';

/** From the scene to the picture and back. Points of the picture are in CSS pixels. */
export class Sight {
  /** Of the picture; shift and lift: how far its middle is moved aside and up for an open panel. */
  size = { w: 1, h: 1, shift: 0, lift: 0 };

  constructor(private readonly camera: PerspectiveCamera) {}

  /** Where a point of the scene is in the picture; undefined when behind. */
  project(x: number, y: number, z: number): { x: number; y: number } | undefined {
    const p = new Vector3(x, y, z).project(this.camera);
    return p.z < 1 ? { x: ((p.x + 1) / 2) * this.size.w, y: ((1 - p.y) / 2) * this.size.h } : undefined;
  }

  /** Which of these is under a point of the picture, or -1. */
  under(x: number, y: number, solids: readonly (Extent3 | undefined)[]): number {
    const from = this.camera.position;
    const along = this.ray(x, y);
    return hit([from.x, from.y, from.z], [along.x, along.y, along.z], solids);
  }

  /** The spot on the ground under a point of the picture. */
  groundAt(x: number, y: number): { x: number; z: number } | undefined {
    const along = this.ray(x, y);
    if (along.y > -0.02) {
      return undefined;
    }
    const far = -this.camera.position.y / along.y;
    return { x: this.camera.position.x + along.x * far, z: this.camera.position.z + along.z * far };
  }

  private ray(x: number, y: number): Vector3 {
    return new Vector3((x / this.size.w) * 2 - 1, 1 - (y / this.size.h) * 2, 0.5)
      .unproject(this.camera)
      .sub(this.camera.position)
      .normalize();
  }
}

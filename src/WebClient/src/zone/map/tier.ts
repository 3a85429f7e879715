import { isSoftware } from '../view';

export type Tier = 'high' | 'low';

export interface TierPlan {
  /** Pixels drawn for each CSS pixel, at most. */
  readonly pixels: number;
  /** The same while one moves: what is on its way is not looked at closely. */
  readonly pixelsMoving: number;
  /** Between two pictures of water, smoke and traffic while nobody moves. */
  readonly sceneryMs: number;
  readonly trees: number;
  readonly crowd: number;
  readonly steam: number;
  readonly segments: number;
}

export const plans: Readonly<Record<Tier, TierPlan>> = {
  high: { pixels: 2, pixelsMoving: 2, sceneryMs: 33, trees: 520, crowd: 1_100, steam: 90, segments: 1 },
  low: { pixels: 1, pixelsMoving: 0.75, sceneryMs: 66, trees: 260, crowd: 420, steam: 54, segments: 0.7 },
};

export function tierFor(renderer: string, chosen: string | null, cores: number): Tier {
  if (chosen === 'high' || chosen === 'low') {
    return chosen;
  }
  return isSoftware(renderer) || cores <= 2 ? 'low' : 'high';
}

/** Watches frames: twenty slow ones in a row tell that this machine is not up to it. */
export class SlowFrames {
  private row = 0;

  constructor(
    private readonly slowMs: number,
    private readonly enough = 20,
  ) {}

  /** True once, when enough slow frames came in a row. */
  took(ms: number): boolean {
    // A pause between frames is no slow frame: the tab was hidden.
    this.row = ms > this.slowMs && ms < 4_000 ? this.row + 1 : 0;
    return this.row === this.enough;
  }
}

/** The last figures of a row, and what they are on average; 0 before the first. */
export class Recent {
  private readonly kept: number[] = [];

  constructor(private readonly most: number) {}

  add(figure: number): void {
    this.kept.push(figure);
    this.kept.splice(0, this.kept.length - this.most);
  }

  get mean(): number {
    return this.kept.reduce((sum, one) => sum + one, 0) / Math.max(1, this.kept.length);
  }
}

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
  /** A picture that takes longer is a slow one. */
  readonly slowMs: number;
}

/** Slow in the high tier is under 17 pictures a second, where the low one draws 20 even on a processor (WB100). In the low tier there is only the list to go to, which takes more: a tenth of a second, from which on the town is felt to lag behind the hand that drags it. */
export const plans: Readonly<Record<Tier, TierPlan>> = {
  high: { pixels: 2, pixelsMoving: 2, sceneryMs: 33, trees: 520, crowd: 1_100, steam: 90, segments: 1, slowMs: 60 },
  low: { pixels: 1, pixelsMoving: 0.75, sceneryMs: 66, trees: 260, crowd: 420, steam: 54, segments: 0.7, slowMs: 100 },
};

export function tierFor(renderer: string, chosen: string | null, cores: number): Tier {
  if (chosen === 'high' || chosen === 'low') {
    return chosen;
  }
  return isSoftware(renderer) || cores <= 2 ? 'low' : 'high';
}

/** Where a tier is drawn too slowly: the lower one first, unless it is that already or the tier was asked for. */
export function lowerThan(tier: Tier, chosen: string | null): Tier | undefined {
  return tier === 'high' && chosen !== 'high' ? 'low' : undefined;
}

/** Watches pictures: twenty slow ones in a row tell that this machine is not up to it, whatever they were drawn for and however long it rested in between. */
export class SlowFrames {
  private row = 0;
  /** Frames drawn one after another until now, and when the last one was. */
  private drawn = 0;
  private at = 0;

  constructor(
    private readonly slowMs: number,
    private readonly enough = 20,
  ) {}

  /** A frame came, and draws or not: true once, when with the picture before it enough slow ones came in a row. How long one took is told by when the next frame comes, after the first two: those are only queued. */
  frame(now: number, draws: boolean): boolean {
    const [drawn, ms] = [this.drawn, now - this.at];
    this.drawn = draws ? drawn + 1 : 0;
    this.at = now;
    return drawn > 2 && this.took(ms);
  }

  /** No frame was asked for: when the next one comes says nothing. */
  rests(): void {
    this.drawn = 0;
  }

  /** True once, when enough slow frames came in a row. */
  took(ms: number): boolean {
    if (ms >= 4_000) {
      // No slow frame but a pause: the tab was hidden.
      return false;
    }
    this.row = ms > this.slowMs ? this.row + 1 : 0;
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

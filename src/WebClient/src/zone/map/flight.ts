import { between, type Eye } from './view3d';

const flightMs = 1_000;

/** The way from one look at the town to another. Times are those of frames, in milliseconds. */
export class Flight {
  constructor(
    private readonly from: Eye,
    readonly to: Eye,
    private readonly start: number,
  ) {}

  eyeAt(now: number): Eye {
    return between(this.from, this.to, this.part(now));
  }

  isOver(now: number): boolean {
    return this.part(now) >= 1;
  }

  private part(now: number): number {
    return Math.min(1, Math.max(0, (now - this.start) / flightMs));
  }
}

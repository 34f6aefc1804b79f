import { type Dock } from './dock.js';
import { type Planned } from './wheel.js';
import { type World } from './world.js';

/** Seconds of the world between two looks at who should fly. */
const LOOK = 5;

/** Keeps a share of the docks in the air by demonstrations of their own: the one that rested longest goes next. */
export class Patrols {
  private looking: Planned | null = null;

  constructor(
    private readonly world: World,
    private readonly docks: readonly Dock[],
    /** 0 to 1; 0 switches the demonstrations off. */
    private readonly share: number,
  ) {}

  /** The docks that fly at the very beginning, each at another point of its route. */
  beginAloft(): void {
    const aloft = [...this.docks].sort((one, other) => one.restedSince - other.restedSince).slice(0, this.wanted);
    for (const [index, dock] of aloft.entries()) {
      if (dock.patrol()) dock.foresee(60 + ((index * 61) % 240));
    }
  }

  start(): void {
    this.looking ??= this.world.wheel.every(Math.max(100, (LOOK * 1000) / this.world.speed), () => this.look());
  }

  stop(): void {
    this.looking?.cancel();
  }

  private get wanted(): number {
    return Math.round(this.docks.length * this.share);
  }

  /** At most one dock in twenty starts at once, so that they do not all land together. */
  private look(): void {
    const flying = this.docks.filter((dock) => dock.sortie).length;
    let missing = Math.min(this.wanted - flying, Math.ceil(this.docks.length / 20));
    if (missing <= 0) return;
    const rested = this.docks
      .filter((dock) => this.mayFly(dock))
      .sort((one, other) => one.restedSince - other.restedSince);
    for (const dock of rested) {
      if (missing <= 0) return;
      if (dock.patrol()) missing--;
    }
  }

  private mayFly(dock: Dock): boolean {
    return dock.world.time >= dock.heldUntil && dock.aircraft.battery.percent >= 85 && dock.refusal === 0;
  }
}

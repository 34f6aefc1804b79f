import { planeDistance, takeOffHeight, type GeoPoint, type PlanePoint, type TakeOffHeight } from '#geo';
import { type FlightFigures } from './aircraft.performance.js';
import { type FlightHeights } from './flight.heights.js';
import { type FlownPoint, type FlownStretch } from './flown.path.js';
import { secondsAlong } from './flown.speed.js';

/** A place to fly to. */
export interface Target extends PlanePoint {
  place: GeoPoint;
  height: TakeOffHeight;
}

/** Writes down a flight while it is flown: each manoeuvre adds the corner at which it ends. */
export class FlightLog {
  readonly points: FlownPoint[] = [];
  private readonly metres: number[] = [0];

  constructor(
    readonly home: PlanePoint & { place: GeoPoint },
    private readonly heights: FlightHeights,
    private readonly figures: FlightFigures,
  ) {
    const height = takeOffHeight(0);
    const stretch: FlownStretch = { part: 'approach', phase: 'take_off' };
    this.points.push({ ...home, height, sea: heights.aboveSea(height), seconds: 0, stretch });
  }

  get last(): FlownPoint {
    return this.points.at(-1)!;
  }

  /** Metres over ground from the place of take-off. */
  get homeDistance(): number {
    return planeDistance(this.last, this.home);
  }

  /** Metres over ground up to a corner. */
  metresTo(index: number): number {
    return this.metres[index]!;
  }

  /** Straight there, as slowly as climb or descent ask for. */
  fly(target: Target, speed: number, enter: number, leave: number, stretch: FlownStretch): void {
    const { last, figures } = this;
    const way = planeDistance(last, target);
    const climb = target.height - last.height;
    const across = secondsAlong(way, speed, enter, leave, figures.acceleration);
    const upright = climb > 0 ? climb / figures.climbSpeed : -climb / figures.descentSpeed;
    const slow = way === 0 && stretch.phase === 'take_off' ? figures.takeOffSeconds : 0;
    this.add(target, Math.max(across, upright) + slow, way, stretch);
  }

  /** Straight up or down. */
  rise(height: TakeOffHeight, stretch: FlownStretch): void {
    const { x, y, place } = this.last;
    if (height !== this.last.height) this.fly({ x, y, place, height }, 1, 0, 0, stretch);
  }

  wait(seconds: number, stretch: FlownStretch): void {
    if (seconds > 0) this.add(this.last, seconds, 0, stretch);
  }

  /** Down to the ground: that of the take-off, or whatever lies below. */
  land(stretch: FlownStretch, where: 'home' | 'here'): void {
    const { x, y, place, height } = this.last;
    const below = this.heights.aboveTakeOff({ kind: 'above_ground', metres: 0 }, place)!;
    const ground = where === 'home' ? this.points[0]!.height : below;
    const seconds = Math.max(0, height - ground) / this.figures.descentSpeed + this.figures.landingSeconds;
    this.add({ x, y, place, height: ground }, seconds, 0, stretch);
  }

  private add({ x, y, place, height }: Target, seconds: number, metres: number, stretch: FlownStretch): void {
    const sea = this.heights.aboveSea(height);
    this.metres.push(this.metres.at(-1)! + metres);
    this.points.push({ x, y, place, height, sea, seconds: this.last.seconds + seconds, stretch });
  }
}

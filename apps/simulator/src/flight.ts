import { type Load } from './battery.js';
import { atRest, groundSpeed, reached, step, type Goal, type Limits, type Motion, type MovingAir } from './dynamics.js';
import { type Metres } from './local-frame.js';
import { type Random } from './random.js';
import { type Route, type RoutePoint } from './route.js';

/** Where a flight stands. `hovering`: held by a pause, a cancelled return or the end of a commanded leg. */
export type Phase =
  | 'grounded'
  | 'preparing'
  | 'taking_off'
  | 'transit'
  | 'wayline'
  | 'hovering'
  | 'commanded'
  | 'stick'
  | 'returning'
  | 'landing';

/** The aircraft's `mode_code` in each phase. */
const MODE: Record<Phase, number> = {
  grounded: 0,
  preparing: 1,
  taking_off: 4,
  transit: 5,
  wayline: 5,
  hovering: 3,
  commanded: 17,
  stick: 16,
  returning: 9,
  landing: 10,
};

const TAKEOFF_HEIGHT = 12;
const STEP = 0.5;

/** One aircraft in the air: where it is, what it does, and what it does next. */
export class Flight {
  motion: Motion;
  phase: Phase = 'grounded';
  /** The waypoint it flies to, counted from 0. */
  waypoint = 0;
  /** Metres above take-off that it climbs to before it crosses and before it returns. */
  returnHeight = 100;
  /** A person flies it: the mode is manual, whatever the phase. */
  byHand = false;
  /** Velocity asked for by the sticks: m/s east, north, up and degrees a second. */
  stick = { x: 0, y: 0, z: 0, turn: 0 };
  /** Called once when a waypoint of the route is reached. */
  arrived: (waypoint: number) => void = () => undefined;
  private route: Route = { points: [], speed: 10 };
  private target: Metres | null = null;
  private commandSpeed = 10;
  private phaseSeconds = 0;
  private dwell = 0;
  private climbing = false;

  constructor(
    private readonly limits: Limits,
    private readonly random: Random,
    private readonly changed: (from: Phase, to: Phase) => void,
    heading: number,
  ) {
    this.motion = atRest(heading);
  }

  get airborne(): boolean {
    return this.phase !== 'grounded' && this.phase !== 'preparing';
  }

  get modeCode(): number {
    const manual = this.byHand && (this.phase === 'transit' || this.phase === 'wayline');
    return manual ? 3 : MODE[this.phase];
  }

  get load(): Load {
    if (!this.airborne) return 'idle';
    if (this.motion.vz > 1) return 'climb';
    if (this.motion.vz < -1) return 'descend';
    return groundSpeed(this.motion) > 3 ? 'cruise' : 'hover';
  }

  get points(): readonly RoutePoint[] {
    return this.route.points;
  }

  /** Metres over ground to the place of take-off. */
  get homeDistance(): number {
    return Math.hypot(this.motion.x, this.motion.y);
  }

  /** What lies before it, for the events that carry a path. */
  get path(): Metres[] {
    const here = { x: this.motion.x, y: this.motion.y, z: this.motion.z };
    if (this.phase === 'returning') return [here, { x: 0, y: 0, z: Math.max(here.z, this.returnHeight) }];
    return this.target ? [here, this.target] : [here];
  }

  /** How much of the leg to the current waypoint is behind it, 0 to 1. */
  get legProgress(): number {
    const to = this.route.points[this.waypoint];
    const from = this.route.points[this.waypoint - 1] ?? { x: 0, y: 0 };
    if (!to) return 1;
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    const left = Math.hypot(to.x - this.motion.x, to.y - this.motion.y);
    return length < 1 ? 1 : Math.min(1, Math.max(0, 1 - left / length));
  }

  /** Checks before the motors start; then it flies the route (from waypoint `from` on), or straight to `target` at `speed`. */
  prepare(route: Route, target?: Metres, speed = 10, from = 0): void {
    this.route = route;
    this.waypoint = Math.min(from, Math.max(0, route.points.length - 1));
    this.dwell = 0;
    this.target = target ?? null;
    this.commandSpeed = speed;
    this.enter('preparing');
  }

  takeOff(): void {
    this.enter('taking_off');
  }

  pause(): void {
    this.enter('hovering');
  }

  /** Back onto the wayline from a hover. */
  resume(): void {
    this.enter('transit');
  }

  /** To one point, by command. */
  flyTo(target: Metres, speed: number): void {
    this.target = target;
    this.commandSpeed = speed;
    this.enter('commanded');
  }

  steer(stick: { x: number; y: number; z: number; turn: number }): void {
    this.stick = stick;
    if (this.phase !== 'stick') this.enter('stick');
  }

  returnHome(): void {
    this.climbing = this.motion.z < this.returnHeight && this.homeDistance > 20;
    this.enter('returning');
  }

  /** Off the ground no more, wherever it stands: motors stopped. */
  ground(): void {
    this.motion = { ...atRest(this.motion.heading), x: this.motion.x, y: this.motion.y };
    this.enter('grounded');
  }

  /** Lets `seconds` pass in steps of half a second. */
  advance(seconds: number, air: MovingAir): void {
    for (let left = seconds; left > 0.001; left -= STEP) this.advanceStep(Math.min(STEP, left), air);
  }

  private advanceStep(seconds: number, air: MovingAir): void {
    this.phaseSeconds += seconds;
    if (!this.airborne) return;
    if (this.phase === 'landing') return this.descend(seconds, air);
    const goal = this.goal(seconds);
    this.motion = step(this.motion, goal, this.limits, air, seconds, this.random);
    this.decide(goal, seconds);
  }

  private goal(seconds: number): Goal {
    const { motion } = this;
    const hold = { x: motion.x, y: motion.y, z: motion.z, speed: 2, passSpeed: 0 };
    switch (this.phase) {
      case 'taking_off':
        return { ...hold, x: 0, y: 0, z: this.phaseSeconds < 2 ? 0 : TAKEOFF_HEIGHT };
      case 'transit':
        return this.transitGoal(hold);
      case 'wayline':
        return this.waylineGoal(this.route.points[this.waypoint]!);
      case 'commanded':
        return { ...this.target!, speed: this.commandSpeed, passSpeed: 0 };
      case 'stick':
        return this.stickGoal(seconds);
      case 'returning':
        if (this.climbing) return { ...hold, z: this.returnHeight + 1 };
        return { x: 0, y: 0, z: Math.max(motion.z, 20), speed: 12, passSpeed: 0 };
      default:
        return hold;
    }
  }

  /** First up to the safe height, then across. */
  private transitGoal(hold: Goal): Goal {
    const first = this.route.points[this.waypoint] ?? hold;
    const safe = Math.min(this.returnHeight, Math.max(this.route.safeHeight ?? 30, first.z));
    if (this.motion.z < safe - 3) return { ...hold, z: safe + 1 };
    return { x: first.x, y: first.y, z: first.z, speed: this.route.speed, passSpeed: 0 };
  }

  private waylineGoal({ x, y, z, speed = this.route.speed }: RoutePoint): Goal {
    return { x, y, z, speed, passSpeed: this.passSpeed() };
  }

  private stickGoal(seconds: number): Goal {
    const { motion, stick } = this;
    const reach = Math.max(2, seconds * 4);
    return {
      x: motion.x + stick.x * reach,
      y: motion.y + stick.y * reach,
      z: Math.max(2, motion.z + stick.z * reach),
      speed: Math.hypot(stick.x, stick.y),
      passSpeed: Math.hypot(stick.x, stick.y),
      heading: motion.heading + stick.turn * seconds,
    };
  }

  /** Slower through a corner the sharper it is, down to a stop at the last point. */
  private passSpeed(): number {
    const [from, at, to] = [this.motion, this.route.points[this.waypoint], this.route.points[this.waypoint + 1]];
    if (!at || !to || at.dwell) return 0;
    const turn = Math.atan2(to.x - at.x, to.y - at.y) - Math.atan2(at.x - from.x, at.y - from.y);
    return (at.speed ?? this.route.speed) * Math.max(0.2, (1 + Math.cos(turn)) / 2) * 0.8;
  }

  private decide(goal: Goal, seconds: number): void {
    const { phase, motion } = this;
    if (phase === 'taking_off' && this.phaseSeconds >= 7) this.enter(this.target ? 'commanded' : 'transit');
    else if (phase === 'transit' && this.waypointReached(goal)) this.enter('wayline');
    else if (phase === 'wayline' && this.waypointReached(goal)) this.nextWaypoint(seconds);
    else if (phase === 'commanded' && reached(motion, goal, 1.5) && groundSpeed(motion) < 0.8) {
      this.target = null;
      this.enter('hovering');
    } else if (phase === 'returning') {
      if (this.climbing && motion.z >= this.returnHeight - 2) this.climbing = false;
      else if (!this.climbing && this.homeDistance < 1.2 && groundSpeed(motion) < 0.8) this.enter('landing');
    }
  }

  private waypointReached(goal: Goal): boolean {
    const point = this.route.points[this.waypoint];
    return (
      point !== undefined &&
      goal.x === point.x &&
      goal.y === point.y &&
      reached(this.motion, goal, 3 + goal.passSpeed * 0.5)
    );
  }

  /** It stands still for as long as the tasks of a point take, or some seconds at a sharp corner; after the last one, home. */
  private nextWaypoint(seconds: number): void {
    const stay = this.route.points[this.waypoint]?.dwell ?? (this.passSpeed() < 3 ? 3 : 0);
    if (this.dwell === 0) this.arrived(this.waypoint);
    this.dwell += seconds;
    if (this.dwell < stay) return;
    this.dwell = 0;
    if (this.waypoint + 1 < this.route.points.length) this.waypoint++;
    else if (this.route.hoversAtEnd) this.enter('hovering');
    else this.returnHome();
  }

  /** The last metres slow down, so that it takes about 37 s from 100 m, as the captured landing did. */
  private descend(seconds: number, air: MovingAir): void {
    const rate = Math.min(this.limits.descent, 0.4 + 0.11 * this.motion.z);
    const sway = air.gust * 0.03 * Math.sqrt(seconds);
    this.motion = {
      ...this.motion,
      x: this.motion.x * 0.8 + this.random.gauss() * sway,
      y: this.motion.y * 0.8 + this.random.gauss() * sway,
      z: Math.max(0, this.motion.z - rate * seconds),
      vx: this.random.gauss() * sway,
      vy: this.random.gauss() * sway,
      vz: -rate,
      pitch: this.motion.pitch * 0.7,
      roll: this.motion.roll * 0.7,
    };
    if (this.motion.z <= 0.05) this.ground();
  }

  private enter(phase: Phase): void {
    const from = this.phase;
    this.phase = phase;
    this.phaseSeconds = 0;
    if (phase !== 'commanded' && phase !== 'preparing' && phase !== 'taking_off') this.target = null;
    if (from !== phase) this.changed(from, phase);
  }
}

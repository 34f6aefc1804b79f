import { wrapDegrees, type Metres } from './local-frame.js';
import { type Random } from './random.js';

/** How an aircraft moves: metres and metres per second in its local frame, degrees clockwise from north. */
export interface Motion extends Metres {
  vx: number;
  vy: number;
  vz: number;
  heading: number;
  pitch: number;
  roll: number;
}

/** What a point asks for: be there, at most this fast, and pass it at `passSpeed` (0: stop). */
export interface Goal extends Metres {
  speed: number;
  passSpeed: number;
  /** Degrees; without it the nose turns into the flight. */
  heading?: number;
}

/** What the air frame can do: m/s, m/s², degrees a second. */
export interface Limits {
  climb: number;
  descent: number;
  acceleration: number;
  verticalAcceleration: number;
  turnRate: number;
}

/** Moving air: metres per second towards east and north, and the strength of its gusts. */
export interface MovingAir {
  east: number;
  north: number;
  gust: number;
}

export const CALM: MovingAir = { east: 0, north: 0, gust: 0 };
const GRAVITY = 9.81;
/** Degrees of tilt that hold 1 m/s against the air: a Matrice leans about 20° at 15 m/s. */
const TILT_PER_SPEED = 1.3;

/** At rest on the ground. */
export function atRest(heading: number): Motion {
  return { x: 0, y: 0, z: 0, vx: 0, vy: 0, vz: 0, heading, pitch: 0, roll: 0 };
}

/**
 * One step of `seconds` (up to 0.5) towards a goal: speed follows a braking curve (v² = v₁² + 2·a·s), changes only
 * within the acceleration limits, gusts push it about, and the attitude leans against acceleration and air.
 */
export function step(
  motion: Motion,
  goal: Goal,
  limits: Limits,
  air: MovingAir,
  seconds: number,
  random: Random,
): Motion {
  const dx = goal.x - motion.x;
  const dy = goal.y - motion.y;
  const distance = Math.hypot(dx, dy);
  const braking = Math.sqrt(goal.passSpeed ** 2 + 2 * limits.acceleration * 0.7 * distance);
  const wanted = Math.min(goal.speed, braking, distance / Math.max(seconds, 0.2) + goal.passSpeed);
  const wantedX = distance > 0.01 ? (dx / distance) * wanted : 0;
  const wantedY = distance > 0.01 ? (dy / distance) * wanted : 0;
  const shove = air.gust * 0.12 * Math.sqrt(seconds);
  const [vx, vy] = towards(motion.vx, motion.vy, wantedX, wantedY, limits.acceleration * seconds);
  const vertical = verticalSpeed(goal.z - motion.z, limits);
  const change = limits.verticalAcceleration * seconds;
  const vz = motion.vz + clamp(vertical - motion.vz, -change, change);
  const moved: Motion = {
    ...motion,
    vx: vx + random.gauss() * shove,
    vy: vy + random.gauss() * shove,
    vz: vz + random.gauss() * shove * 0.3,
  };
  moved.x += ((motion.vx + moved.vx) / 2) * seconds;
  moved.y += ((motion.vy + moved.vy) / 2) * seconds;
  moved.z = Math.max(0, motion.z + ((motion.vz + moved.vz) / 2) * seconds);
  moved.heading = turned(motion.heading, headingWanted(goal, moved, distance), limits.turnRate * seconds);
  return leaned(moved, motion, air, seconds);
}

/** The path is flown through: near enough in the plane and in height. */
export function reached(motion: Motion, goal: Goal, within = 3): boolean {
  return Math.hypot(goal.x - motion.x, goal.y - motion.y) < within && Math.abs(goal.z - motion.z) < within;
}

/** Metres per second over ground. */
export function groundSpeed(motion: Motion): number {
  return Math.hypot(motion.vx, motion.vy);
}

function verticalSpeed(height: number, limits: Limits): number {
  const wanted = Math.sign(height) * Math.sqrt(2 * limits.verticalAcceleration * 0.6 * Math.abs(height));
  return clamp(wanted, -limits.descent, limits.climb);
}

function towards(fromX: number, fromY: number, toX: number, toY: number, most: number): [number, number] {
  const dx = toX - fromX;
  const dy = toY - fromY;
  const size = Math.hypot(dx, dy);
  const share = size > most ? most / size : 1;
  return [fromX + dx * share, fromY + dy * share];
}

function headingWanted(goal: Goal, motion: Motion, distance: number): number {
  if (goal.heading !== undefined) return goal.heading;
  if (distance < 4 || groundSpeed(motion) < 0.8) return motion.heading;
  return (Math.atan2(goal.x - motion.x, goal.y - motion.y) * 180) / Math.PI;
}

function turned(from: number, to: number, most: number): number {
  return wrapDegrees(from + clamp(wrapDegrees(to - from), -most, most));
}

function leaned(moved: Motion, before: Motion, air: MovingAir, seconds: number): Motion {
  const ahead = (moved.heading * Math.PI) / 180;
  const accelerationX = (moved.vx - before.vx) / seconds;
  const accelerationY = (moved.vy - before.vy) / seconds;
  const leanX = degreesOf(accelerationX / GRAVITY) * 0.5 + (moved.vx - air.east) * TILT_PER_SPEED;
  const leanY = degreesOf(accelerationY / GRAVITY) * 0.5 + (moved.vy - air.north) * TILT_PER_SPEED;
  const pitch = -(leanX * Math.sin(ahead) + leanY * Math.cos(ahead));
  const roll = leanX * Math.cos(ahead) - leanY * Math.sin(ahead);
  const share = Math.min(1, seconds * 2);
  moved.pitch = before.pitch + (clamp(pitch, -35, 35) - before.pitch) * share;
  moved.roll = before.roll + (clamp(roll, -35, 35) - before.roll) * share;
  return moved;
}

function degreesOf(slope: number): number {
  return (Math.atan(slope) * 180) / Math.PI;
}

function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}

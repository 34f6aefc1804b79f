import { LocalFrame, radians } from '#geo';

/** Where a camera was and where it looked, as far as it is known. WGS84 degrees, metres above take-off. */
export interface Pose {
  longitude: number;
  latitude: number;
  relativeHeight: number | null;
  gimbalYaw: number | null;
  gimbalPitch: number | null;
}

/** Something with a place on the ground. */
export interface Target {
  longitude: number;
  latitude: number;
}

/** Metres beyond which a picture is of nothing that is known. */
const REACH = 1_500;
/** Degrees off the middle of a picture: half of what a wide lens takes in upright. */
const HALF_VIEW = 30;
/** Metres without a pose: what lies below the drone, more or less. */
const BELOW = 120;
/** As many metres of distance weigh as much as one degree off the middle. */
const METRES_A_DEGREE = 60;

/**
 * The target that a picture shows best: nearest to its middle, and among such the nearest. Without a pose the one below.
 * The ground is taken to be level with the take-off. Null where there is none.
 */
export function aimOf<T extends Target>(pose: Pose, targets: readonly T[]): T | null {
  const frame = new LocalFrame(pose);
  let best: { target: T; cost: number } | null = null;
  for (const target of targets) {
    if (Math.abs(target.latitude - pose.latitude) > 0.02) continue;
    const cost = costOf(pose, frame.toPlane(target));
    if (cost !== null && (best === null || cost < best.cost)) best = { target, cost };
  }
  return best?.target ?? null;
}

function costOf({ relativeHeight, gimbalYaw, gimbalPitch }: Pose, { x, y }: { x: number; y: number }): number | null {
  const away = Math.hypot(x, y);
  if (relativeHeight === null || gimbalPitch === null || (gimbalYaw === null && gimbalPitch > -80)) {
    return away <= BELOW ? away : null;
  }
  const range = Math.hypot(away, relativeHeight);
  if (range > REACH || range === 0) return null;
  const [yaw, pitch] = [radians(gimbalYaw ?? 0), radians(gimbalPitch)];
  const along = (x * Math.sin(yaw) + y * Math.cos(yaw)) * Math.cos(pitch) - relativeHeight * Math.sin(pitch);
  const off = (Math.acos(Math.max(-1, Math.min(1, along / range))) * 180) / Math.PI;
  return off <= HALF_VIEW ? off + range / METRES_A_DEGREE : null;
}

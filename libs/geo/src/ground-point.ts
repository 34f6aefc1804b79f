import { castRay, lineOfSight, type CameraPose, type GroundHit, type PicturePoint } from './camera-ray.js';
import { FlatElevation, type ElevationSource } from './elevation.js';
import { seaHeight, type SeaHeight } from './heights.js';
import { type Lens } from './lens.js';
import { LocalFrame } from './local-frame.js';
import { type PlanePoint } from './transverse-mercator.js';

/** Standard deviations of a pose: metres (in each horizontal direction; in height) and degrees. */
export interface PoseErrors {
  position: number;
  height: number;
  yaw: number;
  pitch: number;
  roll: number;
}

/**
 * Assumed, to be replaced by what a county measures: the maker states hovering accuracy (0.1 m with RTK, about 1.5 m
 * across and 0.5 m up without), not that of the gimbal's angles to the true horizon and true north.
 */
export const assumedPoseErrors: Readonly<Record<'rtk' | 'gnss', PoseErrors>> = {
  rtk: { position: 0.1, height: 0.2, yaw: 1, pitch: 0.5, roll: 0.5 },
  gnss: { position: 1.5, height: 3, yaw: 2, pitch: 0.5, roll: 0.5 },
};

/** Standard deviation in metres of ground that nobody measured. Assumed: the hills of a coastal county. */
export const UNKNOWN_GROUND_ERROR = 15;

/** A place on the ground seen in a picture. */
export type SeenPoint =
  | (Extract<GroundHit, { hit: true }> & {
      /** Metres around `point` that hold the true place 95 times of 100; null when sight is too flat to say. */
      errorRadius: number | null;
    })
  | Extract<GroundHit, { hit: false }>;

/**
 * The place on the ground at a place of the picture, with its error radius. The radius comes from the pose's errors and
 * that of the ground height, carried to the ground by their slopes on level ground around the point; errors are taken
 * as independent and normal. Lens distortion and an object's own height are not in it.
 */
export function groundPoint(
  pose: CameraPose,
  lens: Lens,
  at: PicturePoint,
  elevation: ElevationSource,
  errors: PoseErrors,
  reach?: number,
): SeenPoint {
  const seen = castRay(pose, lineOfSight(pose, lens, at), elevation, reach);
  if (!seen.hit) return seen;
  const ground = seen.ground.accuracy ?? UNKNOWN_GROUND_ERROR;
  const spread = spreadOnGround(pose, lens, at, seen.ground.height, {
    ...errors,
    height: Math.hypot(errors.height, ground),
  });
  return { ...seen, errorRadius: spread && radiusOf95(spread) };
}

/** Variances and covariance on the ground in square metres. */
interface Spread {
  xx: number;
  yy: number;
  xy: number;
}

function spreadOnGround(
  pose: CameraPose,
  lens: Lens,
  at: PicturePoint,
  ground: SeaHeight,
  errors: PoseErrors,
): Spread | null {
  const level = new FlatElevation(ground);
  const frame = new LocalFrame(pose.position);
  const seenFrom = (changed: CameraPose): PlanePoint | undefined => {
    const hit = castRay(changed, lineOfSight(changed, lens, at), level, Infinity);
    return hit.hit ? frame.toPlane(hit.point) : undefined;
  };
  const slopes = [
    { error: errors.height, small: 0.1, change: (by: number) => ({ ...pose, height: seaHeight(pose.height + by) }) },
    { error: errors.yaw, small: 0.01, change: (by: number) => ({ ...pose, yaw: pose.yaw + by }) },
    { error: errors.pitch, small: 0.01, change: (by: number) => ({ ...pose, pitch: pose.pitch + by }) },
    { error: errors.roll, small: 0.01, change: (by: number) => ({ ...pose, roll: pose.roll + by }) },
  ];
  const spread = { xx: errors.position ** 2, yy: errors.position ** 2, xy: 0 };
  for (const { error, small, change } of slopes) {
    const [less, more] = [seenFrom(change(-small)), seenFrom(change(small))];
    if (!less || !more) return null;
    const x = ((more.x - less.x) / (2 * small)) * error;
    const y = ((more.y - less.y) / (2 * small)) * error;
    spread.xx += x * x;
    spread.yy += y * y;
    spread.xy += x * y;
  }
  return spread;
}

/**
 * The circle that holds 95 % of a two-dimensional normal spread, within 0.3 %: P. P. Leenhouts, "On the computation of
 * bi-normal radial error", Navigation 32, 1985.
 */
function radiusOf95({ xx, yy, xy }: Spread): number {
  const middle = (xx + yy) / 2;
  const half = Math.hypot((xx - yy) / 2, xy);
  const major = Math.sqrt(middle + half);
  const ratio = major === 0 ? 0 : Math.sqrt(Math.max(0, middle - half)) / major;
  return major * (1.960_790 + 0.004_071 * ratio + 0.114_276 * ratio ** 2 + 0.371_625 * ratio ** 3);
}

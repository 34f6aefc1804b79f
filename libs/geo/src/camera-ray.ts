import { MEAN_RADIUS } from './ellipsoid.js';
import { type ElevationSource, type GroundElevation } from './elevation.js';
import { destination } from './geodesic.js';
import { type SeaHeight } from './heights.js';
import { type Lens } from './lens.js';
import { degrees, radians, type GeoPoint } from './point.js';

/**
 * Where a camera is and how it looks. Degrees as in the pictures and messages of DJI aircraft (north-east-down, turned
 * yaw, then pitch, then roll): `yaw` clockwise from true north, `pitch` 0 level and -90 straight down, `roll` clockwise
 * as seen from behind.
 */
export interface CameraPose {
  position: GeoPoint;
  /** For a height above ground use `groundToSea`. */
  height: SeaHeight;
  yaw: number;
  pitch: number;
  roll: number;
}

/** A place on the picture: x from 0 (left) to 1, y from 0 (top) to 1. */
export interface PicturePoint {
  x: number;
  y: number;
}

/** A direction of unit length in metres to the east, the north and up. */
export interface Direction {
  east: number;
  north: number;
  up: number;
}

/** Where a line of sight meets the ground, or why it does not. */
export type GroundHit =
  | {
      hit: true;
      point: GeoPoint;
      ground: GroundElevation;
      /** Metres over the ground, and straight from the camera. */
      distance: number;
      range: number;
    }
  | { hit: false; reason: 'sky' | 'too_far' | 'unknown_ground' };

/** The direction in which a place of the picture lies. The lens is a pinhole: distortion is not known here. */
export function lineOfSight(pose: Pick<CameraPose, 'yaw' | 'pitch' | 'roll'>, lens: Lens, at: PicturePoint): Direction {
  const [sinYaw, cosYaw] = [Math.sin(radians(pose.yaw)), Math.cos(radians(pose.yaw))];
  const [sinPitch, cosPitch] = [Math.sin(radians(pose.pitch)), Math.cos(radians(pose.pitch))];
  const [sinRoll, cosRoll] = [Math.sin(radians(pose.roll)), Math.cos(radians(pose.roll))];
  const x = (2 * at.x - 1) * Math.tan(radians(lens.horizontal) / 2);
  const y = (2 * at.y - 1) * Math.tan(radians(lens.vertical) / 2);
  // Across and down on the level picture, before the roll turns it.
  const across = x * cosRoll - y * sinRoll;
  const down = x * sinRoll + y * cosRoll;
  const north = cosYaw * cosPitch - across * sinYaw + down * cosYaw * sinPitch;
  const east = sinYaw * cosPitch + across * cosYaw + down * sinYaw * sinPitch;
  const up = sinPitch - down * cosPitch;
  const length = Math.hypot(north, east, up);
  return { east: east / length, north: north / length, up: up / length };
}

/** How far sight goes when nobody says otherwise, metres. */
export const DEFAULT_REACH = 5000;

/**
 * Follows a line of sight from a camera to the ground, at most `reach` metres away. The Earth's curvature counts, the
 * bending of light (a seventh of it) does not. On an elevation model the line is walked in steps of half its spacing
 * and the first crossing is narrowed down to a decimetre, so that a ridge hides what lies behind it.
 */
export function castRay(
  pose: Pick<CameraPose, 'position' | 'height'>,
  sight: Direction,
  elevation: ElevationSource,
  reach = DEFAULT_REACH,
): GroundHit {
  const level = Math.hypot(sight.east, sight.north);
  const azimuth = degrees(Math.atan2(sight.east, sight.north));
  const below = elevation.groundAt(pose.position);
  if (!below) return { hit: false, reason: 'unknown_ground' };
  const look = (range: number): { point: GeoPoint; ground: GroundElevation | undefined; clearance: number } => {
    const distance = range * level;
    const point = distance === 0 ? pose.position : destination(pose.position, azimuth, distance);
    const ground = elevation.groundAt(point);
    const height = pose.height + range * sight.up + distance ** 2 / (2 * MEAN_RADIUS);
    return { point, ground, clearance: ground ? height - ground.height : Number.NaN };
  };
  const end = crossingRange(pose.height - below.height, sight.up, level, reach, elevation.spacing, (range) => {
    return look(range).clearance;
  });
  if (typeof end === 'string') return { hit: false, reason: end };
  const { point, ground } = look(end);
  if (!ground) return { hit: false, reason: 'unknown_ground' };
  return { hit: true, point, ground, distance: end * level, range: end };
}

/** The range at which a line of sight first lies on the ground. */
function crossingRange(
  above: number,
  up: number,
  level: number,
  reach: number,
  spacing: number | null,
  clearance: (range: number) => number,
): number | 'sky' | 'too_far' | 'unknown_ground' {
  if (above <= 0) return 0;
  const onLevelGround = rangeOnLevelGround(above, up, level);
  if (spacing === null) {
    if (onLevelGround === undefined) return 'sky';
    return onLevelGround > reach ? 'too_far' : onLevelGround;
  }
  // Straight down one step could jump over everything: never further than an eighth of the height.
  const step = Math.max(0.5, Math.min(spacing / 2 / Math.max(level, 1e-6), Math.max(2, above / 8)));
  let clear = 0;
  for (let range = step; range < reach + step; range += step) {
    const at = Math.min(range, reach);
    const left = clearance(at);
    if (Number.isNaN(left)) return 'unknown_ground';
    if (left <= 0) return narrowed(clear, at, clearance);
    clear = at;
  }
  return onLevelGround === undefined ? 'sky' : 'too_far';
}

/** Range to level ground `above` metres below, on the curved Earth; undefined for a line that never comes down. */
function rangeOnLevelGround(above: number, up: number, level: number): number | undefined {
  if (up >= 0) return undefined;
  const bend = level ** 2 / (2 * MEAN_RADIUS);
  const root = up * up - 4 * bend * above;
  return root < 0 ? undefined : (2 * above) / (-up + Math.sqrt(root));
}

function narrowed(clear: number, hidden: number, clearance: (range: number) => number): number {
  let [near, far] = [clear, hidden];
  while (far - near > 0.1) {
    const middle = (near + far) / 2;
    if (clearance(middle) <= 0) far = middle;
    else near = middle;
  }
  return far;
}

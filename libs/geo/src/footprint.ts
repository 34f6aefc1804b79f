import {
  castRay,
  DEFAULT_REACH,
  lineOfSight,
  type CameraPose,
  type Direction,
  type PicturePoint,
} from './camera-ray.js';
import { type ElevationSource } from './elevation.js';
import { destination } from './geodesic.js';
import { type Lens } from './lens.js';
import { degrees, type GeoPoint } from './point.js';

/** The ground a picture shows. */
export interface Footprint {
  /** Corners clockwise as on the picture, not closed. */
  ring: GeoPoint[];
  /** False when a part of the picture shows sky, or ground further away than the reach: there the reach is the border. */
  complete: boolean;
  /** Whether ground heights were measured everywhere on the border. */
  basis: 'measured' | 'assumed';
}

/** Places of the picture's border between two corners that are followed to the ground. */
const PER_SIDE = 8;

/** Just under the horizon: a line as level as this never comes down within any reach. */
const LEVEL = -1e-6;

/**
 * The ground a camera sees, out to `reach` metres; undefined when the picture shows none, or where the height of the
 * ground is unknown. Errors: those of the pose, the lens as a pinhole, terrain only along the border of the picture.
 */
export function footprint(
  pose: CameraPose,
  lens: Lens,
  elevation: ElevationSource,
  reach = DEFAULT_REACH,
): Footprint | undefined {
  const upOf = (at: PicturePoint) => lineOfSight(pose, lens, at).up;
  const frame = [
    { x: 0, y: 0 },
    { x: 1, y: 0 },
    { x: 1, y: 1 },
    { x: 0, y: 1 },
  ];
  const corners = underHorizon(frame, pose, lens);
  if (corners.length < 3) return undefined;
  let complete = frame.every((corner) => upOf(corner) < LEVEL);
  let basis: Footprint['basis'] = 'measured';
  const ring: GeoPoint[] = [];
  for (const [index, from] of corners.entries()) {
    const to = corners[(index + 1) % corners.length]!;
    for (let step = 0; step < PER_SIDE; step++) {
      const share = step / PER_SIDE;
      const at = { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
      const sight = lineOfSight(pose, lens, at);
      const hit = castRay(pose, sight, elevation, reach);
      if (!hit.hit && hit.reason === 'unknown_ground') return undefined;
      if (hit.hit && hit.distance <= reach) {
        if (hit.ground.basis === 'assumed') basis = 'assumed';
        ring.push(hit.point);
      } else {
        complete = false;
        ring.push(destination(pose.position, degrees(Math.atan2(sight.east, sight.north)), reach));
      }
    }
  }
  return { ring, complete, basis };
}

/** The part of the picture that looks downward: the horizon is a straight line on a pinhole's picture. */
function underHorizon(frame: readonly PicturePoint[], pose: CameraPose, lens: Lens): PicturePoint[] {
  // Before its length is made 1, the direction's upward part is linear in x and y; so is this, up to a positive factor.
  const upward = (at: PicturePoint) => {
    const sight = lineOfSight(pose, lens, at);
    return sight.up / alongAxis(sight, lineOfSight(pose, lens, { x: 0.5, y: 0.5 }));
  };
  return frame.flatMap((to, index) => {
    const from = frame.at(index - 1)!;
    const [before, after] = [upward(from) - LEVEL, upward(to) - LEVEL];
    const share = before / (before - after);
    const cut = { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
    if (after < 0) return before < 0 ? [to] : [cut, to];
    return before < 0 ? [cut] : [];
  });
}

const alongAxis = (one: Direction, axis: Direction): number =>
  one.east * axis.east + one.north * axis.north + one.up * axis.up;

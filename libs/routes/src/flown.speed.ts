import { type PlanePoint } from '#geo';
import { type Waypoint } from '#wayline';

/** Seconds for a way of `distance` metres at up to `speed`, entered and left at given speeds, m/s and m/s². */
export function secondsAlong(
  distance: number,
  speed: number,
  enter: number,
  leave: number,
  acceleration: number,
): number {
  if (!(distance > 0)) return 0;
  const reachable = Math.sqrt((2 * acceleration * distance + enter ** 2 + leave ** 2) / 2);
  const peak = Math.min(speed, reachable);
  // Too short to change speed as much: taken at the mean of both.
  if (peak < Math.max(enter, leave)) return distance / ((enter + leave) / 2);
  const changing = (2 * peak ** 2 - enter ** 2 - leave ** 2) / (2 * acceleration);
  return (2 * peak - enter - leave) / acceleration + (distance - changing) / peak;
}

/** m/s at which a waypoint is passed between two neighbours: 0 where it stops, slower the sharper the corner. */
export function passingSpeed(
  waypoint: Waypoint,
  speed: number,
  before: PlanePoint | undefined,
  at: PlanePoint,
  after: PlanePoint | undefined,
): number {
  const { turn } = waypoint;
  const stops = turn?.mode !== 'coordinated' && turn?.mode !== 'curve_pass';
  if (stops || !before || !after) return 0;
  const corner = Math.atan2(after.y - at.y, after.x - at.x) - Math.atan2(at.y - before.y, at.x - before.x);
  return speed * Math.max(0.2, (1 + Math.cos(corner)) / 2);
}

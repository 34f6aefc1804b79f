import { destination, type GeoPoint } from '#geo';
import { renumbered, type Action, type Leg, type Waypoint } from '#wayline';
import { within } from './pattern.error.js';
import { onReaching, patternPoint, photo, recording, stopped, tilted, type Pattern } from './pattern.js';

/** A circle, or a part of it, around a place that the camera looks at. */
export interface OrbitParams {
  /** The place that is looked at, WGS84. */
  centre: GeoPoint;
  /** Metres of what is looked at above take-off: the middle of a tower, the ground of a hill. 0 when left out. */
  targetHeight?: number;
  /** Metres over ground, and above take-off. */
  radius: number;
  height: number;
  /** 3 to 360. */
  waypoints: number;
  /** m/s. */
  speed: number;
  /** Degrees from true north, seen from the centre, at which it begins; 0 when left out. */
  startBearing?: number;
  /** Degrees flown, 30 to 360: 360 ends where it began. Left out: 360. */
  arc?: number;
  direction?: 'clockwise' | 'counter_clockwise';
  /** photos: one at every waypoint; video: one over the whole arc; none: the live picture alone. */
  capture: 'photos' | 'video' | 'none';
  /** Becomes part of the names of the files: the code of a feature point. */
  suffix?: string;
}

/**
 * A polygon of waypoints around a place; the nose follows the place, and the gimbal is tilted once so that the place is
 * in the middle of the picture. Throws a `PatternError`.
 */
export function orbitPattern(params: OrbitParams): Pattern {
  const { centre, radius, height, waypoints: count, speed, capture, suffix = '' } = params;
  const { targetHeight = 0, startBearing = 0, arc = 360, direction = 'clockwise' } = params;
  within(centre.latitude, -89, 89, '中心纬度', 'latitude of the centre');
  within(centre.longitude, -180, 180, '中心经度', 'longitude of the centre');
  within(radius, 5, 5000, '半径（米）', 'radius in metres');
  within(height, 5, 1500, '高度（米）', 'height in metres');
  within(targetHeight, -500, 1500, '目标高度（米）', 'height of the target in metres');
  within(count, 3, 360, '航点数', 'number of waypoints');
  within(speed, 1, 15, '速度（米/秒）', 'speed in m/s');
  within(arc, 30, 360, '环绕角度', 'arc in degrees');
  const pitch = orbitPitch(height - targetHeight, radius);
  const whole = arc === 360;
  const number = Math.round(count);
  const step = ((direction === 'clockwise' ? 1 : -1) * arc) / (whole ? number : number - 1);
  const last = whole ? number : number - 1;
  const pointOfInterest = { longitude: centre.longitude, latitude: centre.latitude, height: targetHeight };
  const waypoints = Array.from({ length: last + 1 }, (_, at): Waypoint => {
    const place = destination(centre, startBearing + at * step, radius);
    const actions: Action[] = at === 0 ? [tilted(pitch)] : [];
    // A whole circle ends where it began: the same picture twice serves nobody.
    if (capture === 'photos' && !(whole && at === last)) actions.push(photo(suffix));
    if (capture === 'video' && at === 0) actions.push(recording(suffix));
    if (capture === 'video' && at === last) actions.push(stopped);
    const smooth = capture !== 'photos' && at > 0 && at < last;
    return {
      ...patternPoint(rounded(place), height, speed, actions.length > 0 ? [onReaching(at, actions)] : []),
      heading: { mode: 'point_of_interest', direction: 'shortest', pointOfInterest },
      ...(smooth ? { turn: { mode: 'curve_pass', damping: 0 }, straight: false } : {}),
      gimbalPitch: pitch,
    };
  });
  const leg: Leg = { heights: 'above_take_off', speed, waypoints };
  return {
    leg: renumbered([leg])[0]!,
    lines: 1,
    direction: null,
    spacing: null,
    photoDistance: null,
    speed,
    swath: null,
    groundSampling: null,
  };
}

/** Degrees of the gimbal that put a place `below` metres lower and `away` metres off into the middle: to a tenth, at most 30 up. */
export function orbitPitch(below: number, away: number): number {
  const pitch = (-Math.atan2(below, away) * 180) / Math.PI;
  return Math.round(10 * Math.min(30, Math.max(-90, pitch))) / 10;
}

const rounded = ({ longitude, latitude }: GeoPoint): GeoPoint => ({
  longitude: Number(longitude.toFixed(8)),
  latitude: Number(latitude.toFixed(8)),
});

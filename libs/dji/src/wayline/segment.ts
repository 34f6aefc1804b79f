import { type Leg } from './route.legs.js';
import { type Place } from './route.words.js';

/** WGS84: semi-major axis in metres, and first eccentricity squared. */
const SEMI_MAJOR = 6_378_137;
const ECCENTRICITY = 0.006_694_379_990_14;

/**
 * Metres over ground between two places that lie near each other: a plane with the ellipsoid's radii of curvature at
 * the middle latitude. Wrong by less than a millimetre a kilometre up to 40 km.
 */
export function groundDistance(from: Place, to: Place): number {
  const middle = ((from.latitude + to.latitude) / 2) * (Math.PI / 180);
  const w = 1 - ECCENTRICITY * Math.sin(middle) ** 2;
  const meridian = (SEMI_MAJOR * (1 - ECCENTRICITY)) / w ** 1.5;
  const parallel = (SEMI_MAJOR / Math.sqrt(w)) * Math.cos(middle);
  const east = ((((to.longitude - from.longitude + 540) % 360) + 360) % 360) - 180;
  return Math.hypot((to.latitude - from.latitude) * meridian, east * parallel) * (Math.PI / 180);
}

/** Metres from a waypoint to the next along the straight line, heights counted where both are known. */
export function segmentLength(leg: Leg, segment: number): number {
  const [from, to] = [leg.waypoints[segment]!, leg.waypoints[segment + 1]!];
  const climb = from.height !== undefined && to.height !== undefined ? to.height - from.height : 0;
  return Math.hypot(groundDistance(from, to), climb);
}

/** Metres of a whole leg along straight lines; turns that cut corners make the flight a little shorter. */
export function legLength(leg: Leg): number {
  let length = 0;
  for (let segment = 0; segment + 1 < leg.waypoints.length; segment++) length += segmentLength(leg, segment);
  return length;
}

import { MEAN_RADIUS } from './ellipsoid.js';
import { destination, geodesic } from './geodesic.js';
import { radians, type GeoPoint } from './point.js';

/** Where a point lies beside a track: metres along it from its start, and metres across, positive on the right. */
export interface TrackOffset {
  along: number;
  across: number;
  /** The point of the track, or of its continuation, nearest to the given one. */
  foot: GeoPoint;
}

/**
 * Along-track and cross-track distance of a point from the geodesic that starts at `from` and runs through `to`,
 * continued both ways. The foot is found by solving the spherical triangle again and again on the ellipsoid, after
 * S. Baselga and J. C. Martínez-Llario, "Intersection and point-to-line solutions for geodesics on the ellipsoid",
 * Studia Geophysica et Geodaetica 62, 2018; exact to a millimetre up to thousands of kilometres. Throws a `RangeError`
 * when the two points of the track are one.
 */
export function trackOffset(from: GeoPoint, to: GeoPoint, point: GeoPoint): TrackOffset {
  const line = geodesic(from, to);
  if (line.distance === 0) throw new RangeError('trackOffset: the track has no direction, its two points are one');
  let along = 0;
  let foot = from;
  let heading = line.initialAzimuth;
  let last = Infinity;
  for (let round = 0; round < 50; round++) {
    const sight = geodesic(foot, point);
    const angle = radians(sight.initialAzimuth - heading);
    const arc = sight.distance / MEAN_RADIUS;
    const step = MEAN_RADIUS * Math.atan2(Math.sin(arc) * Math.cos(angle), Math.cos(arc));
    // Below the noise of the azimuths a further step makes nothing better.
    if (Math.abs(step) < 1e-4 || (round > 3 && Math.abs(step) >= last)) break;
    last = Math.abs(step);
    along += step;
    foot = destination(from, line.initialAzimuth, along);
    heading = headingAt(from, foot, along, line.initialAzimuth);
  }
  const sight = geodesic(foot, point);
  const side = Math.sin(radians(sight.initialAzimuth - heading));
  return { along, across: side < 0 ? -sight.distance : sight.distance, foot };
}

/** The azimuth of a geodesic at `foot`, `along` metres from its start. */
function headingAt(start: GeoPoint, foot: GeoPoint, along: number, initial: number): number {
  if (Math.abs(along) < 1) return initial;
  const line = geodesic(start, foot);
  return along > 0 ? line.finalAzimuth : line.finalAzimuth + 180;
}

import { type AreaGeometry, type Position } from './area.js';
import { FLATTENING, SEMI_MINOR } from './ellipsoid.js';
import { longitudeStep, radians } from './point.js';

const SQUARED_ECCENTRICITY = FLATTENING * (2 - FLATTENING);
const ECCENTRICITY = Math.sqrt(SQUARED_ECCENTRICITY);

/** Places and weights of the Gauss-Legendre rule of five points on 0 to 1 (Abramowitz and Stegun, table 25.4). */
const GAUSS = [
  [0.5, 0.284_444_444_444_444],
  [0.230_765_344_947_158, 0.239_314_335_249_683],
  [0.769_234_655_052_842, 0.239_314_335_249_683],
  [0.046_910_077_030_668, 0.118_463_442_528_095],
  [0.953_089_922_969_332, 0.118_463_442_528_095],
] as const;

/**
 * Square metres of an area on the WGS84 ellipsoid, holes taken off, edges straight in longitude and latitude as RFC 7946
 * draws them (for edges under 10 km that is within a thousandth of a percent of geodesic edges). Exact to a square
 * metre in a thousand square kilometres. Rings may run either way round; they must not enclose a pole.
 */
export function surfaceArea(geometry: AreaGeometry): number {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return polygons.reduce((sum, [shell, ...holes]) => {
    if (!shell) return sum;
    return sum + ringArea(shell) - holes.reduce((hollow, hole) => hollow + ringArea(hole), 0);
  }, 0);
}

/** Square metres inside one ring of WGS84 positions, closed or not, whichever way it runs; see `surfaceArea`. */
export function ringArea(ring: readonly Position[]): number {
  const area = ring.reduce((sum, to, index) => sum + underEdge(ring.at(index - 1)!, to), 0);
  return Math.abs(area);
}

/** Signed square metres between an edge and the equator. */
function underEdge(from: Position, to: Position): number {
  const width = longitudeStep(from[0]!, to[0]!);
  const rise = to[1]! - from[1]!;
  const pieces = Math.max(1, Math.ceil(Math.abs(rise)), Math.ceil(Math.abs(width) / 5));
  let mean = 0;
  for (let piece = 0; piece < pieces; piece++) {
    for (const [at, weight] of GAUSS) mean += (weight / pieces) * perRadian(from[1]! + (rise * (piece + at)) / pieces);
  }
  return radians(width) * mean;
}

/**
 * Square metres from the equator to a latitude for each radian of longitude: J. P. Snyder, "Map projections, a working
 * manual", USGS 1395, 1987, equation 3-12, times a²/2.
 */
function perRadian(latitude: number): number {
  const sine = Math.sin(radians(latitude));
  const flat = sine / (1 - SQUARED_ECCENTRICITY * sine * sine);
  return (SEMI_MINOR ** 2 / 2) * (flat + Math.atanh(ECCENTRICITY * sine) / ECCENTRICITY);
}

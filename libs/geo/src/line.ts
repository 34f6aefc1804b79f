import { destination, distance, geodesic } from './geodesic.js';
import { LocalFrame } from './local-frame.js';
import { between, nearestOnSegment } from './planar.js';
import { type GeoPoint } from './point.js';

/** The point of a line nearest to another: on leg `leg` (0 is the first), at `share` of it, `along` metres from the start. */
export interface NearestOnLine {
  point: GeoPoint;
  distance: number;
  leg: number;
  share: number;
  along: number;
}

/** Geodesic length in metres of a line through WGS84 points, without heights. */
export function lineLength(line: readonly GeoPoint[]): number {
  return line.slice(1).reduce((sum, to, index) => sum + distance(line[index]!, to), 0);
}

/**
 * The point of a line nearest to a WGS84 point, on a local plane around it: exact to a centimetre when the line is
 * within 10 km, to 3 in 100,000 of the distance within 50 km. Of places equally near the first. Throws a `RangeError`
 * for a line of fewer than two points.
 */
export function nearestOnLine(line: readonly GeoPoint[], point: GeoPoint): NearestOnLine {
  if (line.length < 2) throw new RangeError(`nearestOnLine: a line has two points or more, not ${line.length}`);
  const frame = new LocalFrame(point);
  const places = line.map((corner) => frame.toPlane(corner));
  const here = { x: 0, y: 0 };
  let best = { leg: 0, share: 0, distance: Infinity };
  for (let leg = 0; leg < places.length - 1; leg++) {
    const near = nearestOnSegment(here, places[leg]!, places[leg + 1]!);
    if (near.distance < best.distance) best = { leg, ...near };
  }
  const [from, to] = [places[best.leg]!, places[best.leg + 1]!];
  const foot = frame.toPoint(between(from, to, best.share));
  const along = lineLength(line.slice(0, best.leg + 1)) + best.share * distance(line[best.leg]!, line[best.leg + 1]!);
  return { ...best, point: foot, along };
}

/** A place on a line with its distance from the start in metres. */
export interface LineSample {
  point: GeoPoint;
  leg: number;
  /** 0 at the start of the leg, 1 at its end. */
  share: number;
  along: number;
}

/**
 * The corners of a line and, between them, places no further apart than `spacing` metres: what a height profile or a
 * check along every leg looks at. Throws a `RangeError` when `spacing` is not above zero or more than a million places
 * would result.
 */
export function sampleLine(line: readonly GeoPoint[], spacing: number): LineSample[] {
  if (!(spacing > 0)) throw new RangeError(`sampleLine: spacing must be above 0 m, not ${spacing}`);
  const legs = line.slice(1).map((to, leg) => geodesic(line[leg]!, to));
  const count = legs.reduce((sum, { distance: metres }) => sum + Math.ceil(metres / spacing), 1);
  if (count > 1_000_000) throw new RangeError(`sampleLine: ${count} places are too many; raise the spacing`);
  const [first] = line;
  const samples: LineSample[] = first ? [{ point: first, leg: 0, share: 0, along: 0 }] : [];
  let along = 0;
  for (const [leg, { distance: metres, initialAzimuth }] of legs.entries()) {
    const steps = Math.max(1, Math.ceil(metres / spacing));
    for (let step = 1; step <= steps; step++) {
      const share = step / steps;
      const point = step === steps ? line[leg + 1]! : destination(line[leg]!, initialAzimuth, metres * share);
      samples.push({ point, leg, share, along: along + metres * share });
    }
    along += metres;
  }
  return samples;
}

/** The place `metres` from the start of a line; its ends when that lies before or behind it. Undefined for an empty line. */
export function pointAlong(line: readonly GeoPoint[], metres: number): GeoPoint | undefined {
  let left = metres;
  if (left <= 0) return line[0];
  for (let leg = 0; leg < line.length - 1; leg++) {
    const { distance: length, initialAzimuth } = geodesic(line[leg]!, line[leg + 1]!);
    if (left <= length) return destination(line[leg]!, initialAzimuth, left);
    left -= length;
  }
  return line.at(-1);
}

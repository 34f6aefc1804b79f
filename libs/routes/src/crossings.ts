import { between, segmentsApart, type GeoPoint, type LocalFrame, type PlanePoint } from '#geo';
import { boxesMeet, boxOfPath } from './flight.frame.js';
import { type FlownPath, type FlownPoint, type FlownStretch } from './flown.path.js';
import { type Words } from './route.findings.js';

/** How near two flights may come. */
export interface CrossingLimits {
  /** Metres over ground: what positioning, wind and curves of two aircraft add up to, with room. */
  horizontal: number;
  /** Metres in height. */
  vertical: number;
  /** Seconds between both being there. */
  seconds: number;
}

/** 30 m and 60 s as demanded of routes that fly at once; 50 m over ground. */
export const CROSSING_LIMITS: CrossingLimits = { horizontal: 50, vertical: 30, seconds: 60 };

/** Two flights that come close: the worst moment of one encounter. */
export interface Crossing {
  /** Least metres apart over ground there. */
  apartMetres: number;
  apartVertically: number;
  /** Seconds between both passing there; 0: at the same time. */
  apartSeconds: number;
  longitude: number;
  latitude: number;
  /** Metres above sea, midway. */
  sea: number;
  /** Whose stretch it is, and seconds since its own take-off. */
  one: { stretch: FlownStretch; seconds: number };
  other: { stretch: FlownStretch; seconds: number };
  /** assumed: a take-off stands on ground nobody measured, so that the heights of both hardly compare. */
  basis: 'measured' | 'assumed';
}

/** Metres around a flight that its box holds at the least. */
const BOX_MARGIN = 90;
/** Seconds into which flights are cut: 30 m at 15 m/s. */
const PIECE_SECONDS = 2;

/** A short piece of a flight. */
interface FlightPiece {
  from: PlanePoint;
  to: PlanePoint;
  /** Bounds of what it takes up. */
  west: number;
  east: number;
  south: number;
  north: number;
  low: number;
  high: number;
  begins: number;
  ends: number;
  stretch: FlownStretch;
  /** Neighbouring pieces have neighbouring numbers. */
  order: number;
}

/**
 * Where two flights come close, when the first takes off at 0 and the second `offset` seconds later: nearer than the
 * limits over ground, in height and in time, all at once. One answer for each encounter: pieces of the first flight
 * without a gap. Both heights are above sea, whatever their routes count from. Empty where a flight's heights are not
 * known, and for flights of one dock the caller need not ask: it has one aircraft.
 *
 * Flights are cut into pieces of two seconds; pieces are compared by the ranges of time and height that they take up, so
 * that nothing is missed and a moment may be told up to two seconds too early or too late. Flights whose boxes do not
 * meet cost next to nothing, so 46 routes may all be compared with each other.
 */
export function crossings(
  one: FlownPath,
  other: FlownPath,
  options: Partial<CrossingLimits> & { offset?: number } = {},
): Crossing[] {
  const limits = { ...CROSSING_LIMITS, ...options };
  if (!one.heightsKnown || !other.heightsKnown) return [];
  if (limits.horizontal <= BOX_MARGIN && !boxesMeet(boxOfPath(one), boxOfPath(other))) return [];
  const basis =
    one.heights.home.basis === 'measured' && other.heights.home.basis === 'measured' ? 'measured' : 'assumed';
  const theirs = piecesOf(other, one.frame, options.offset ?? 0);
  const ours = within(piecesOf(one, one.frame, 0), boundsOf(theirs), limits);
  const near = within(theirs, boundsOf(ours), limits);
  const found: (Crossing & { order: number })[] = [];
  let start = 0;
  for (const piece of ours) {
    while (start < near.length && near[start]!.ends < piece.begins - limits.seconds) start++;
    let worst: Crossing | undefined;
    for (let index = start; index < near.length; index++) {
      const candidate = near[index]!;
      if (candidate.begins > piece.ends + limits.seconds) break;
      const met = encounter(piece, candidate, limits, one.frame, options.offset ?? 0, basis);
      if (met && (!worst || severity(met, limits) < severity(worst, limits))) worst = met;
    }
    if (!worst) continue;
    const last = found.at(-1);
    if (last && piece.order - last.order <= 1) {
      const worse = severity(worst, limits) < severity(last, limits) ? worst : last;
      found[found.length - 1] = { ...worse, order: piece.order };
    } else found.push({ ...worst, order: piece.order });
  }
  return found.map(({ order: _, ...crossing }) => crossing);
}

/** What a crossing says; names are those of the two routes. */
export function crossingWords(crossing: Crossing, one: string, other: string): Words {
  const { apartMetres, apartVertically, apartSeconds, basis } = crossing;
  const [across, up, time] = [apartMetres, apartVertically, apartSeconds].map(Math.round);
  const unsure =
    basis === 'assumed'
      ? {
          zh: '（起飞点地形未知，高度差不可尽信）',
          en: ' (the ground at take-off is unknown, so heights hardly compare)',
        }
      : { zh: '', en: '' };
  return {
    zh: `“${one}”与“${other}”同时起飞时，在同一处前后 ${time} 秒经过，水平相距 ${across} 米、垂直相距 ${up} 米${unsure.zh}，请错开时间或高度`,
    en: `when "${one}" and "${other}" take off together they pass one place within ${time} s, ${across} m apart over ground and ${up} m in height${unsure.en}; fly them at different times or heights`,
  };
}

function encounter(
  a: FlightPiece,
  b: FlightPiece,
  limits: CrossingLimits,
  frame: LocalFrame,
  offset: number,
  basis: Crossing['basis'],
): Crossing | undefined {
  const apartVertically = gap(a.low, a.high, b.low, b.high);
  const apartSeconds = gap(a.begins, a.ends, b.begins, b.ends);
  if (apartVertically >= limits.vertical || apartSeconds > limits.seconds) return undefined;
  if (gap(a.west, a.east, b.west, b.east) >= limits.horizontal) return undefined;
  if (gap(a.south, a.north, b.south, b.north) >= limits.horizontal) return undefined;
  const { distance, one, other } = segmentsApart(a.from, a.to, b.from, b.to);
  if (distance >= limits.horizontal) return undefined;
  const place: GeoPoint = frame.toPoint(between(between(a.from, a.to, one), between(b.from, b.to, other), 0.5));
  return {
    apartMetres: distance,
    apartVertically,
    apartSeconds,
    longitude: place.longitude,
    latitude: place.latitude,
    sea: (Math.max(a.low, b.low) + Math.min(a.high, b.high)) / 2,
    one: { stretch: a.stretch, seconds: a.begins + (a.ends - a.begins) * one },
    other: { stretch: b.stretch, seconds: b.begins + (b.ends - b.begins) * other - offset },
    basis,
  };
}

/** Less is worse: how much of each limit is left, squared. */
function severity({ apartMetres, apartVertically, apartSeconds }: Crossing, limits: CrossingLimits): number {
  return (
    (apartMetres / limits.horizontal) ** 2 +
    (apartVertically / limits.vertical) ** 2 +
    (apartSeconds / limits.seconds) ** 2
  );
}

/** A flight in short pieces on a plane; standing still is one piece. */
function piecesOf(path: FlownPath, frame: LocalFrame, offset: number): FlightPiece[] {
  const pieces: FlightPiece[] = [];
  const samePlane =
    path.frame.origin.longitude === frame.origin.longitude && path.frame.origin.latitude === frame.origin.latitude;
  const onPlane = ({ x, y, place }: Pick<FlownPoint, 'x' | 'y' | 'place'>) =>
    samePlane ? { x, y } : frame.toPlane(place);
  for (let index = 1; index < path.points.length; index++) {
    const [start, end] = [path.points[index - 1]!, path.points[index]!];
    const seconds = end.seconds - start.seconds;
    if (seconds <= 0) continue;
    const stands = start.x === end.x && start.y === end.y && start.height === end.height;
    const [first, last] = [onPlane(start), onPlane(end)];
    const count = stands ? 1 : Math.min(100_000, Math.ceil(seconds / PIECE_SECONDS));
    for (let piece = 0; piece < count; piece++) {
      const [one, two] = [piece / count, (piece + 1) / count];
      const [from, to] = [between(first, last, one), between(first, last, two)];
      const seas = [start.sea + (end.sea - start.sea) * one, start.sea + (end.sea - start.sea) * two] as const;
      pieces.push({
        from,
        to,
        west: Math.min(from.x, to.x),
        east: Math.max(from.x, to.x),
        south: Math.min(from.y, to.y),
        north: Math.max(from.y, to.y),
        low: Math.min(...seas),
        high: Math.max(...seas),
        begins: start.seconds + seconds * one + offset,
        ends: start.seconds + seconds * two + offset,
        stretch: end.stretch,
        order: pieces.length,
      });
    }
  }
  return pieces;
}

type Bounds = Pick<FlightPiece, 'west' | 'east' | 'south' | 'north'>;

function boundsOf(pieces: readonly FlightPiece[]): Bounds {
  const bounds = { west: Infinity, east: -Infinity, south: Infinity, north: -Infinity };
  for (const { west, east, south, north } of pieces) {
    bounds.west = Math.min(bounds.west, west);
    bounds.east = Math.max(bounds.east, east);
    bounds.south = Math.min(bounds.south, south);
    bounds.north = Math.max(bounds.north, north);
  }
  return bounds;
}

/** The pieces that may come close to something within the bounds. */
function within(pieces: FlightPiece[], bounds: Bounds, { horizontal }: CrossingLimits): FlightPiece[] {
  return pieces.filter(
    ({ west, east, south, north }) =>
      gap(west, east, bounds.west, bounds.east) < horizontal &&
      gap(south, north, bounds.south, bounds.north) < horizontal,
  );
}

/** How far two ranges are apart; 0 where they meet. */
function gap(low: number, high: number, otherLow: number, otherHigh: number): number {
  return Math.max(0, otherLow - high, low - otherHigh);
}

import { type PlanePoint } from './transverse-mercator.js';

/** The point of a segment nearest to a place: metres away, and how far along (0 at the start, 1 at the end). */
export interface NearestOnSegment {
  distance: number;
  share: number;
}

/** A part of a segment, as shares of its length from its start: 0 ≤ from ≤ to ≤ 1. */
export interface Stretch {
  from: number;
  to: number;
}

export const between = (from: PlanePoint, to: PlanePoint, share: number): PlanePoint => ({
  x: from.x + (to.x - from.x) * share,
  y: from.y + (to.y - from.y) * share,
});

export const planeDistance = (one: PlanePoint, other: PlanePoint): number =>
  Math.hypot(other.x - one.x, other.y - one.y);

export function nearestOnSegment(place: PlanePoint, from: PlanePoint, to: PlanePoint): NearestOnSegment {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const square = dx * dx + dy * dy;
  const along = square === 0 ? 0 : ((place.x - from.x) * dx + (place.y - from.y) * dy) / square;
  const share = Math.min(1, Math.max(0, along));
  const x = place.x - from.x - share * dx;
  const y = place.y - from.y - share * dy;
  // Not Math.hypot: ten times slower, and on a county's plane nothing overflows.
  return { distance: Math.sqrt(x * x + y * y), share };
}

/** Where two segments cross, as shares of their lengths; undefined when they do not or lie on one line. */
export function crossing(
  a: PlanePoint,
  b: PlanePoint,
  c: PlanePoint,
  d: PlanePoint,
): { one: number; other: number } | undefined {
  const turn = (b.x - a.x) * (d.y - c.y) - (b.y - a.y) * (d.x - c.x);
  if (turn === 0) return undefined;
  const one = ((c.x - a.x) * (d.y - c.y) - (c.y - a.y) * (d.x - c.x)) / turn;
  const other = ((c.x - a.x) * (b.y - a.y) - (c.y - a.y) * (b.x - a.x)) / turn;
  return one >= 0 && one <= 1 && other >= 0 && other <= 1 ? { one, other } : undefined;
}

/** Shortest distance between segment ab and segment cd, with the places on them as shares; 0 where they cross. */
export function segmentsApart(
  a: PlanePoint,
  b: PlanePoint,
  c: PlanePoint,
  d: PlanePoint,
): { distance: number; one: number; other: number } {
  const met = crossing(a, b, c, d);
  if (met) return { distance: 0, one: met.one, other: met.other };
  const fromA = nearestOnSegment(a, c, d);
  const fromB = nearestOnSegment(b, c, d);
  const fromC = nearestOnSegment(c, a, b);
  const fromD = nearestOnSegment(d, a, b);
  let nearest = { distance: fromA.distance, one: 0, other: fromA.share };
  if (fromB.distance < nearest.distance) nearest = { distance: fromB.distance, one: 1, other: fromB.share };
  if (fromC.distance < nearest.distance) nearest = { distance: fromC.distance, one: fromC.share, other: 0 };
  if (fromD.distance < nearest.distance) nearest = { distance: fromD.distance, one: fromD.share, other: 1 };
  return nearest;
}

/** The stretch of a segment inside a circle; undefined when it passes by or only touches it. */
export function stretchInCircle(
  from: PlanePoint,
  to: PlanePoint,
  centre: PlanePoint,
  radius: number,
): Stretch | undefined {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const fx = from.x - centre.x;
  const fy = from.y - centre.y;
  const square = dx * dx + dy * dy;
  const inside = fx * fx + fy * fy - radius * radius;
  if (square === 0) return inside < 0 ? { from: 0, to: 1 } : undefined;
  const half = (fx * dx + fy * dy) / square;
  const root = half * half - inside / square;
  if (root <= 0) return undefined;
  const enter = Math.max(0, -half - Math.sqrt(root));
  const leave = Math.min(1, -half + Math.sqrt(root));
  return enter < leave ? { from: enter, to: leave } : undefined;
}

/** Stretches in order, those that touch joined into one. */
export function joined(stretches: readonly Stretch[]): Stretch[] {
  const result: Stretch[] = [];
  for (const stretch of stretches.toSorted((one, other) => one.from - other.from)) {
    const last = result.at(-1);
    if (last && stretch.from <= last.to) last.to = Math.max(last.to, stretch.to);
    else result.push({ ...stretch });
  }
  return result;
}

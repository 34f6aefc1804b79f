import { between, joined, segmentsApart, type Stretch } from './planar.js';
import { type PlanePoint } from './transverse-mercator.js';

/** West, south, east and north in metres. */
export interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** A polygon with holes, or several, on a plane in metres. Even-odd rule over all rings; rings need not be closed. */
export class PlanarArea {
  /** Each edge as x1, y1, x2, y2: a county has some thousand, and every leg of a route asks them all. */
  private readonly edges: Float64Array;
  readonly box: Readonly<Box>;

  /** Throws a `RangeError` when no ring has three corners. */
  constructor(rings: readonly (readonly PlanePoint[])[]) {
    const drawn = rings.filter((ring) => ring.length >= 3);
    if (drawn.length === 0) throw new RangeError('PlanarArea: no ring has three corners');
    this.edges = Float64Array.from(
      drawn.flatMap((ring) =>
        ring.flatMap((to, index) => {
          const from = ring.at(index - 1)!;
          return [from.x, from.y, to.x, to.y];
        }),
      ),
    );
    this.box = boxOf(drawn.flat());
  }

  contains({ x, y }: PlanePoint): boolean {
    const { edges, box } = this;
    if (!(x >= box.west && x <= box.east && y >= box.south && y <= box.north)) return false;
    let inside = false;
    for (let at = 0; at < edges.length; at += 4) {
      const y1 = edges[at + 1]!;
      const y2 = edges[at + 3]!;
      if (y1 > y === y2 > y) continue;
      const x1 = edges[at]!;
      if (x < x1 + ((y - y1) / (y2 - y1)) * (edges[at + 2]! - x1)) inside = !inside;
    }
    return inside;
  }

  /** Metres from a place to the area; 0 inside. */
  distance(place: PlanePoint): number {
    return this.contains(place) ? 0 : this.distanceToEdge(place);
  }

  /** Metres from a place, inside or outside, to the nearest edge. */
  distanceToEdge(place: PlanePoint): number {
    return this.nearestEdge(place, place).distance;
  }

  /**
   * Metres from a segment to the area, and the share of the segment where it is nearest; 0 at its first point inside.
   * An area whose box is further away than `within` is not looked at and answers Infinity.
   */
  distanceToSegment(from: PlanePoint, to: PlanePoint, within = Infinity): { distance: number; share: number } {
    if (boxesApart(boxOf([from, to]), this.box) > within) return { distance: Infinity, share: 0 };
    const [first] = this.stretchesInside(from, to);
    return first ? { distance: 0, share: first.from } : this.nearestEdge(from, to);
  }

  /** The parts of a segment that lie in the area, in order. A segment that only touches an edge has none. */
  stretchesInside(from: PlanePoint, to: PlanePoint): Stretch[] {
    if (boxesApart(boxOf([from, to]), this.box) > 0) return [];
    if (from.x === to.x && from.y === to.y) return this.contains(from) ? [{ from: 0, to: 1 }] : [];
    const marks = [0, ...this.cuts(from, to), 1];
    const inside = marks.slice(1).flatMap((end, index): Stretch[] => {
      const start = marks[index]!;
      return end > start && this.contains(between(from, to, (start + end) / 2)) ? [{ from: start, to: end }] : [];
    });
    return joined(inside);
  }

  /** The shares of a segment at which it crosses an edge, in order. */
  private cuts(from: PlanePoint, to: PlanePoint): number[] {
    const dx = to.x - from.x;
    const dy = to.y - from.y;
    const found: number[] = [];
    for (let at = 0; at < this.edges.length; at += 4) {
      const ex = this.edges[at + 2]! - this.edges[at]!;
      const ey = this.edges[at + 3]! - this.edges[at + 1]!;
      const turn = dx * ey - dy * ex;
      if (turn === 0) continue;
      const fx = this.edges[at]! - from.x;
      const fy = this.edges[at + 1]! - from.y;
      const own = (fx * ey - fy * ex) / turn;
      const other = (fx * dy - fy * dx) / turn;
      if (own >= 0 && own <= 1 && other >= 0 && other <= 1) found.push(own);
    }
    return found.toSorted((one, other) => one - other);
  }

  private nearestEdge(from: PlanePoint, to: PlanePoint): { distance: number; share: number } {
    const { edges } = this;
    const { west, south, east, north } = boxOf([from, to]);
    let nearest = { distance: Infinity, share: 0 };
    for (let at = 0; at < edges.length; at += 4) {
      const x1 = edges[at]!;
      const y1 = edges[at + 1]!;
      const x2 = edges[at + 2]!;
      const y2 = edges[at + 3]!;
      // An edge whose box is further off than what was found need not be looked at.
      const x = Math.max(0, west - Math.max(x1, x2), Math.min(x1, x2) - east);
      const y = Math.max(0, south - Math.max(y1, y2), Math.min(y1, y2) - north);
      if (x * x + y * y >= nearest.distance * nearest.distance) continue;
      const apart = segmentsApart(from, to, { x: x1, y: y1 }, { x: x2, y: y2 });
      if (apart.distance < nearest.distance) nearest = { distance: apart.distance, share: apart.one };
    }
    return nearest;
  }
}

export function boxOf(places: readonly PlanePoint[]): Box {
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  for (const { x, y } of places) {
    box.west = Math.min(box.west, x);
    box.east = Math.max(box.east, x);
    box.south = Math.min(box.south, y);
    box.north = Math.max(box.north, y);
  }
  return box;
}

/** Metres between two boxes; 0 when they meet. */
export function boxesApart(one: Box, other: Box): number {
  const x = Math.max(0, other.west - one.east, one.west - other.east);
  const y = Math.max(0, other.south - one.north, one.south - other.north);
  return Math.hypot(x, y);
}

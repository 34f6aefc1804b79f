import { Area, type AreaGeometry } from './area.js';
import { distance } from './geodesic.js';
import { type GeoPoint } from './point.js';

/** Metres of a degree of latitude at its shortest, at the equator. */
const SHORTEST_DEGREE = 110_574;

/** Points sorted from south to north, for "which of them lie in this footprint" and "which is nearest". */
export class PointIndex<T extends GeoPoint> {
  private readonly points: readonly T[];

  constructor(points: readonly T[]) {
    this.points = points.toSorted((one, other) => one.latitude - other.latitude);
  }

  /** The points inside an area, from south to north. */
  within(geometry: AreaGeometry): T[] {
    const area = new Area(geometry);
    const found: T[] = [];
    for (let at = this.firstFrom(area.south); at < this.points.length; at++) {
      const point = this.points[at]!;
      if (point.latitude > area.north) break;
      if (area.contains(point.longitude, point.latitude)) found.push(point);
    }
    return found;
  }

  /** The point nearest to another and its distance in metres; undefined when none lies within `reach` metres. */
  nearest(place: GeoPoint, reach: number): { point: T; distance: number } | undefined {
    let best: { point: T; distance: number } | undefined;
    let limit = reach;
    const middle = this.firstFrom(place.latitude);
    const consider = (point: T): boolean => {
      // Nothing further north or south on this side can be nearer.
      if (Math.abs(point.latitude - place.latitude) * SHORTEST_DEGREE > limit) return false;
      const metres = distance(place, point);
      if (metres <= limit && (!best || metres < best.distance)) {
        best = { point, distance: metres };
        limit = metres;
      }
      return true;
    };
    for (let at = middle; at < this.points.length && consider(this.points[at]!); at++);
    for (let at = middle - 1; at >= 0 && consider(this.points[at]!); at--);
    return best;
  }

  /** The number of the first point not south of a latitude. */
  private firstFrom(latitude: number): number {
    let [low, high] = [0, this.points.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.points[middle]!.latitude < latitude) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** A ring of points, closed or not, as a polygon: a footprint to ask a `PointIndex` about. */
export function polygonOf(ring: readonly GeoPoint[]): AreaGeometry {
  const positions = ring.map(({ longitude, latitude }) => [longitude, latitude]);
  const [first, last] = [positions[0], positions.at(-1)];
  const closed = first && last && first[0] === last[0] && first[1] === last[1];
  return { type: 'Polygon', coordinates: [first && !closed ? [...positions, first] : positions] };
}

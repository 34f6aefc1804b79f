import { type AreaGeometry } from './area.js';
import { type LocalFrame } from './local-frame.js';
import { boxOf, PlanarArea } from './planar-area.js';
import { nearestOnSegment, planeDistance, stretchInCircle, type Stretch } from './planar.js';
import { type GeoPoint } from './point.js';
import { type PlanePoint } from './transverse-mercator.js';

/** A circle on the ground: WGS84 centre, radius in metres. */
export interface Circle {
  type: 'Circle';
  centre: GeoPoint;
  radius: number;
}

/** An area that is kept out of, or kept in: a county, a keep-out, a dock's radius. */
export type Zone = Circle | AreaGeometry;

/** A zone laid on a local plane. Answers in metres, with the errors of the frame; edges are straight on the plane. */
export interface LocalZone {
  contains(place: PlanePoint): boolean;
  /** Metres to the zone; 0 inside. */
  distance(place: PlanePoint): number;
  /** Metres to its edge, from inside or outside. */
  distanceToEdge(place: PlanePoint): number;
  /**
   * Metres from a segment to the zone and where on the segment (share); 0 at its first point inside. A zone further away
   * than `within` metres may answer Infinity, which spares looking at its edges.
   */
  distanceToSegment(from: PlanePoint, to: PlanePoint, within?: number): { distance: number; share: number };
  /** The parts of a segment inside the zone, in order. */
  stretchesInside(from: PlanePoint, to: PlanePoint): Stretch[];
}

/** Lays a zone on a plane. Throws a `RangeError` for a circle without a radius or an area without three corners. */
export function localZone(zone: Zone, frame: LocalFrame): LocalZone {
  if (zone.type === 'Circle') return new LocalCircle(frame.toPlane(zone.centre), zone.radius);
  const polygons = zone.type === 'Polygon' ? [zone.coordinates] : zone.coordinates;
  const rings = polygons
    .flat()
    .map((ring) => ring.map(([longitude, latitude]) => frame.toPlane({ longitude: longitude!, latitude: latitude! })));
  return new PlanarArea(rings.map(opened));
}

/** The parts of a segment outside a zone, in order: where a route leaves its county. */
export function stretchesOutside(zone: LocalZone, from: PlanePoint, to: PlanePoint): Stretch[] {
  const inside = zone.stretchesInside(from, to);
  const starts = [0, ...inside.map((stretch) => stretch.to)];
  const ends = [...inside.map((stretch) => stretch.from), 1];
  return starts
    .map((start, index) => ({ from: start, to: ends[index]! }))
    .filter((stretch) => stretch.to > stretch.from);
}

class LocalCircle implements LocalZone {
  constructor(
    private readonly centre: PlanePoint,
    private readonly radius: number,
  ) {
    if (!(radius > 0)) throw new RangeError(`Circle: the radius must be above 0 m, not ${radius}`);
  }

  contains(place: PlanePoint): boolean {
    return planeDistance(place, this.centre) < this.radius;
  }

  distance(place: PlanePoint): number {
    return Math.max(0, planeDistance(place, this.centre) - this.radius);
  }

  distanceToEdge(place: PlanePoint): number {
    return Math.abs(planeDistance(place, this.centre) - this.radius);
  }

  distanceToSegment(from: PlanePoint, to: PlanePoint): { distance: number; share: number } {
    const inside = stretchInCircle(from, to, this.centre, this.radius);
    if (inside) return { distance: 0, share: inside.from };
    const nearest = nearestOnSegment(this.centre, from, to);
    return { distance: Math.max(0, nearest.distance - this.radius), share: nearest.share };
  }

  stretchesInside(from: PlanePoint, to: PlanePoint): Stretch[] {
    const box = boxOf([from, to]);
    const { x, y } = this.centre;
    const reach = this.radius;
    if (box.west > x + reach || box.east < x - reach || box.south > y + reach || box.north < y - reach) return [];
    const inside = stretchInCircle(from, to, this.centre, this.radius);
    return inside ? [inside] : [];
  }
}

/** A GeoJSON ring without the repeated last corner. */
function opened(ring: readonly PlanePoint[]): readonly PlanePoint[] {
  const [first, last] = [ring[0], ring.at(-1)];
  return first && last && ring.length > 1 && first.x === last.x && first.y === last.y ? ring.slice(0, -1) : ring;
}

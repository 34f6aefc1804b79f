import { LocalFrame, localZone, type AreaGeometry, type GeoPoint, type LocalZone, type Zone } from '#geo';

/** Degrees between the origins of planes: flights near each other share one, and with it the zones laid on it. */
const RASTER = 0.1;

/** A plane for flights that start near a place; its origin lies within 8 km, so that lengths are right to 1 in 10⁶. */
export function frameAround(place: GeoPoint): LocalFrame {
  return new LocalFrame({
    longitude: Math.round(place.longitude / RASTER) * RASTER,
    latitude: Math.round(place.latitude / RASTER) * RASTER,
  });
}

const laid = new WeakMap<Zone, Map<string, LocalZone>>();

/** A zone laid on a plane; the same answer for the same two, since a county has some thousand edges. */
export function zoneOn(zone: Zone, frame: LocalFrame): LocalZone {
  const key = keyOf(frame);
  let zones = laid.get(zone);
  if (!zones) laid.set(zone, (zones = new Map()));
  let found = zones.get(key);
  if (!found) zones.set(key, (found = localZone(zone, frame)));
  return found;
}

function keyOf({ origin }: LocalFrame): string {
  return `${origin.longitude.toFixed(6)} ${origin.latitude.toFixed(6)}`;
}

const outlines = new WeakMap<AreaGeometry, Map<string, Float64Array>>();

/** The edges of an area on a plane as x1, y1, x2, y2; the same answer for the same two. */
export function edgesOn(area: AreaGeometry, frame: LocalFrame): Float64Array {
  const key = keyOf(frame);
  let known = outlines.get(area);
  if (!known) outlines.set(area, (known = new Map()));
  let edges = known.get(key);
  if (!edges) {
    const rings = (area.type === 'Polygon' ? [area.coordinates] : area.coordinates).flat();
    const places = rings.map((ring) =>
      ring.map(([longitude, latitude]) => frame.toPlane({ longitude: longitude!, latitude: latitude! })),
    );
    edges = Float64Array.from(
      places.flatMap((ring) => ring.flatMap((to, index) => [ring.at(index - 1)!.x, ring.at(index - 1)!.y, to.x, to.y])),
    );
    known.set(key, edges);
  }
  return edges;
}

/** Degrees. */
export interface DegreeBox {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** Degrees, some 100 m. */
const MARGIN = 0.001;
const boxes = new WeakMap<Zone, DegreeBox>();

/** The degrees that a zone lies in. */
export function boxOfZone(zone: Zone): DegreeBox {
  let box = boxes.get(zone);
  if (!box) boxes.set(zone, (box = measured(zone)));
  return box;
}

/** The degrees that a flight lies in. */
export function boxOfPath({ points }: { points: readonly { place: GeoPoint }[] }): DegreeBox {
  const box = boxAround(points.map(({ place: { longitude, latitude } }) => [longitude, latitude]));
  const { west, south, east, north } = box;
  // What is straight on the plane is not quite so in degrees.
  return { west: west - MARGIN, south: south - MARGIN, east: east + MARGIN, north: north + MARGIN };
}

export function boxesMeet(one: DegreeBox, other: DegreeBox): boolean {
  return one.west <= other.east && other.west <= one.east && one.south <= other.north && other.south <= one.north;
}

function measured(zone: Zone): DegreeBox {
  if (zone.type !== 'Circle') {
    return boxAround((zone.type === 'Polygon' ? [zone.coordinates] : zone.coordinates).flat(2));
  }
  const { centre, radius } = zone;
  // A little more than a degree's share of the meridian, so that the box is never too small.
  const up = radius / 110_000;
  const across = up / Math.max(0.01, Math.cos((centre.latitude * Math.PI) / 180));
  return {
    west: centre.longitude - across,
    south: centre.latitude - up,
    east: centre.longitude + across,
    north: centre.latitude + up,
  };
}

function boxAround(positions: readonly (readonly number[])[]): DegreeBox {
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  for (const [longitude, latitude] of positions) {
    box.west = Math.min(box.west, longitude!);
    box.east = Math.max(box.east, longitude!);
    box.south = Math.min(box.south, latitude!);
    box.north = Math.max(box.north, latitude!);
  }
  return box;
}

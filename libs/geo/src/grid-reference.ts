import { type GeoPoint } from './point.js';
import { TransverseMercator } from './transverse-mercator.js';

/** How the cells of an elevation model lie on the Earth, by its EPSG code. */
export interface GridReference {
  epsg: number;
  /** Plane coordinates of a WGS84 point, in degrees (longitude, latitude) or metres. */
  toGrid(point: GeoPoint): { x: number; y: number };
  toPoint(x: number, y: number): GeoPoint;
  /** Metres of one unit northward. */
  unit: number;
}

/**
 * The reference of an EPSG code; undefined for one we do not read. Known: 4326 (WGS84) and 4490 (CGCS2000) in degrees;
 * UTM on WGS84 (32601–32660 north, 32701–32760 south); Gauss-Krüger on CGCS2000 in zones of 6° (4491–4501 with the zone
 * number before the easting, 4502–4512 without) and of 3° (4513–4533 with, 4534–4554 without). Source: EPSG registry.
 */
export function gridReference(epsg: number): GridReference | undefined {
  if (epsg === 4326 || epsg === 4490) return geographic(epsg);
  if (epsg > 32_600 && epsg <= 32_660) return projected(epsg, utm(epsg - 32_600, 0));
  if (epsg > 32_700 && epsg <= 32_760) return projected(epsg, utm(epsg - 32_700, 10_000_000));
  return gaussKrueger(epsg);
}

function gaussKrueger(epsg: number): GridReference | undefined {
  const make = (meridian: number, zone: number) =>
    projected(epsg, new TransverseMercator(meridian, 1, zone * 1_000_000 + 500_000, 0));
  if (epsg >= 4491 && epsg <= 4501) return make(75 + 6 * (epsg - 4491), 13 + epsg - 4491);
  if (epsg >= 4502 && epsg <= 4512) return make(75 + 6 * (epsg - 4502), 0);
  if (epsg >= 4513 && epsg <= 4533) return make(75 + 3 * (epsg - 4513), 25 + epsg - 4513);
  if (epsg >= 4534 && epsg <= 4554) return make(75 + 3 * (epsg - 4534), 0);
  return undefined;
}

const utm = (zone: number, falseNorthing: number): TransverseMercator =>
  new TransverseMercator(zone * 6 - 183, 0.9996, 500_000, falseNorthing);

function geographic(epsg: number): GridReference {
  return {
    epsg,
    toGrid: ({ longitude, latitude }) => ({ x: longitude, y: latitude }),
    toPoint: (x, y) => ({ longitude: x, latitude: y }),
    unit: 110_900,
  };
}

function projected(epsg: number, plane: TransverseMercator): GridReference {
  return { epsg, toGrid: (point) => plane.toPlane(point), toPoint: (x, y) => plane.toPoint({ x, y }), unit: 1 };
}

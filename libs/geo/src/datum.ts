import gcoord from 'gcoord';
import { type GeoPoint } from './point.js';

/** Datums met at the edge: maps, uploads and other platforms. Everything stored is WGS84. */
export type ForeignDatum = 'CGCS2000' | 'GCJ-02' | 'BD-09';

/** A place in degrees of a datum that is not WGS84. It names its datum and is therefore not a `GeoPoint`. */
export interface ForeignPoint<D extends ForeignDatum = ForeignDatum> {
  longitude: number;
  latitude: number;
  datum: D;
}

export type Cgcs2000Point = ForeignPoint<'CGCS2000'>;
export type Gcj02Point = ForeignPoint<'GCJ-02'>;
export type Bd09Point = ForeignPoint<'BD-09'>;

/** How the screen names a datum. */
export const datumNames: Readonly<Record<ForeignDatum | 'WGS84', { zh: string; en: string }>> = {
  WGS84: { zh: 'WGS84 坐标', en: 'WGS84' },
  CGCS2000: { zh: '2000 国家大地坐标', en: 'CGCS2000' },
  'GCJ-02': { zh: 'GCJ-02 坐标（火星坐标，高德、腾讯地图）', en: 'GCJ-02 (shifted, Amap and Tencent maps)' },
  'BD-09': { zh: 'BD-09 坐标（百度地图）', en: 'BD-09 (shifted, Baidu maps)' },
};

type Pair = [longitude: number, latitude: number];

// The library is CommonJS to Node and an ES module to bundlers; its types differ between the two.
const { transform } = gcoord as unknown as { transform: (point: Pair, from: string, to: string) => Pair };

const forward: Readonly<Record<ForeignDatum, (point: Pair) => Pair>> = {
  CGCS2000: (point) => point,
  'GCJ-02': (point) => transform(point, 'WGS84', 'GCJ02'),
  'BD-09': (point) => transform(point, 'WGS84', 'BD09'),
};

/** Below this step, in degrees, the way back from a shifted datum has settled: a tenth of a millimetre. */
const SETTLED = 1e-9;

/**
 * A WGS84 point in another datum.
 *
 * CGCS2000: the same numbers. The ellipsoids differ by 0.1 mm, the frames agree to centimetres at the epoch of
 * CGCS2000 (2000.0); the South China block has since moved by about 3 cm a year, which a receiver corrected by a Chinese
 * network has already taken out.
 * GCJ-02 and BD-09: the formulas everybody uses (gcoord), exact to a few centimetres against the answers of Amap and to
 * about a metre against those of Baidu; the official ones are secret. Outside China (72.004–137.8347°E,
 * 0.8293–55.8271°N) GCJ-02 is WGS84. Throws a `RangeError` for numbers that are not finite.
 */
export function fromWgs84<D extends ForeignDatum>(point: GeoPoint, datum: D): ForeignPoint<D> {
  assertFinite(point);
  const [longitude, latitude] = forward[datum]([point.longitude, point.latitude]);
  return { longitude, latitude, datum };
}

/**
 * A point of another datum in WGS84: the inverse of `fromWgs84`, by fixed-point iteration on it. There and back again
 * is off by less than a millimetre inside China (stated bound of the product: 0.5 m). On the border of the box in which
 * the shift applies no inverse exists; the nearest found within 30 steps is given. Throws a `RangeError` for numbers that are not finite.
 */
export function toWgs84(point: ForeignPoint): GeoPoint {
  assertFinite(point);
  const shifted = forward[point.datum];
  let longitude = point.longitude;
  let latitude = point.latitude;
  for (let round = 0; round < 30; round++) {
    const [east, north] = shifted([longitude, latitude]);
    const eastward = point.longitude - east;
    const northward = point.latitude - north;
    longitude += eastward;
    latitude += northward;
    if (Math.abs(eastward) < SETTLED && Math.abs(northward) < SETTLED) break;
  }
  return { longitude, latitude };
}

function assertFinite({ longitude, latitude }: { longitude: number; latitude: number }): void {
  if (Number.isFinite(longitude) && Number.isFinite(latitude)) return;
  throw new RangeError(`datum: ${longitude}, ${latitude} is not a place`);
}

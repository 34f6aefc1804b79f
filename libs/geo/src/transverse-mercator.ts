import { FLATTENING, SEMI_MAJOR } from './ellipsoid.js';
import { degrees, longitudeStep, radians, type GeoPoint } from './point.js';

/** Metres on a plane: x to the east, y to the north. */
export interface PlanePoint {
  x: number;
  y: number;
}

const ECCENTRICITY = Math.sqrt(FLATTENING * (2 - FLATTENING));
const N = FLATTENING / (2 - FLATTENING);
const N2 = N * N;
const N3 = N2 * N;
const N4 = N3 * N;
/** Radius of the sphere whose great circles are as long as the meridian. */
const RECTIFYING = (SEMI_MAJOR / (1 + N)) * (1 + N2 / 4 + N4 / 64);

// L. Krüger, "Konforme Abbildung des Erdellipsoids in der Ebene", 1912, as given to higher order in C. F. F. Karney,
// "Transverse Mercator with an accuracy of a few nanometers", J. Geodesy 85, 2011, equations 35 and 36.
const ALPHA = [
  N / 2 - (2 / 3) * N2 + (5 / 16) * N3 + (41 / 180) * N4,
  (13 / 48) * N2 - (3 / 5) * N3 + (557 / 1440) * N4,
  (61 / 240) * N3 - (103 / 140) * N4,
  (49_561 / 161_280) * N4,
] as const;
const BETA = [
  N / 2 - (2 / 3) * N2 + (37 / 96) * N3 - (1 / 360) * N4,
  (1 / 48) * N2 + (1 / 15) * N3 - (437 / 1440) * N4,
  (17 / 480) * N3 - (37 / 840) * N4,
  (4397 / 161_280) * N4,
] as const;
/** From conformal to geographic latitude. */
const DELTA = [
  2 * N - (2 / 3) * N2 - 2 * N3 + (116 / 45) * N4,
  (7 / 3) * N2 - (8 / 5) * N3 - (227 / 45) * N4,
  (56 / 15) * N3 - (136 / 35) * N4,
  (4279 / 630) * N4,
] as const;

/**
 * The transverse Mercator plane of a meridian on WGS84 (equally CGCS2000: the ellipsoids differ by 0.1 mm). Conformal;
 * lengths on it are too long by the share x²/2R², with x the distance from the meridian: 1.2 mm in 1 km at 10 km,
 * 31 mm in 1 km at 50 km. The series of fourth order is right to a few micrometres within 30° of the meridian.
 */
export class TransverseMercator {
  /** `scale` at the meridian: 1 for Gauss-Krüger, 0.9996 for UTM. False easting and northing in metres. */
  constructor(
    readonly meridian: number,
    readonly scale = 1,
    readonly falseEasting = 0,
    readonly falseNorthing = 0,
  ) {}

  toPlane(point: GeoPoint): PlanePoint {
    const sine = Math.sin(radians(point.latitude));
    const lambda = radians(longitudeStep(this.meridian, point.longitude));
    const tangent = Math.sinh(Math.atanh(sine) - ECCENTRICITY * Math.atanh(ECCENTRICITY * sine));
    const cosine = Math.cos(lambda);
    const xi = Math.atan2(tangent, cosine);
    const eta = Math.asinh(Math.sin(lambda) / Math.hypot(tangent, cosine));
    let [north, east] = [xi, eta];
    for (let index = 0; index < ALPHA.length; index++) {
      const times = 2 * (index + 1);
      north += ALPHA[index]! * Math.sin(times * xi) * Math.cosh(times * eta);
      east += ALPHA[index]! * Math.cos(times * xi) * Math.sinh(times * eta);
    }
    const metres = this.scale * RECTIFYING;
    return { x: this.falseEasting + metres * east, y: this.falseNorthing + metres * north };
  }

  toPoint(place: PlanePoint): GeoPoint {
    const metres = this.scale * RECTIFYING;
    const xi = (place.y - this.falseNorthing) / metres;
    const eta = (place.x - this.falseEasting) / metres;
    let [up, across] = [xi, eta];
    for (let index = 0; index < BETA.length; index++) {
      const times = 2 * (index + 1);
      up -= BETA[index]! * Math.sin(times * xi) * Math.cosh(times * eta);
      across -= BETA[index]! * Math.cos(times * xi) * Math.sinh(times * eta);
    }
    const conformal = Math.asin(Math.sin(up) / Math.cosh(across));
    let latitude = conformal;
    for (let index = 0; index < DELTA.length; index++)
      latitude += DELTA[index]! * Math.sin(2 * (index + 1) * conformal);
    const longitude = this.meridian + degrees(Math.atan2(Math.sinh(across), Math.cos(up)));
    return { longitude: longitudeStep(0, longitude), latitude: degrees(latitude) };
  }
}

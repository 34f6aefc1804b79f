import { FLATTENING, SEMI_MAJOR, SEMI_MINOR } from './ellipsoid.js';
import { degrees, longitudeStep, radians, type GeoPoint } from './point.js';

/** A geodesic from one point to another: metres, and the azimuths in degrees clockwise from true north. */
export interface Geodesic {
  distance: number;
  initialAzimuth: number;
  finalAzimuth: number;
}

/**
 * The shortest way between two WGS84 points over the ellipsoid, to half a millimetre. T. Vincenty, "Direct and inverse
 * solutions of geodesics on the ellipsoid", Survey Review XXII, 176, 1975. Throws a `RangeError` for points almost
 * opposite on the globe, where the iteration does not settle.
 */
export function geodesic(from: GeoPoint, to: GeoPoint): Geodesic {
  const u1 = reduced(from.latitude);
  const u2 = reduced(to.latitude);
  const difference = radians(longitudeStep(from.longitude, to.longitude));
  let lambda = difference;
  for (let round = 0; round < 200; round++) {
    const sinLambda = Math.sin(lambda);
    const cosLambda = Math.cos(lambda);
    const sinSigma = Math.hypot(u2.cos * sinLambda, u1.cos * u2.sin - u1.sin * u2.cos * cosLambda);
    if (sinSigma === 0) return { distance: 0, initialAzimuth: 0, finalAzimuth: 0 };
    const cosSigma = u1.sin * u2.sin + u1.cos * u2.cos * cosLambda;
    const sigma = Math.atan2(sinSigma, cosSigma);
    const sinAlpha = (u1.cos * u2.cos * sinLambda) / sinSigma;
    const cosSqAlpha = 1 - sinAlpha ** 2;
    const cosTwoMid = cosSqAlpha === 0 ? 0 : cosSigma - (2 * u1.sin * u2.sin) / cosSqAlpha;
    const previous = lambda;
    lambda = difference + longitudeCorrection(sinAlpha, cosSqAlpha, sigma, sinSigma, cosSigma, cosTwoMid);
    if (Math.abs(lambda - previous) > 1e-12) continue;
    const { a, b } = series(cosSqAlpha);
    return {
      distance: SEMI_MINOR * a * (sigma - arcCorrection(b, sinSigma, cosSigma, cosTwoMid)),
      initialAzimuth: azimuth(u2.cos * sinLambda, u1.cos * u2.sin - u1.sin * u2.cos * cosLambda),
      finalAzimuth: azimuth(u1.cos * sinLambda, u1.cos * u2.sin * cosLambda - u1.sin * u2.cos),
    };
  }
  throw new RangeError('geodesic: the points lie almost opposite on the globe');
}

/** Metres between two WGS84 points; see `geodesic`. */
export function distance(from: GeoPoint, to: GeoPoint): number {
  return geodesic(from, to).distance;
}

/** The WGS84 point at `metres` from another in the direction `azimuthDegrees` (from true north, clockwise). Vincenty 1975. */
export function destination(from: GeoPoint, azimuthDegrees: number, metres: number): GeoPoint {
  const alpha = radians(azimuthDegrees);
  const u1 = reduced(from.latitude);
  const sigmaToEquator = Math.atan2(u1.sin / u1.cos, Math.cos(alpha));
  const sinAlpha = u1.cos * Math.sin(alpha);
  const cosSqAlpha = 1 - sinAlpha ** 2;
  const { a, b } = series(cosSqAlpha);
  const straight = metres / (SEMI_MINOR * a);
  let sigma = straight;
  let cosTwoMid = Math.cos(2 * sigmaToEquator + sigma);
  for (let round = 0; round < 200; round++) {
    const previous = sigma;
    sigma = straight + arcCorrection(b, Math.sin(sigma), Math.cos(sigma), cosTwoMid);
    cosTwoMid = Math.cos(2 * sigmaToEquator + sigma);
    if (Math.abs(sigma - previous) < 1e-13) break;
  }
  const sinSigma = Math.sin(sigma);
  const cosSigma = Math.cos(sigma);
  const across = u1.sin * sinSigma - u1.cos * cosSigma * Math.cos(alpha);
  const latitude = Math.atan2(
    u1.sin * cosSigma + u1.cos * sinSigma * Math.cos(alpha),
    (1 - FLATTENING) * Math.hypot(sinAlpha, across),
  );
  const lambda = Math.atan2(sinSigma * Math.sin(alpha), u1.cos * cosSigma - u1.sin * sinSigma * Math.cos(alpha));
  const step = lambda - longitudeCorrection(sinAlpha, cosSqAlpha, sigma, sinSigma, cosSigma, cosTwoMid);
  return { longitude: longitudeStep(0, from.longitude + degrees(step)), latitude: degrees(latitude) };
}

/** Sine and cosine of the reduced latitude (latitude on the auxiliary sphere). */
function reduced(latitude: number): { sin: number; cos: number } {
  const angle = Math.atan((1 - FLATTENING) * Math.tan(radians(latitude)));
  return { sin: Math.sin(angle), cos: Math.cos(angle) };
}

/** Vincenty's A and B. */
function series(cosSqAlpha: number): { a: number; b: number } {
  const u = (cosSqAlpha * (SEMI_MAJOR ** 2 - SEMI_MINOR ** 2)) / SEMI_MINOR ** 2;
  return {
    a: 1 + (u / 16384) * (4096 + u * (-768 + u * (320 - 175 * u))),
    b: (u / 1024) * (256 + u * (-128 + u * (74 - 47 * u))),
  };
}

/** Vincenty's Δσ. */
function arcCorrection(b: number, sinSigma: number, cosSigma: number, cosTwoMid: number): number {
  const square = cosTwoMid ** 2;
  const third = (b / 6) * cosTwoMid * (4 * sinSigma ** 2 - 3) * (4 * square - 3);
  return b * sinSigma * (cosTwoMid + (b / 4) * (cosSigma * (2 * square - 1) - third));
}

/** How much the longitude on the auxiliary sphere exceeds that on the ellipsoid. */
function longitudeCorrection(
  sinAlpha: number,
  cosSqAlpha: number,
  sigma: number,
  sinSigma: number,
  cosSigma: number,
  cosTwoMid: number,
): number {
  const c = (FLATTENING / 16) * cosSqAlpha * (4 + FLATTENING * (4 - 3 * cosSqAlpha));
  const arc = sigma + c * sinSigma * (cosTwoMid + c * cosSigma * (2 * cosTwoMid ** 2 - 1));
  return (1 - c) * FLATTENING * sinAlpha * arc;
}

function azimuth(y: number, x: number): number {
  return (degrees(Math.atan2(y, x)) + 360) % 360;
}

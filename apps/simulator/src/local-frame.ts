/** Metres east (x), north (y) and up (z) of an origin. */
export interface Metres {
  x: number;
  y: number;
  z: number;
}

/** WGS84 degrees. */
export interface Place {
  longitude: number;
  latitude: number;
}

/** A flat frame around an origin: exact to a decimetre within ten kilometres, which is farther than these aircraft fly. */
export interface LocalFrame {
  origin: Place;
  toMetres(place: Place): { x: number; y: number };
  toPlace(point: { x: number; y: number }): Place;
}

const MAJOR_AXIS = 6378137;
const ECCENTRICITY_SQUARED = 0.00669437999014;

/** The frame at an origin, by the radii of curvature of the WGS84 ellipsoid (NIMA TR8350.2). */
export function localFrame(origin: Place): LocalFrame {
  const radians = Math.PI / 180;
  const sine = Math.sin(origin.latitude * radians);
  const bend = 1 - ECCENTRICITY_SQUARED * sine * sine;
  const northRadius = (MAJOR_AXIS * (1 - ECCENTRICITY_SQUARED)) / bend ** 1.5;
  const metresPerLatitude = northRadius * radians;
  const metresPerLongitude = (MAJOR_AXIS / Math.sqrt(bend)) * Math.cos(origin.latitude * radians) * radians;
  return {
    origin,
    toMetres: ({ longitude, latitude }) => ({
      x: (longitude - origin.longitude) * metresPerLongitude,
      y: (latitude - origin.latitude) * metresPerLatitude,
    }),
    toPlace: ({ x, y }) => ({
      longitude: origin.longitude + x / metresPerLongitude,
      latitude: origin.latitude + y / metresPerLatitude,
    }),
  };
}

/** Degrees in (-180, 180]. */
export function wrapDegrees(degrees: number): number {
  if (degrees > -180 && degrees <= 180) return degrees;
  const turned = (((degrees + 180) % 360) + 360) % 360;
  return turned === 0 ? 180 : turned - 180;
}

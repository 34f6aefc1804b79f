/**
 * A place in WGS84 degrees. Members may be added to it, but not a foreign datum: a point that carries `datum: 'GCJ-02'`
 * (see `ForeignPoint`) is no GeoPoint to the compiler.
 */
export interface GeoPoint {
  longitude: number;
  latitude: number;
  datum?: 'WGS84';
}

/** Degrees of longitude from one meridian to another, the short way round: -180 to 180. */
export function longitudeStep(from: number, to: number): number {
  const step = (to - from) % 360;
  if (step > 180) return step - 360;
  return step < -180 ? step + 360 : step;
}

export const radians = (degrees: number): number => (degrees * Math.PI) / 180;
export const degrees = (angle: number): number => (angle * 180) / Math.PI;

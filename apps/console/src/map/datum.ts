import { fromWgs84, toWgs84 } from '#geo';

/** Longitude, latitude in degrees. */
export type Place = readonly [longitude: number, latitude: number];

export type Shift = (place: Place) => Place;

/**
 * How stored WGS84 places are moved before they are drawn on a base map of this datum. Only for drawing: nothing
 * shifted is ever stored.
 */
export function shiftFor(datum: 'WGS84' | 'CGCS2000' | 'GCJ-02'): Shift {
  if (datum === 'WGS84') return (place) => place;
  return ([longitude, latitude]) => {
    const moved = fromWgs84({ longitude, latitude }, datum);
    return [moved.longitude, moved.latitude];
  };
}

/** The way back from a place on a base map of this datum, such as under the pointer, to stored WGS84. */
export function unshiftFor(datum: 'WGS84' | 'CGCS2000' | 'GCJ-02'): Shift {
  if (datum === 'WGS84') return (place) => place;
  return ([longitude, latitude]) => {
    const stored = toWgs84({ longitude, latitude, datum });
    return [stored.longitude, stored.latitude];
  };
}

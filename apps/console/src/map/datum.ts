/** Longitude, latitude in degrees. */
export type Place = readonly [longitude: number, latitude: number];

/** Krasovsky 1940 ellipsoid, on which the published GCJ-02 formula is built: semi-major axis in metres, eccentricity². */
const A = 6378245;
const E2 = 0.006693421622965943;

/**
 * WGS84 to GCJ-02 by the publicly known forward formula: the shift that Chinese commercial maps carry, some hundreds of
 * metres. Only for drawing on such a base map; nothing shifted is ever stored. Valid inside China, which is where such
 * maps are used.
 */
export function toGcj02([longitude, latitude]: Place): Place {
  const x = longitude - 105;
  const y = latitude - 35;
  const waves = 20 * Math.sin(6 * x * Math.PI) + 20 * Math.sin(2 * x * Math.PI);
  const north =
    -100 +
    2 * x +
    3 * y +
    0.2 * y * y +
    0.1 * x * y +
    0.2 * Math.sqrt(Math.abs(x)) +
    (2 / 3) * (waves + 20 * Math.sin(y * Math.PI) + 40 * Math.sin((y / 3) * Math.PI)) +
    (2 / 3) * (160 * Math.sin((y / 12) * Math.PI) + 320 * Math.sin((y / 30) * Math.PI));
  const east =
    300 +
    x +
    2 * y +
    0.1 * x * x +
    0.1 * x * y +
    0.1 * Math.sqrt(Math.abs(x)) +
    (2 / 3) * (waves + 20 * Math.sin(x * Math.PI) + 40 * Math.sin((x / 3) * Math.PI)) +
    (2 / 3) * (150 * Math.sin((x / 12) * Math.PI) + 300 * Math.sin((x / 30) * Math.PI));
  const phi = (latitude * Math.PI) / 180;
  const w2 = 1 - E2 * Math.sin(phi) ** 2;
  const metresPerDegreeNorth = (((A * (1 - E2)) / (w2 * Math.sqrt(w2))) * Math.PI) / 180;
  const metresPerDegreeEast = ((A / Math.sqrt(w2)) * Math.cos(phi) * Math.PI) / 180;
  return [longitude + east / metresPerDegreeEast, latitude + north / metresPerDegreeNorth];
}

export type Shift = (place: Place) => Place;

/** How stored WGS84 places are moved before they are drawn on a base map of this datum. */
export function shiftFor(datum: 'WGS84' | 'CGCS2000' | 'GCJ-02'): Shift {
  return datum === 'GCJ-02' ? toGcj02 : (place) => place;
}

/** WGS84 ellipsoid (NIMA TR8350.2): semi-major axis in metres and flattening. */
export const SEMI_MAJOR = 6_378_137;
export const FLATTENING = 1 / 298.257_223_563;
export const SEMI_MINOR = SEMI_MAJOR * (1 - FLATTENING);
/** Mean radius in metres, (2a + b) / 3: for corrections where a tenth of a percent does not matter. */
export const MEAN_RADIUS = (2 * SEMI_MAJOR + SEMI_MINOR) / 3;

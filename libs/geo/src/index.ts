export { decimate } from './decimate.js';
export { type GeoPoint } from './point.js';

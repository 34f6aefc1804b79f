export { Area, type AreaGeometry, type Position } from './area.js';
export { decimate } from './decimate.js';
export { destination, distance, geodesic, type Geodesic } from './geodesic.js';
export { type GeoPoint } from './point.js';

export { CEILING_METRES } from './limits.js';
export { cameraPlan, PHOTO_SECONDS, type CameraPlan, type CameraWork } from './pattern.camera.js';
export { PatternError } from './pattern.error.js';
export { gridPattern, type GridParams } from './pattern.grid.js';
export { orbitPattern, orbitPitch, type OrbitParams } from './pattern.orbit.js';
export { stripPattern, type StripParams } from './pattern.strip.js';
export { MAX_WAYPOINTS, type Pattern } from './pattern.js';

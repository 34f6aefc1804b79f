export { performanceOf, type AircraftPerformance, type FlightFigures } from './aircraft.performance.js';
export { areasEntered } from './check.airspace.js';
export { crossings, crossingWords, CROSSING_LIMITS, type Crossing, type CrossingLimits } from './crossings.js';
export {
  FLIGHT_SETTINGS,
  type AirspaceArea,
  type FlightContext,
  type FlightDock,
  type FlightSettings,
} from './flight.context.js';
export { estimateOf, type FlightEstimate } from './flight.estimate.js';
export { type FlightPhase, type FlownPath, type FlownPoint, type FlownStretch } from './flown.path.js';
export { flownPath } from './flown.route.js';
export { heightProfile, type ProfilePoint } from './height.profile.js';
export { CEILING_METRES } from './limits.js';
export { cameraPlan, PHOTO_SECONDS, type CameraPlan, type CameraWork } from './pattern.camera.js';
export { PatternError } from './pattern.error.js';
export { gridPattern, type GridParams } from './pattern.grid.js';
export { orbitPattern, orbitPitch, type OrbitParams } from './pattern.orbit.js';
export { stripPattern, type StripParams } from './pattern.strip.js';
export { MAX_WAYPOINTS, type Pattern } from './pattern.js';
export { type FindingPlace, type RouteFinding } from './route.findings.js';
export { checkRoute, type RouteReport } from './route.report.js';
export { coverageOf, SIGHT_REACH, type CoverageTarget, type Sighting } from './coverage.js';
export { promisedPictures, type PromisedPicture } from './promised.pictures.js';
export { routeDifference, type RouteChangeRow } from './difference.js';
export { aimedAt, poseOf, withAimed, type AimOptions, type Framing, type HeightDatum } from './framing.js';
export { thumbnailSvg, type ThumbnailSize } from './thumbnail.js';

export { Area, type AreaGeometry, type Position } from './area.js';
export { AreaIndex } from './area-index.js';
export {
  cameraModels,
  findCameraModel,
  lensOf,
  type CameraLens,
  type CameraModel,
  type LensKind,
} from './camera-models.js';
export {
  castRay,
  DEFAULT_REACH,
  lineOfSight,
  type CameraPose,
  type Direction,
  type GroundHit,
  type PicturePoint,
} from './camera-ray.js';
export {
  datumNames,
  fromWgs84,
  toWgs84,
  type Bd09Point,
  type Cgcs2000Point,
  type ForeignDatum,
  type ForeignPoint,
  type Gcj02Point,
} from './datum.js';
export { decimate } from './decimate.js';
export { FlatElevation, LayeredElevation, type ElevationSource, type GroundElevation } from './elevation.js';
export { readElevationFile, type ElevationFile, type ElevationFileOptions } from './elevation-file.js';
export { ElevationFileError } from './elevation-file-error.js';
export { ElevationGrid, type ElevationCells } from './elevation-grid.js';
export { footprint, type Footprint } from './footprint.js';
export { destination, distance, geodesic, type Geodesic } from './geodesic.js';
export { gridReference, type GridReference } from './grid-reference.js';
export {
  assumedPoseErrors,
  groundPoint,
  UNKNOWN_GROUND_ERROR,
  type PoseErrors,
  type SeenPoint,
} from './ground-point.js';
export {
  ellipsoidHeight,
  ellipsoidToSea,
  ellipsoidToTakeOff,
  groundHeight,
  groundToSea,
  heightNames,
  seaHeight,
  seaToEllipsoid,
  seaToGround,
  takeOffHeight,
  takeOffToEllipsoid,
  undulationOf,
  type EllipsoidHeight,
  type GroundHeight,
  type HeightKind,
  type SeaHeight,
  type TakeOffHeight,
  type Undulation,
} from './heights.js';
export { cropped, lensOfDiagonal, zoomed, type Lens } from './lens.js';
export { lineLength, nearestOnLine, pointAlong, sampleLine, type LineSample, type NearestOnLine } from './line.js';
export { LocalFrame } from './local-frame.js';
export {
  between,
  crossing,
  joined,
  nearestOnSegment,
  planeDistance,
  segmentsApart,
  stretchInCircle,
  type NearestOnSegment,
  type Stretch,
} from './planar.js';
export { PlanarArea } from './planar-area.js';
export { degrees, longitudeStep, radians, type GeoPoint } from './point.js';
export { PointIndex, polygonOf } from './point-index.js';
export { ringArea, surfaceArea } from './surface.js';
export { trackOffset, type TrackOffset } from './track.js';
export { TransverseMercator, type PlanePoint } from './transverse-mercator.js';
export { undulationAt } from './undulation.js';
export { localZone, stretchesOutside, type Circle, type LocalZone, type Zone } from './zone.js';

import { lineCoordinates } from './coordinates.js';
import { decimal, flag } from './leaf.js';
import {
  type MappingArea,
  type MappingBase,
  type MappingHeading,
  type MappingStrip,
  type Overlap,
} from './route.templates.js';
import { fieldsOf, shape, type Field } from './shape.js';
import { mappingHeadingMode, mappingPitchMode, shootEvery } from './wpml.words.js';

// Source of all elements here: reference 9.3, "Mapping2d Placemark" and what follows.

const o = fieldsOf<Overlap>();
const overlap = shape([
  o.leaf('lidarAlong', 'orthoLidarOverlapH', decimal),
  o.leaf('lidarAcross', 'orthoLidarOverlapW', decimal),
  o.leaf('cameraAlong', 'orthoCameraOverlapH', decimal),
  o.leaf('cameraAcross', 'orthoCameraOverlapW', decimal),
  o.leaf('obliqueLidarAlong', 'inclinedLidarOverlapH', decimal),
  o.leaf('obliqueLidarAcross', 'inclinedLidarOverlapW', decimal),
  o.leaf('obliqueCameraAlong', 'inclinedCameraOverlapH', decimal),
  o.leaf('obliqueCameraAcross', 'inclinedCameraOverlapW', decimal),
]);

const h = fieldsOf<MappingHeading>();
const heading = shape([
  h.leaf('mode', 'mappingHeadingMode', mappingHeadingMode),
  h.leaf('angle', 'mappingHeadingAngle', decimal),
]);

const b = fieldsOf<MappingBase>();
const baseFields: Field[] = [
  b.leaf('calibrationFlight', 'caliFlightEnable', flag),
  b.leaf('obliquePitch', 'inclinedGimbalPitch', decimal),
  b.leaf('shootEvery', 'shootType', shootEvery),
  b.leaf('direction', 'direction', decimal),
  b.leaf('margin', 'margin', decimal),
  b.leaf('obliqueSpeed', 'inclinedFlightSpeed', decimal),
  b.child('overlap', 'overlap', overlap),
  b.child('heading', 'mappingHeadingParam', heading),
  b.leaf('gimbalPitchMode', 'gimbalPitchMode', mappingPitchMode),
  b.leaf('gimbalPitch', 'gimbalPitchAngle', decimal),
];
const heightFields: Field[] = [
  b.leaf('ellipsoidHeight', 'ellipsoidHeight', decimal),
  b.leaf('height', 'height', decimal),
];

const a = fieldsOf<MappingArea>();
const ring = shape([a.leaf('ring', 'coordinates', lineCoordinates)]);
const outer = shape([a.inline('LinearRing', ring, 'ringExtra')]);
const polygon = shape([a.inline('outerBoundaryIs', outer, 'outerExtra')]);

/** An area to be mapped, straight down or aslant. */
export const areaShape = shape([
  ...baseFields,
  a.leaf('elevationPass', 'elevationOptimizeEnable', flag),
  a.leaf('smartOblique', 'smartObliqueEnable', flag),
  a.leaf('smartObliquePitch', 'smartObliqueGimbalPitch', decimal),
  a.leaf('quickOrtho', 'quickOrthoMappingEnable', flag),
  a.leaf('quickOrthoPitch', 'quickOrthoMappingPitch', decimal),
  a.leaf('facade', 'facadeWaylineEnable', flag),
  a.leaf('efficient', 'efficiencyFlightModeEnable', flag),
  a.inline('Polygon', polygon, 'polygonExtra'),
  ...heightFields,
]);

const s = fieldsOf<MappingStrip>();
const line = shape([s.leaf('line', 'coordinates', lineCoordinates)]);

/** A strip to be mapped. */
export const stripShape = shape([
  ...baseFields,
  s.leaf('singleLine', 'singleLineEnable', flag),
  s.leaf('cuttingDistance', 'cuttingDistance', decimal),
  s.leaf('boundaryOptimised', 'boundaryOptimEnable', flag),
  s.leaf('left', 'leftExtend', decimal),
  s.leaf('right', 'rightExtend', decimal),
  s.leaf('centreLine', 'includeCenterEnable', flag),
  s.leaf('templateHeight', 'stripUseTemplateAltitude', flag),
  s.inline('LineString', line, 'lineExtra'),
  ...heightFields,
]);

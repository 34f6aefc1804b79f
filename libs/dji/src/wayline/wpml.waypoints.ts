import { latitudeFirst, pointCoordinates } from './coordinates.js';
import { isUnreadable } from './extra.js';
import { decimal, flag, whole } from './leaf.js';
import { type Reading } from './reading.js';
import { type GimbalPose, type Heading, type Leg, type Turn, type Waypoint } from './route.legs.js';
import { type TemplateWaypoint } from './route.templates.js';
import { fieldsOf, shape, type Field } from './shape.js';
import { actionGroupShape, startActionsShape } from './wpml.actions.js';
import { headingMode, heightKind, turnDirection, turnMode } from './wpml.words.js';
import { type XmlElement } from './xml.node.js';

// Source of all elements here: reference 9.3 (Placemark) and 9.4.

const h = fieldsOf<Heading>();
export const headingShape = shape([
  h.leaf('mode', 'waypointHeadingMode', headingMode),
  h.leaf('angle', 'waypointHeadingAngle', decimal),
  h.leaf('pointOfInterest', 'waypointPoiPoint', latitudeFirst),
  h.leaf('angleUsed', 'waypointHeadingAngleEnable', flag),
  h.leaf('direction', 'waypointHeadingPathMode', turnDirection),
  h.leaf('pointOfInterestIndex', 'waypointHeadingPoiIndex', whole),
]);

const turn = fieldsOf<Turn>();
const turnShape = shape([
  turn.leaf('mode', 'waypointTurnMode', turnMode),
  turn.leaf('damping', 'waypointTurnDampingDist', decimal),
]);

const pose = fieldsOf<GimbalPose>();
const gimbalShape = shape([
  pose.leaf('pitch', 'waypointGimbalPitchAngle', decimal),
  pose.leaf('yaw', 'waypointGimbalYawAngle', decimal),
]);

const point = shape([
  fieldsOf<Waypoint>().spread(['longitude', 'latitude', 'pointHeight'], 'coordinates', pointCoordinates),
]);

const w = fieldsOf<TemplateWaypoint>();
const pointField = w.inline('Point', point, 'pointExtra');
const indexField = w.leaf('index', 'index', whole);
const headingField = w.child('heading', 'waypointHeadingParam', headingShape);
const turnField = w.child('turn', 'waypointTurnParam', turnShape);
const lastFields: Field[] = [
  w.leaf('straight', 'useStraightLine', flag),
  w.leaf('gimbalPitch', 'gimbalPitchAngle', decimal),
  w.child('gimbal', 'waypointGimbalHeadingParam', gimbalShape),
  w.leaf('risky', 'isRisky', flag),
  w.leaf('workType', 'waypointWorkType', whole),
  w.list('actionGroups', 'actionGroup', actionGroupShape),
];

/** A waypoint as it is flown. */
export const waypointShape = shape(
  [
    pointField,
    indexField,
    w.leaf('height', 'executeHeight', decimal),
    w.leaf('speed', 'waypointSpeed', decimal),
    headingField,
    turnField,
    ...lastFields,
  ],
  { decode: withPlace },
);

/** A waypoint as it was drawn. */
export const templateWaypointShape = shape(
  [
    pointField,
    indexField,
    w.leaf('ellipsoidHeight', 'ellipsoidHeight', decimal),
    w.leaf('height', 'height', decimal),
    w.leaf('commonHeight', 'useGlobalHeight', flag),
    w.leaf('commonSpeed', 'useGlobalSpeed', flag),
    w.leaf('speed', 'waypointSpeed', decimal),
    w.leaf('commonHeading', 'useGlobalHeadingParam', flag),
    headingField,
    w.leaf('commonTurn', 'useGlobalTurnParam', flag),
    turnField,
    ...lastFields,
  ],
  { decode: withPlace },
);

/** A waypoint that is nowhere cannot be left out without changing the flight: it ends the reading. */
function withPlace(raw: Record<string, unknown>, element: XmlElement, reading: Reading): Record<string, unknown> {
  reading.countWaypoint(element);
  if (raw['longitude'] === undefined) {
    throw reading.error(
      element,
      'no_coordinates',
      '航点没有可读的“经度,纬度”坐标，请修正后再导入',
      'a waypoint has no readable "longitude,latitude"; put it right and import again',
    );
  }
  return raw;
}

const l = fieldsOf<Leg>();

/** A `Folder` of the file that is flown. */
export const legShape = shape(
  [
    l.leaf('templateId', 'templateId', whole),
    l.leaf('heights', 'executeHeightMode', heightKind),
    l.leaf('id', 'waylineId', whole),
    l.leaf('statedLength', 'distance', decimal),
    l.leaf('statedDuration', 'duration', decimal),
    l.leaf('speed', 'autoFlightSpeed', decimal),
    l.child('startActions', 'startActionGroup', startActionsShape),
    l.list('waypoints', 'Placemark', waypointShape),
  ],
  {
    decode: (raw) => ({ ...raw, waypoints: withoutIndices(raw['waypoints'] as Waypoint[]) }),
    encode: (value) => ({ ...value, waypoints: withIndices(value['waypoints'] as Waypoint[]) }),
  },
);

/** The number of a waypoint is its place; only a wrong number is kept. */
export function withoutIndices<T extends Waypoint>(waypoints: readonly T[]): T[] {
  return waypoints.map((waypoint, place) => {
    if (waypoint.index !== place) return waypoint;
    const { index: _, ...rest } = waypoint;
    return rest as T;
  });
}

export function withIndices<T extends Waypoint>(waypoints: readonly T[]): T[] {
  return waypoints.map((waypoint, place) => {
    // A number that could not be read stays as it is: to write another beside it would hide the fault.
    return waypoint.index !== undefined || isUnreadable(waypoint.extra, 'index')
      ? waypoint
      : { ...waypoint, index: place };
  });
}

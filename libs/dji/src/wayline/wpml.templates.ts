import { decimal, flag, whole, words } from './leaf.js';
import {
  type PayloadSettings,
  type Template,
  type TemplateBase,
  type TemplateFrame,
  type TemplateWaypoint,
  type WaypointTemplate,
} from './route.templates.js';
import { fieldsOf, shape, type Field, type Shape } from './shape.js';
import { areaShape, stripShape } from './wpml.mapping.js';
import { headingShape, templateWaypointShape, withIndices, withoutIndices } from './wpml.waypoints.js';
import { datum, gimbalPitchMode, heightKind, lensList, positioning, turnMode } from './wpml.words.js';
import { childNamed, textInside, type XmlElement } from './xml.node.js';

// Source of all elements here: reference 9.3.

const f = fieldsOf<TemplateFrame>();
const frame = shape([
  f.leaf('datum', 'coordinateMode', datum),
  f.leaf('heights', 'heightMode', heightKind),
  f.leaf('commonHeight', 'globalHeight', decimal),
  f.leaf('positioning', 'positioningType', positioning),
  f.leaf('shootingHeight', 'globalShootHeight', decimal),
  f.leaf('followSurface', 'surfaceFollowModeEnable', flag),
  f.leaf('aboveSurface', 'surfaceRelativeHeight', decimal),
]);

const p = fieldsOf<PayloadSettings>();
const payloadSettings = shape([
  p.leaf('payload', 'payloadPositionIndex', whole),
  p.leaf('focusMode', 'focusMode', words),
  p.leaf('metering', 'meteringMode', words),
  p.leaf('dewarp', 'dewarpingEnable', flag),
  p.leaf('returnMode', 'returnMode', words),
  p.leaf('samplingRate', 'samplingRate', decimal),
  p.leaf('scanningMode', 'scanningMode', words),
  p.leaf('colouring', 'modelColoringEnable', flag),
  p.leaf('lenses', 'imageFormat', lensList),
]);

/** Kinds of templates by the vendor's word, and the other way round. */
const KINDS = { waypoint: 'waypoints', mapping2d: 'area', mapping3d: 'oblique', mappingStrip: 'strip' } as const;
type Kind = (typeof KINDS)[keyof typeof KINDS];

const kindLeaf = {
  read: (text: string): string => (Object.hasOwn(KINDS, text) ? KINDS[text as keyof typeof KINDS] : `other:${text}`),
  write: (kind: string): string =>
    Object.entries(KINDS).find(([, ours]) => ours === kind)?.[0] ?? kind.replace(/^other:/, ''),
  expected: { zh: Object.keys(KINDS).join('、'), en: Object.keys(KINDS).join(', ') },
  listed: true as const,
};

const b = fieldsOf<TemplateBase & { kind: string }>();
const firstFields: Field[] = [
  b.leaf('kind', 'templateType', kindLeaf),
  b.leaf('ownTransitSpeed', 'useGlobalTransitionalSpeed', flag),
  b.leaf('id', 'templateId', whole),
  b.child('frame', 'waylineCoordinateSysParam', frame),
  b.leaf('speed', 'autoFlightSpeed', decimal),
  b.leaf('transitSpeed', 'transitionalSpeed', decimal),
];
const settingsField = b.list('payloadSettings', 'payloadParam', payloadSettings);

const w = fieldsOf<WaypointTemplate>();
const waypoints = shape(
  [
    ...firstFields,
    w.leaf('height', 'globalHeight', decimal),
    w.leaf('ellipsoidHeight', 'ellipsoidHeight', decimal),
    w.leaf('calibrationFlight', 'caliFlightEnable', flag),
    w.leaf('gimbalPitchMode', 'gimbalPitchMode', gimbalPitchMode),
    w.child('heading', 'globalWaypointHeadingParam', headingShape),
    w.leaf('turnMode', 'globalWaypointTurnMode', turnMode),
    w.leaf('straight', 'globalUseStraightLine', flag),
    w.list('waypoints', 'Placemark', templateWaypointShape),
    settingsField,
  ],
  {
    // A folder of points that does not say its kind is one of waypoints.
    decode: (raw) => ({
      ...raw,
      kind: 'waypoints',
      waypoints: withoutIndices(raw['waypoints'] as TemplateWaypoint[]),
    }),
    encode: (value) => ({ ...value, waypoints: withIndices(value['waypoints'] as TemplateWaypoint[]) }),
  },
);

const areas = shape([
  ...firstFields,
  fieldsOf<{ areas: object[] }>().list('areas', 'Placemark', areaShape),
  settingsField,
]);

const strips = shape([
  ...firstFields,
  fieldsOf<{ strips: object[] }>().list('strips', 'Placemark', stripShape),
  settingsField,
]);

const others = shape([...firstFields, settingsField], {
  decode: (raw) => ({ ...raw, kind: raw['kind'] ?? 'other:' }),
  encode: (value) => (value['kind'] === 'other:' ? { ...value, kind: undefined } : value),
});

const SHAPES: Readonly<Record<Kind, Shape>> = { waypoints, area: areas, oblique: areas, strip: strips };

/** A `Folder` of the editable file, by its kind. */
export const templateShape = {
  reading: (_document: XmlElement, folder: XmlElement): Shape => {
    const kind = kindLeaf.read(kindText(folder));
    return Object.hasOwn(SHAPES, kind) ? SHAPES[kind as Kind] : others;
  },
  writing: (_document: object, template: object): Shape => {
    const { kind } = template as Template;
    return Object.hasOwn(SHAPES, kind) ? SHAPES[kind as Kind] : others;
  },
};

function kindText(folder: XmlElement): string {
  if (childNamed(folder, 'templateType')) return textInside(folder, 'templateType') ?? '';
  const placemark = childNamed(folder, 'Placemark');
  return placemark && childNamed(placemark, 'Point') ? 'waypoint' : '';
}

import { decimal, flag, whole, words } from './leaf.js';
import {
  type Action,
  type ActionGroup,
  type ActionKind,
  type ActionParams,
  type AimedPhoto,
  type FocusArea,
  type OnPayload,
  type Shoot,
  type Trigger,
} from './route.actions.js';
import { fieldsOf, shape, type Field, type Shape } from './shape.js';
import * as vendor from './wpml.words.js';
import { textInside } from './xml.node.js';

// Source of all elements here: reference 9.5.

const payload = fieldsOf<OnPayload>().leaf('payload', 'payloadPositionIndex', whole);
const lenses = fieldsOf<Shoot>().leaf('lenses', 'payloadLensIndex', vendor.lensList);
const routeLenses = fieldsOf<Shoot>().leaf('routeLenses', 'useGlobalPayloadLensIndex', flag);

const area = fieldsOf<FocusArea>();
const focusArea: Field[] = [
  area.leaf('focusX', 'focusX', decimal),
  area.leaf('focusY', 'focusY', decimal),
  area.leaf('focusWidth', 'focusRegionWidth', decimal),
  area.leaf('focusHeight', 'focusRegionHeight', decimal),
];

const shoot = shape([payload, fieldsOf<Shoot>().leaf('suffix', 'fileSuffix', words), lenses, routeLenses]);

const a = fieldsOf<AimedPhoto>();
const aimed = shape([
  a.leaf('pitch', 'gimbalPitchRotateAngle', decimal),
  a.leaf('roll', 'gimbalRollRotateAngle', decimal),
  a.leaf('yaw', 'gimbalYawRotateAngle', decimal),
  ...focusArea,
  a.leaf('focalLength', 'focalLength', decimal),
  a.leaf('heading', 'aircraftHeading', decimal),
  a.leaf('matchFrame', 'accurateFrameValid', flag),
  payload,
  lenses,
  routeLenses,
  a.leaf('targetAngle', 'targetAngle', decimal),
  a.leaf('uuid', 'actionUUID', words),
  a.leaf('imageWidth', 'imageWidth', decimal),
  a.leaf('imageHeight', 'imageHeight', decimal),
  a.leaf('focusMotor', 'AFPos', decimal),
  a.leaf('gimbalPort', 'gimbalPort', whole),
  a.leaf('cameraType', 'orientedCameraType', whole),
  a.leaf('referencePath', 'orientedFilePath', words),
  a.leaf('referenceMd5', 'orientedFileMD5', words),
  a.leaf('referenceSize', 'orientedFileSize', decimal),
  a.leaf('referenceSuffix', 'orientedFileSuffix', words),
  a.leaf('aperture', 'orientedCameraApertue', decimal),
  a.leaf('luminance', 'orientedCameraLuminance', decimal),
  a.leaf('shutter', 'orientedCameraShutterTime', decimal),
  a.leaf('iso', 'orientedCameraISO', decimal),
  a.leaf('light', 'orientedPhotoMode', vendor.photoLight),
]);

const focus = fieldsOf<ActionParams['focus']>();
const zoom = fieldsOf<ActionParams['zoom']>();
const gimbal = fieldsOf<ActionParams['rotate_gimbal']>();
const tilt = fieldsOf<ActionParams['tilt_gimbal_evenly']>();
const nose = fieldsOf<ActionParams['turn_aircraft']>();
const horn = fieldsOf<ActionParams['megaphone']>();
const light = fieldsOf<ActionParams['searchlight']>();

/** What the vendor calls each kind of action, and its parameters. */
const ACTIONS: Readonly<Record<ActionKind, readonly [func: string, shape: Shape]>> = {
  take_photo: ['takePhoto', shoot],
  start_recording: ['startRecord', shoot],
  stop_recording: ['stopRecord', shoot],
  focus: [
    'focus',
    shape([
      ...focusArea,
      focus.leaf('onPoint', 'isPointFocus', flag),
      focus.leaf('onInfinity', 'isInfiniteFocus', flag),
      payload,
    ]),
  ],
  zoom: [
    'zoom',
    shape([zoom.leaf('focalLength', 'focalLength', decimal), zoom.leaf('isFactor', 'isUseFocalFactor', flag), payload]),
  ],
  new_folder: [
    'customDirName',
    shape([payload, fieldsOf<ActionParams['new_folder']>().leaf('name', 'directoryName', words)]),
  ],
  rotate_gimbal: [
    'gimbalRotate',
    shape([
      gimbal.leaf('yawFrom', 'gimbalHeadingYawBase', vendor.yawBase),
      gimbal.leaf('mode', 'gimbalRotateMode', vendor.rotateMode),
      gimbal.leaf('turnPitch', 'gimbalPitchRotateEnable', flag),
      gimbal.leaf('pitch', 'gimbalPitchRotateAngle', decimal),
      gimbal.leaf('turnRoll', 'gimbalRollRotateEnable', flag),
      gimbal.leaf('roll', 'gimbalRollRotateAngle', decimal),
      gimbal.leaf('turnYaw', 'gimbalYawRotateEnable', flag),
      gimbal.leaf('yaw', 'gimbalYawRotateAngle', decimal),
      gimbal.leaf('timed', 'gimbalRotateTimeEnable', flag),
      gimbal.leaf('duration', 'gimbalRotateTime', decimal),
      payload,
    ]),
  ],
  tilt_gimbal_evenly: [
    'gimbalEvenlyRotate',
    shape([
      tilt.leaf('pitch', 'gimbalPitchRotateAngle', decimal),
      tilt.leaf('roll', 'gimbalRollRotateAngle', decimal),
      payload,
    ]),
  ],
  turn_aircraft: [
    'rotateYaw',
    shape([
      nose.leaf('heading', 'aircraftHeading', decimal),
      nose.leaf('direction', 'aircraftPathMode', vendor.turnDirection),
    ]),
  ],
  hover: ['hover', shape([fieldsOf<ActionParams['hover']>().leaf('seconds', 'hoverTime', decimal)])],
  aimed_photo: ['orientedShoot', aimed],
  aimed_photo_old: ['accurateShoot', aimed],
  panorama: [
    'panoShot',
    shape([
      payload,
      lenses,
      routeLenses,
      fieldsOf<ActionParams['panorama']>().leaf('mode', 'panoShotSubMode', vendor.panoramaMode),
    ]),
  ],
  point_cloud: [
    'recordPointCloud',
    shape([
      payload,
      fieldsOf<ActionParams['point_cloud']>().leaf('operation', 'recordPointCloudOperate', vendor.pointCloudOperation),
    ]),
  ],
  megaphone: [
    'megaphone',
    shape([
      horn.leaf('uuid', 'actionUUID', words),
      horn.leaf('operation', 'megaphoneOperateType', vendor.megaphoneOperation),
      horn.leaf('volume', 'megaphoneOperateVolume', decimal),
      horn.leaf('loop', 'megaphoneOperateLoop', flag),
      horn.leaf('path', 'megaphoneOperateFilePath', words),
      horn.leaf('name', 'megaphoneOperateFileName', words),
      horn.leaf('originalName', 'megaphoneOperateFileOriginalName', words),
      horn.leaf('md5', 'megaphoneOperateFileMd5', words),
      horn.leaf('bitrate', 'megaphoneOperateFileBitrate', decimal),
    ]),
  ],
  searchlight: [
    'searchlight',
    shape([
      light.leaf('operation', 'searchlightOperateType', vendor.searchlightOperation),
      light.leaf('brightness', 'searchlightBrightness', decimal),
    ]),
  ],
};

const KIND_OF_FUNC = Object.fromEntries(Object.entries(ACTIONS).map(([kind, [func]]) => [func, kind as ActionKind]));
const kindLeaf = { ...wordOf(), expected: { zh: '已知动作', en: 'a known action' } };
const UNKNOWN_PARAMS = shape([]);

const act = fieldsOf<{ id?: number; kind: string; params: object }>();

const actionShape = shape(
  [
    act.leaf('id', 'actionId', whole),
    act.leaf('kind', 'actionActuatorFunc', kindLeaf),
    act.child('params', 'actionActuatorFuncParam', {
      reading: (action) => paramsOf(kindLeaf.read(textInside(action, 'actionActuatorFunc') ?? '')),
      writing: (action) => paramsOf((action as Action).kind),
    }),
  ],
  {
    decode: (raw) => ({ ...raw, kind: raw['kind'] ?? 'other:', params: raw['params'] ?? {} }),
    encode: (action) => (action['kind'] === 'other:' ? { ...action, kind: undefined } : action),
  },
);

function paramsOf(kind: string): Shape {
  return Object.hasOwn(ACTIONS, kind) ? ACTIONS[kind as ActionKind][1] : UNKNOWN_PARAMS;
}

function wordOf() {
  const known = new Map(Object.entries(KIND_OF_FUNC));
  return {
    read: (text: string): string => known.get(text) ?? `other:${text}`,
    write: (kind: string): string =>
      Object.hasOwn(ACTIONS, kind) ? ACTIONS[kind as ActionKind][0] : kind.replace(/^other:/, ''),
    listed: true as const,
  };
}

const t = fieldsOf<Trigger>();
const triggerShape = shape([
  t.leaf('kind', 'actionTriggerType', vendor.triggerKind),
  t.leaf('every', 'actionTriggerParam', decimal),
]);

const g = fieldsOf<ActionGroup>();

/** Actions with the trigger they share. */
export const actionGroupShape = shape([
  g.leaf('id', 'actionGroupId', whole),
  g.leaf('from', 'actionGroupStartIndex', whole),
  g.leaf('to', 'actionGroupEndIndex', whole),
  g.leaf('order', 'actionGroupMode', vendor.groupOrder),
  g.child('trigger', 'actionTrigger', triggerShape),
  g.list('actions', 'action', actionShape),
]);

/** Actions before the first waypoint. */
export const startActionsShape = shape([fieldsOf<{ actions: Action[] }>().list('actions', 'action', actionShape)]);

import { checkRange, type Findings, type RoutePlace } from './check.findings.js';
import { type DockAircraft } from './dock.models.js';
import { type Action, type AimedPhoto, type Lens } from './route.actions.js';

/** What is checked of actions besides the actions themselves. */
export interface ActionContext {
  aircraft: DockAircraft | undefined;
  /** Positions at which the route has payloads. */
  positions: ReadonlySet<number>;
  findings: Findings;
}

/** Degrees by which two angles may differ and still be the same. */
const SAME_ANGLE = 0.5;

/** Parameters of one action (reference 9.5, and 9.6 number 11). */
export function checkActionParams(action: Action, place: RoutePlace, context: ActionContext): void {
  const { findings } = context;
  const at = (field: string) => ({ ...place, field });
  switch (action.kind) {
    case 'take_photo':
    case 'start_recording':
      checkPosition(action.params, place, context);
      checkLenses(action.params, place, context);
      return checkSuffix(action.params.suffix, at('suffix'), findings);
    case 'stop_recording':
    case 'focus':
    case 'point_cloud':
      return checkPosition(action.params, place, context);
    case 'panorama':
      checkLenses(action.params, place, context);
      return checkPosition(action.params, place, context);
    case 'zoom':
      checkPosition(action.params, place, context);
      if (!(action.params.focalLength! > 0)) {
        findings.error(
          'focal_length',
          at('focalLength'),
          '变焦没有大于 0 的焦距，请设置',
          'zooms to no focal length above 0; set one',
        );
      }
      return;
    case 'new_folder':
      return findings.warning(
        'folder_ignored',
        place,
        '机场不理会新建文件夹，请改用照片后缀',
        'makes a folder, which docks ignore; use the suffix of photos',
      );
    case 'rotate_gimbal':
      checkPosition(action.params, place, context);
      if (action.params.turnPitch) checkPitch(action.params.pitch, at('pitch'), context);
      return;
    case 'tilt_gimbal_evenly':
      checkPosition(action.params, place, context);
      return checkPitch(action.params.pitch, at('pitch'), context);
    case 'turn_aircraft':
      return checkRange(findings, 'aircraft_heading', at('heading'), action.params.heading, {
        zh: '机头角度',
        en: 'heading',
        unit: '°',
        low: -180,
        high: 180,
      });
    case 'hover':
      if (!(action.params.seconds! > 0)) {
        findings.error(
          'hover_time',
          at('seconds'),
          '悬停时间应大于 0 秒，请设置',
          'hovers for no time above 0 s; set one',
        );
      }
      return;
    case 'aimed_photo':
    case 'aimed_photo_old':
      return checkAimed(action.kind, action.params, place, context);
    case 'megaphone':
    case 'searchlight':
      return checkAccessory(action, place, context);
    default:
  }
}

function checkPosition(
  { payload }: { payload?: number },
  place: RoutePlace,
  { positions, findings }: ActionContext,
): void {
  const field = { ...place, field: 'payload' };
  if (payload === undefined)
    findings.error(
      'payload_position_missing',
      field,
      '没有指定由哪个云台执行，请设置',
      'does not say which gimbal does it; set it',
    );
  else if (positions.size > 0 && !positions.has(payload)) {
    findings.error(
      'payload_position',
      field,
      `云台位置 ${payload} 上没有相机，请改正`,
      `is for gimbal ${payload}, which has no camera; correct it`,
    );
  }
}

function checkLenses(
  params: { lenses?: Lens[]; routeLenses?: boolean },
  place: RoutePlace,
  { aircraft, findings }: ActionContext,
): void {
  if (!aircraft || params.routeLenses === true || (params.lenses && params.lenses.length > 0)) return;
  findings.warning(
    'lenses_missing',
    { ...place, field: 'lenses' },
    '没有指定用哪个镜头，将由飞行器决定，请设置',
    'does not say which lens, so the aircraft decides; set it',
  );
}

/** Becomes part of a file name. */
function checkSuffix(suffix: string | undefined, place: RoutePlace, findings: Findings): void {
  if (suffix === undefined || /^[\w.-]*$/.test(suffix)) return;
  findings.warning(
    'suffix_not_ascii',
    place,
    `照片后缀“${suffix.slice(0, 40)}”不是字母数字，文件名可能乱码，请改用点位编号`,
    `has the suffix "${suffix.slice(0, 40)}", which may spoil the file name; use letters and digits`,
  );
}

function checkPitch(pitch: number | undefined, place: RoutePlace, { aircraft, findings }: ActionContext): void {
  const [low, high] = aircraft?.gimbalPitch ?? [-120, 45];
  checkRange(findings, 'gimbal_pitch', place, pitch, {
    zh: '云台俯仰角',
    en: 'pitch of the gimbal',
    unit: '°',
    low,
    high,
  });
}

function checkAimed(kind: string, params: AimedPhoto, place: RoutePlace, context: ActionContext): void {
  const { aircraft, findings } = context;
  checkPosition(params, place, context);
  checkLenses(params, place, context);
  checkPitch(params.pitch, { ...place, field: 'pitch' }, context);
  const { yaw, heading } = params;
  if (
    aircraft?.turnsToLook &&
    (yaw === undefined || heading === undefined || angleBetween(yaw, heading) > SAME_ANGLE)
  ) {
    findings.error(
      'aim_not_heading',
      { ...place, field: 'yaw' },
      `定向拍照的云台偏航角（${yaw ?? '空'}）与机头角度（${heading ?? '空'}）必须相同`,
      `aims the gimbal at ${yaw ?? 'nothing'} but the nose at ${heading ?? 'nothing'}; both must be the same`,
    );
  }
  if (!params.uuid) {
    findings.warning(
      'uuid_missing',
      { ...place, field: 'uuid' },
      '定向拍照没有编号，照片无法自动归到点位，请设置',
      'has no UUID, so its photo finds no feature point by itself; set one',
    );
  }
  if (kind === 'aimed_photo_old') {
    findings.warning(
      'action_obsolete',
      place,
      '是已停用的精准复拍，请改为定向拍照',
      'is the obsolete form of the aimed photo; use the new one',
    );
  }
}

function checkAccessory(
  action: Action & { kind: 'megaphone' | 'searchlight' },
  place: RoutePlace,
  { aircraft, findings }: ActionContext,
): void {
  if (aircraft && !aircraft.hasAccessories) {
    findings.error(
      'action_not_supported',
      place,
      '该机型没有喊话器或探照灯，请删除此动作',
      'works a loudspeaker or searchlight that this aircraft has not; delete it',
    );
  }
  const percent = { unit: '%', low: 0, high: 100 };
  if (action.params.operation === undefined) {
    findings.error(
      'operation_missing',
      { ...place, field: 'operation' },
      '没有指定开或关，请设置',
      'says neither on nor off; set it',
    );
  }
  if (action.kind === 'megaphone' && action.params.volume !== undefined) {
    checkRange(findings, 'volume', { ...place, field: 'volume' }, action.params.volume, {
      zh: '音量',
      en: 'volume',
      ...percent,
    });
  }
  if (action.kind === 'searchlight' && action.params.brightness !== undefined) {
    checkRange(findings, 'brightness', { ...place, field: 'brightness' }, action.params.brightness, {
      zh: '亮度',
      en: 'brightness',
      ...percent,
    });
  }
}

/** Degrees between two directions, 0 to 180. */
function angleBetween(a: number, b: number): number {
  return Math.abs(((((a - b + 180) % 360) + 360) % 360) - 180);
}

import { checkRange, type Findings, type Range } from './check.findings.js';
import { isOtherWord } from './leaf.js';
import { type Leg, type Waypoint } from './route.legs.js';
import { type HeightKind, type Place } from './route.words.js';
import { groundDistance, segmentLength } from './segment.js';

/** Limits that do not come from the route. */
export interface DockLimits {
  /** Metres above take-off; for legs whose heights count from there. */
  height?: number;
  /** Metres over ground from the dock. */
  distance?: number;
  dock?: Place;
}

const MAX_WAYPOINTS = 65_535;
const SPEED: Range = { zh: '速度', en: 'speed', unit: 'm/s', low: 1, high: 15 };
/** Closer than this two waypoints are one for the aircraft. */
const SAME_PLACE = 0.5;

/** Points of a leg: number, order, place, height and speed (reference 9.4, and 9.6 numbers 4, 5, 6, 10). */
export function checkLeg(
  leg: Leg,
  at: number,
  limits: DockLimits,
  aircraftType: string | undefined,
  findings: Findings,
): void {
  const place = { leg: at };
  if (leg.id !== at) {
    findings.error(
      'leg_number',
      { ...place, field: 'id' },
      `航段编号应为 ${at}，现为 ${leg.id ?? '空'}，请重新保存`,
      `the number of the leg should be ${at} but is ${leg.id ?? 'missing'}; save it again`,
    );
  }
  if (leg.templateId === undefined) {
    findings.error(
      'template_number_missing',
      { ...place, field: 'templateId' },
      '航段没有模板编号，请重新保存',
      'the leg names no template; save it again',
    );
  }
  const { length } = leg.waypoints;
  if (length < 2 || length > MAX_WAYPOINTS) {
    findings.error(
      'waypoint_count',
      { ...place, field: 'waypoints' },
      `有 ${length} 个航点，应为 2–${MAX_WAYPOINTS} 个`,
      `has ${length} waypoints instead of 2 to ${MAX_WAYPOINTS}`,
    );
  }
  checkHeightKind(leg, at, aircraftType, findings);
  checkRange(findings, 'speed', { ...place, field: 'speed' }, leg.speed, SPEED);
  for (const [waypoint, point] of leg.waypoints.entries()) {
    checkPoint(leg, point, { leg: at, waypoint }, limits, findings);
  }
  for (let segment = 0; segment + 1 < length; segment++) {
    if (segmentLength(leg, segment) < SAME_PLACE) {
      findings.warning(
        'waypoints_too_close',
        { leg: at, segment },
        `相距不足 ${SAME_PLACE} 米，请合并`,
        `are less than ${SAME_PLACE} m apart; make them one`,
      );
    }
  }
}

function checkPoint(
  leg: Leg,
  point: Waypoint,
  place: { leg: number; waypoint: number },
  limits: DockLimits,
  findings: Findings,
): void {
  checkCoordinates(point, place, findings);
  if (point.index !== undefined) {
    findings.error(
      'waypoint_number',
      { ...place, field: 'index' },
      `文件中的编号是 ${point.index}，应为 ${place.waypoint}，请重新编号`,
      `is numbered ${point.index} in the file instead of ${place.waypoint}; number it anew`,
    );
  }
  checkRange(findings, 'speed', { ...place, field: 'speed' }, point.speed, SPEED);
  if (point.height === undefined) {
    findings.error('height_missing', { ...place, field: 'height' }, '没有高度，请设置', 'has no height; set one');
  } else if (leg.heights === 'above_take_off' && limits.height !== undefined && point.height > limits.height) {
    findings.error(
      'height_above_limit',
      { ...place, field: 'height' },
      `高度 ${point.height} 米超过限高 ${limits.height} 米`,
      `at ${point.height} m is above the limit of ${limits.height} m`,
    );
  }
  if (limits.dock && limits.distance !== undefined) {
    const away = groundDistance(limits.dock, point);
    if (away > limits.distance) {
      findings.error(
        'too_far_from_dock',
        place,
        `距机场 ${Math.round(away)} 米，超过限远 ${limits.distance} 米`,
        `is ${Math.round(away)} m from the dock, beyond the limit of ${limits.distance} m`,
      );
    }
  }
}

function checkCoordinates(
  { longitude, latitude }: Place,
  place: { leg: number; waypoint: number },
  findings: Findings,
): void {
  const inRange = Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;
  if (!inRange && Math.abs(latitude) <= 180 && Math.abs(longitude) <= 90) {
    findings.error(
      'coordinates_swapped',
      place,
      `经纬度疑似写反（${longitude}, ${latitude}），请对调`,
      `longitude and latitude seem to be the wrong way round (${longitude}, ${latitude}); swap them`,
    );
  } else if (!inRange) {
    findings.error(
      'coordinates_out_of_range',
      place,
      `经纬度（${longitude}, ${latitude}）超出范围`,
      `has coordinates (${longitude}, ${latitude}) that are on no map`,
    );
  } else if (longitude === 0 && latitude === 0) {
    findings.error(
      'coordinates_zero',
      place,
      '经纬度为 0, 0，没有有效定位',
      'lies at 0, 0, which means that there was no position',
    );
  }
}

function checkHeightKind({ heights }: Leg, leg: number, aircraftType: string | undefined, findings: Findings): void {
  const place = { leg, field: 'heights' };
  if (heights === undefined) {
    findings.error(
      'height_kind_missing',
      place,
      '没有说明高度从哪里算起，请选择',
      'does not say what heights count from; choose it',
    );
  } else if (heights === 'follow_surface' && aircraftType !== '77') {
    findings.error(
      'height_kind_not_flown',
      place,
      '实时仿地只支持 Mavic 3 行业系列，请改为相对起飞点高度',
      'follows the surface, which only the Mavic 3 Enterprise series does; count heights from take-off',
    );
  } else if (NOT_FLOWN.has(heights) && !isOtherWord(heights)) {
    findings.error(
      'height_kind_not_flown',
      place,
      `飞行器不能直接按${heights === 'above_sea' ? '海拔' : '真高'}飞行，请换算为相对起飞点高度或椭球高`,
      `counts heights from ${heights === 'above_sea' ? 'the sea' : 'the ground'}, which no aircraft flies by; convert them to take-off or ellipsoid`,
    );
  }
}

const NOT_FLOWN = new Set<HeightKind | string>(['above_sea', 'above_ground']);

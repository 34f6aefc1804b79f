import { type Extra } from './extra.js';
import { type Findings, type RoutePlace } from './check.findings.js';
import { isOtherWord } from './leaf.js';
import { type Route } from './route.js';

/** Members that hold one of a list of words; any other text may begin as it likes. */
const LISTED = new Set([
  'approach',
  'finish',
  'linkLoss',
  'linkLossAction',
  'heights',
  'mode',
  'direction',
  'order',
  'kind',
  'yawFrom',
  'operation',
  'light',
  'lenses',
]);

/** Actions that the maker's own planners write and its documents do not list. */
const OBSERVED_ACTIONS = new Set([
  'other:setFocusType',
  'other:startTimeLapse',
  'other:stopTimeLapse',
  'other:startContinuousShooting',
  'other:stopContinuousShooting',
]);

/** What was kept without being understood, in the parts that are flown: an aircraft may not understand it either. */
export function checkLeftovers(route: Route, findings: Findings): void {
  walk(route.mission, {}, 'mission', findings);
  for (const [leg, { waypoints, ...rest }] of route.legs.entries()) {
    walk(rest, { leg }, '', findings);
    for (const [waypoint, point] of waypoints.entries()) walk(point, { leg, waypoint }, '', findings);
  }
}

function walk(value: unknown, place: RoutePlace, path: string, findings: Findings): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    const field = path ? `${path}.${key}` : key;
    if (/extra$/i.test(key)) checkExtras(member as Extra[] | undefined, { ...place, field }, findings);
    else if (key === 'kind' && OBSERVED_ACTIONS.has(String(member))) {
      const word = String(member).replace('other:', '');
      findings.warning(
        'action_not_documented',
        { ...place, field },
        `动作“${word}”见于大疆软件导出的航线，但文档未列出，只原样保留，请在机场上试飞确认`,
        `does "${word}", which DJI's planners write and its documents do not list; kept as it is, try it on the dock`,
      );
    } else if (LISTED.has(key) && [member].flat().some(isOtherWord)) {
      const word = [member].flat().filter(isOtherWord).join(', ').replaceAll('other:', '');
      findings.error(
        'unknown_value',
        { ...place, field },
        `取值“${word}”不在大疆文档之内，飞行器可能拒绝，请改为已知取值`,
        `has the value "${word}", which no document of DJI's lists; choose a known one`,
      );
    } else walk(member, place, field, findings);
  }
}

function checkExtras(extras: readonly Extra[] | undefined, place: RoutePlace, findings: Findings): void {
  for (const extra of extras ?? []) {
    if (extra.what !== 'element' || extra.reason === 'unknown') continue;
    const { name } = extra.element;
    if (extra.reason === 'unreadable') {
      findings.error(
        'unreadable_value',
        place,
        `元素“${name}”的值无法读取，请重新设置`,
        `holds "${name}" with a value that cannot be read; set it again`,
      );
    } else {
      findings.warning(
        'repeated_element',
        place,
        `元素“${name}”重复出现，请重新保存`,
        `holds "${name}" more than once; save it again`,
      );
    }
  }
}

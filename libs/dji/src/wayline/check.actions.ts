import { checkActionParams, type ActionContext } from './check.params.js';
import { type Findings, type RoutePlace } from './check.findings.js';
import { type DockAircraft } from './dock.models.js';
import { type Action, type ActionGroup } from './route.actions.js';
import { type Leg } from './route.legs.js';
import { type Route } from './route.js';

const MAX_ID = 65_535;

/** Groups of actions, their numbers, ranges and triggers (reference 9.5, and 9.6 numbers 4, 7, 11). */
export function checkActions(route: Route, aircraft: DockAircraft | undefined, findings: Findings): void {
  const positions = new Set(route.mission.payloads.map(({ position = 0 }) => position));
  const context = { aircraft, positions, findings };
  for (const [leg, value] of route.legs.entries()) {
    // The documents want numbers that are unique in the file; the maker's own planner begins anew with each leg.
    const groupIds = new Set<number>();
    checkNumbers(value.startActions?.actions ?? [], { leg, field: 'startActions' }, context);
    for (const [waypoint, { actionGroups }] of value.waypoints.entries()) {
      for (const [group, actions] of actionGroups.entries()) {
        const place = { leg, waypoint, group };
        checkGroupId(actions, place, groupIds, findings);
        checkSpan(actions, value, place, findings);
        checkTrigger(actions, place, findings);
        checkNumbers(actions.actions, place, context);
      }
    }
  }
}

function checkGroupId({ id }: ActionGroup, place: RoutePlace, taken: Set<number>, findings: Findings): void {
  const field = { ...place, field: 'id' };
  if (id === undefined || id < 0 || id > MAX_ID) {
    findings.error(
      'group_number',
      field,
      `动作组编号 ${id ?? '缺失'}，应为 0–${MAX_ID}，请重新编号`,
      `has an action group numbered ${id ?? 'not at all'} instead of 0 to ${MAX_ID}; number it anew`,
    );
  } else if (taken.has(id)) {
    findings.error(
      'group_number_repeated',
      field,
      `动作组编号 ${id} 重复，请重新编号`,
      `has an action group with the number ${id} of another; number it anew`,
    );
  } else taken.add(id);
}

function checkSpan(
  { from, to }: ActionGroup,
  leg: Leg,
  place: RoutePlace & { waypoint: number },
  findings: Findings,
): void {
  const last = leg.waypoints.length - 1;
  const inside = (index: number | undefined) => index !== undefined && index >= 0 && index <= last;
  if (!inside(from) || !inside(to) || from! > to!) {
    findings.error(
      'group_span',
      { ...place, field: 'from' },
      `动作组范围 ${from ?? '?'}–${to ?? '?'} 不在航点 0–${last} 之内，请重新设置`,
      `has an action group over waypoints ${from ?? '?'} to ${to ?? '?'}, not within 0 to ${last}; set it again`,
    );
  } else if (from !== place.waypoint) {
    findings.warning(
      'group_elsewhere',
      { ...place, field: 'from' },
      `动作组从编号 ${from} 的航点开始，却记在本航点，请移过去`,
      `holds an action group that begins at number ${from}; move it there`,
    );
  }
}

function checkTrigger(
  { trigger, actions, from = 0, to = 0, order }: ActionGroup,
  place: RoutePlace,
  findings: Findings,
): void {
  const field = { ...place, field: 'trigger' };
  if (actions.length === 0)
    findings.error('group_empty', place, '动作组里没有动作，请删除', 'has an action group without actions; delete it');
  if (order !== 'one_after_another') {
    findings.warning(
      'group_order',
      { ...place, field: 'order' },
      '动作组不是依次执行，机场可能不支持',
      'has actions that are not done one after another, which a dock may not support',
    );
  }
  switch (trigger?.kind) {
    case undefined:
      return findings.error(
        'trigger_missing',
        field,
        '动作组没有触发方式，请设置',
        'has an action group that nothing triggers; set it',
      );
    case 'between':
      // the maker's planners let photos at intervals run over many segments this way
      if (actions.some(({ kind }) => /^other:start(TimeLapse|ContinuousShooting)$/.test(kind))) return;
      if (to !== from + 1 || actions.some(({ kind }) => kind !== 'tilt_gimbal_evenly')) {
        findings.error(
          'trigger_between',
          field,
          '“航段触发”只能用于相邻两航点间的云台均匀转动',
          'triggers between waypoints something else than an even turn of the gimbal over one segment',
        );
      }
      return;
    case 'every_seconds':
    case 'every_metres':
      if (!(trigger.every! > 0)) {
        findings.error(
          'trigger_interval',
          field,
          '等间隔触发的间隔应大于 0，请设置',
          'repeats actions at an interval that is not above 0; set one',
        );
      }
      if (actions.length > 0 && !actions.some(({ kind }) => kind === 'take_photo')) {
        findings.warning(
          'trigger_repeats',
          field,
          '等间隔触发的动作里没有拍照，请确认',
          'repeats actions without a photo among them; check it',
        );
      }
      return;
    default:
  }
}

function checkNumbers(actions: readonly Action[], place: RoutePlace, context: ActionContext): void {
  const { findings } = context;
  const taken = new Set<number>();
  for (const [at, action] of actions.entries()) {
    const here = { ...place, action: at };
    const { id } = action;
    if (id === undefined || id < 0 || id >= MAX_ID) {
      findings.error(
        'action_number',
        { ...here, field: 'id' },
        `动作编号 ${id ?? '缺失'}，应为 0–${MAX_ID - 1}，请重新编号`,
        `is numbered ${id ?? 'not at all'} instead of 0 to ${MAX_ID - 1}; number it anew`,
      );
    } else if (taken.has(id)) {
      findings.error(
        'action_number_repeated',
        { ...here, field: 'id' },
        `动作编号 ${id} 在组内重复，请重新编号`,
        `has the number ${id} of another in its group; number it anew`,
      );
    } else taken.add(id);
    checkActionParams(action, here, context);
  }
}

import { type Action, type ActionGroup, type ActionKind, type Route } from '#wayline';
import { changeLeg } from './route-edits.js';

/** Actions that the panel makes and edits; every other one of a file is shown, kept and can be removed. */
export const EDITED_ACTIONS = [
  'take_photo',
  'start_recording',
  'stop_recording',
  'hover',
  'turn_aircraft',
  'rotate_gimbal',
  'zoom',
  'panorama',
] as const satisfies readonly ActionKind[];
export type EditedAction = (typeof EDITED_ACTIONS)[number];

/** Where an action stands: its leg, waypoint, group in the waypoint and number in the group. */
export interface ActionPlace {
  leg: number;
  waypoint: number;
  group: number;
  action: number;
}

/** An action with values that need no further thought. Lenses: the wide one, which every dock's aircraft has. */
export function newAction(kind: EditedAction): Action {
  switch (kind) {
    case 'take_photo':
      return { kind, params: { payload: 0, lenses: ['wide'], routeLenses: false } };
    case 'start_recording':
      return { kind, params: { payload: 0, lenses: ['wide'], routeLenses: false } };
    case 'stop_recording':
      return { kind, params: { payload: 0 } };
    case 'hover':
      return { kind, params: { seconds: 5 } };
    case 'turn_aircraft':
      return { kind, params: { heading: 0, direction: 'shortest' } };
    case 'rotate_gimbal':
      return {
        kind,
        params: {
          payload: 0,
          yawFrom: 'north',
          mode: 'absolute',
          turnPitch: true,
          pitch: -45,
          turnRoll: false,
          roll: 0,
          turnYaw: false,
          yaw: 0,
          timed: false,
          duration: 0,
        },
      };
    case 'zoom':
      return { kind, params: { payload: 0, focalLength: 48, isFactor: false } };
    case 'panorama':
      return { kind, params: { payload: 0, lenses: ['wide'], routeLenses: false, mode: 'full_sphere' } };
  }
}

/** Whether a group is done once, on reaching its waypoint. */
export function isAtWaypoint({ trigger, from, to }: ActionGroup): boolean {
  return trigger?.kind === 'reach' && from === to;
}

/** The route with an action behind the others that are done on reaching a waypoint. */
export function addAction(route: Route, leg: number, waypoint: number, action: Action): Route {
  return changeGroups(route, leg, waypoint, (groups) => {
    const at = groups.findLastIndex(isAtWaypoint);
    if (at < 0) {
      const group: ActionGroup = {
        from: waypoint,
        to: waypoint,
        order: 'one_after_another',
        trigger: { kind: 'reach' },
        actions: [action],
      };
      return [...groups, group];
    }
    return groups.map((group, index) => (index === at ? { ...group, actions: [...group.actions, action] } : group));
  });
}

/** The route with one action exchanged. */
export function replaceAction(route: Route, place: ActionPlace, action: Action): Route {
  return changeActions(route, place, (actions) => actions.with(place.action, action));
}

/** The route without one action; a group without actions goes too. */
export function removeAction(route: Route, place: ActionPlace): Route {
  return changeActions(route, place, (actions) => actions.toSpliced(place.action, 1));
}

/** The route with one action earlier (-1) or later (1) in its group; at the end of it nothing changes. */
export function shiftAction(route: Route, place: ActionPlace, by: -1 | 1): Route {
  return changeActions(route, place, (actions) => {
    const [moved, other] = [actions[place.action], actions[place.action + by]];
    if (!moved || !other) return actions;
    return actions.with(place.action, other).with(place.action + by, moved);
  });
}

function changeActions(route: Route, place: ActionPlace, change: (actions: Action[]) => Action[]): Route {
  return changeGroups(route, place.leg, place.waypoint, (groups) => {
    const group = groups[place.group];
    if (!group?.actions[place.action]) return groups;
    const actions = change(group.actions);
    if (actions === group.actions) return groups;
    return actions.length === 0 ? groups.toSpliced(place.group, 1) : groups.with(place.group, { ...group, actions });
  });
}

function changeGroups(
  route: Route,
  leg: number,
  waypoint: number,
  change: (groups: ActionGroup[]) => ActionGroup[],
): Route {
  return changeLeg(route, leg, (before) => {
    const point = before.waypoints[waypoint];
    if (!point) return before;
    const actionGroups = change(point.actionGroups);
    if (actionGroups === point.actionGroups) return before;
    return { ...before, waypoints: before.waypoints.with(waypoint, { ...point, actionGroups }) };
  });
}

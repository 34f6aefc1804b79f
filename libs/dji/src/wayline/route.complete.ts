import { type Action } from './route.actions.js';
import { type Heading, type Leg, type Turn, type Waypoint } from './route.legs.js';
import { type MissionSettings, type Route } from './route.js';

/** What is put where a route says nothing. */
export interface RouteDefaults {
  mission: Omit<MissionSettings, 'payloads'>;
  /** m/s. */
  speed: number;
  heading: Heading;
  turn: Turn;
}

/** Cautious values that every dock accepts: the smallest executable file of reference 9.7. */
export const DOCK_DEFAULTS: RouteDefaults = {
  mission: {
    approach: 'climb_first',
    finish: 'return_home',
    linkLoss: 'leave_route',
    linkLossAction: 'return_home',
    takeOffSafeHeight: 30,
    transitSpeed: 10,
    returnHeight: 100,
  },
  speed: 8,
  heading: { mode: 'along_leg', direction: 'shortest' },
  turn: { mode: 'stop', damping: 0 },
};

/**
 * The route with every value that a dock needs, where a file in another format, or another aircraft's, gave none. What
 * the route does say is never changed, but for numbers of action groups and actions that are there twice: they are
 * labels that nothing refers to. Heights are never made up. Dock and aircraft: see `routeForDock`.
 */
export function completed(route: Route, defaults: RouteDefaults = DOCK_DEFAULTS): Route {
  return {
    ...route,
    mission: { ...defaults.mission, ...route.mission },
    legs: route.legs.map((leg, at) => completedLeg(leg, at, defaults)),
  };
}

function completedLeg(leg: Leg, at: number, defaults: RouteDefaults): Leg {
  const speed = leg.speed ?? defaults.speed;
  return {
    ...leg,
    id: leg.id ?? at,
    templateId: leg.templateId ?? at,
    speed,
    ...(leg.startActions && needsNumbers(leg.startActions.actions)
      ? { startActions: { ...leg.startActions, actions: numbered(leg.startActions.actions) } }
      : {}),
    waypoints: withOwnNumbers(leg.waypoints).map((waypoint) => completedWaypoint(waypoint, speed, defaults)),
  };
}

/** Other programs number the groups of every waypoint, or the actions of every group, alike. */
function withOwnNumbers(waypoints: readonly Waypoint[]): readonly Waypoint[] {
  const groups = waypoints.flatMap(({ actionGroups }) => actionGroups);
  const anew = needsNumbers(groups);
  if (!anew && !groups.some(({ actions }) => needsNumbers(actions))) return waypoints;
  let next = 0;
  return waypoints.map((waypoint) => ({
    ...waypoint,
    actionGroups: waypoint.actionGroups.map((group) => ({
      ...group,
      ...(anew ? { id: next++ } : {}),
      actions: needsNumbers(group.actions) ? numbered(group.actions) : group.actions,
    })),
  }));
}

/** Whether numbers are missing or there twice. */
function needsNumbers(items: readonly { id?: number }[]): boolean {
  const ids = items.map(({ id }) => id);
  return ids.includes(undefined) || new Set(ids).size < ids.length;
}

function numbered(actions: readonly Action[]): Action[] {
  return actions.map((action, id) => ({ ...action, id }));
}

function completedWaypoint(waypoint: Waypoint, speed: number, { heading, turn }: RouteDefaults): Waypoint {
  return {
    ...waypoint,
    speed: waypoint.speed ?? speed,
    heading: { ...heading, ...waypoint.heading },
    turn: { ...turn, ...waypoint.turn },
    straight: waypoint.straight ?? true,
  };
}

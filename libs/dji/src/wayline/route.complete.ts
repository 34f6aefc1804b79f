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
 * the route does say is never changed; heights are never made up. Dock and aircraft: see `routeForDock`.
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
    waypoints: leg.waypoints.map((waypoint) => completedWaypoint(waypoint, speed, defaults)),
  };
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

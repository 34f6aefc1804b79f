import { type ActionGroup } from './route.actions.js';
import { type Leg, type Waypoint } from './route.legs.js';
import { type Place } from './route.words.js';
import { type Route } from './route.js';

/**
 * The route with one leg exchanged. Its drawn points and its stated length and duration, which told of the old leg,
 * are dropped; areas and strips stay.
 */
export function withLeg(route: Route, at: number, leg: Leg): Route {
  const { statedLength: _, statedDuration: __, ...rest } = leg;
  const templates = route.templates.filter(({ id, kind }) => kind !== 'waypoints' || id !== leg.templateId);
  return { ...route, legs: route.legs.map((old, index) => (index === at ? rest : old)), templates };
}

/** The leg with a waypoint put in before the one at `at`, or behind the last. Action groups keep their waypoints. */
export function insertWaypoint(leg: Leg, at: number, waypoint: Waypoint): Leg {
  const waypoints = rangesMoved(leg.waypoints, (index) => (index >= at ? index + 1 : index));
  const groups = waypoint.actionGroups.map((group) => {
    const reach = Math.max(0, (group.to ?? 0) - (group.from ?? 0));
    return { ...group, from: at, to: at + reach };
  });
  return { ...leg, waypoints: waypoints.toSpliced(at, 0, { ...waypoint, actionGroups: groups }) };
}

/**
 * The leg without the waypoint at `at`. Action groups that begin there go with it; those that reach over it end one
 * waypoint earlier.
 */
export function removeWaypoint(leg: Leg, at: number): Leg {
  const moved = rangesMoved(leg.waypoints, (index, isEnd) =>
    index > at || (index === at && isEnd) ? index - 1 : index,
  );
  return { ...leg, waypoints: moved.toSpliced(at, 1) };
}

/** The leg with every number in its right place: waypoints by their order, groups and actions without gaps. */
export function renumbered(legs: readonly Leg[]): Leg[] {
  let group = 0;
  const numbered = (actions: ActionGroup['actions']) => actions.map((action, id) => ({ ...action, id }));
  return legs.map((leg, id) => ({
    ...leg,
    id,
    templateId: leg.templateId ?? id,
    ...(leg.startActions ? { startActions: { ...leg.startActions, actions: numbered(leg.startActions.actions) } } : {}),
    waypoints: leg.waypoints.map(({ index, ...waypoint }, at) => ({
      ...waypoint,
      actionGroups: waypoint.actionGroups.map((one) => ({
        ...one,
        id: group++,
        // A group that spans no other waypoint belongs to its own, whatever wrong number that had.
        ...(one.from === one.to || index !== undefined ? { from: at, to: at } : {}),
        actions: numbered(one.actions),
      })),
    })),
  }));
}

/**
 * The leg with heights above the sea as ellipsoid heights, which an aircraft flies by. `undulation` gives the metres
 * of the EGM96 geoid above the ellipsoid at a place. Legs with other heights stay as they are.
 */
export function toEllipsoidHeights(leg: Leg, undulation: (place: Place) => number): Leg {
  if (leg.heights !== 'above_sea') return leg;
  const waypoints = leg.waypoints.map((waypoint) =>
    waypoint.height === undefined ? waypoint : { ...waypoint, height: waypoint.height + undulation(waypoint) },
  );
  return { ...leg, heights: 'ellipsoid', waypoints };
}

function rangesMoved(waypoints: readonly Waypoint[], move: (index: number, isEnd: boolean) => number): Waypoint[] {
  return waypoints.map((waypoint) => ({
    ...waypoint,
    actionGroups: waypoint.actionGroups.map((group) => ({
      ...group,
      ...(group.from === undefined ? {} : { from: move(group.from, false) }),
      ...(group.to === undefined
        ? {}
        : { to: Math.max(move(group.to, true), group.from === undefined ? 0 : move(group.from, false)) }),
    })),
  }));
}

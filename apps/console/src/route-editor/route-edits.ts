import {
  groundDistance,
  insertWaypoint,
  removeWaypoint,
  renumbered,
  withLeg,
  type Heading,
  type Leg,
  type MissionSettings,
  type Route,
  type Turn,
  type Waypoint,
} from '#wayline';
import type { GeoPoint } from '#geo';

/** Metres above take-off of the first waypoint that is drawn: clear of trees and lines, far below 120 m. */
export const FIRST_HEIGHT = 80;
const DEFAULT_SPEED = 8;
/** Digits of a degree that are kept: a centimetre. */
const DEGREE_DIGITS = 7;

/** First and last waypoint, counted from 0, of one leg. */
export interface Span {
  leg: number;
  from: number;
  to: number;
}

/** A route on which nothing is drawn yet. */
export function emptyRoute(): Route {
  return { mission: { payloads: [] }, legs: [emptyLeg(0)], templates: [], resources: [] };
}

function emptyLeg(id: number): Leg {
  return { id, templateId: id, heights: 'above_take_off', speed: DEFAULT_SPEED, waypoints: [] };
}

/** The route with one leg changed, its numbers in order; the same route when the leg stays the same. */
export function changeLeg(route: Route, at: number, change: (leg: Leg) => Leg): Route {
  const leg = route.legs[at];
  if (!leg) return route;
  const changed = change(leg);
  if (changed === leg) return route;
  const next = withLeg(route, at, changed);
  return { ...next, legs: renumbered(next.legs) };
}

/** The route with each waypoint of a span changed. A change that returns the waypoint itself is none. */
export function changeWaypoints(
  route: Route,
  { leg: at, from, to }: Span,
  change: (waypoint: Waypoint, index: number) => Waypoint,
): Route {
  const leg = route.legs[at];
  if (!leg) return route;
  let different = false;
  const waypoints = leg.waypoints.map((waypoint, index) => {
    if (index < from || index > to) return waypoint;
    const changed = change(waypoint, index);
    different ||= changed !== waypoint;
    return changed;
  });
  return different ? withLeg(route, at, { ...leg, waypoints }) : route;
}

/** The route with a waypoint behind the last of a leg, as high as that one. A route without legs gets one. */
export function appendWaypoint(route: Route, at: number, place: GeoPoint): Route {
  const grown = route.legs.length === 0 ? { ...route, legs: [emptyLeg(0)] } : route;
  return changeLeg(grown, at, (leg) => {
    const last = leg.waypoints.at(-1);
    return insertWaypoint(leg, leg.waypoints.length, likeNeighbour(last, place, last?.height ?? FIRST_HEIGHT));
  });
}

/** The route with a waypoint on the segment behind the one at `segment`; its height lies on the straight line. */
export function insertOnSegment(route: Route, at: number, segment: number, place: GeoPoint): Route {
  return changeLeg(route, at, (leg) => {
    const [before, after] = [leg.waypoints[segment], leg.waypoints[segment + 1]];
    if (!before || !after) return leg;
    const [there, on] = [groundDistance(before, place), groundDistance(place, after)];
    const share = there + on > 0 ? there / (there + on) : 0.5;
    const height =
      before.height === undefined || after.height === undefined
        ? before.height
        : tenth(before.height + share * (after.height - before.height));
    return insertWaypoint(leg, segment + 1, likeNeighbour(before, place, height));
  });
}

/** A waypoint that is flown as its neighbour is, without the neighbour's actions. */
function likeNeighbour(neighbour: Waypoint | undefined, place: GeoPoint, height: number | undefined): Waypoint {
  const { speed, gimbalPitch, gimbal, straight, heading } = neighbour ?? {};
  return {
    ...placeOf(place),
    ...(height === undefined ? {} : { height }),
    ...(speed === undefined ? {} : { speed }),
    ...(gimbalPitch === undefined ? {} : { gimbalPitch }),
    ...(gimbal === undefined ? {} : { gimbal }),
    ...(straight === undefined ? {} : { straight }),
    ...(heading === undefined ? {} : { heading }),
    turn: { mode: 'stop', damping: 0 },
    actionGroups: [],
  };
}

/** The route without the waypoints of a span. Their actions go with them. */
export function deleteWaypoints(route: Route, { leg: at, from, to }: Span): Route {
  return changeLeg(route, at, (leg) => {
    let left = leg;
    for (let index = Math.min(to, leg.waypoints.length - 1); index >= from; index -= 1)
      left = removeWaypoint(left, index);
    return left;
  });
}

/** The route with heights set, metres as the leg counts them. */
export function setHeight(route: Route, span: Span, height: number): Route {
  return changeWaypoints(route, span, (waypoint) =>
    waypoint.height === height ? waypoint : { ...waypoint, height: tenth(height) },
  );
}

/** The route with heights raised or lowered; waypoints without a height stay without. */
export function raise(route: Route, span: Span, metres: number): Route {
  return changeWaypoints(route, span, (waypoint) =>
    waypoint.height === undefined || metres === 0 ? waypoint : { ...waypoint, height: tenth(waypoint.height + metres) },
  );
}

/** The route with the speed from these waypoints on, m/s; undefined: that of the leg. */
export function setSpeed(route: Route, span: Span, speed: number | undefined): Route {
  return changeWaypoints(route, span, (waypoint) => {
    if (waypoint.speed === speed) return waypoint;
    const { speed: _, ...rest } = waypoint;
    return speed === undefined ? rest : { ...rest, speed };
  });
}

/** The route with the speed of a leg; waypoints that flew at the leg's speed go on doing so. */
export function setLegSpeed(route: Route, at: number, speed: number): Route {
  return changeLeg(route, at, (leg) => {
    if (leg.speed === speed) return leg;
    const waypoints = leg.waypoints.map((waypoint) => {
      if (waypoint.speed === undefined || waypoint.speed !== leg.speed) return waypoint;
      return { ...waypoint, speed };
    });
    return { ...leg, speed, waypoints };
  });
}

/** The route with the way waypoints are passed. First and last waypoint of a leg cannot be cut short: they stop. */
export function setTurn(route: Route, span: Span, turn: Turn): Route {
  const last = (route.legs[span.leg]?.waypoints.length ?? 0) - 1;
  return changeWaypoints(route, span, (waypoint, index) => {
    const mode = turn.mode === 'coordinated' && (index === 0 || index === last) ? 'stop' : turn.mode;
    const next = { ...waypoint.turn, ...turn, ...(mode === undefined ? {} : { mode }) };
    return same(next, waypoint.turn) ? waypoint : { ...waypoint, turn: next };
  });
}

/** The route with the direction of the nose at these waypoints. */
export function setHeading(route: Route, span: Span, heading: Heading): Route {
  return changeWaypoints(route, span, (waypoint) => {
    const next = { ...waypoint.heading, ...heading };
    return same(next, waypoint.heading) ? waypoint : { ...waypoint, heading: next };
  });
}

/** The route with the pitch of the gimbal on the way from these waypoints; degrees, -90 looks down. */
export function setGimbalPitch(route: Route, span: Span, pitch: number): Route {
  return changeWaypoints(route, span, (waypoint) =>
    waypoint.gimbalPitch === pitch ? waypoint : { ...waypoint, gimbalPitch: pitch },
  );
}

/** The route with settings of the whole flight changed; the settings that were drawn otherwise are dropped. */
export function setMission(route: Route, change: Partial<MissionSettings>): Route {
  const mission = { ...route.mission, ...change };
  if (same(mission, route.mission)) return route;
  const { templateMission: _, ...rest } = route;
  return { ...rest, mission };
}

/** The route with legs behind its own, or, when it has no waypoint yet, in their place. */
export function appendLegs(route: Route, legs: readonly Leg[]): Route {
  const kept = route.legs.filter(({ waypoints }) => waypoints.length > 0);
  const free = 1 + Math.max(-1, ...route.templates.map(({ id }) => id ?? -1), ...kept.map(templateNumber));
  const added = legs.map((leg, at) => ({ ...leg, id: kept.length + at, templateId: free + at }));
  return { ...route, legs: renumbered([...kept, ...added]) };
}

function templateNumber({ templateId }: Leg): number {
  return templateId ?? -1;
}

/** The route with the waypoints of another leg behind the last of its own; their heights must count from the same. */
export function joinLeg(route: Route, at: number, added: Leg): Route {
  return changeLeg(route, at, (leg) => {
    const behind = leg.waypoints.length;
    const waypoints = added.waypoints.map((waypoint, index) => ({
      ...waypoint,
      actionGroups: waypoint.actionGroups.map((group) => ({
        ...group,
        from: (group.from ?? index) + behind,
        to: (group.to ?? group.from ?? index) + behind,
      })),
    }));
    return { ...leg, waypoints: [...leg.waypoints, ...waypoints] };
  });
}

/** The route without one of its legs; one always stays. */
export function deleteLeg(route: Route, at: number): Route {
  const legs = route.legs.filter((_, index) => index !== at);
  return { ...route, legs: renumbered(legs.length > 0 ? legs : [emptyLeg(0)]) };
}

/** A place as it is stored: to the centimetre, so that a drag leaves no tail of digits in the file. */
export function placeOf({ longitude, latitude }: GeoPoint): { longitude: number; latitude: number } {
  return { longitude: rounded(longitude, DEGREE_DIGITS), latitude: rounded(latitude, DEGREE_DIGITS) };
}

export function tenth(metres: number): number {
  return rounded(metres, 1);
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

function same(one: object | undefined, other: object | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

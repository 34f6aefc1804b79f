import { LocalFrame, type GeoPoint } from '#geo';
import {
  renumbered,
  withLeg,
  type Action,
  type ActionGroup,
  type Heading,
  type Leg,
  type Corner,
  type Route,
  type Template,
  type Waypoint,
} from '#wayline';
import { changeWaypoints, placeOf, tenth, type Span } from './route-edits.js';

/** Takes every place as far and in the same direction as `from` lies from `to`; shapes keep their size anywhere. */
function mover(from: GeoPoint, to: GeoPoint): (place: GeoPoint) => GeoPoint {
  const [before, after] = [new LocalFrame(from), new LocalFrame(to)];
  return (place) => placeOf(after.toPoint(before.toPlane(place)));
}

/** The place `east` and `north` metres from another. */
export function placeBeside(place: GeoPoint, east: number, north: number): GeoPoint {
  return placeOf(new LocalFrame(place).toPoint({ x: east, y: north }));
}

/** The route with the waypoints of a span moved together, as `from` is moved to `to`. Heights stay. */
export function moveWaypoints(route: Route, span: Span, from: GeoPoint, to: GeoPoint): Route {
  if (from.longitude === to.longitude && from.latitude === to.latitude) return route;
  const moved = mover(from, to);
  return changeWaypoints(route, span, (waypoint) => ({ ...waypoint, ...moved(waypoint) }));
}

/**
 * The whole route moved, as `from` is moved to `to`, and raised: every leg, what its waypoints look at, and the areas
 * and strips that legs were made from. Where take-off was assumed when planning is dropped, for it told of elsewhere.
 */
export function moveRoute(route: Route, from: GeoPoint, to: GeoPoint, up = 0): Route {
  const moved = mover(from, to);
  const { plannedTakeOff: _, ...mission } = route.mission;
  const legs = route.legs.map((leg) => ({
    ...leg,
    waypoints: leg.waypoints.map((waypoint) => ({
      ...waypoint,
      ...moved(waypoint),
      ...(waypoint.height === undefined ? {} : { height: tenth(waypoint.height + up) }),
      ...(waypoint.heading === undefined ? {} : { heading: movedHeading(waypoint.heading, moved) }),
    })),
  }));
  // Drawn points would tell of the old place; the legs say everything.
  const templates = route.templates
    .filter(({ kind }) => kind !== 'waypoints')
    .map((template) => movedTemplate(template, moved));
  const { templateMission: __, ...rest } = route;
  return { ...rest, mission, legs, templates };
}

function movedTemplate(template: Template, moved: (place: GeoPoint) => GeoPoint): Template {
  const corners = (line: Corner[]) => line.map((corner) => ({ ...corner, ...moved(corner) }));
  switch (template.kind) {
    case 'strip':
      return {
        ...template,
        strips: template.strips.map((strip) => (strip.line ? { ...strip, line: corners(strip.line) } : strip)),
      };
    case 'area':
    case 'oblique':
      return {
        ...template,
        areas: template.areas.map((area) => (area.ring ? { ...area, ring: corners(area.ring) } : area)),
      };
    default:
      return template;
  }
}

function movedHeading(heading: Heading, moved: (place: GeoPoint) => GeoPoint): Heading {
  const { pointOfInterest } = heading;
  // 0/0 stands for no place at all.
  if (!pointOfInterest || (pointOfInterest.longitude === 0 && pointOfInterest.latitude === 0)) return heading;
  return { ...heading, pointOfInterest: { ...pointOfInterest, ...moved(pointOfInterest) } };
}

/** The middle of everything that is flown; undefined when nothing is. */
export function middleOf(route: Route): GeoPoint | undefined {
  const places = route.legs.flatMap(({ waypoints }) => waypoints);
  if (places.length === 0) return undefined;
  const middle = (values: number[]) => (Math.min(...values) + Math.max(...values)) / 2;
  return placeOf({
    longitude: middle(places.map(({ longitude }) => longitude)),
    latitude: middle(places.map(({ latitude }) => latitude)),
  });
}

/**
 * The route with one leg flown the other way round. Each stretch keeps its speed, groups of actions their stretch, and
 * a video that begins at one waypoint and ends at another still covers what lies between.
 */
export function reverseLeg(route: Route, at: number): Route {
  const leg = route.legs[at];
  if (!leg || leg.waypoints.length < 2) return route;
  const next = withLeg(route, at, { ...leg, waypoints: reversed(leg) });
  return { ...next, legs: renumbered(next.legs) };
}

function reversed({ waypoints }: Leg): Waypoint[] {
  const last = waypoints.length - 1;
  const groups: ActionGroup[][] = waypoints.map(() => []);
  for (const [index, waypoint] of waypoints.entries()) {
    for (const group of waypoint.actionGroups) {
      const from = last - Math.min(last, Math.max(group.from ?? index, group.to ?? index));
      const to = last - Math.min(group.from ?? index, group.to ?? index);
      groups[from]!.push({ ...group, from, to, actions: recordingTurned(group.actions) });
    }
  }
  return waypoints.map((_, index) => {
    const waypoint = waypoints[last - index]!;
    // What a waypoint says of the way to the next one is said by the other end of that way now.
    const { speed, straight } = waypoints[index === last ? last : last - index - 1]!;
    const { speed: _speed, straight: _straight, index: _index, ...rest } = waypoint;
    return {
      ...rest,
      ...(speed === undefined ? {} : { speed }),
      ...(straight === undefined ? {} : { straight }),
      actionGroups: groups[index]!,
    };
  });
}

/** A lone begin of a video becomes its end and the other way round; a video within one group stays. */
function recordingTurned(actions: readonly Action[]): Action[] {
  const starts = actions.filter(({ kind }) => kind === 'start_recording').length;
  const stops = actions.filter(({ kind }) => kind === 'stop_recording').length;
  if (starts === stops) return [...actions];
  return actions.map((action): Action => {
    if (action.kind === 'start_recording') return { ...action, kind: 'stop_recording' };
    if (action.kind === 'stop_recording') return { ...action, kind: 'start_recording' };
    return action;
  });
}

import {
  between,
  ellipsoidHeight,
  planeDistance,
  takeOffHeight,
  type EllipsoidHeight,
  type GeoPoint,
  type LocalFrame,
  type TakeOffHeight,
} from '#geo';
import { DOCK_DEFAULTS, groundDistance, heightOf, type Leg, type Route } from '#wayline';
import { performanceOf, type AircraftPerformance } from './aircraft.performance.js';
import { type FlightContext } from './flight.context.js';
import { frameAround } from './flight.frame.js';
import { FlightHeights } from './flight.heights.js';
import { actionSecondsAt, photosOfLeg, secondsOf } from './flown.actions.js';
import { FlightLog, type Target } from './flown.log.js';
import { type FlownPath } from './flown.path.js';
import { passingSpeed } from './flown.speed.js';

/** Nearer to home than this the aircraft does not climb to the return height first. */
const NEAR_HOME = 20;
/** Metres from take-off beyond which a waypoint is a mistake, and the plane no longer true. */
export const FARTHEST = 100_000;
/** Metres above or below take-off beyond which a height is a mistake. */
const HIGHEST = 10_000;
/** Metres within which the take-off that a route was planned with is that of the dock. */
const SAME_TAKE_OFF = 200;
/** Metres between the corners that stand in for a stretch along the surface, where the terrain names no spacing. */
const SURFACE_STEP = 30;
const MAX_SURFACE_STEPS = 200;

type Flown = Pick<FlownPath, 'points' | 'heightsKnown' | 'returnHeight' | 'arrivals' | 'actionSeconds' | 'photos'>;

/**
 * The whole flight of a route, from take-off to landing. Undefined when it has no waypoint, or one
 * that is on no map or more than 100 km from take-off.
 *
 * - The aircraft climbs to the safe height; `climb_first` goes on to the first waypoint's height if that is higher,
 *   crosses, and descends; `straight` flies there in a straight line. Legs follow each other with a straight transit.
 * - Turns are taken as straight lines through the waypoints: a coordinated turn cuts its corner and a curve swings out
 *   by less than its damping distance.
 * - Home it climbs to the return height where it is lower, stays where it is higher, crosses, and comes down. A route
 *   that ends otherwise still comes home, except one that lands where it ends.
 * - Without a dock a stand-in takes off (`takeOff`), so that legs can be looked at while a route is drawn.
 */
export function flownPath(route: Route, context: FlightContext): FlownPath | undefined {
  const first = route.legs.flatMap(({ waypoints }) => waypoints)[0];
  if (!first) return undefined;
  const { dock } = context;
  const planned = route.mission.plannedTakeOff;
  const place = dock?.place ?? (planned && isOnMap(planned) ? planned : first);
  const near = (point: GeoPoint) => isOnMap(point) && groundDistance(place, point) <= FARTHEST;
  if (!isOnMap(place) || !route.legs.every(({ waypoints }) => waypoints.every(near))) return undefined;
  const takeOff = dock?.place ? 'dock' : place === first ? 'first_waypoint' : 'planned';
  const heights = new FlightHeights(context.terrain, place, takeOffHeightOf(context, takeOff, route));
  const performance =
    context.performance ?? performanceOf(dock?.aircraftModelKey ?? route.mission.aircraft?.modelKey ?? null);
  const frame = frameAround(place);
  const flown = flyRoute(route, place, frame, heights, performance);
  return { ...flown, frame, heights, takeOff, performance };
}

function isOnMap({ longitude, latitude }: GeoPoint): boolean {
  return Math.abs(longitude) <= 180 && Math.abs(latitude) < 89;
}

/** A height of the whole flight; one that no aircraft reaches counts as none. */
function heightFrom(metres: number | undefined, otherwise: number): number {
  return isNumber(metres) && Math.abs(metres) < HIGHEST ? metres : otherwise;
}

/** m/s that an aircraft can be told to fly; what lies beyond is another check's finding and must not stop the flight. */
function flyable(speed: number | undefined, otherwise: number): number {
  return isNumber(speed) ? Math.min(50, Math.max(0.5, speed)) : otherwise;
}

/**
 * The measured height of the take-off: what the dock reports, else what the route was planned with, if that was there
 * and the terrain says nothing better.
 */
function takeOffHeightOf(
  { dock, terrain }: FlightContext,
  takeOff: FlownPath['takeOff'],
  { mission: { plannedTakeOff: planned } }: Route,
): EllipsoidHeight | undefined {
  if (dock?.place && isNumber(dock.ellipsoidMetres)) return ellipsoidHeight(dock.ellipsoidMetres);
  if (!planned || takeOff === 'first_waypoint' || !isNumber(planned.height)) return undefined;
  const place = dock?.place ?? planned;
  if (groundDistance(place, planned) > SAME_TAKE_OFF || terrain.groundAt(place)?.basis === 'measured') return undefined;
  return ellipsoidHeight(planned.height);
}

function isNumber(value: number | null | undefined): value is number {
  return Number.isFinite(value);
}

/** Flies a route from its take-off. */
function flyRoute(
  route: Route,
  home: GeoPoint,
  frame: LocalFrame,
  heights: FlightHeights,
  figures: AircraftPerformance,
): Flown {
  const { mission } = route;
  const safe = heightFrom(mission.takeOffSafeHeight, DOCK_DEFAULTS.mission.takeOffSafeHeight!);
  const transit = flyable(mission.transitSpeed, DOCK_DEFAULTS.mission.transitSpeed!);
  let heightsKnown = true;
  const legs = route.legs.map((leg) =>
    leg.waypoints.map((waypoint): Target => {
      const height = heightOf(leg, waypoint);
      const above = height && heights.aboveTakeOff(height, waypoint);
      const known = isNumber(above) && Math.abs(above) < HIGHEST;
      heightsKnown &&= known;
      const { longitude, latitude } = waypoint;
      return {
        ...frame.toPlane(waypoint),
        place: { longitude, latitude },
        height: known ? above : takeOffHeight(safe),
      };
    }),
  );
  const log = new FlightLog({ ...frame.toPlane(home), place: home }, heights, figures);
  const arrivals: number[][] = [];
  let actionSeconds = 0;
  let photos = 0;
  for (const [at, leg] of route.legs.entries()) {
    const targets = legs[at]!;
    const [first] = targets;
    if (!first) {
      arrivals.push([]);
      continue;
    }
    if (log.points.length > 1) log.fly(first, transit, 0, 0, { part: 'leg', phase: 'transit', leg: at });
    else approach(log, first, safe, transit, mission.approach !== 'straight');
    const flown = flyLeg(log, leg, at, targets, heights, figures);
    arrivals.push(flown.arrivals);
    actionSeconds += flown.actionSeconds;
    photos += flown.photos;
  }
  const returnHeight = takeOffHeight(heightFrom(mission.returnHeight, DOCK_DEFAULTS.mission.returnHeight!));
  comeHome(log, returnHeight, mission.finish === 'land', figures);
  return { points: log.points, heightsKnown, returnHeight, arrivals, actionSeconds, photos };
}

function approach(log: FlightLog, first: Target, safe: number, speed: number, climbsFirst: boolean): void {
  const part = 'approach';
  const top = takeOffHeight(climbsFirst ? Math.max(safe, first.height) : safe);
  log.rise(top, { part, phase: 'take_off' });
  if (!climbsFirst) return log.fly(first, speed, 0, 0, { part, phase: 'across' });
  log.fly({ ...first, height: top }, speed, 0, 0, { part, phase: 'across' });
  log.rise(first.height, { part, phase: 'descent' });
}

function flyLeg(
  log: FlightLog,
  leg: Leg,
  at: number,
  targets: readonly Target[],
  heights: FlightHeights,
  figures: AircraftPerformance,
): { arrivals: number[]; actionSeconds: number; photos: number } {
  const arrivals: number[] = [];
  const started = secondsOf(leg.startActions?.actions ?? [], undefined, figures);
  let actionSeconds = 0;
  let passing = 0;
  for (const [index, waypoint] of leg.waypoints.entries()) {
    const target = targets[index]!;
    const speed = flyable(waypoint.speed ?? leg.speed, DOCK_DEFAULTS.speed);
    arrivals.push(log.points.length - 1);
    const busy = actionSecondsAt(waypoint, figures) + (index === 0 ? started : 0);
    actionSeconds += busy;
    log.wait(busy, { part: 'leg', phase: 'actions', leg: at, waypoint: index });
    const next = targets[index + 1];
    if (!next) break;
    const after = leg.waypoints[index + 1]!;
    const stands = actionSecondsAt(after, figures) > 0;
    const leave = stands ? 0 : passingSpeed(after, speed, target, next, targets[index + 2]);
    const stretch = { part: 'leg', phase: 'segment', leg: at, segment: index } as const;
    const enter = busy > 0 ? 0 : passing;
    const corners =
      leg.heights === 'follow_surface' ? cornersOverSurface(target, next, waypoint.height, after.height, heights) : [];
    for (const [at, corner] of [...corners, next].entries()) {
      log.fly(corner, speed, at === 0 ? enter : speed, at === corners.length ? leave : speed, stretch);
    }
    passing = leave;
  }
  const start = log.points[arrivals[0]!]!;
  const seconds = arrivals.map((index) => log.points[index]!.seconds - start.seconds);
  const metres = arrivals.map((index) => log.metresTo(index) - log.metresTo(arrivals[0]!));
  return { arrivals, actionSeconds, photos: photosOfLeg(leg, seconds, metres) };
}

/** The corners between two waypoints of a leg that follows the surface, as close as the terrain model tells it apart. */
function cornersOverSurface(
  from: Target,
  to: Target,
  above: number | undefined,
  aboveNext: number | undefined,
  heights: FlightHeights,
): Target[] {
  if (above === undefined || aboveNext === undefined) return [];
  const step = heights.spacing ?? SURFACE_STEP;
  const count = Math.min(MAX_SURFACE_STEPS, Math.ceil(planeDistance(from, to) / step));
  return Array.from({ length: Math.max(0, count - 1) }, (_, index) => {
    const share = (index + 1) / count;
    const mix = (one: number, other: number) => one + (other - one) * share;
    const place = {
      longitude: mix(from.place.longitude, to.place.longitude),
      latitude: mix(from.place.latitude, to.place.latitude),
    };
    const height = heights.aboveTakeOff({ kind: 'follow_surface', metres: mix(above, aboveNext) }, place);
    return { ...between(from, to, share), place, height: height! };
  });
}

function comeHome(log: FlightLog, height: TakeOffHeight, landsThere: boolean, figures: AircraftPerformance): void {
  const part = 'return';
  if (landsThere) return log.land({ part, phase: 'landing' }, 'here');
  if (log.homeDistance > NEAR_HOME && log.last.height < height) log.rise(height, { part, phase: 'climb' });
  log.fly({ ...log.home, height: log.last.height }, figures.returnSpeed, 0, 0, { part, phase: 'across' });
  log.land({ part, phase: 'landing' }, 'home');
}

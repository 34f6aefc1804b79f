import { geodesic, type GeoPoint } from '#geo';
import { aimedAt, orbitPitch, poseOf, type FlightContext, type Framing } from '#routes';
import type { HeightKind, Leg, Route, Waypoint } from '#wayline';
import { aircraftOf, groundAboveDock } from './pattern-values.js';
import { changeLeg } from './route-edits.js';

const KINDS: readonly string[] = ['above_take_off', 'ellipsoid', 'above_sea', 'above_ground', 'follow_surface'];

/** A waypoint for a leg that takes a picture again; undefined where its height cannot be said as the leg says it. */
export function waypointFor(
  leg: Leg,
  framing: Framing,
  code: string,
  context: FlightContext | null,
): Waypoint | undefined {
  const heights = leg.heights;
  if (heights === undefined || !KINDS.includes(heights)) return undefined;
  return aimedAt(framing, {
    heights: heights as HeightKind,
    code,
    // Without a dock: an aircraft that needs the plainest actions.
    aircraft: aircraftOf(context) ?? '0-60-0',
    ...(context ? { context } : {}),
  });
}

/** The route with one waypoint exchanged for one that takes a picture; groups that only pass it stay with their own. */
export function exchangeWaypoint(route: Route, at: number, index: number, waypoint: Waypoint): Route {
  return changeLeg(route, at, (leg) => {
    const before = leg.waypoints[index];
    if (!before) return leg;
    const kept = before.actionGroups.filter(({ from, to }) => from !== to);
    const own = waypoint.actionGroups.map((group) => ({ ...group, from: index, to: index }));
    const { speed } = before;
    const next = { ...waypoint, ...(speed === undefined ? {} : { speed }), actionGroups: [...kept, ...own] };
    return { ...leg, waypoints: leg.waypoints.with(index, next) };
  });
}

/**
 * The framing that puts a place on the ground into the middle of the picture, from where a waypoint lies. Undefined
 * where the waypoint has no height.
 */
export function framingTowards(
  leg: Leg,
  index: number,
  target: GeoPoint,
  context: FlightContext | null,
): Framing | undefined {
  const waypoint = leg.waypoints[index];
  if (!waypoint || waypoint.height === undefined) return undefined;
  const { longitude, latitude, height } = waypoint;
  const { distance, initialAzimuth } = geodesic(waypoint, target);
  const isGround = leg.heights === 'above_ground' || leg.heights === 'follow_surface';
  const below = isGround ? height : height - groundAboveDock(target, context);
  const heightDatum = ({ ellipsoid: 'ellipsoid', above_sea: 'sea', above_take_off: 'takeoff' } as const)[
    String(leg.heights) as 'ellipsoid'
  ];
  return {
    longitude,
    latitude,
    height,
    heightDatum: heightDatum ?? 'ground',
    gimbalPitch: orbitPitch(below, distance),
    gimbalYaw: (Math.round(initialAzimuth * 10 + 3600) % 3600) / 10,
    zoom: 1,
  };
}

/** How the picture at a waypoint is taken, for a feature point to keep. */
export function framingOf(leg: Leg, index: number): Framing | undefined {
  const framing = poseOf(leg, index);
  return framing && { ...framing, zoom: Math.max(1, Math.round(framing.zoom * 100) / 100) };
}

import type { RouteFinding } from '#routes';
import type { Leg, Route } from '#wayline';
import type { GeoPoint } from '#geo';
import type { Shift } from '../map/datum.js';
import { mercatorX, mercatorY, type View } from '../map/mercator.js';

/** A place in CSS pixels of the map. */
export interface Pixel {
  x: number;
  y: number;
}

/** What of a route lies under a pointer. `handle`: the middle of the segment behind waypoint `index`. */
export interface RouteHit {
  kind: 'waypoint' | 'handle';
  leg: number;
  index: number;
}

/** Reach of a pointer around a waypoint and around a handle, pixels. */
const WAYPOINT_REACH = 12;
const HANDLE_REACH = 9;
/** A shorter segment on the screen has no handle: it would cover its waypoints. */
const SHORTEST_WITH_HANDLE = 44;

/**
 * Turns stored places into pixels. The costly half, datum and projection, is kept for each leg as long as the leg is
 * the same object.
 */
export class Projector {
  #legs = new WeakMap<Leg, { x: number; y: number }[]>();

  constructor(private readonly shift: Shift) {}

  /** The waypoints of a leg. */
  leg(leg: Leg, view: View): Pixel[] {
    let places = this.#legs.get(leg);
    if (!places) {
      places = leg.waypoints.map((waypoint) => this.#mercator(waypoint));
      this.#legs.set(leg, places);
    }
    return places.map((place) => pixelOf(place, view));
  }

  point(place: GeoPoint, view: View): Pixel {
    return pixelOf(this.#mercator(place), view);
  }

  #mercator({ longitude, latitude }: GeoPoint): { x: number; y: number } {
    const [drawnLongitude, drawnLatitude] = this.shift([longitude, latitude]);
    return { x: mercatorX(drawnLongitude), y: mercatorY(drawnLatitude) };
  }
}

function pixelOf({ x, y }: { x: number; y: number }, view: View): Pixel {
  return { x: x * view.worldSize - view.left, y: y * view.worldSize - view.top };
}

/** The middle of a segment on the screen; null where it is too short for a handle. */
export function handleOf(from: Pixel, to: Pixel): Pixel | null {
  if (Math.hypot(to.x - from.x, to.y - from.y) < SHORTEST_WITH_HANDLE) return null;
  return { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
}

/** What lies under a pointer: a waypoint before a handle, of the leg that is worked on before others, the nearest first. */
export function hitOf(legs: readonly (readonly Pixel[])[], active: number, at: Pixel): RouteHit | null {
  const order = [active, ...legs.keys()].filter((leg, index, all) => all.indexOf(leg) === index);
  for (const leg of order) {
    const index = nearest(legs[leg] ?? [], at, WAYPOINT_REACH);
    if (index !== null) return { kind: 'waypoint', leg, index };
  }
  const places = legs[active] ?? [];
  const handles = places.slice(1).map((to, index) => handleOf(places[index]!, to));
  const index = nearest(handles, at, HANDLE_REACH);
  return index === null ? null : { kind: 'handle', leg: active, index };
}

function nearest(places: readonly (Pixel | null)[], at: Pixel, reach: number): number | null {
  let best: number | null = null;
  let least = reach;
  for (const [index, place] of places.entries()) {
    if (!place) continue;
    const away = Math.hypot(place.x - at.x, place.y - at.y);
    if (away > least) continue;
    best = index;
    least = away;
  }
  return best;
}

/** How grave what was found is, for each waypoint and each segment of each leg, and for the ways there and back. */
export interface Marks {
  waypoints: Map<string, RouteFinding['severity']>;
  segments: Map<string, RouteFinding['severity']>;
  parts: Map<'approach' | 'return', RouteFinding['severity']>;
}

export const markKey = (leg: number, index: number): string => `${leg}/${index}`;

/** Where findings are to be seen; of several at one place the gravest. */
export function marksOf(findings: readonly RouteFinding[]): Marks {
  const marks: Marks = { waypoints: new Map(), segments: new Map(), parts: new Map() };
  const graver = <Key>(map: Map<Key, RouteFinding['severity']>, key: Key, severity: RouteFinding['severity']) => {
    if (map.get(key) !== 'error') map.set(key, severity);
  };
  for (const { severity, place } of findings) {
    if (severity === 'info') continue;
    if (place.part) graver(marks.parts, place.part, severity);
    if (place.leg === undefined) continue;
    if (place.segment !== undefined) graver(marks.segments, markKey(place.leg, place.segment), severity);
    else if (place.waypoint !== undefined) graver(marks.waypoints, markKey(place.leg, place.waypoint), severity);
  }
  return marks;
}

/** What is marked at a waypoint or on the way from it, the graver of both. */
export function markAt(marks: Marks, leg: number, index: number): RouteFinding['severity'] | undefined {
  const key = markKey(leg, index);
  const [here, behind] = [marks.waypoints.get(key), marks.segments.get(key)];
  return here === 'error' || behind === undefined ? here : behind;
}

/** West, south, east, north of everything that is flown; null without waypoints. */
export function routeBox({ legs }: Route): [number, number, number, number] | null {
  const places = legs.flatMap(({ waypoints }) => waypoints);
  if (places.length === 0) return null;
  const longitudes = places.map(({ longitude }) => longitude);
  const latitudes = places.map(({ latitude }) => latitude);
  const least = (values: number[]) => values.reduce((one, other) => Math.min(one, other));
  const most = (values: number[]) => values.reduce((one, other) => Math.max(one, other));
  return [least(longitudes), least(latitudes), most(longitudes), most(latitudes)];
}

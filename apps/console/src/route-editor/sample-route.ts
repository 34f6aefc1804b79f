import { destination, type GeoPoint } from '#geo';
import type { Leg, Route, Waypoint } from '#wayline';
import { placeOf } from './route-edits.js';

/** Where sample routes begin: a field of Lianjiang. */
export const SAMPLE_START: GeoPoint = { longitude: 110.28, latitude: 21.61 };

/** For specs: a route of one leg that goes north in steps of 100 m, at 80 m, with members of waypoints given. */
export function sampleRoute(count: number, members: (index: number) => Partial<Waypoint> = () => ({})): Route {
  const waypoints = Array.from({ length: count }, (_, index): Waypoint => ({
    ...placeOf(destination(SAMPLE_START, 0, index * 100)),
    height: 80,
    actionGroups: [],
    ...members(index),
  }));
  const leg: Leg = { id: 0, templateId: 0, heights: 'above_take_off', speed: 8, waypoints };
  return { mission: { payloads: [] }, legs: [leg], templates: [], resources: [] };
}

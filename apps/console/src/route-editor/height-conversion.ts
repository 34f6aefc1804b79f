import { ellipsoidHeight, ellipsoidToSea, undulationAt } from '#geo';
import type { FlightContext } from '#routes';
import type { Leg, Waypoint } from '#wayline';
import { tenth } from './route-edits.js';

/**
 * The leg with its heights above take-off at the dock, to a tenth of a metre. Heights that the file does not name are
 * taken as such already. Undefined where the dock's place or the ground below is not known.
 */
export function heightsAboveTakeOff(leg: Leg, context: FlightContext | null): Leg | undefined {
  const place = context?.dock?.place;
  if (leg.heights === undefined) return { ...leg, heights: 'above_take_off' };
  if (!context || !place) return undefined;
  const takeOff = context.terrain.groundAt(place)?.height;
  if (takeOff === undefined) return undefined;
  const waypoints: Waypoint[] = [];
  for (const waypoint of leg.waypoints) {
    if (waypoint.height === undefined) {
      waypoints.push(waypoint);
      continue;
    }
    const sea = seaHeightOf(leg, waypoint, waypoint.height, context);
    if (sea === undefined) return undefined;
    waypoints.push({ ...waypoint, height: tenth(sea - takeOff) });
  }
  return { ...leg, heights: 'above_take_off', waypoints };
}

function seaHeightOf(leg: Leg, waypoint: Waypoint, height: number, { terrain }: FlightContext): number | undefined {
  switch (leg.heights) {
    case 'above_sea':
      return height;
    case 'ellipsoid': {
      const undulation = undulationAt(waypoint);
      return undulation === undefined ? undefined : ellipsoidToSea(ellipsoidHeight(height), undulation);
    }
    case 'above_ground':
    case 'follow_surface': {
      const ground = terrain.groundAt(waypoint)?.height;
      return ground === undefined ? undefined : ground + height;
    }
    default:
      return undefined;
  }
}

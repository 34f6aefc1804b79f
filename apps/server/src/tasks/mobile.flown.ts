import { LocalFrame, type GeoPoint } from '#geo';
import { type TaskEvent } from './task.events.js';

/** Metres by which a drone may pass a waypoint: a corner is cut, and its place is told every half second at best. */
const PASSED = 50;
/** Seconds without a place during which something may have been flown that nobody saw. */
const UNSEEN_MS = 60_000;

/** What of a route a drone flew. */
export interface Flown {
  waypoints: number;
  passed: number;
  /** The last waypoint in the order of the route that was passed, from 0; null: none. */
  last: number | null;
  /** The whole flight was heard. */
  seen: boolean;
}

/** Compares where a drone was with the waypoints of its route. Pure. Places in WGS84, times in ms since 1970. */
export function flownOf(
  waypoints: readonly GeoPoint[],
  track: readonly (GeoPoint & { at: number })[],
  { from, to }: { from: number; to: number },
): Flown {
  const times = [from, ...track.map(({ at }) => at), to];
  const seen = track.length > 1 && times.every((at, index) => index === 0 || at - times[index - 1]! <= UNSEEN_MS);
  const passed = waypoints.map((waypoint) => isPassed(waypoint, track));
  const last = passed.lastIndexOf(true);
  return { waypoints: waypoints.length, passed: passed.filter(Boolean).length, last: last < 0 ? null : last, seen };
}

/** How a flight ended that has landed. Pure. */
export function endOfFlight({ waypoints, passed, seen }: Flown, canceled: boolean, at: number): TaskEvent {
  if (waypoints > 0 && passed === waypoints) return { type: 'completed', at };
  const reason = !seen ? 'flight_not_seen' : passed === 0 ? 'route_not_flown' : 'legs_left_out';
  if (canceled || reason === 'route_not_flown') return { type: 'failed', at, reason, deviceCode: null, by: null };
  return { type: 'partially_completed', at, reason, deviceCode: null };
}

function isPassed(waypoint: GeoPoint, track: readonly GeoPoint[]): boolean {
  const frame = new LocalFrame(waypoint);
  let before: { x: number; y: number } | null = null;
  for (const place of track) {
    const here = frame.toPlane(place);
    if (nearest(before ?? here, here) <= PASSED) return true;
    before = here;
  }
  return false;
}

/** Metres from the origin to a stretch. */
function nearest(from: { x: number; y: number }, to: { x: number; y: number }): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, -(from.x * dx + from.y * dy) / length));
  return Math.hypot(from.x + along * dx, from.y + along * dy);
}

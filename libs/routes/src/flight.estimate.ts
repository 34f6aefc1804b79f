import { planeDistance } from '#geo';
import { type AircraftPerformance } from './aircraft.performance.js';
import { type FlightSettings } from './flight.context.js';
import { type FlownPath, type FlownPoint } from './flown.path.js';

/** What flying a route is expected to take, from the dock and back to it. */
export interface FlightEstimate {
  /** Metres over ground, from take-off to landing. */
  flightMetres: number;
  /** Metres over ground along the legs alone. */
  routeMetres: number;
  /** Seconds from take-off to landing. */
  flightSeconds: number;
  /** Seconds of actions at waypoints. */
  actionSeconds: number;
  /** Percent of a full battery. */
  batteryPercent: number;
  /** Percent that must be left at landing. */
  reservePercent: number;
  photos: number;
  /** m/s of wind that was reckoned with. */
  windSpeed: number;
  /** `0-type-subtype`; empty where the route and the dock name none. */
  aircraftModelKey: string;
}

/** m/s: below it the aircraft hovers rather than cruises. */
const HARDLY_MOVING = 3;

/**
 * What a flight takes. Speeds of a route are speeds over ground, and the autopilot holds them: wind costs power, not
 * time, as long as the aircraft is fast enough. A flight that ends where it began has no more than half of its way
 * against the wind; that half is reckoned against it, the other half as in still air, since help from behind is not
 * counted. Power rises with the cube of the air speed from hovering through `cruiseDrain` at `cruiseSpeed`.
 */
export function estimateOf(
  path: FlownPath,
  settings: Pick<FlightSettings, 'reservePercent' | 'windSpeed'>,
): FlightEstimate {
  const { points, performance } = path;
  let flightMetres = 0;
  let routeMetres = 0;
  let hovers = 0;
  for (const [index, to] of points.entries()) {
    const from = points[index - 1];
    if (!from) continue;
    const metres = planeDistance(from, to);
    flightMetres += metres;
    if (to.stretch.phase === 'segment') routeMetres += metres;
    hovers += (to.seconds - from.seconds) * drainOn(from, to, performance, settings.windSpeed);
  }
  return {
    flightMetres,
    routeMetres,
    flightSeconds: points.at(-1)!.seconds,
    actionSeconds: path.actionSeconds,
    batteryPercent: (hovers / (performance.hoverMinutes * 60)) * 100,
    reservePercent: settings.reservePercent,
    photos: path.photos,
    windSpeed: settings.windSpeed,
    aircraftModelKey: performance.modelKey,
  };
}

/** Drain on a stretch in relation to hovering in still air. */
function drainOn(from: FlownPoint, to: FlownPoint, performance: AircraftPerformance, wind: number): number {
  const seconds = to.seconds - from.seconds;
  if (seconds <= 0) return 0;
  const speed = planeDistance(from, to) / seconds;
  const climb = (to.height - from.height) / seconds;
  const { climbDrain, descentDrain, climbSpeed, cruiseDrain } = performance;
  if (speed <= HARDLY_MOVING && climb < -1) return descentDrain;
  const against = drainAt(speed + wind, performance);
  const level = speed > HARDLY_MOVING ? Math.max(cruiseDrain, (against + drainAt(speed, performance)) / 2) : against;
  const climbing = climb > 0 ? (climbDrain - 1) * Math.min(1, climb / climbSpeed) : 0;
  return level + climbing;
}

function drainAt(airSpeed: number, { cruiseDrain, cruiseSpeed }: AircraftPerformance): number {
  return 1 + (cruiseDrain - 1) * (airSpeed / cruiseSpeed) ** 3;
}

import { between, planeDistance, type PlanePoint } from '#geo';
import { type FlightContext } from './flight.context.js';
import { atLeast, metresOf } from './flight.samples.js';
import { type FlownPath, type FlownPoint } from './flown.path.js';
import { type FlightFindings } from './route.findings.js';

/** Places from which a return is looked at, and metres between those at which its way home is. */
const MAX_DEPARTURES = 60;
const MIN_SPACING = 60;
/** As near to home as this it may be low. */
const NEAR_TAKE_OFF = 50;

/**
 * A lost link, a weak battery or a storm calls the aircraft home from anywhere, straight and at the return height, or
 * where it is if that is higher. Asks that of up to sixty places of the legs, and tells the worst.
 */
export function checkReturns(path: FlownPath, { settings }: FlightContext, findings: FlightFindings): void {
  const { points, heights, returnHeight, frame } = path;
  const spacing = heights.spacing;
  // Level ground says no more than the end of the route does.
  if (spacing === null) return;
  const home = points[0]!;
  const starts = points.filter(({ stretch }) => stretch.part === 'leg' && stretch.phase === 'segment');
  const every = Math.max(1, Math.ceil(starts.length / MAX_DEPARTURES));
  let worst: { start: FlownPoint; above: number; place: PlanePoint; height: number } | undefined;
  for (let index = 0; index < starts.length; index += every) {
    const start = starts[index]!;
    const height = Math.max(start.height, returnHeight);
    const way = planeDistance(start, home);
    const steps = Math.ceil(way / Math.max(MIN_SPACING, spacing));
    for (let step = 0; step < steps; step++) {
      const share = step / steps;
      if (way * (1 - share) < NEAR_TAKE_OFF) break;
      const place = {
        longitude: start.place.longitude + (home.place.longitude - start.place.longitude) * share,
        latitude: start.place.latitude + (home.place.latitude - start.place.latitude) * share,
      };
      const ground = heights.groundAt(place);
      const above = home.sea + height - ground.height;
      if (ground.basis === 'measured' && above < settings.clearanceMetres && !(above >= (worst?.above ?? Infinity)))
        worst = { start, above, place: between(start, home, share), height };
    }
  }
  if (!worst) return;
  const { start, above, place, height } = worst;
  const { leg, segment } = start.stretch;
  const waypoint = segment! + 1;
  const to = atLeast(height + settings.clearanceMetres - above);
  const { longitude, latitude } = frame.toPoint(place);
  findings.add(
    'warning',
    'early_return_too_low',
    { leg, waypoint, field: 'mission.returnHeight', longitude, latitude },
    {
      zh: `若在第 ${waypoint + 1} 航点附近提前返航，途中离地仅 ${metresOf(above)} 米，少于净空要求 ${settings.clearanceMetres} 米，请把返航高度提高到 ${to} 米以上`,
      en: `called home early near waypoint ${waypoint + 1}, it would pass only ${metresOf(above)} m above the ground, less than the ${settings.clearanceMetres} m of clearance; raise the return height to ${to} m above take-off`,
    },
  );
}

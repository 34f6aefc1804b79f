import { groundDistance, validateRoute, type Route } from '#wayline';
import { checkBounds } from './check.bounds.js';
import { checkAirspace } from './check.airspace.js';
import { checkBattery } from './check.battery.js';
import { checkHeights } from './check.heights.js';
import { checkReturns } from './check.returns.js';
import { checkSpeeds } from './check.speeds.js';
import { type FlightContext } from './flight.context.js';
import { estimateOf, type FlightEstimate } from './flight.estimate.js';
import { samplesOf, worstOf } from './flight.samples.js';
import { FARTHEST, flownPath } from './flown.route.js';
import { FlightFindings, type RouteFinding } from './route.findings.js';

/** What the checks of a route say. */
export interface RouteReport {
  findings: RouteFinding[];
  /** Null where the dock or a waypoint's height is missing. */
  estimate: FlightEstimate | null;
  /** Greatest height above ground in metres, and whether the ground was measured; null without heights. */
  highest: { metres: number; basis: 'measured' | 'assumed' } | null;
}

/**
 * All checks of a route: what can be told from it alone (`validateRoute`), and the whole flight from the dock and back
 * against terrain, county, areas and battery. What is broken without a gap on one leg, or on the way there or back, is
 * one finding. Never throws.
 */
export function checkRoute(route: Route, context: FlightContext): RouteReport {
  const path = flownPath(route, context);
  const findings = new FlightFindings(route.legs.length, path?.takeOff !== 'first_waypoint');
  checkDock(context, findings);
  let estimate: FlightEstimate | null = null;
  let highest: RouteReport['highest'] = null;
  if (path) {
    const samples = samplesOf(path);
    if (path.heightsKnown) {
      checkHeights(path, samples, context, findings);
      checkReturns(path, context, findings);
      if (path.takeOff === 'dock') {
        estimate = estimateOf(path, context.settings);
        checkBattery(path, estimate, context, findings);
        const top = worstOf(samples, ({ above }) => above);
        highest = { metres: top.above, basis: top.basis };
      }
    }
    checkSpeeds(route, path, context, findings);
    checkBounds(path, context, findings);
    checkAirspace(path, context, findings);
  } else checkFarAway(route, context, findings);
  return { findings: [...alone(route, context), ...findings.all()], estimate, highest };
}

/** What can be told from the route alone. */
function alone(route: Route, { dock, linkLoss }: FlightContext): RouteFinding[] {
  const found = validateRoute(route, {
    dockModelKey: dock?.modelKey ?? '',
    ...(dock?.aircraftModelKey ? { aircraftModelKey: dock.aircraftModelKey } : {}),
    ...(linkLoss ? { linkLoss } : {}),
  });
  // Without a dock it is said once that none is chosen.
  return dock?.modelKey ? found : found.filter(({ code }) => code !== 'dock_unknown');
}

/** Waypoints so far away that the flight is not worth computing. */
function checkFarAway(route: Route, { dock }: FlightContext, findings: FlightFindings): void {
  const place = dock?.place;
  if (!place) return;
  for (const [leg, { waypoints }] of route.legs.entries()) {
    for (const [waypoint, point] of waypoints.entries()) {
      const metres = groundDistance(place, point);
      if (!(metres > FARTHEST)) continue;
      findings.add(
        'error',
        'far_away',
        { leg, waypoint },
        {
          zh: `第 ${waypoint + 1} 航点距机场 ${Math.round(metres / 1000)} 公里，位置可能有误，请改正后再检查`,
          en: `waypoint ${waypoint + 1} lies ${Math.round(metres / 1000)} km from the dock; its place must be wrong; correct it and check again`,
        },
      );
      return;
    }
  }
}

function checkDock({ dock }: FlightContext, findings: FlightFindings): void {
  if (!dock) {
    findings.add(
      'error',
      'dock_missing',
      { field: 'homeDock' },
      {
        zh: '没有选择执行航线的机场，请选择机场',
        en: 'no dock is chosen to fly the route; choose one',
      },
    );
  } else if (!dock.place) {
    findings.add(
      'error',
      'dock_without_place',
      { field: 'homeDock' },
      {
        zh: `机场“${dock.name}”没有位置，无法检查往返航段，请先在机场资料中填写位置`,
        en: `the dock "${dock.name}" has no place, so the ways there and back cannot be checked; enter it with the dock`,
      },
    );
  }
  if (dock && !dock.modelKey) {
    findings.add(
      'warning',
      'dock_model_unknown',
      { field: 'homeDock' },
      {
        zh: `机场“${dock.name}”的型号未知，未检查机型与相机，请让机场上线一次或填写型号`,
        en: `the model of the dock "${dock.name}" is not known; aircraft and camera were not checked; bring it online once or enter it`,
      },
    );
  }
}

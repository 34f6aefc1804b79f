import { checkActions } from './check.actions.js';
import { Findings, type RouteFinding } from './check.findings.js';
import { checkLeftovers } from './check.leftovers.js';
import { checkLeg, type DockLimits } from './check.legs.js';
import { checkMission } from './check.mission.js';
import { checkTemplates } from './check.templates.js';
import { checkTurns } from './check.turns.js';
import { aircraftOfTarget, type RouteTarget } from './dock.models.js';
import { type LinkLoss } from './route.words.js';
import { type Route } from './route.js';

/** For whom a route is checked, and what limits there are beside the route. */
export interface CheckOptions extends RouteTarget {
  /** Whether the flight goes on without a link, as the command that sends the route will say. */
  linkLoss?: LinkLoss;
  /** Height and distance limits of the dock's aircraft. */
  limits?: DockLimits;
}

/**
 * Everything that can be told from a route alone of whether a dock takes and flies it: the reference's checklist 9.6
 * without what needs terrain, areas, weather or a battery. An empty list means that `writeKmz` makes a valid file.
 * Never throws.
 */
export function validateRoute(route: Route, options: CheckOptions): RouteFinding[] {
  const findings = new Findings(route.legs.length);
  const aircraft = aircraftOfTarget(options, route.mission.aircraft?.modelKey);
  const type = (aircraft?.modelKey ?? route.mission.aircraft?.modelKey)?.split('-')[1];
  checkMission(route, { dockModelKey: options.dockModelKey, aircraft, linkLoss: options.linkLoss }, findings);
  if (route.legs.length === 0)
    findings.error(
      'no_legs',
      {},
      '没有可执行的航段，请先绘制或生成航点',
      'has nothing to fly; draw or generate waypoints first',
    );
  for (const [at, leg] of route.legs.entries()) {
    checkLeg(leg, at, options.limits ?? {}, type, findings);
    checkTurns(leg, at, findings);
  }
  checkActions(route, aircraft, findings);
  checkTemplates(route, findings);
  checkLeftovers(route, findings);
  return findings.all();
}

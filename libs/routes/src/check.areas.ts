import { planeDistance, stretchesOutside, type Stretch } from '#geo';
import { type FlightContext } from './flight.context.js';
import { zoneOn } from './flight.frame.js';
import { insideOf, longestOf, piecesOf, runOf } from './check.stretches.js';
import { type FlownPath, type FlownPoint } from './flown.path.js';
import { type FlightFindings } from './route.findings.js';

/** The county and the dock's radius, which a flight stays within. */
export function checkBounds(path: FlownPath, context: FlightContext, findings: FlightFindings): void {
  checkCounty(path, context, findings);
  checkRadius(path, context, findings);
}

function checkCounty(path: FlownPath, { county }: FlightContext, findings: FlightFindings): void {
  if (!county) return;
  const zone = zoneOn(county, path.frame);
  let clear = { x: 0, y: 0, radius: -1, inside: false };
  const outside = (start: FlownPoint, end: FlownPoint): readonly Stretch[] => {
    const far = Math.max(planeDistance(clear, start), planeDistance(clear, end));
    if (far >= clear.radius) {
      // No edge lies within this distance of the start: what stays in the circle needs no look at the edges.
      clear = { x: start.x, y: start.y, radius: zone.distanceToEdge(start), inside: zone.contains(start) };
    }
    if (Math.max(planeDistance(clear, start), planeDistance(clear, end)) < clear.radius)
      return clear.inside ? [] : [{ from: 0, to: 1 }];
    return stretchesOutside(zone, start, end);
  };
  for (const run of piecesOf(path, outside)) {
    const away = run.flatMap(({ start, end }) => [start, end]).map((place) => zone.distance(place));
    const metres = Math.round(Math.max(...away));
    findings.addRun('error', 'leaves_county', runOf(path, run, longestOf(run)), {
      zh: `飞出县界约 ${metres} 米，请把航线移回县内`,
      en: `leaves the county by some ${metres} m; move the route inside`,
    });
  }
}

function checkRadius(path: FlownPath, { dock }: FlightContext, findings: FlightFindings): void {
  const limit = dock?.distanceLimit;
  if (!dock?.place || limit === undefined || limit === null || !(limit > 0)) return;
  const zone = zoneOn({ type: 'Circle', centre: dock.place, radius: limit }, path.frame);
  const home = path.points[0]!;
  for (const run of piecesOf(path, (start, end) => stretchesBeyond(zone, start, end))) {
    const metres = Math.round(
      run.reduce((most, { start, end }) => Math.max(most, planeDistance(home, start), planeDistance(home, end)), 0),
    );
    findings.addRun('error', 'too_far_from_dock', runOf(path, run, longestOf(run)), {
      zh: `距机场 ${metres} 米，超过限远 ${limit} 米，请移近或换机场`,
      en: `${metres} m from the dock, beyond the limit of ${limit} m; move it closer or choose another dock`,
    });
  }
}

function stretchesBeyond(zone: ReturnType<typeof zoneOn>, start: FlownPoint, end: FlownPoint): readonly Stretch[] {
  if (start.x === end.x && start.y === end.y) return insideOf(zone, start, end).length > 0 ? [] : [{ from: 0, to: 1 }];
  return stretchesOutside(zone, start, end);
}

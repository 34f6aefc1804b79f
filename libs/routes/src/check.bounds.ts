import { planeDistance, stretchesOutside, type LocalZone, type Stretch } from '#geo';
import { insideOf, piecesOf, worstOfRun } from './check.stretches.js';
import { type FlightContext } from './flight.context.js';
import { zoneOn } from './flight.frame.js';
import { type FlownPath, type FlownPoint } from './flown.path.js';
import { type FlightFindings, type Run, type Words } from './route.findings.js';

/** The county and the dock's radius, which a flight stays within. */
export function checkBounds(path: FlownPath, context: FlightContext, findings: FlightFindings): void {
  checkCounty(path, context, findings);
  checkRadius(path, context, findings);
}

function checkCounty(path: FlownPath, { county }: FlightContext, findings: FlightFindings): void {
  if (!county) return;
  const zone = zoneOn(county, path.frame);
  for (const run of piecesOf(path, outsideOf(zone))) {
    const worst = worstOfRun(path, run, (place) => zone.distance(place));
    const metres = Math.max(1, Math.round(worst.value));
    const remedy = remedyOf(worst, { zh: '把航点移回县内', en: 'move the waypoints inside' });
    findings.addRun('error', 'leaves_county', worst, {
      zh: `飞出县界 ${metres} 米，请${remedy.zh}`,
      en: `leaves the county by ${metres} m; ${remedy.en}`,
    });
  }
}

function checkRadius(path: FlownPath, { dock }: FlightContext, findings: FlightFindings): void {
  const limit = dock?.distanceLimit;
  if (!dock?.place || limit === undefined || limit === null || !(limit > 0)) return;
  const [home] = path.points;
  const zone = zoneOn({ type: 'Circle', centre: dock.place, radius: limit }, path.frame);
  for (const run of piecesOf(path, (start, end) => outside(zone, start, end))) {
    const worst = worstOfRun(path, run, (place) => planeDistance(home!, place));
    findings.addRun('error', 'too_far_from_dock', worst, {
      zh: `距机场 ${Math.round(worst.value)} 米，超过限远 ${limit} 米，请移近或更换机场`,
      en: `${Math.round(worst.value)} m from the dock, beyond the limit of ${limit} m; move it closer or choose another dock`,
    });
  }
}

/**
 * Asks stretch after stretch for what lies outside. A county has some thousand edges and a route hardly ever comes near
 * one, so the distance to the nearest edge is kept: within it nothing changes.
 */
function outsideOf(zone: LocalZone): (start: FlownPoint, end: FlownPoint) => readonly Stretch[] {
  let clear = { x: 0, y: 0, radius: -1, inside: false };
  const isClear = (start: FlownPoint, end: FlownPoint) =>
    Math.max(planeDistance(clear, start), planeDistance(clear, end)) < clear.radius;
  return (start, end) => {
    if (!isClear(start, end)) {
      const { x, y } = start;
      clear = { x, y, radius: zone.distanceToEdge(start), inside: zone.contains(start) };
    }
    if (!isClear(start, end)) return outside(zone, start, end);
    return clear.inside ? [] : [{ from: 0, to: 1 }];
  };
}

function outside(zone: LocalZone, start: FlownPoint, end: FlownPoint): readonly Stretch[] {
  if (start.x === end.x && start.y === end.y) return insideOf(zone, start, end).length > 0 ? [] : [{ from: 0, to: 1 }];
  return stretchesOutside(zone, start, end);
}

/** What helps on a leg is told; the ways there and back are straight and change with their ends alone. */
export function remedyOf({ worst }: Run, onLeg: Words): Words {
  switch (worst.part) {
    case 'approach':
      return { zh: '移动首航点或更换机场', en: 'move the first waypoint or choose another dock' };
    case 'return':
      return { zh: '移动末航点或更换机场', en: 'move the last waypoint or choose another dock' };
    case 'leg':
      return onLeg;
  }
}

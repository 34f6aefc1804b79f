import {
  planeDistance,
  stretchesOutside,
  type AreaGeometry,
  type LocalZone,
  type PlanePoint,
  type Stretch,
} from '#geo';
import { insideOf, piecesOf, worstOfRun } from './check.stretches.js';
import { type FlightContext } from './flight.context.js';
import { edgesOn, zoneOn } from './flight.frame.js';
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
  for (const run of piecesOf(path, outsideOf(county, zone, path))) {
    const worst = worstOfRun(path, run, farthestFrom(zone));
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
 * one: a stretch whose box meets no edge lies where its start does.
 */
function outsideOf(
  county: AreaGeometry,
  zone: LocalZone,
  path: FlownPath,
): (start: FlownPoint, end: FlownPoint) => readonly Stretch[] {
  const near = edgesNear(edgesOn(county, path.frame), path.points);
  let known: { place: FlownPoint; inside: boolean } | undefined;
  return (start, end) => {
    const same = known?.place.x === start.x && known.place.y === start.y;
    const inside = same ? known!.inside : zone.contains(start);
    const meets = edgesNear(near, [start, end]).length > 0;
    known = { place: end, inside: meets ? zone.contains(end) : inside };
    if (meets) return outside(zone, start, end);
    return inside ? [] : [{ from: 0, to: 1 }];
  };
}

/** The edges whose boxes meet that of some places. */
function edgesNear(edges: Float64Array, places: readonly PlanePoint[]): Float64Array {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of places) {
    west = Math.min(west, x);
    east = Math.max(east, x);
    south = Math.min(south, y);
    north = Math.max(north, y);
  }
  const found: number[] = [];
  for (let at = 0; at < edges.length; at += 4) {
    const [x1, y1, x2, y2] = [edges[at]!, edges[at + 1]!, edges[at + 2]!, edges[at + 3]!];
    const beside = (x1 < west && x2 < west) || (x1 > east && x2 > east);
    if (beside || (y1 < south && y2 < south) || (y1 > north && y2 > north)) continue;
    found.push(x1, y1, x2, y2);
  }
  return Float64Array.from(found);
}

/**
 * Metres to a zone for one place after another, but only where they may be the most so far: from one place to the next
 * they change by no more than the places are apart.
 */
function farthestFrom(zone: LocalZone): (place: PlanePoint) => number {
  let last: { place: PlanePoint; metres: number } | undefined;
  let most = 0;
  return (place) => {
    if (last && last.metres + planeDistance(last.place, place) <= most) return 0;
    const metres = zone.distance(place);
    last = { place, metres };
    most = Math.max(most, metres);
    return metres;
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

import { planeDistance, type PlanePoint } from '#geo';
import { type Leg, type Route } from '#wayline';
import { type FlightContext } from './flight.context.js';
import { atLeast, metresOf } from './flight.samples.js';
import { type FlownPath, type FlownPoint } from './flown.path.js';
import { sameRun, type FlightFindings } from './route.findings.js';

/** m/s² sideways that an aircraft of this size gives a turn, about 27° of lean. Assumed. */
const SIDEWAYS = 5;
/** Radians; a straighter corner needs no turn. */
const HARDLY_A_TURN = 0.1;
/** How much longer a segment may take for its climb before it is told. */
const SLOWER = 1.3;

/** Speeds, climbs and turns that the aircraft cannot keep, as far as the route alone does not tell. */
export function checkSpeeds(
  route: Route,
  path: FlownPath,
  { settings }: FlightContext,
  findings: FlightFindings,
): void {
  const { maxSpeed } = path.performance;
  const wind = settings.windSpeed;
  checkRuns(
    path,
    (index) => speedOf(route, path, index) + wind > maxSpeed,
    (points) => {
      const speed = Math.max(...points.map((index) => speedOf(route, path, index)));
      const to = Math.max(1, Math.floor(maxSpeed - wind));
      findings.addRun(speed > maxSpeed ? 'error' : 'warning', 'speed_not_held', runOf(path, points), {
        zh: `速度 ${speed} m/s 加上 ${wind} m/s 逆风超过${path.performance.name}的最大速度 ${maxSpeed} m/s，请降到 ${to} m/s`,
        en: `${speed} m/s against a wind of ${wind} m/s is more than the ${maxSpeed} m/s of the ${path.performance.name}; fly at ${to} m/s`,
      });
    },
  );
  checkRuns(
    path,
    (index) => slowedTo(route, path, index) !== undefined,
    (points) => {
      const slowest = Math.min(...points.map((index) => slowedTo(route, path, index)!));
      findings.addRun('info', 'segment_steep', runOf(path, points), {
        zh: `坡度过陡，受升降速度限制，水平速度将降到 ${metresOf(slowest)} m/s`,
        en: `so steep that climbing or sinking slows it down to ${metresOf(slowest)} m/s over ground`,
      });
    },
  );
  if (path.heightsKnown) for (const [at, leg] of route.legs.entries()) checkTurns(leg, at, path, findings);
}

/** m/s of the segment that ends at a corner; 0 elsewhere. */
function speedOf({ legs }: Route, { points }: FlownPath, index: number): number {
  const { phase, leg, segment } = points[index]!.stretch;
  if (phase !== 'segment') return 0;
  return legs[leg!]!.waypoints[segment!]!.speed ?? legs[leg!]!.speed ?? 0;
}

/** m/s over ground that the climb to a corner leaves; undefined where it does not slow the aircraft much. */
function slowedTo(route: Route, path: FlownPath, index: number): number | undefined {
  const speed = speedOf(route, path, index);
  if (!path.heightsKnown || !(speed > 0)) return undefined;
  const [from, to] = [path.points[index - 1]!, path.points[index]!];
  const climb = to.height - from.height;
  const { climbSpeed, descentSpeed } = path.performance;
  const upright = climb > 0 ? climb / climbSpeed : -climb / descentSpeed;
  const way = planeDistance(from, to);
  return way > 0 && upright > (way / speed) * SLOWER ? way / upright : undefined;
}

/** The turn must be flown within its damping distance. */
function checkTurns({ waypoints, speed: common }: Leg, leg: number, path: FlownPath, findings: FlightFindings): void {
  const corner = (waypoint: number): PlanePoint => path.points[path.arrivals[leg]![waypoint]!]!;
  for (let at = 1; at + 1 < waypoints.length; at++) {
    const { turn, straight } = waypoints[at]!;
    const damped = turn?.mode === 'coordinated' || (turn?.mode === 'curve_pass' && straight === true);
    const speed = waypoints[at]!.speed ?? common;
    if (!damped || !(turn.damping! > 0) || !(speed! > 0)) continue;
    const angle = turnOf(corner(at - 1), corner(at), corner(at + 1));
    if (angle < HARDLY_A_TURN) continue;
    const radius = turn.damping! / Math.tan(angle / 2);
    const possible = Math.sqrt(SIDEWAYS * radius);
    if (speed! <= possible) continue;
    const needed = atLeast((speed! ** 2 / SIDEWAYS) * Math.tan(angle / 2));
    const { longitude, latitude } = waypoints[at]!;
    findings.add(
      'warning',
      'turn_too_tight',
      { leg, waypoint: at, field: 'turn.damping', longitude, latitude },
      {
        zh: `第 ${at + 1} 航点：以 ${speed} m/s 转弯 ${Math.round((angle * 180) / Math.PI)}° 需要截距 ${needed} 米，现为 ${turn.damping} 米，飞行器会减速或偏出，请加大截距或把速度降到 ${metresOf(possible)} m/s`,
        en: `waypoint ${at + 1}: turning by ${Math.round((angle * 180) / Math.PI)}° at ${speed} m/s takes ${needed} m, not ${turn.damping} m; the aircraft will slow down or swing out; begin the turn earlier or fly at ${metresOf(possible)} m/s`,
      },
    );
  }
}

/** Radians by which the direction changes, 0 to π, a little less for a turn right back. */
function turnOf(before: PlanePoint, at: PlanePoint, after: PlanePoint): number {
  const change = Math.atan2(after.y - at.y, after.x - at.x) - Math.atan2(at.y - before.y, at.x - before.x);
  return Math.min(3, Math.abs(Math.atan2(Math.sin(change), Math.cos(change))));
}

/** Calls back with the indices of neighbouring segments of which something is true. */
function checkRuns({ points }: FlownPath, isSo: (index: number) => boolean, tell: (points: number[]) => void): void {
  let open: number[] = [];
  let before: FlownPoint | undefined;
  const close = () => {
    if (open.length > 0) tell(open);
    open = [];
  };
  for (let index = 1; index < points.length; index++) {
    const point = points[index]!;
    if (point.stretch.phase === 'actions') continue;
    if (before && !sameRun(before.stretch, point.stretch)) close();
    if (isSo(index)) open.push(index);
    else close();
    before = point;
  }
  close();
}

function runOf({ points }: FlownPath, indices: readonly number[]) {
  const [first, last] = [points[indices[0]!]!, points[indices.at(-1)!]!];
  return { from: first.stretch, to: last.stretch, worst: first.stretch, place: first.place };
}

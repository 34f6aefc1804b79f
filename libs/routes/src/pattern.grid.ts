import { joined, type GeoPoint, type PlanePoint, type Stretch } from '#geo';
import { renumbered, type ActionGroup, type Leg, type Waypoint } from '#wayline';
import { cameraPlan, type CameraWork } from './pattern.camera.js';
import { PatternError, within } from './pattern.error.js';
import { narrowestDirection, planeRing, turned, turnedBack } from './pattern.ring.js';
import { checkCount, everyMetres, onReaching, patternPoint, placeOf, tilted, type Pattern } from './pattern.js';

/** An area to be photographed straight down in parallel lines. */
export interface GridParams extends CameraWork {
  /** Outer ring, WGS84, open or closed, either way round; may be concave. */
  ring: readonly GeoPoint[];
  /** Degrees from true north; left out: along which the area is narrowest, so that the fewest lines are flown. */
  direction?: number;
  /** Metres by which the lines go beyond the area on all sides; 0 when left out. */
  margin?: number;
  /** Where the flight comes from: it begins at the nearest end of the outer lines. */
  from?: GeoPoint;
  /** Becomes part of the names of the photos. */
  suffix?: string;
}

/**
 * Parallel lines over an area, flown to and fro. Every point of the area lies within half a swath of a line, across and
 * along. In concave areas a line is flown through the gaps, without photos there. A point of the area further from the
 * take-off level than `groundAboveTakeOff` says is seen wider or narrower than planned. Throws a `PatternError`.
 */
export function gridPattern(params: GridParams): Pattern {
  const plan = cameraPlan(params);
  const margin = params.margin ?? 0;
  within(margin, 0, 500, '外扩（米）', 'margin in metres');
  if (params.direction !== undefined) within(params.direction, -360, 360, '方向（度）', 'direction in degrees');
  const { frame, corners } = planeRing(params.ring);
  const direction = params.direction === undefined ? narrowestDirection(corners) : (params.direction + 720) % 180;
  const { rows, spacing } = rowsOver(
    corners.map((corner) => turned(corner, direction)),
    plan.spacing,
    margin,
  );
  const count = rows.reduce((sum, { stretches }) => sum + 2 * stretches.length, 0);
  checkCount(count);
  const start = params.from && turned(frame.toPlane(params.from), direction);
  const waypoints: Waypoint[] = [];
  let lines = 0;
  for (const { from, to } of toAndFro(rows, start)) {
    const at = waypoints.length;
    const groups: ActionGroup[] = at === 0 ? [onReaching(0, [tilted(-90)])] : [];
    groups.push(everyMetres(at, at + 1, plan.photoDistance, params.suffix ?? ''));
    const place = (end: PlanePoint) => placeOf(frame, turnedBack(end, direction));
    waypoints.push(patternPoint(place(from), plan.aboveTakeOff, plan.speed, groups));
    waypoints.push(patternPoint(place(to), plan.aboveTakeOff, plan.speed, []));
    lines++;
  }
  const leg: Leg = { heights: 'above_take_off', speed: plan.speed, waypoints };
  return {
    leg: renumbered([leg])[0]!,
    lines,
    direction,
    spacing: rows.length > 1 ? spacing : null,
    photoDistance: plan.photoDistance,
    speed: plan.speed,
    swath: plan.width,
    groundSampling: plan.groundSampling,
  };
}

interface Row {
  y: number;
  /** Parts of the row in metres along x. */
  stretches: Stretch[];
}

/**
 * Rows in the middle of even bands that cover the area; each reaches as far as the area does anywhere in its band, not
 * only on the row itself, so that no corner is left out.
 */
function rowsOver(corners: readonly PlanePoint[], widest: number, margin: number): { rows: Row[]; spacing: number } {
  const bottom = Math.min(...corners.map(({ y }) => y)) - margin;
  const top = Math.max(...corners.map(({ y }) => y)) + margin;
  const count = Math.max(1, Math.ceil((top - bottom) / widest - 1e-9));
  checkCount(2 * count);
  const spacing = (top - bottom) / count;
  const found: Stretch[][] = Array.from({ length: count }, () => []);
  const cuts: number[][] = Array.from({ length: count + 1 }, () => []);
  const bandOf = (y: number) => Math.min(count - 1, Math.max(0, Math.floor((y - bottom) / spacing)));
  for (const [at, end] of corners.entries()) {
    const start = corners.at(at - 1)!;
    const [low, high] = start.y < end.y ? [start, end] : [end, start];
    const xAt = (y: number) => (high.y === low.y ? low.x : low.x + ((y - low.y) / (high.y - low.y)) * (high.x - low.x));
    // The band's own borders, widened by the margin, so that what lies just outside a band still counts for it.
    const last = bandOf(high.y + margin);
    for (let band = bandOf(low.y - margin); band <= last; band++) {
      const from = Math.max(low.y, bottom + band * spacing - margin);
      const to = Math.min(high.y, bottom + (band + 1) * spacing + margin);
      if (from > to) continue;
      const ends = low.y === high.y ? [low.x, high.x] : [xAt(from), xAt(to)];
      found[band]!.push({ from: Math.min(...ends) - margin, to: Math.max(...ends) + margin });
    }
    for (let border = Math.ceil((low.y - bottom) / spacing); bottom + border * spacing < high.y; border++) {
      // Half open, so that a corner on the border counts once.
      if (border >= 0 && border <= count && bottom + border * spacing >= low.y) {
        cuts[border]!.push(xAt(bottom + border * spacing));
      }
    }
  }
  for (const [border, places] of cuts.entries()) {
    const sorted = places.toSorted((one, other) => one - other);
    for (let at = 0; at + 1 < sorted.length; at += 2) {
      const inside = { from: sorted[at]! - margin, to: sorted[at + 1]! + margin };
      if (border > 0) found[border - 1]!.push(inside);
      if (border < count) found[border]!.push(inside);
    }
  }
  const rows = found.flatMap((stretches, band): Row[] => {
    const parts = joined(stretches).map((part) => longEnough(part));
    return parts.length > 0 ? [{ y: bottom + (band + 0.5) * spacing, stretches: joined(parts) }] : [];
  });
  if (rows.length === 0)
    throw new PatternError('ring_without_area', '多边形没有面积，请重新绘制', 'the polygon has no area');
  return { rows, spacing };
}

/** Two waypoints closer than this would be one for the aircraft. */
const SHORTEST = 1;

function longEnough({ from, to }: Stretch): Stretch {
  const missing = Math.max(0, SHORTEST - (to - from)) / 2;
  return { from: from - missing, to: to + missing };
}

/** The lines in the order and direction in which they are flown, from the corner nearest to `start`. */
function toAndFro(rows: readonly Row[], start: PlanePoint | undefined): { from: PlanePoint; to: PlanePoint }[] {
  const ends = [rows[0]!, rows.at(-1)!].flatMap(({ y, stretches }, end) => [
    { upward: end === 0, forward: true, place: { x: stretches[0]!.from, y } },
    { upward: end === 0, forward: false, place: { x: stretches.at(-1)!.to, y } },
  ]);
  const away = ({ place }: (typeof ends)[number]) => (start ? Math.hypot(place.x - start.x, place.y - start.y) : 0);
  const first = ends.toSorted((one, other) => away(one) - away(other))[0]!;
  const ordered = first.upward ? rows : rows.toReversed();
  return ordered.flatMap(({ y, stretches }, index) => {
    const forward = index % 2 === 0 ? first.forward : !first.forward;
    const lines = stretches.map(({ from, to }) => ({ from: { x: from, y }, to: { x: to, y } }));
    return forward ? lines : lines.toReversed().map(({ from, to }) => ({ from: to, to: from }));
  });
}

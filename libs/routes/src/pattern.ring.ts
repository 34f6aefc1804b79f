import { crossing, LocalFrame, type GeoPoint, type PlanePoint } from '#geo';
import { PatternError } from './pattern.error.js';

const MAX_CORNERS = 5_000;
/** Metres: a polygon that is narrower everywhere is a line. */
const LEAST_WIDTH = 0.1;

/** A polygon on a plane in metres, open, without doubled corners. */
export interface PlaneRing {
  frame: LocalFrame;
  corners: PlanePoint[];
}

/**
 * Lays a polygon's outer ring (open or closed, either way round) on a plane. Throws a `PatternError` for fewer than
 * three corners, one that crosses or touches itself, one without area, or too many corners.
 */
export function planeRing(ring: readonly GeoPoint[]): PlaneRing {
  if (ring.length > MAX_CORNERS) {
    const [zh, en] = [`顶点 ${ring.length} 个，超过 ${MAX_CORNERS} 个，请简化`, `has ${ring.length} corners`];
    throw new PatternError(
      'too_many_corners',
      `多边形${zh}`,
      `the polygon ${en}, more than ${MAX_CORNERS}; simplify it`,
    );
  }
  const [first] = ring;
  if (!first || !ring.every(isPlace)) throw tooFew(0);
  const frame = new LocalFrame(first);
  const corners = ring
    .map((corner) => frame.toPlane(corner))
    .filter((corner, at, all) => apart(corner, all.at(at - 1)!) > 1e-3 || all.length === 1);
  if (corners.length < 3) throw tooFew(corners.length);
  if (narrowest(corners).width < LEAST_WIDTH) {
    throw new PatternError('ring_without_area', '多边形没有面积，请重新绘制', 'the polygon has no area; draw it anew');
  }
  if (crossesItself(corners)) {
    throw new PatternError(
      'ring_crosses_itself',
      '多边形自相交，请拖动顶点使边界不交叉',
      'the polygon crosses itself; drag its corners apart',
    );
  }
  return { frame, corners };
}

/**
 * The direction along which the polygon is narrowest, so that the fewest lines are flown: always that of an edge of its
 * convex hull. Degrees from true north, 0 to below 180; of directions equally good the smallest.
 */
export function narrowestDirection(corners: readonly PlanePoint[]): number {
  return narrowest(corners).direction;
}

function narrowest(corners: readonly PlanePoint[]): { direction: number; width: number } {
  const hull = convexHull(corners);
  let best = { direction: 0, width: Infinity };
  for (const [at, to] of hull.entries()) {
    const from = hull.at(at - 1)!;
    const direction = ((Math.atan2(to.x - from.x, to.y - from.y) * 180) / Math.PI + 360) % 180;
    // To a thousandth of a degree, so that parallel edges count as one.
    const asked = (Math.round(direction * 1000) / 1000) % 180;
    const across = hull.map((corner) => turned(corner, asked).y);
    const width = Math.max(...across) - Math.min(...across);
    const better = width < best.width - 1e-6;
    if (better || (width < best.width + 1e-6 && asked < best.direction)) best = { direction: asked, width };
  }
  return best;
}

/** A place in axes whose x runs in the direction (degrees from north) and y to the left of it. */
export function turned({ x, y }: PlanePoint, direction: number): PlanePoint {
  const angle = (direction * Math.PI) / 180;
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  return { x: x * sin + y * cos, y: y * sin - x * cos };
}

/** Undoes `turned`. */
export function turnedBack({ x, y }: PlanePoint, direction: number): PlanePoint {
  const angle = (direction * Math.PI) / 180;
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  return { x: x * sin - y * cos, y: x * cos + y * sin };
}

const isPlace = ({ longitude, latitude }: GeoPoint) => Math.abs(longitude) <= 180 && Math.abs(latitude) <= 89;
const apart = (one: PlanePoint, other: PlanePoint) => Math.hypot(one.x - other.x, one.y - other.y);

function tooFew(corners: number): PatternError {
  return new PatternError(
    'too_few_corners',
    `多边形只有 ${corners} 个有效顶点，至少需要 3 个`,
    `the polygon has ${corners} usable corners, it needs three`,
  );
}

/** Edges sorted from west to east, each compared with those that begin before it ends. */
function crossesItself(corners: readonly PlanePoint[]): boolean {
  const edges = corners
    .map((to, at) => ({ at, from: corners.at(at - 1)!, to }))
    .map((edge) => ({ ...edge, west: Math.min(edge.from.x, edge.to.x), east: Math.max(edge.from.x, edge.to.x) }))
    .toSorted((one, other) => one.west - other.west);
  for (const [index, one] of edges.entries()) {
    for (let next = index + 1; next < edges.length && edges[next]!.west <= one.east; next++) {
      const other = edges[next]!;
      const steps = Math.abs(one.at - other.at);
      const neighbours = steps === 1 || steps === corners.length - 1;
      if (!neighbours && crossing(one.from, one.to, other.from, other.to)) return true;
      if (neighbours && foldsBack(one, other)) return true;
    }
  }
  return false;
}

/** Two neighbouring edges that lie on each other. */
function foldsBack(one: { at: number; from: PlanePoint; to: PlanePoint }, other: typeof one): boolean {
  const shared = one.to === other.from ? one.to : one.from;
  const a = one.to === shared ? one.from : one.to;
  const b = other.to === shared ? other.from : other.to;
  const cross = (a.x - shared.x) * (b.y - shared.y) - (a.y - shared.y) * (b.x - shared.x);
  const dot = (a.x - shared.x) * (b.x - shared.x) + (a.y - shared.y) * (b.y - shared.y);
  return dot > 0 && Math.abs(cross) < 1e-9 * dot;
}

/** Andrew's monotone chain (1979), counter-clockwise. */
function convexHull(places: readonly PlanePoint[]): PlanePoint[] {
  const sorted = places.toSorted((one, other) => one.x - other.x || one.y - other.y);
  const half = (from: readonly PlanePoint[]): PlanePoint[] => {
    const chain: PlanePoint[] = [];
    for (const place of from) {
      while (chain.length >= 2 && turn(chain.at(-2)!, chain.at(-1)!, place) <= 0) chain.pop();
      chain.push(place);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.toReversed())];
}

const turn = (a: PlanePoint, b: PlanePoint, c: PlanePoint) => (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);

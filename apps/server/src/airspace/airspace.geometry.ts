import { Area, type AreaGeometry, between, crossing, distance, ringArea } from '#geo';
import { type AirspaceGeometry } from '#contracts';
import { type County } from '../county/county.js';

/** Why an area cannot be used as it is drawn. */
export interface GeometryFault {
  /** `ring_not_closed`, `ring_crosses`, `area_too_small`, `area_too_large`, `area_too_detailed` or `outside_county`. */
  code: string;
  zh: string;
  en: string;
}

type Ring = readonly (readonly number[])[];
type Box = readonly [west: number, south: number, east: number, north: number];
type Edge = readonly [x1: number, y1: number, x2: number, y2: number, ring: number, at: number];

/** An area further than this from the county's frame concerns none of its flights. */
const SURROUNDINGS_METRES = 50_000;
const LARGEST_METRES = 300_000;
const SMALLEST_SQUARE_METRES = 1;
/** Corners of one area: what a browser still draws at ease, and a check still looks at for each route. */
const MOST_CORNERS = 20_000;
const METRES_PER_DEGREE = 111_320;

/**
 * What is wrong with an area, or null. Rings must close, must not cross each other or themselves, and lie either apart
 * or as holes: what lies in two of them would count as outside. The area must lie in the county or near it.
 */
export function faultOfGeometry(
  geometry: AirspaceGeometry,
  { name, bbox }: Pick<County, 'name' | 'bbox'>,
): GeometryFault | null {
  const box = boxOf(geometry);
  const place = outside(box, name, bbox);
  if (place || geometry.type === 'Circle') return place;
  const polygons: readonly (readonly Ring[])[] =
    geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const rings = polygons.flat();
  if (rings.reduce((sum, ring) => sum + ring.length, 0) > MOST_CORNERS) {
    return {
      code: 'area_too_detailed',
      zh: `区域的角点超过 ${MOST_CORNERS} 个，请先抽稀`,
      en: `the area has more than ${MOST_CORNERS} corners: thin it out first`,
    };
  }
  return unclosed(rings) ?? crossed(rings) ?? tooSmall(rings) ?? misplaced(polygons);
}

/** The same rings, each ending where it begins, without corners that repeat the one before. */
export function closedRing(ring: readonly (readonly [number, number])[]): [number, number][] {
  const corners = ring.filter(([x, y], at) => at === 0 || x !== ring[at - 1]![0] || y !== ring[at - 1]![1]);
  const [first, last] = [corners[0], corners.at(-1)];
  if (first && last && (first[0] !== last[0] || first[1] !== last[1])) corners.push(first);
  return corners.map(([x, y]) => [x, y]);
}

function boxOf(geometry: AirspaceGeometry): Box {
  if (geometry.type === 'Circle') {
    const { centre, radius } = geometry;
    const north = radius / METRES_PER_DEGREE;
    const east = north / Math.max(0.01, Math.cos((centre.latitude * Math.PI) / 180));
    return [centre.longitude - east, centre.latitude - north, centre.longitude + east, centre.latitude + north];
  }
  let box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  const positions = (geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat()).flat();
  for (const [x, y] of positions)
    box = [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)];
  return box;
}

function outside(box: Box, county: string, frame: County['bbox']): GeometryFault | null {
  const margin = SURROUNDINGS_METRES / METRES_PER_DEGREE;
  const near = (west: number, south: number, east: number, north: number) =>
    west <= frame[2] + margin && east >= frame[0] - margin && south <= frame[3] + margin && north >= frame[1] - margin;
  const [west, south, east, north] = box;
  if (!near(west, south, east, north)) {
    const swapped = near(south, west, north, east);
    return {
      code: 'outside_county',
      zh: swapped
        ? '区域的经度和纬度填反了，请互换（先经度、后纬度）'
        : `区域不在${county}及周边 ${SURROUNDINGS_METRES / 1000} 公里内，请核对坐标（WGS84，先经度、后纬度）`,
      en: swapped
        ? 'longitude and latitude of the area are swapped: exchange them (longitude first)'
        : `the area lies more than ${SURROUNDINGS_METRES / 1000} km from the county: check its coordinates (WGS84, longitude first)`,
    };
  }
  const across = distance({ longitude: west, latitude: south }, { longitude: east, latitude: north });
  if (across <= LARGEST_METRES) return null;
  return {
    code: 'area_too_large',
    zh: `区域跨度约 ${Math.round(across / 1000)} 公里，超过 ${LARGEST_METRES / 1000} 公里，请裁剪到本县周边`,
    en: `the area is some ${Math.round(across / 1000)} km across, more than ${LARGEST_METRES / 1000} km: cut it to the county's surroundings`,
  };
}

function unclosed(rings: readonly Ring[]): GeometryFault | null {
  const at = rings.findIndex((ring) => ring[0]!.join() !== ring.at(-1)!.join());
  if (at < 0) return null;
  return {
    code: 'ring_not_closed',
    zh: `第 ${at + 1} 个环没有闭合：最后一个角点须与第一个相同`,
    en: `ring ${at + 1} is not closed: its last corner must be its first`,
  };
}

function tooSmall(rings: readonly Ring[]): GeometryFault | null {
  const at = rings.findIndex((ring) => ringArea(ring) < SMALLEST_SQUARE_METRES);
  if (at < 0) return null;
  return {
    code: 'area_too_small',
    zh: `第 ${at + 1} 个环不足 ${SMALLEST_SQUARE_METRES} 平方米，或角点在一条线上，请重新绘制`,
    en: `ring ${at + 1} is smaller than ${SMALLEST_SQUARE_METRES} m², or its corners lie on one line: draw it again`,
  };
}

/** Looks at pairs of edges whose longitudes overlap, from west to east. */
function crossed(rings: readonly Ring[]): GeometryFault | null {
  const edges = rings.flatMap((ring, nr) =>
    ring.slice(1).map((to, at): Edge => [ring[at]![0]!, ring[at]![1]!, to[0]!, to[1]!, nr, at]),
  );
  const west = ([x1, , x2]: Edge) => Math.min(x1, x2);
  edges.sort((one, other) => west(one) - west(other));
  let open: Edge[] = [];
  for (const edge of edges) {
    open = open.filter(([x1, , x2]) => Math.max(x1, x2) >= west(edge));
    const met = open.find((other) => cross(edge, other));
    if (met) return crossingOf(edge, met);
    open.push(edge);
  }
  return null;
}

function crossingOf(edge: Edge, other: Edge): GeometryFault {
  const [x1, y1, x2, y2, ring] = edge;
  const met = crossing({ x: x1, y: y1 }, { x: x2, y: y2 }, { x: other[0], y: other[1] }, { x: other[2], y: other[3] });
  const { x, y } = between({ x: x1, y: y1 }, { x: x2, y: y2 }, met?.one ?? 0);
  const place = `(${x.toFixed(5)}, ${y.toFixed(5)})`;
  const same = ring === other[4];
  return {
    code: 'ring_crosses',
    zh: same
      ? `第 ${ring + 1} 个环在 ${place} 附近自相交，请移动角点`
      : `第 ${ring + 1} 个环与第 ${other[4] + 1} 个环在 ${place} 附近相交，请分开`,
    en: same
      ? `ring ${ring + 1} crosses itself near ${place}: move a corner`
      : `ring ${ring + 1} crosses ring ${other[4] + 1} near ${place}: draw them apart`,
  };
}

/** Whether two edges cross in their inner parts; touching does not count. */
function cross([ax, ay, bx, by]: Edge, [cx, cy, dx, dy]: Edge): boolean {
  const side = (px: number, py: number, qx: number, qy: number, x: number, y: number) =>
    Math.sign((qx - px) * (y - py) - (qy - py) * (x - px));
  return (
    side(ax, ay, bx, by, cx, cy) * side(ax, ay, bx, by, dx, dy) < 0 &&
    side(cx, cy, dx, dy, ax, ay) * side(cx, cy, dx, dy, bx, by) < 0
  );
}

/** Outer rings must lie in an even number of others, holes in an odd one. */
function misplaced(polygons: readonly (readonly Ring[])[]): GeometryFault | null {
  const rings = polygons.flatMap((polygon) => polygon.map((ring, at) => ({ ring, hole: at > 0 })));
  if (rings.length === 1) return null;
  const areas = rings.map(({ ring }) => new Area({ type: 'Polygon', coordinates: [ring] } satisfies AreaGeometry));
  for (const [nr, { ring, hole }] of rings.entries()) {
    const [x, y] = inner(ring, areas[nr]!);
    const around = areas.filter((area, other) => other !== nr && area.contains(x, y)).length;
    if (around % 2 === (hole ? 1 : 0)) continue;
    return {
      code: 'ring_crosses',
      zh: hole ? `第 ${nr + 1} 个环是孔，但不在外环之内` : `第 ${nr + 1} 个环在另一个环之内：重叠处会被当作区域之外`,
      en: hole
        ? `ring ${nr + 1} is a hole but does not lie in an outer ring`
        : `ring ${nr + 1} lies in another ring: where they overlap would count as outside`,
    };
  }
  return null;
}

/** A point inside a ring, close to one of its edges. */
function inner(ring: Ring, area: Area): readonly [number, number] {
  for (let at = 1; at < ring.length; at++) {
    const [x1, y1] = ring[at - 1]! as [number, number];
    const [x2, y2] = ring[at]! as [number, number];
    // A step of 1e-7 degrees (one centimetre) to either side of the middle of the edge.
    const angle = Math.atan2(y2 - y1, x2 - x1) + Math.PI / 2;
    for (const step of [1e-7, -1e-7]) {
      const place = [(x1 + x2) / 2 + step * Math.cos(angle), (y1 + y2) / 2 + step * Math.sin(angle)] as const;
      if (area.contains(...place)) return place;
    }
  }
  return ring[0]! as unknown as readonly [number, number];
}

import { LocalFrame, type GeoPoint, type PlanePoint } from '#geo';
import { renumbered, type ActionGroup, type Leg, type Waypoint } from '#wayline';
import { cameraPlan, type CameraWork } from './pattern.camera.js';
import { PatternError, within } from './pattern.error.js';
import { offsetLine } from './pattern.offset.js';
import {
  checkCount,
  everyMetres,
  onReaching,
  patternPoint,
  placeOf,
  recording,
  stopped,
  tilted,
  type Pattern,
} from './pattern.js';

/** A strip along a river or a road, photographed or filmed in passes beside each other. */
export interface StripParams extends CameraWork {
  /** The middle line, WGS84, two points or more. */
  line: readonly GeoPoint[];
  /** Metres to the left and to the right of the line, as seen along it. */
  left: number;
  right: number;
  /** Metres by which the passes go beyond both ends; 0 when left out. */
  margin?: number;
  /** photos when left out; video: one for each pass. */
  capture?: 'photos' | 'video';
  /** Degrees of the gimbal; -90 (straight down) when left out. The passes are those of a camera that looks down. */
  gimbalPitch?: number;
  /** Where the flight comes from: it begins at the nearer end. */
  from?: GeoPoint;
  suffix?: string;
}

const MAX_POINTS = 5_000;

/**
 * Passes along a line, flown to and fro, that cover everything from `left` to `right` of it. Throws a `PatternError`.
 */
export function stripPattern(params: StripParams): Pattern {
  const plan = cameraPlan(params);
  // A film has no interval that the flight must wait for.
  const speed = params.capture === 'video' ? params.speed : plan.speed;
  const { left, right, margin = 0, suffix = '', gimbalPitch = -90 } = params;
  within(left, 0, 2000, '左侧宽度（米）', 'width on the left in metres');
  within(right, 0, 2000, '右侧宽度（米）', 'width on the right in metres');
  within(margin, 0, 500, '外延（米）', 'margin in metres');
  within(gimbalPitch, -90, 0, '云台俯仰（度）', 'gimbal pitch in degrees');
  const { frame, points } = planeLine(params.line, margin);
  const passes = Math.max(1, Math.ceil((left + right) / plan.spacing - 1e-9));
  const spacing = (left + right) / passes;
  const slack = Math.max(0.5, (plan.width - spacing) / 2);
  checkCount(2 * passes);
  const lines = Array.from({ length: passes }, (_, pass) => offsetLine(points, left - (pass + 0.5) * spacing, slack));
  checkCount(lines.reduce((sum, line) => sum + line.length, 0));
  const start = params.from && frame.toPlane(params.from);
  const waypoints: Waypoint[] = [];
  for (const line of toAndFro(lines, start)) {
    const at = waypoints.length;
    const last = at + line.length - 1;
    for (const [index, place] of line.entries()) {
      const groups: ActionGroup[] = [];
      const here = at + index;
      const actions = here === 0 ? [tilted(gimbalPitch)] : [];
      if (params.capture === 'video' && here === at) actions.push(recording(suffix));
      if (params.capture === 'video' && here === last) actions.push(stopped);
      if (actions.length > 0) groups.push(onReaching(here, actions));
      if (params.capture !== 'video' && here === at) groups.push(everyMetres(at, last, plan.photoDistance, suffix));
      waypoints.push(patternPoint(placeOf(frame, place), plan.aboveTakeOff, speed, groups));
    }
  }
  const leg: Leg = { heights: 'above_take_off', speed, waypoints };
  return {
    leg: renumbered([leg])[0]!,
    lines: passes,
    direction: null,
    spacing: passes > 1 ? spacing : null,
    photoDistance: params.capture === 'video' ? null : plan.photoDistance,
    speed,
    swath: plan.width,
    groundSampling: plan.groundSampling,
  };
}

/** The line on a plane, without doubled points, its ends drawn out by the margin. */
function planeLine(line: readonly GeoPoint[], margin: number): { frame: LocalFrame; points: PlanePoint[] } {
  if (line.length > MAX_POINTS) {
    throw new PatternError(
      'too_many_points',
      `中心线有 ${line.length} 个点，超过 ${MAX_POINTS} 个，请简化`,
      `the line has ${line.length} points, more than ${MAX_POINTS}; simplify it`,
    );
  }
  const [first] = line;
  const points: PlanePoint[] = [];
  const frame = new LocalFrame(first ?? { longitude: 0, latitude: 0 });
  for (const point of line) {
    const place = frame.toPlane(point);
    const before = points.at(-1);
    if (!before || Math.hypot(place.x - before.x, place.y - before.y) >= 1) points.push(place);
  }
  if (points.length < 2 || !points.every(({ x, y }) => Number.isFinite(x + y))) {
    throw new PatternError(
      'line_too_short',
      '中心线至少需要两个相距 1 米以上的点，请重新绘制',
      'the line needs two points that are a metre apart; draw it anew',
    );
  }
  points[0] = drawnOut(points[1]!, points[0]!, margin);
  points[points.length - 1] = drawnOut(points.at(-2)!, points.at(-1)!, margin);
  return { frame, points };
}

function drawnOut(from: PlanePoint, to: PlanePoint, metres: number): PlanePoint {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  return { x: to.x + ((to.x - from.x) / length) * metres, y: to.y + ((to.y - from.y) / length) * metres };
}

/** The passes in turn, from the end of the outer ones that is nearest to `start`. */
function toAndFro(lines: readonly PlanePoint[][], start: PlanePoint | undefined): PlanePoint[][] {
  const ends = [
    { order: lines, forward: true },
    { order: lines, forward: false },
    { order: lines.toReversed(), forward: true },
    { order: lines.toReversed(), forward: false },
  ];
  const away = ({ order, forward }: (typeof ends)[number]) => {
    const place = (forward ? order[0]![0] : order[0]!.at(-1))!;
    return start ? Math.hypot(place.x - start.x, place.y - start.y) : 0;
  };
  const first = ends.toSorted((one, other) => away(one) - away(other))[0]!;
  return first.order.map((line, at) => ((at % 2 === 0) === first.forward ? line : line.toReversed()));
}

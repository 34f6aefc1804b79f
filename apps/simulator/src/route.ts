import { type FleetGateway, type FleetRoute } from './fleet.js';
import { type LocalFrame, type Metres } from './local-frame.js';
import { type Random } from './random.js';

/** One thing that is done while standing at a point. Angles in degrees: pitch 0 level, -90 down; heading from north. */
export type PointTask =
  | { kind: 'photo' | 'panorama' | 'record'; suffix: string }
  | { kind: 'stop_record' }
  | { kind: 'hover'; seconds: number }
  | { kind: 'turn'; heading: number }
  | { kind: 'gimbal'; pitch: number };

/** A point of a route, and what is done there or on the way to it. */
export interface RoutePoint extends Metres {
  /** m/s on the way to it; absent: the route's. */
  speed?: number;
  tasks?: readonly PointTask[];
  /** Seconds that the tasks take. */
  dwell?: number;
  /** Photos at even steps on the way to it. */
  onTheWay?: { metres: number } | { seconds: number };
}

/** A way to fly: points in metres of the local frame (z above take-off) and the speed between them in m/s. */
export interface Route {
  points: RoutePoint[];
  speed: number;
  /** Metres above take-off that it climbs to first; absent: by the heights of its points. */
  safeHeight?: number;
  /** It stays in the air after the last point until it is called home. */
  hoversAtEnd?: boolean;
}

/**
 * The route of a gateway: the given one, else one made around its own place, the same for the same serial.
 * Docks survey a block of the town and a stretch of road; pilots circle near themselves.
 */
export function routeOf(
  gateway: FleetGateway,
  given: FleetRoute | undefined,
  frame: LocalFrame,
  random: Random,
): Route {
  if (given) {
    const points = given.points.map(([longitude, latitude, z]) => ({ ...frame.toMetres({ longitude, latitude }), z }));
    return { points, speed: given.speed ?? 10 };
  }
  return gateway.kind === 'dock' ? patrol(random) : circuit(random);
}

/** Out along a road with bends, four lanes over a block, and the last lane turned towards home. */
function patrol(random: Random): Route {
  const direction = random.between(0, 2 * Math.PI);
  const height = Math.round(random.between(70, 110));
  const points: Metres[] = [];
  const legs = 2 + Math.floor(random.next() * 3);
  let [x, y, course] = [0, 0, direction];
  for (let leg = 0; leg < legs; leg++) {
    course += random.between(-0.5, 0.5);
    const length = random.between(180, 420);
    x += Math.sin(course) * length;
    y += Math.cos(course) * length;
    points.push({ x, y, z: height });
  }
  const [alongX, alongY] = [Math.sin(course), Math.cos(course)];
  const lane = random.between(45, 70);
  const length = random.between(220, 420);
  for (let index = 0; index < 4; index++) {
    const side = index * lane;
    const ends = index % 2 === 0 ? [0, length] : [length, 0];
    for (const along of ends) {
      points.push({ x: x + alongX * along + alongY * side, y: y + alongY * along - alongX * side, z: height });
    }
  }
  return { points, speed: 10 };
}

/** Loops of different size and height around the pilot, as somebody looking at a place from all sides. */
function circuit(random: Random): Route {
  const points: Metres[] = [];
  const start = random.between(0, 2 * Math.PI);
  const radius = random.between(160, 380);
  for (let loop = 0; loop < 3; loop++) {
    const height = Math.round(random.between(45, 95));
    for (let corner = 0; corner < 6; corner++) {
      const angle = start + (corner / 6) * 2 * Math.PI;
      const reach = radius * (0.7 + 0.3 * loop) * random.between(0.85, 1.15);
      points.push({ x: Math.sin(angle) * reach, y: Math.cos(angle) * reach, z: height });
    }
  }
  return { points, speed: 8 };
}

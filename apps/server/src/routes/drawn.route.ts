import { createHash } from 'node:crypto';
import { thumbnailSvg } from '#routes';
import {
  completed,
  type ReadLimits,
  readRouteFile,
  type Route,
  routeForDock,
  type RouteIssue,
  type RouteTarget,
  writeKmz,
} from '#wayline';

/** A route as it came in a file, made ready for the dock that flies it, with the bytes that the dock will get. */
export interface DrawnRoute {
  route: Route;
  kmz: Uint8Array;
  /** Of the KMZ, hexadecimal. */
  md5: string;
  sha256: string;
  /** What was strange in the file. */
  issues: RouteIssue[];
  /** What the file was: its format, and what it calls the route. */
  format: string;
  title: string;
  waypoints: number;
  legs: number;
  /** West, south, east, north in WGS84 degrees; null without waypoints. */
  bbox: [number, number, number, number] | null;
  /** A small picture of its line, SVG. */
  thumbnail: string;
}

/**
 * Reads a file and makes it ready: missing values filled in, and for a dock its aircraft and camera put in place. Without
 * a dock the aircraft stays the one that the file names. Pure. Throws `WaylineError`; the target must be a known dock.
 */
export function drawnRoute(
  bytes: Uint8Array,
  file: string,
  target: RouteTarget | null,
  limits: Partial<ReadLimits> = {},
): DrawnRoute {
  const read = readRouteFile(bytes, file, { limits });
  const whole = completed(read.route);
  const route = target ? routeForDock(whole, target) : whole;
  const kmz = writeKmz(route);
  return {
    route,
    kmz,
    md5: createHash('md5').update(kmz).digest('hex'),
    sha256: createHash('sha256').update(kmz).digest('hex'),
    issues: read.issues,
    format: read.source.format,
    title: read.source.name,
    waypoints: route.legs.reduce((sum, leg) => sum + leg.waypoints.length, 0),
    legs: route.legs.length,
    bbox: boxOf(route),
    thumbnail: thumbnailSvg(route),
  };
}

/** West, south, east, north of the waypoints; null without any. */
export function boxOf({ legs }: Route): DrawnRoute['bbox'] {
  let box: [number, number, number, number] | null = null;
  for (const { longitude, latitude } of legs.flatMap(({ waypoints }) => waypoints)) {
    box = box
      ? [
          Math.min(box[0], longitude),
          Math.min(box[1], latitude),
          Math.max(box[2], longitude),
          Math.max(box[3], latitude),
        ]
      : [longitude, latitude, longitude, latitude];
  }
  return box;
}

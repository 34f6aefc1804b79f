import { type RouteIssue } from './issues.js';
import { type ReadLimits } from './limits.js';
import { type Route } from './route.js';

/** Kinds of files that a route can be read from. */
export type RouteFormat = 'wpml' | 'qgc_plan' | 'kml' | 'geojson' | 'gpx';

/** A route that was read, and everything in the file that was not read as it stands. */
export interface ReadRoute {
  route: Route;
  issues: RouteIssue[];
  source: {
    format: RouteFormat;
    /** What the file calls the route, else its file name without the ending. */
    name: string;
    /** Address of the vendor's namespace, such as `http://www.dji.com/wpmz/1.0.6`; null for other formats. */
    namespace: string | null;
    /** Names of the legs where the format has them. */
    legNames: (string | null)[];
  };
}

export interface ReadOptions {
  /** Narrower or wider than {@link READ_LIMITS}. */
  limits?: Partial<ReadLimits>;
}

/** The name of a route by its file: the last part of the path without its ending. */
export function nameOfFile(file: string): string {
  const last = file.split(/[/\\]/).at(-1)!;
  return last.replace(/\.(kmz|kml|wpml|plan|gpx|geojson|json)$/i, '') || last;
}

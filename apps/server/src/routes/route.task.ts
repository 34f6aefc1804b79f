import { checkRoute, type FlightContext, type RouteReport } from '#routes';
import { type ArchivedFile, routeFilesOf, type Route, type RouteIssue, type RouteTarget, WaylineError } from '#wayline';
import { type DrawnRoute, drawnRoute } from './drawn.route.js';
import { elevationOf, type Ground } from './ground.js';
import { IMPORT_LIMITS } from './route.limits.js';

/** What a route is checked against, as plain data. */
export type PlainContext = Omit<FlightContext, 'terrain'> & { ground: Ground };

/** A `WaylineError` as it crosses the border of a thread. */
export interface ReadFault {
  code: string;
  file: string;
  /** From 1; 0 where there is none. */
  line: number;
  zh: string;
  en: string;
  issues: readonly RouteIssue[];
}

/** A file of an archive; one that is damaged has a fault in place of its bytes. */
export type UnpackedFile = { path: string; bytes: Uint8Array; fault?: undefined } | { path: string; fault: ReadFault };

/** Work with files and routes that may take long. */
export type RouteTask =
  | { what: 'read'; bytes: Uint8Array; file: string; target: RouteTarget | null }
  | { what: 'unpack'; bytes: Uint8Array; file: string }
  | { what: 'check'; route: Route; context: PlainContext };

/** What comes of each. */
export interface RouteTaskResults {
  read: { drawn: DrawnRoute } | { fault: ReadFault };
  unpack: { files: UnpackedFile[] | null } | { fault: ReadFault };
  check: RouteReport;
}

/** Does a task, here or in a thread. Pure. */
export function resultOf(task: RouteTask): RouteTaskResults[RouteTask['what']] {
  if (task.what === 'check') return checked(task.route, task.context);
  try {
    return task.what === 'read'
      ? { drawn: drawnRoute(task.bytes, task.file, task.target) }
      : unpacked(task.bytes, task.file);
  } catch (error) {
    if (error instanceof WaylineError) return { fault: faultOf(error) };
    throw error;
  }
}

function checked(route: Route, { ground, ...context }: PlainContext): RouteReport {
  return checkRoute(route, { ...context, terrain: elevationOf(ground) });
}

/** An error as plain data. */
export function faultOf({ code, file, line, zh, en, issues }: WaylineError): ReadFault {
  return { code, file, line, zh, en, issues };
}

function unpacked(bytes: Uint8Array, file: string): { files: UnpackedFile[] | null } {
  const limits = { entries: IMPORT_LIMITS.entries, totalBytes: IMPORT_LIMITS.unpackedBytes };
  const files = routeFilesOf(bytes, file, { limits });
  return { files: files && files.map(plain) };
}

function plain(file: ArchivedFile): UnpackedFile {
  return file.fault ? { path: file.path, fault: faultOf(file.fault) } : { path: file.path, bytes: file.bytes };
}

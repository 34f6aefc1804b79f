import { type ReadLimits } from '#wayline';
import { Refusal } from '../common/refusal.js';

/** What a route file may cost the server. */
export const ROUTE_FILE_LIMITS = {
  /** Bytes of an uploaded file. */
  fileBytes: 32 * 2 ** 20,
  /** Up to these limits a file is read at once, within some ten milliseconds; beyond them in a thread. */
  atOnce: {
    fileBytes: 256 * 1024,
    totalBytes: 2 * 2 ** 20,
    textBytes: 512 * 1024,
    nodes: 20_000,
    waypoints: 500,
  } satisfies Partial<ReadLimits>,
  /** Threads at the same time; the others wait. */
  threads: 2,
  /** Tasks that wait for a thread; more are sent away. */
  waiting: 20,
  threadMs: 60_000,
  /** Bytes of all files of one export together. */
  exportBytes: 128 * 2 ** 20,
  threadMegabytes: 1024,
  /** Faults of a file that are told beside the one that ended reading. */
  shownIssues: 50,
} as const;

/** What one bulk import may hold. */
export const IMPORT_LIMITS = {
  files: 500,
  /** Of all files of an import together. */
  bytes: 512 * 2 ** 20,
  /** Files in one archive, folders counted. */
  entries: 1_000,
  /** Bytes of all files of one archive, unpacked. */
  unpackedBytes: 96 * 2 ** 20,
} as const;

/** The media types under which a route file may be uploaded, as the body of the request. */
export const ROUTE_UPLOAD_TYPES = ['application/vnd.google-earth.kmz', 'application/octet-stream'] as const;
/** The media type of KMZ files. */
export const KMZ_TYPE = 'application/vnd.google-earth.kmz';

/** The media type of GeoJSON. */
export const GEOJSON_TYPE = 'application/geo+json';

/** 413 `route_too_large`. */
export function tooLarge(): Refusal {
  return new Refusal(
    413,
    'route_too_large',
    '航线文件不能超过 32 MB，请拆分后上传',
    'a route file has at most 32 MB: split it',
  );
}

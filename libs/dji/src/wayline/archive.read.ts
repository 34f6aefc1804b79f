import { Issues } from './issues.js';
import { READ_LIMITS } from './limits.js';
import { type ReadOptions } from './read.result.js';
import { WaylineError } from './wayline.error.js';
import { isZip, ZipArchive } from './zip.read.js';

/** Endings of files that hold a route by themselves. */
const ROUTE_FILE = /\.(kmz|plan|gpx|geojson|json)$/i;
/** What operating systems add to an archive. */
const JUNK = /(^|\/)(__MACOSX\/|\.[^/]*$|Thumbs\.db$|desktop\.ini$)/i;

/** A file of an archive; a damaged one has a fault in place of its bytes. */
export type ArchivedFile =
  { path: string; bytes: Uint8Array; fault?: undefined } | { path: string; fault: WaylineError };

/**
 * The files of an archive that holds route files; null for bytes that are no such archive: a KMZ, or no archive at all.
 * Bounded by the limits like every reading. Throws {@link WaylineError} for a damaged or hostile archive.
 */
export function routeFilesOf(bytes: Uint8Array, file: string, options: ReadOptions = {}): ArchivedFile[] | null {
  if (!isZip(bytes)) return null;
  const limits = { ...READ_LIMITS, ...options.limits };
  const archive = new ZipArchive(bytes, file, limits, new Issues());
  const entries = archive.entries.filter(({ path }) => !JUNK.test(path));
  const kml = entries.filter(({ path }) => /\.kml$/i.test(path) && !/(^|\/)(wpmz\/|template\.kml$)/i.test(path));
  if (!entries.some(({ path }) => ROUTE_FILE.test(path)) && kml.length < 2) return null;
  return entries.map((entry) => {
    const { path } = entry;
    try {
      return { path, bytes: archive.read(entry, limits.fileBytes) };
    } catch (error) {
      // One damaged file does not spoil the others; a bomb does.
      if (error instanceof WaylineError && error.code !== 'too_large' && error.code !== 'suspicious_ratio')
        return { path, fault: error };
      throw error;
    }
  });
}

import { readGeoJson } from './import.geojson.js';
import { readGpx } from './import.gpx.js';
import { readKml } from './import.kml.js';
import { readPlan } from './import.plan.js';
import { Issues } from './issues.js';
import { readJson } from './json.read.js';
import { readKmz, readWpmlFile } from './kmz.read.js';
import { READ_LIMITS, type ReadLimits } from './limits.js';
import { nameOfFile, type ReadOptions, type ReadRoute } from './read.result.js';
import { Reading } from './reading.js';
import { WaylineError } from './wayline.error.js';
import { readXml } from './xml.read.js';
import { isZip } from './zip.read.js';

/**
 * A route from any file that holds one, told by its content, never by its ending: KMZ (WPML or plain), WPML, KML, GPX,
 * GeoJSON, QGroundControl plan. `file` is the name shown in findings and errors. Nothing is dropped silently: see
 * `issues`. Memory and time are bounded by the limits. Throws {@link WaylineError} and nothing else.
 */
export function readRouteFile(bytes: Uint8Array, file: string, options: ReadOptions = {}): ReadRoute {
  if (isZip(bytes)) return readKmz(bytes, file, options);
  const limits = { ...READ_LIMITS, ...options.limits };
  const start = firstCharacter(bytes);
  if (start === '{') return readJsonRoute(bytes, file, limits);
  if (start === '<') return readXmlRoute(bytes, file, limits);
  throw new WaylineError(
    'unknown_format',
    { file, line: 0 },
    '不是 KMZ、KML、GPX、GeoJSON 或 QGroundControl 计划文件',
    'is no KMZ, KML, GPX, GeoJSON or QGroundControl plan',
  );
}

function readXmlRoute(bytes: Uint8Array, file: string, limits: ReadLimits): ReadRoute {
  const issues = new Issues();
  const document = readXml(bytes, file, limits, issues);
  const reading = new Reading(file, issues, limits);
  if (document.root.name === 'gpx') return readGpx(document, reading, nameOfFile(file));
  if (document.wpml !== null) return readWpmlFile(document, file, issues, limits);
  return readKml(document, reading, nameOfFile(file));
}

function readJsonRoute(bytes: Uint8Array, file: string, limits: ReadLimits): ReadRoute {
  const issues = new Issues();
  const document = readJson(bytes, file, limits);
  const { root } = document;
  const isPlan =
    typeof root === 'object' &&
    root !== null &&
    !Array.isArray(root) &&
    (root['fileType'] === 'Plan' || 'mission' in root);
  const read = isPlan ? readPlan : readGeoJson;
  return read(document, file, issues, limits, nameOfFile(file));
}

/** The first character that is no space, across the marks of UTF-8 and UTF-16: the decoder then names the encoding. */
function firstCharacter(bytes: Uint8Array): string {
  for (const byte of bytes.subarray(0, 4096)) {
    if (byte === 0x3c) return '<';
    if (byte === 0x7b) return '{';
    if (![0x20, 0x09, 0x0a, 0x0d, 0x00, 0xef, 0xbb, 0xbf, 0xff, 0xfe].includes(byte)) return '';
  }
  return '';
}

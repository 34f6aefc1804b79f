import { lineCoordinates } from './coordinates.js';
import { Issues, type RouteIssue } from './issues.js';
import { readJson, type Json, type JsonDocument, type JsonObject } from './json.read.js';
import { READ_LIMITS, type ReadLimits } from './limits.js';
import { WaylineError } from './wayline.error.js';
import { childElements, childNamed, textOf, type XmlElement } from './xml.node.js';
import { readXml } from './xml.read.js';

/** One thing with a place in a file of areas: a GeoJSON feature, a KML placemark. */
export interface FileArea {
  /** Line in the file, from 1. */
  line: number;
  name: string | null;
  /** Texts and numbers that stand beside the geometry: `properties` of GeoJSON, `ExtendedData` and description of KML. */
  properties: Readonly<Record<string, string | number | boolean | null>>;
  /** Rings of longitude and latitude as they stand in the file, closed or not; the first ring of a polygon is the outer. */
  polygons: readonly (readonly (readonly [longitude: number, latitude: number])[])[][];
  /** The points of the thing; with a radius beside it, one is the centre of a circle. */
  points: readonly (readonly [longitude: number, latitude: number])[];
  /** What else it consists of, such as `LineString`. */
  others: readonly string[];
}

type Place = readonly [longitude: number, latitude: number];
type Geometry = { polygons: Place[][][]; points: Place[]; others: string[] };
type Properties = Record<string, string | number | boolean | null>;

/**
 * The areas of a KML or GeoJSON file (told by its content, WGS84), in the order of the file; nothing is left out, also
 * what is no area. Memory and time are bounded by `limits`. Throws {@link WaylineError}: what the readers of XML and
 * JSON throw, `unknown_format`, `other_datum`, `unreadable_value` with file and line.
 */
export function readAreaFile(
  bytes: Uint8Array,
  file: string,
  limits: Partial<ReadLimits> = {},
): { areas: FileArea[]; issues: RouteIssue[] } {
  const all = { ...READ_LIMITS, ...limits };
  const issues = new Issues();
  const start = /^[\s\0\ufeff\u00ef\u00bb\u00bf\u00fe\u00ff]*(.)/.exec(
    String.fromCharCode(...bytes.subarray(0, 256)),
  )?.[1];
  if (start === '<') {
    const areas = new KmlAreas(file).read(readXml(bytes, file, all, issues).root);
    return { areas, issues: issues.all() };
  }
  if (start === '{') return { areas: new GeoJsonAreas(file, readJson(bytes, file, all)).read(), issues: [] };
  throw new WaylineError('unknown_format', { file, line: 0 }, '不是 KML 或 GeoJSON 文件', 'is no KML or GeoJSON file');
}

class KmlAreas {
  private readonly areas: FileArea[] = [];

  constructor(private readonly file: string) {}

  read(root: XmlElement): FileArea[] {
    this.container(root);
    return this.areas;
  }

  private container(element: XmlElement): void {
    for (const part of childElements(element)) {
      if (part.name === 'Placemark') this.placemark(part);
      else if (part.name === 'Document' || part.name === 'Folder') this.container(part);
    }
  }

  private placemark(placemark: XmlElement): void {
    const properties: Properties = {};
    const geometry: Geometry = { polygons: [], points: [], others: [] };
    for (const part of childElements(placemark)) {
      if (part.name === 'description') properties['description'] = textOf(part);
      else if (part.name === 'ExtendedData') extended(part, properties);
      else this.geometry(part, geometry);
    }
    const title = childNamed(placemark, 'name');
    this.areas.push({ line: placemark.line, name: (title && textOf(title)) || null, properties, ...geometry });
  }

  private geometry(part: XmlElement, into: Geometry): void {
    if (part.name === 'MultiGeometry') for (const inner of childElements(part)) this.geometry(inner, into);
    else if (part.name === 'Polygon') into.polygons.push(this.polygon(part));
    else if (part.name === 'Point') into.points.push(...this.coordinates(part));
    else if (/^(LineString|LinearRing|Track|MultiTrack|Model)$/.test(part.name)) into.others.push(part.name);
  }

  private polygon(polygon: XmlElement): Place[][] {
    const bounds = (name: string) =>
      childElements(polygon)
        .filter((part) => part.name === name)
        .flatMap(childElements)
        .filter((part) => part.name === 'LinearRing');
    return [...bounds('outerBoundaryIs'), ...bounds('innerBoundaryIs')].map((ring) => this.coordinates(ring));
  }

  private coordinates(geometry: XmlElement): Place[] {
    const element = childNamed(geometry, 'coordinates');
    const corners = element && lineCoordinates.read(textOf(element));
    if (!corners) throw unreadable(this.file, element?.line ?? geometry.line, lineCoordinates.expected);
    return corners.map(({ longitude, latitude }) => [longitude, latitude] as const);
  }
}

/** `Data` with a value and `SimpleData`, by name. */
function extended(element: XmlElement, into: Properties): void {
  for (const part of childElements(element)) {
    const name = part.attributes.find((attribute) => attribute.name === 'name')?.value;
    const value = part.name === 'Data' ? childNamed(part, 'value') : part;
    if (part.name === 'SchemaData') extended(part, into);
    else if (name !== undefined && value) Object.defineProperty(into, name, { value: textOf(value), enumerable: true });
  }
}

class GeoJsonAreas {
  private readonly areas: FileArea[] = [];

  constructor(
    private readonly file: string,
    private readonly document: JsonDocument,
  ) {}

  read(): FileArea[] {
    this.object(this.document.root);
    return this.areas;
  }

  private object(value: Json): void {
    if (!isObject(value)) throw this.unreadable(value, { zh: 'GeoJSON 对象', en: 'a GeoJSON object' });
    this.refuseOtherDatum(value);
    if (value['type'] === 'FeatureCollection') {
      for (const item of this.list(value['features'], value)) this.object(item);
      return;
    }
    const isFeature = value['type'] === 'Feature';
    const geometry: Geometry = { polygons: [], points: [], others: [] };
    const inner = isFeature ? (value['geometry'] ?? null) : value;
    if (inner !== null) this.geometry(inner, geometry);
    const properties = isFeature && isObject(value['properties'] ?? null) ? (value['properties'] as JsonObject) : {};
    const plain = Object.entries(properties).filter(([, item]) => item === null || typeof item !== 'object');
    const name = properties['name'];
    this.areas.push({
      line: this.document.lineOf(value),
      name: typeof name === 'string' && name.trim() !== '' ? name.trim() : null,
      properties: Object.fromEntries(plain) as Properties,
      ...geometry,
    });
  }

  private geometry(value: Json, into: Geometry): void {
    if (!isObject(value)) throw this.unreadable(value, { zh: '几何对象', en: 'a geometry' });
    const { type, coordinates } = value;
    const polygon = (rings: Json) =>
      this.list(rings, value).map((ring) => this.list(ring, value).map((item) => this.place(item)));
    if (type === 'GeometryCollection')
      for (const item of this.list(value['geometries'], value)) this.geometry(item, into);
    else if (type === 'Polygon') into.polygons.push(polygon(coordinates ?? null));
    else if (type === 'MultiPolygon') into.polygons.push(...this.list(coordinates, value).map(polygon));
    else if (type === 'Point') into.points.push(this.place(coordinates ?? null));
    else into.others.push(String(type).slice(0, 60));
  }

  private place(value: Json): Place {
    const [longitude, latitude] = Array.isArray(value) ? value : [];
    if (typeof longitude === 'number' && typeof latitude === 'number') return [longitude, latitude];
    throw this.unreadable(value, { zh: '[经度, 纬度]', en: '[longitude, latitude]' });
  }

  private list(value: Json | undefined, around: Json): Json[] {
    if (Array.isArray(value)) return value;
    throw this.unreadable(around, { zh: '列表', en: 'a list' });
  }

  private refuseOtherDatum(value: JsonObject): void {
    const crs = value['crs'] ?? null;
    const properties = isObject(crs) ? (crs['properties'] ?? null) : null;
    const name = isObject(properties) ? properties['name'] : undefined;
    if (typeof name !== 'string' || /CRS84|4326|4979|4490/i.test(name)) return;
    throw new WaylineError(
      'other_datum',
      { file: this.file, line: this.document.lineOf(value) },
      `坐标系是 ${name.slice(0, 60)}，请先转换为 WGS84 再导入`,
      `is in ${name.slice(0, 60)}; convert it to WGS84 and import again`,
    );
  }

  private unreadable(value: Json, expected: { zh: string; en: string }): WaylineError {
    return unreadable(this.file, this.document.lineOf(value), expected);
  }
}

function unreadable(file: string, line: number, expected: { zh: string; en: string }): WaylineError {
  return new WaylineError('unreadable_value', { file, line }, `不是有效的${expected.zh}`, `is not ${expected.en}`);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { RouteCollector, type Point } from './import.collect.js';
import { type Issues } from './issues.js';
import { type Json, type JsonDocument, type JsonObject } from './json.read.js';
import { type ReadLimits } from './limits.js';
import { type ReadRoute } from './read.result.js';

/**
 * A route from GeoJSON (RFC 7946): lines are legs, the points of one collection together are one, polygons are areas
 * to be mapped. Heights count from the WGS84 ellipsoid, as the standard says. Throws {@link WaylineError} `no_route`,
 * or `other_datum` for an old file in other coordinates.
 */
export function readGeoJson(
  document: JsonDocument,
  file: string,
  issues: Issues,
  limits: ReadLimits,
  name: string,
): ReadRoute {
  const collector = new RouteCollector('geojson', file, issues, limits, name);
  const walker = new GeoJsonWalker(collector, document);
  walker.object(document.root, null);
  walker.endOfPoints(1, null);
  return collector.result();
}

class GeoJsonWalker {
  private row: Point[] = [];

  constructor(
    private readonly collector: RouteCollector,
    private readonly document: JsonDocument,
  ) {}

  object(value: Json | undefined, name: string | null): void {
    const line = this.document.lineOf(value);
    if (!isObject(value)) {
      // A feature without a place is allowed.
      if (value !== null) this.collector.unreadable(line, 'geometry', { zh: '几何对象', en: 'a geometry' });
      return;
    }
    this.refuseOtherDatum(value);
    switch (value['type']) {
      case 'FeatureCollection':
        return this.each(value['features'], line, 'features', (item) => this.object(item, name));
      case 'GeometryCollection':
        return this.each(value['geometries'], line, 'geometries', (item) => this.object(item, name));
      case 'Feature':
        return this.feature(value);
      default:
        return this.geometry(value, name, line);
    }
  }

  /** Points that stood side by side are one leg. */
  endOfPoints(line: number, name: string | null): void {
    this.collector.addLine(this.row, 'ellipsoid', name, line);
    this.row = [];
  }

  private feature(feature: JsonObject): void {
    const { properties, geometry } = feature;
    const name = isObject(properties) && typeof properties['name'] === 'string' ? properties['name'] : null;
    if (isObject(properties)) {
      for (const key of Object.keys(properties)) {
        if (key !== 'name') this.collector.leftOut(this.document.lineOf(properties), `properties.${key}`);
      }
    }
    this.object(geometry, name);
  }

  private geometry({ type, coordinates }: JsonObject, name: string | null, line: number): void {
    switch (type) {
      case 'Point':
        this.row.push(...this.line([coordinates ?? null], line));
        return;
      case 'MultiPoint':
      case 'LineString':
        return this.collector.addLine(this.line(coordinates, line), 'ellipsoid', name, line);
      case 'MultiLineString':
        return this.each(coordinates, line, 'coordinates', (item) =>
          this.collector.addLine(this.line(item, line), 'ellipsoid', name, line),
        );
      case 'Polygon':
        return this.polygon(coordinates, line);
      case 'MultiPolygon':
        return this.each(coordinates, line, 'coordinates', (item) => this.polygon(item, line));
      default:
        this.collector.unreadable(line, String(type).slice(0, 60), {
          zh: 'GeoJSON 几何类型',
          en: 'a type of GeoJSON geometry',
        });
    }
  }

  private polygon(rings: Json | undefined, line: number): void {
    const [outer, ...holes] = Array.isArray(rings) ? rings : [];
    const ring = this.line(outer, line);
    if (ring.length >= 3) this.collector.addArea({ ring });
    else this.collector.unreadable(line, 'Polygon', { zh: '多边形', en: 'a polygon' });
    for (const hole of holes) this.collector.leftOut(this.document.lineOf(hole), 'Polygon hole', 'warning');
  }

  private line(value: Json | undefined, line: number): Point[] {
    const points: Point[] = [];
    this.each(value, line, 'coordinates', (item) => {
      const [longitude, latitude, height] = Array.isArray(item) ? item : [];
      if (typeof longitude !== 'number' || typeof latitude !== 'number') {
        this.collector.unreadable(this.document.lineOf(item), 'coordinates', {
          zh: '[经度, 纬度, 高度]',
          en: '[longitude, latitude, height]',
        });
      } else points.push(typeof height === 'number' ? { longitude, latitude, height } : { longitude, latitude });
    });
    return points;
  }

  private each(list: Json | undefined, line: number, name: string, use: (item: Json) => void): void {
    if (!Array.isArray(list)) {
      this.collector.unreadable(line, name, { zh: '列表', en: 'a list' });
      return;
    }
    for (const item of list) use(item);
  }

  private refuseOtherDatum(value: JsonObject): void {
    const properties = isObject(value['crs']) && value['crs']['properties'];
    const crs = isObject(properties || undefined) ? (properties as JsonObject)['name'] : undefined;
    if (typeof crs !== 'string' || /CRS84|4326|4979|4490/i.test(crs)) return;
    throw this.collector.error(
      'other_datum',
      this.document.lineOf(value),
      `坐标系是 ${crs.slice(0, 60)}，请先转换为 WGS84 再导入`,
      `is in ${crs.slice(0, 60)}; convert it to WGS84 and import again`,
    );
  }
}

function isObject(value: Json | undefined | false): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

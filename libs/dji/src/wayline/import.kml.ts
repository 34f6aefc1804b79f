import { lineCoordinates } from './coordinates.js';
import { RouteCollector, type Point } from './import.collect.js';
import { numberOf } from './leaf.js';
import { type ReadRoute } from './read.result.js';
import { type Reading } from './reading.js';
import { type HeightKind } from './route.words.js';
import { childElements, childNamed, textOf, type XmlElement } from './xml.node.js';
import { type XmlDocument } from './xml.read.js';

/** What altitudes count from (OGC 07-147r2, 9.20); where they are to be ignored, nothing. */
const HEIGHTS: Readonly<Record<string, HeightKind>> = { absolute: 'above_sea', relativeToGround: 'above_ground' };
const CONTAINERS = new Set(['kml', 'Document', 'Folder']);
/** Parts of a flight that look like geometry to a person: their absence must be noticed. */
const NOTICED = new Set([
  'Model',
  'GroundOverlay',
  'PhotoOverlay',
  'ScreenOverlay',
  'NetworkLink',
  'Tour',
  'innerBoundaryIs',
]);

/**
 * A route from plain KML (OGC 07-147r2): every LineString and gx:Track is a leg, the Points of one folder together are
 * one, every Polygon is an area to be mapped. Altitudes `absolute` count from the sea, `relativeToGround` from the
 * ground; others mean nothing. Throws {@link WaylineError} `no_route` when there is none of all that.
 */
export function readKml({ root }: XmlDocument, reading: Reading, name: string): ReadRoute {
  const collector = new RouteCollector('kml', reading.file, reading.issues, reading.limits, name);
  const document = childNamed(root, 'Document') ?? root;
  const title = childNamed(document, 'name');
  if (title && textOf(title)) collector.name = textOf(title);
  new KmlWalker(collector).container(root);
  return collector.result();
}

class KmlWalker {
  constructor(private readonly collector: RouteCollector) {}

  container(element: XmlElement): void {
    const points: Point[] = [];
    let heights: HeightKind | undefined;
    for (const part of childElements(element)) {
      if (CONTAINERS.has(part.name)) this.container(part);
      else if (part.name === 'Placemark') {
        const found = this.placemark(part);
        if (!found) continue;
        if (points.length > 0 && heights !== found.heights) {
          this.collector.note(
            'error',
            part.line,
            'Point',
            'mixed_heights',
            '与前面的点高度基准不同，请分开导入',
            'has another kind of height than the points before; import them apart',
          );
        }
        if (points.length === 0) heights = found.heights;
        points.push(...found.points);
      } else if (part.name !== 'name') this.leftOut(part);
    }
    const title = childNamed(element, 'name');
    this.collector.addLine(points, heights, title ? textOf(title) : null, element.line);
  }

  /** Adds lines and areas; gives back what may be part of a row of points. */
  private placemark(placemark: XmlElement): { points: Point[]; heights: HeightKind | undefined } | undefined {
    const title = childNamed(placemark, 'name');
    const name = title ? textOf(title) : null;
    let row: { points: Point[]; heights: HeightKind | undefined } | undefined;
    for (const part of childElements(placemark)) {
      if (part.name === 'Point') {
        const points = this.coordinates(part);
        if (points.length > 0) row = { points, heights: this.heightsOf(part) };
      } else if (part.name !== 'name' && !this.geometry(part, name)) this.leftOut(part);
    }
    return row;
  }

  private geometry(part: XmlElement, name: string | null): boolean {
    switch (part.name) {
      case 'LineString':
      case 'LinearRing':
        this.collector.addLine(this.coordinates(part), this.heightsOf(part), name, part.line);
        return true;
      case 'Polygon':
        this.polygon(part);
        return true;
      case 'Track':
        this.track(part, name);
        return true;
      case 'MultiGeometry':
      case 'MultiTrack':
        this.several(part, name);
        return true;
      default:
        return false;
    }
  }

  private several(element: XmlElement, name: string | null): void {
    const points: Point[] = [];
    let heights: HeightKind | undefined;
    for (const part of childElements(element)) {
      if (part.name === 'Point') {
        points.push(...this.coordinates(part));
        heights ??= this.heightsOf(part);
      } else if (!this.geometry(part, name)) this.leftOut(part);
    }
    this.collector.addLine(points, heights, name, element.line);
  }

  private polygon(polygon: XmlElement): void {
    const outer = childNamed(polygon, 'outerBoundaryIs');
    const ring = outer && childNamed(outer, 'LinearRing');
    const corners = ring ? this.coordinates(ring) : [];
    if (corners.length < 3) this.collector.unreadable(polygon.line, 'Polygon', { zh: '多边形', en: 'a polygon' });
    else this.collector.addArea({ ring: corners });
    for (const part of childElements(polygon)) if (part.name !== 'outerBoundaryIs') this.leftOut(part);
  }

  private track(track: XmlElement, name: string | null): void {
    const points: Point[] = [];
    for (const part of childElements(track)) {
      if (part.name !== 'coord') {
        if (part.name !== 'when' && part.name !== 'altitudeMode') this.leftOut(part);
        continue;
      }
      const [longitude, latitude, height] = textOf(part).split(/\s+/).map(numberOf);
      if (longitude === undefined || latitude === undefined) {
        this.collector.unreadable(part.line, 'gx:coord', { zh: '“经度 纬度 高度”', en: '"longitude latitude height"' });
      } else points.push(height === undefined ? { longitude, latitude } : { longitude, latitude, height });
    }
    this.collector.addLine(points, this.heightsOf(track), name, track.line);
  }

  private coordinates(geometry: XmlElement): Point[] {
    const element = childNamed(geometry, 'coordinates');
    const points = element && lineCoordinates.read(textOf(element));
    if (points) return points;
    this.collector.unreadable(element?.line ?? geometry.line, 'coordinates', lineCoordinates.expected);
    return [];
  }

  private heightsOf(geometry: XmlElement): HeightKind | undefined {
    const mode = childNamed(geometry, 'altitudeMode');
    const text = mode ? textOf(mode) : '';
    return Object.hasOwn(HEIGHTS, text) ? HEIGHTS[text] : undefined;
  }

  private leftOut(element: XmlElement): void {
    this.collector.leftOut(element.line, element.name, NOTICED.has(element.name) ? 'warning' : 'info');
  }
}

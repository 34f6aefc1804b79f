import { RouteCollector, type Point } from './import.collect.js';
import { numberOf } from './leaf.js';
import { type ReadRoute } from './read.result.js';
import { type Reading } from './reading.js';
import { childElements, childNamed, textOf, type XmlElement } from './xml.node.js';
import { type XmlDocument } from './xml.read.js';

/**
 * A route from GPX 1.0 or 1.1 (topografix.com/GPX/1/1): every route and every segment of a track is a leg; waypoints
 * are one only where the file has neither. Elevations count from the sea. Throws {@link WaylineError} `no_route`.
 */
export function readGpx({ root }: XmlDocument, reading: Reading, name: string): ReadRoute {
  const collector = new RouteCollector('gpx', reading.file, reading.issues, reading.limits, name);
  const walker = new GpxWalker(collector);
  const metadata = childNamed(root, 'metadata');
  collector.name = nameOf(metadata) ?? nameOf(root) ?? name;
  const single: XmlElement[] = [];
  for (const part of childElements(root)) {
    if (part.name === 'wpt') single.push(part);
    else if (part.name === 'rte') walker.line(part, 'rtept', nameOf(part));
    else if (part.name === 'trk') walker.track(part);
    else if (part === metadata) walker.others(part);
    else if (part.name !== 'name') collector.leftOut(part.line, part.name);
  }
  if (collector.legs.length === 0 && single[0]) walker.points(single, null, single[0].line);
  else for (const point of single) collector.leftOut(point.line, point.name, 'warning');
  return collector.result();
}

class GpxWalker {
  constructor(private readonly collector: RouteCollector) {}

  /** What an element holds beside its name. */
  others(element: XmlElement): void {
    for (const part of childElements(element)) if (part.name !== 'name') this.collector.leftOut(part.line, part.name);
  }

  track(track: XmlElement): void {
    for (const part of childElements(track)) {
      if (part.name === 'trkseg') this.line(part, 'trkpt', nameOf(track));
      else if (part.name !== 'name') this.collector.leftOut(part.line, part.name);
    }
  }

  line(element: XmlElement, point: string, name: string | null): void {
    const points = childElements(element).filter((part) => {
      if (part.name !== point && part.name !== 'name') this.collector.leftOut(part.line, part.name);
      return part.name === point;
    });
    this.points(points, name, element.line);
  }

  points(elements: readonly XmlElement[], name: string | null, line: number): void {
    const points = elements.flatMap((element) => this.point(element) ?? []);
    this.collector.addLine(points, 'above_sea', name, line);
  }

  private point(element: XmlElement): Point | undefined {
    const [longitude, latitude] = ['lon', 'lat'].map((key) => {
      const attribute = element.attributes.find(({ name }) => name === key);
      return attribute && numberOf(attribute.value.trim());
    });
    if (longitude === undefined || latitude === undefined) {
      this.collector.unreadable(element.line, element.name, { zh: '带 lat、lon 的点', en: 'a point with lat and lon' });
      return undefined;
    }
    const elevation = childNamed(element, 'ele');
    const height = elevation && numberOf(textOf(elevation));
    if (elevation && height === undefined)
      this.collector.unreadable(elevation.line, 'ele', { zh: '高度', en: 'an elevation' });
    for (const part of childElements(element)) if (part.name !== 'ele') this.collector.leftOut(part.line, part.name);
    return height === undefined ? { longitude, latitude } : { longitude, latitude, height };
  }
}

function nameOf(element: XmlElement | undefined): string | null {
  const name = element && childNamed(element, 'name');
  return (name && textOf(name)) || null;
}

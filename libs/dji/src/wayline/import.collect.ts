import { type Issues } from './issues.js';
import { type ReadLimits } from './limits.js';
import { type ReadRoute, type RouteFormat } from './read.result.js';
import { type Leg, type Waypoint } from './route.legs.js';
import { type MappingArea, type MappingStrip, type Template } from './route.templates.js';
import { type MissionSettings } from './route.js';
import { type HeightKind, type Place } from './route.words.js';
import { WaylineError } from './wayline.error.js';

/** A position of a foreign file. */
export type Point = Place & { height?: number };

/** Gathers what a file in another format than the vendor's gives, and makes a route of it. */
export class RouteCollector {
  readonly legs: Leg[] = [];
  readonly templates: Template[] = [];
  readonly mission: MissionSettings = { payloads: [] };
  name: string;
  private readonly legNames: (string | null)[] = [];
  private waypoints = 0;

  constructor(
    private readonly format: RouteFormat,
    private readonly file: string,
    readonly issues: Issues,
    private readonly limits: ReadLimits,
    name: string,
  ) {
    this.name = name;
  }

  /** A leg through points whose heights count from `heights`; undefined where they mean nothing for a flight. */
  addLine(points: readonly Point[], heights: HeightKind | undefined, name: string | null, line: number): void {
    if (points.length === 0) return;
    const used = heights && points.some(({ height }) => height !== undefined) ? heights : undefined;
    if (!used || points.some(({ height }) => height === undefined)) {
      this.note(
        'warning',
        line,
        name ?? '',
        'height_missing',
        '没有可用的航点高度，请在编辑器中设置',
        'has waypoints without a usable height; set it in the editor',
      );
    }
    this.addLeg(
      points.map((point) => waypointAt(point, used !== undefined)),
      used,
      name,
      line,
    );
  }

  addLeg(waypoints: Waypoint[], heights: HeightKind | undefined, name: string | null, line: number): Leg {
    this.waypoints += waypoints.length;
    if (this.waypoints > this.limits.waypoints) {
      throw this.error(
        'too_many_waypoints',
        line,
        `航点超过 ${this.limits.waypoints} 个，请抽稀或拆成多条航线`,
        `has more than ${this.limits.waypoints} waypoints; thin it out or split it`,
      );
    }
    const leg: Leg = { id: this.legs.length, templateId: this.legs.length, ...(heights ? { heights } : {}), waypoints };
    this.legs.push(leg);
    this.legNames.push(name);
    return leg;
  }

  addArea(area: MappingArea): void {
    this.templates.push({ kind: 'area', areas: [area], payloadSettings: [] });
  }

  addStrip(strip: MappingStrip): void {
    this.templates.push({ kind: 'strip', strips: [strip], payloadSettings: [] });
  }

  note(
    severity: 'error' | 'warning' | 'info',
    line: number,
    element: string,
    code: string,
    zh: string,
    en: string,
  ): void {
    const name = element ? { zh: `“${element}”`, en: `"${element}" ` } : { zh: '', en: '' };
    this.issues.add(severity, { file: this.file, line }, element, code, `${name.zh}${zh}`, `${name.en}${en}`);
  }

  /** Something with a meaning for people or other programs, but none for a route. */
  leftOut(line: number, element: string, severity: 'warning' | 'info' = 'info'): void {
    this.note(
      severity,
      line,
      element,
      'not_imported',
      '不属于航线，未导入',
      'has no place in a route and is not imported',
    );
  }

  unreadable(line: number, element: string, expected: { zh: string; en: string }): void {
    this.note(
      'error',
      line,
      element,
      'unreadable_value',
      `不是有效的${expected.zh}，这一部分未导入`,
      `is not ${expected.en}; this part is not imported`,
    );
  }

  error(code: string, line: number, zh: string, en: string): WaylineError {
    return new WaylineError(code, { file: this.file, line }, zh, en, this.issues.all());
  }

  /** The route. Throws {@link WaylineError} `no_route` when the file gave neither a line nor an area. */
  result(): ReadRoute {
    if (this.legs.length === 0 && this.templates.length === 0) {
      throw this.error('no_route', 0, '没有可读的航点、线或面', 'holds no readable points, line or area');
    }
    // Templates get numbers of their own behind those of the legs, so that each leg keeps its drawn points.
    const templates = this.templates.map((template, at) => ({ ...template, id: this.legs.length + at }));
    return {
      route: { mission: this.mission, legs: this.legs, templates, resources: [] },
      issues: this.issues.all(),
      source: { format: this.format, name: this.name, namespace: null, legNames: this.legNames },
    };
  }
}

/** A plain waypoint. */
export function waypointAt({ longitude, latitude, height }: Point, withHeight: boolean): Waypoint {
  const place = { longitude, latitude, actionGroups: [] };
  return withHeight && height !== undefined ? { ...place, height } : place;
}

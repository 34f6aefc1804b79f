import { RouteCollector } from './import.collect.js';
import { PlanMission } from './import.plan.mission.js';
import { type Issues } from './issues.js';
import { type Json, type JsonDocument, type JsonObject } from './json.read.js';
import { type ReadLimits } from './limits.js';
import { type ReadRoute } from './read.result.js';
import { type MappingArea, type Corner } from './route.templates.js';

/** The only version of the mission part that the format has had since 2016. */
const MISSION_VERSION = 2;

/**
 * A route from a QGroundControl plan (docs.qgroundcontrol.com, "Plan File Format", and MAVLink's mission commands).
 * The mission is one leg; surveys and corridors also become areas and strips. What has no counterpart is listed.
 * Throws {@link WaylineError} `no_route`.
 */
export function readPlan(
  document: JsonDocument,
  file: string,
  issues: Issues,
  limits: ReadLimits,
  name: string,
): ReadRoute {
  const collector = new RouteCollector('qgc_plan', file, issues, limits, name);
  const root = objectOf(document.root) ?? {};
  const mission = objectOf(root['mission']);
  if (!mission)
    throw collector.error(
      'no_route',
      1,
      '没有 mission，不是 QGroundControl 计划',
      'holds no mission; it is no plan of QGroundControl',
    );
  const line = document.lineOf(mission);
  if (mission['version'] !== MISSION_VERSION) {
    collector.note(
      'error',
      line,
      'mission.version',
      'unknown_version',
      `版本是 ${text(mission['version'])} 而不是 ${MISSION_VERSION}，内容可能有误，请逐点核对`,
      `is ${text(mission['version'])} instead of ${MISSION_VERSION}; check every waypoint`,
    );
  }
  const walker = new PlanWalker(collector, document, new PlanMission(collector, mission));
  walker.items(mission['items'], line);
  walker.mission.finish(line);
  for (const part of ['geoFence', 'rallyPoints']) walker.leaveOut(root[part], part);
  return collector.result();
}

class PlanWalker {
  constructor(
    private readonly collector: RouteCollector,
    private readonly document: JsonDocument,
    readonly mission: PlanMission,
  ) {}

  items(list: Json | undefined, line: number): void {
    if (!Array.isArray(list)) {
      this.collector.unreadable(line, 'items', { zh: '列表', en: 'a list' });
      return;
    }
    for (const value of list) {
      const item = objectOf(value);
      const at = this.document.lineOf(value);
      if (!item) this.collector.unreadable(at, 'items', { zh: '任务项', en: 'a mission item' });
      else if (item['type'] === 'ComplexItem') this.complex(item, at);
      else this.mission.item(item, at);
    }
  }

  /** Fences and rally points, where there are any. */
  leaveOut(value: Json | undefined, name: string): void {
    const parts = Object.values(objectOf(value) ?? {});
    if (parts.some((part) => Array.isArray(part) && part.length > 0)) {
      this.collector.leftOut(this.document.lineOf(value), name, 'warning');
    }
  }

  private complex(item: JsonObject, line: number): void {
    const kind = text(item['complexItemType']);
    const transects = objectOf(item['TransectStyleComplexItem']);
    switch (kind) {
      case 'survey':
        this.collector.addArea({ ...surveyOf(item, transects), ring: this.corners(item['polygon'], line) });
        return this.items(transects?.['Items'], line);
      case 'CorridorScan':
        this.collector.addStrip({ ...halves(item['CorridorWidth']), line: this.corners(item['polyline'], line) });
        return this.items(transects?.['Items'], line);
      case 'fwLandingPattern':
      case 'vtolLandingPattern':
        this.mission.land();
        return this.collector.leftOut(line, kind, 'warning');
      default:
        return this.collector.note(
          'error',
          line,
          kind,
          'not_imported',
          '没有对应的航点，这一部分未导入',
          'has no waypoints of its own; this part is not imported',
        );
    }
  }

  /** Pairs of latitude and longitude. */
  private corners(list: Json | undefined, line: number): Corner[] {
    const corners = (Array.isArray(list) ? list : []).flatMap((pair) => {
      const [latitude, longitude] = Array.isArray(pair) ? pair : [];
      return typeof latitude === 'number' && typeof longitude === 'number' ? [{ longitude, latitude }] : [];
    });
    if (!Array.isArray(list) || corners.length !== list.length) {
      this.collector.unreadable(line, 'polygon', { zh: '[纬度, 经度] 列表', en: 'a list of [latitude, longitude]' });
    }
    return corners;
  }
}

function surveyOf(item: JsonObject, transects: JsonObject | undefined): MappingArea {
  const camera = objectOf(transects?.['CameraCalc']);
  const along = camera?.['FrontalOverlap'];
  const across = camera?.['SideOverlap'];
  const area: MappingArea = {};
  if (typeof item['angle'] === 'number') area.direction = item['angle'];
  if (typeof transects?.['TurnAroundDistance'] === 'number') area.margin = transects['TurnAroundDistance'];
  if (typeof camera?.['DistanceToSurface'] === 'number') area.height = camera['DistanceToSurface'];
  if (typeof along === 'number' && typeof across === 'number')
    area.overlap = { cameraAlong: along, cameraAcross: across };
  return area;
}

function halves(width: Json | undefined): { left?: number; right?: number } {
  return typeof width === 'number' ? { left: width / 2, right: width / 2 } : {};
}

function objectOf(value: Json | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
}

function text(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 60) : '?';
}

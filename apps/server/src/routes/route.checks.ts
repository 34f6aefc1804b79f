import { Inject, Injectable } from '@nestjs/common';
import { type AreaGeometry, type GeoPoint } from '#geo';
import { type RouteFindingView, type RouteReportView } from '#contracts';
import { aircraftOfDock, type RouteIssue, type RouteTarget } from '#wayline';
import { type Box } from '../airspace/terrain.service.js';
import { Refusal } from '../common/refusal.js';
import { COUNTY, type County } from '../county/county.js';
import { DeviceStore } from '../devices/device.store.js';
import { type DrawnRoute } from './drawn.route.js';
import { checkRoute, FLIGHT_SETTINGS, type FlightContext, type FlightDock, type RouteReport } from '#routes';
import { ROUTE_FILE_LIMITS } from './route.limits.js';
import { RouteThreads } from './route.threads.js';
import { Surroundings } from './surroundings.js';

/** Metres over ground that the maker states for the aircraft of a dock; for a dock nobody knows the least of them. */
const REACH: Readonly<Record<string, number>> = { '3-1-0': 7_000, '3-2-0': 10_000, '3-3-0': 10_000 };
const LEAST_REACH = 7_000;
/** Metres above take-off that no aircraft of a dock is set to exceed where nobody has said otherwise. */
const HEIGHT_LIMIT = 500;

/** What only a flight from a dock must keep: a mobile drone's pilot stands by and carries what camera he likes. */
const DOCK_RULES = new Set([
  'dock_missing',
  'finish_not_return_home',
  'link_loss_action_not_return_home',
  'payload_missing',
  'payload_incomplete',
]);

/** A dock with the limits of its aircraft. */
export type KnownDock = FlightDock & { distanceLimit: number; heightLimit: number };

/** Checks routes against what is known now: the dock, the county, airspace and terrain. */
@Injectable()
export class RouteChecks {
  /** The outline of the county. */
  readonly county: AreaGeometry | undefined;

  constructor(
    @Inject(COUNTY) county: County,
    private readonly devices: DeviceStore,
    private readonly surroundings: Surroundings,
    private readonly threads: RouteThreads,
  ) {
    this.county = county.areas.find(({ codes }) => codes.join() === county.code)?.geometry;
  }

  /** The dock with this serial number and the aircraft in it; null for a route without a dock, or of one that is gone. */
  async dock(sn: string | null): Promise<KnownDock | null> {
    const dock = sn === null ? undefined : await this.devices.find(sn);
    if (!dock) return null;
    const [aircraft] = await this.devices.childrenOf(dock.sn, 'aircraft');
    const { name, modelKey, longitude, latitude } = dock;
    return {
      sn: dock.sn,
      name,
      place: longitude === null || latitude === null ? null : { longitude, latitude },
      modelKey,
      aircraftModelKey: aircraft?.modelKey ?? null,
      distanceLimit: reachOf(modelKey),
      heightLimit: HEIGHT_LIMIT,
    };
  }

  /** Everything that a route of this dock is checked against. `bbox`: the ground that it touches. */
  async context(dock: FlightDock | null, bbox: DrawnRoute['bbox'], now: Date): Promise<FlightContext> {
    return {
      ...(dock && { dock }),
      ...(this.county && { county: this.county }),
      airspace: await this.surroundings.areas(now),
      terrain: await this.surroundings.terrain(boxAround(bbox, dock?.place ?? null)),
      settings: FLIGHT_SETTINGS,
      now,
    };
  }

  /** What is found in a route; what could not be read of its file counts as an error of the route. */
  async report(
    drawn: Pick<DrawnRoute, 'route' | 'issues' | 'bbox' | 'waypoints'>,
    dock: FlightDock | null,
    now: Date,
  ): Promise<RouteReportView> {
    const context = await this.context(dock, drawn.bbox, now);
    const { findings: found, estimate, highest } = await this.found(drawn, context);
    const findings = dock ? found : found.filter(({ code }) => !DOCK_RULES.has(code));
    const all = [...drawn.issues.filter(({ severity }) => severity === 'error').map(findingOf), ...findings];
    const count = (severity: string) => all.filter((finding) => finding.severity === severity).length;
    return {
      findings: all,
      errors: count('error'),
      warnings: count('warning'),
      estimate,
      highest,
      checkedAt: now.toISOString(),
      against: {
        dockSn: dock?.sn ?? null,
        terrain: context.terrain.title,
        airspaceAreas: context.airspace.length,
      },
    };
  }

  private async found(
    { route, waypoints, bbox }: Pick<DrawnRoute, 'route' | 'bbox' | 'waypoints'>,
    context: FlightContext,
  ): Promise<RouteReport> {
    if (waypoints <= ROUTE_FILE_LIMITS.atOnce.waypoints) return checkRoute(route, context);
    const { terrain: _, ...plain } = context;
    const ground = await this.surroundings.ground(boxAround(bbox, context.dock?.place ?? null));
    return this.threads.run({ what: 'check', route, context: { ...plain, ground } });
  }
}

/** For whom a file is written; null without a dock, or for a dock whose aircraft nobody knows. */
export function targetOf(dock: FlightDock | null): RouteTarget | null {
  const dockModelKey = dock?.modelKey ?? '';
  const choice = aircraftOfDock(dockModelKey);
  if (choice.length === 0) return null;
  const own = choice.find(({ modelKey }) => modelKey === dock?.aircraftModelKey);
  return { dockModelKey, ...(own && { aircraftModelKey: own.modelKey }) };
}

/** Degrees, some 2 km, around a route: the way there and back, and what is seen from it. */
const MARGIN = 0.02;

/** The ground that a flight may touch; null when neither a waypoint nor the dock has a place. */
export function boxAround(bbox: DrawnRoute['bbox'], place: GeoPoint | null, margin = MARGIN): Box | null {
  const box = bbox ?? (place && [place.longitude, place.latitude, place.longitude, place.latitude]);
  if (!box) return null;
  const { longitude, latitude } = place ?? { longitude: box[0], latitude: box[1] };
  return [
    Math.min(box[0], longitude) - margin,
    Math.min(box[1], latitude) - margin,
    Math.max(box[2], longitude) + margin,
    Math.max(box[3], latitude) + margin,
  ];
}

/** Metres over ground that the aircraft of a dock of this model goes. */
export function reachOf(modelKey: string | null): number {
  return REACH[modelKey ?? ''] ?? LEAST_REACH;
}

/** 422 `route_breaks_rules`: one entry for each error, with the place in the route. */
export function breaksRules(name: string, report: RouteReportView): Refusal {
  const errors = report.findings.filter(({ severity }) => severity === 'error');
  const first = (language: 'zh' | 'en', mark: string) =>
    errors
      .slice(0, 3)
      .map((finding) => finding[language])
      .join(mark);
  return new Refusal(
    422,
    'route_breaks_rules',
    `航线“${name}”有 ${errors.length} 处不符合规则，未保存为已检查版本：${first('zh', '；')}${errors.length > 3 ? '……' : ''}`,
    `the route "${name}" breaks ${errors.length} rules: ${first('en', '; ')}${errors.length > 3 ? ' …' : ''}`,
    errors.map(({ place, zh, en }) => ({ path: pathOf(place), message: `${zh} / ${en}` })),
  );
}

/** `legs.0.waypoints.3`, as the members of a route are called. */
function pathOf({ leg, waypoint, segment, group, action, part, field }: RouteFindingView['place']): string {
  const parts = [
    ...(leg === undefined ? [] : [`legs.${leg}`]),
    ...(waypoint === undefined ? [] : [`waypoints.${waypoint}`]),
    ...(segment === undefined ? [] : [`segments.${segment}`]),
    ...(group === undefined ? [] : [`actionGroups.${group}`]),
    ...(action === undefined ? [] : [`actions.${action}`]),
    ...(part === undefined ? [] : [part]),
    ...(field === undefined ? [] : [field]),
  ];
  return parts.length === 0 ? 'route' : parts.join('.');
}

function findingOf({ code, zh, en }: RouteIssue): RouteFindingView {
  return { code, severity: 'error', place: {}, zh, en };
}

import { Injectable } from '@nestjs/common';
import { type FallbackView, type RouteView } from '#contracts';
import { distance, type GeoPoint } from '#geo';
import { type Scope } from '../auth/scope.js';
import { DeviceStore } from '../devices/device.store.js';
import { RouteChecks } from '../routes/route.checks.js';
import { RouteCoverage } from '../routes/route.coverage.js';
import { RouteReader } from '../routes/route.reader.js';
import { RouteStore } from '../routes/route.store.js';
import { RouteVersionStore } from '../routes/route-version.store.js';
import { FallbackStore } from './fallback.store.js';
import { FlightChecks } from './flight.checks.js';
import { type Hold, hold } from './task.hold.js';
import { reasonView } from './task.reasons.js';
import { type StoredTask } from './task.rows.js';

/** Metres from the dock of a task within which others are asked. */
const NEAR = 10_000;
/** Docks that are asked whether they can fly the very route: each costs a check of it. */
const MOST_CHECKED = 4;
const MOST_DRONES = 3;
/** Share of the targets that a route in its place must see. */
const LEAST_SEEN = 0.5;

interface Neighbour {
  sn: string;
  name: string;
  metres: number;
}

/** What could be flown in place of a task of a dock. */
@Injectable()
export class FallbackFinder {
  constructor(
    private readonly store: FallbackStore,
    private readonly devices: DeviceStore,
    private readonly flights: FlightChecks,
    private readonly routes: RouteStore,
    private readonly versions: RouteVersionStore,
    private readonly reader: RouteReader,
    private readonly checks: RouteChecks,
    private readonly coverage: RouteCoverage,
  ) {}

  /** Inside a scope; those that are ready first, then in the order backup route, neighbour dock, mobile drone. */
  async of(task: StoredTask, scope: Scope): Promise<FallbackView[]> {
    const place = (await this.checks.dock(task.dockSn))?.place ?? null;
    const route = await this.routes.find(task.routeId, null);
    const found = [
      ...(await this.backup(task)),
      ...(place && route ? await this.neighbours(task, route, place, scope) : []),
      ...(await this.drones(task, place, scope)),
    ];
    return found.toSorted((one, other) => Number(other.ready) - Number(one.ready));
  }

  private async backup(task: StoredTask): Promise<FallbackView[]> {
    const route = task.backupRoute && (await this.routes.find(task.backupRoute.id, null));
    if (!route || route.state !== 'approved') return [];
    const sn = route.homeDock?.sn ?? task.dockSn!;
    const name = route.homeDock?.name ?? task.dockName ?? sn;
    const refusal = await this.refusalOf(sn, task, route);
    return [
      {
        ...base(route, refusal),
        kind: 'backup_route',
        dock: { sn, name },
        metres: null,
        code: 'backup_route',
        zh: `备用航线“${route.name}”，由${name}执飞`,
        en: `the backup route "${route.name}", flown by ${name}`,
      },
    ];
  }

  private async neighbours(task: StoredTask, route: RouteView, place: GeoPoint, scope: Scope): Promise<FallbackView[]> {
    const near = (await this.devices.all(scope.path))
      .flatMap(({ kind, sn, name, longitude, latitude }): Neighbour[] => {
        if (kind !== 'dock' || sn === task.dockSn || longitude === null || latitude === null) return [];
        return [{ sn, name, metres: distance(place, { longitude, latitude }) }];
      })
      .filter(({ metres }) => metres <= NEAR)
      .toSorted((one, other) => one.metres - other.metres);
    if (near.length === 0) return [];
    const own = await this.ownRoutes(task, near, scope);
    const others = near.filter(({ sn }) => !own.some(({ dock }) => dock!.sn === sn)).slice(0, MOST_CHECKED);
    return [...own, ...(await this.sameRoute(task, route, others))];
  }

  /** Approved routes of neighbours that see what the route of the task sees: the best of each dock. */
  private async ownRoutes(task: StoredTask, near: readonly Neighbour[], scope: Scope): Promise<FallbackView[]> {
    const { villages, featurePoints } = await this.coverage.of(undefined, { scope });
    const wanted = [...villages, ...featurePoints].filter(({ routes }) =>
      routes.some(({ code }) => code === task.routeCode),
    );
    if (wanted.length === 0) return [];
    const approved = await this.routes.all(scope.path, { state: 'approved' });
    const best = new Map<string, { route: RouteView; sees: number }>();
    for (const route of approved) {
      const sn = route.homeDock?.sn;
      if (sn === undefined || route.id === task.routeId || route.id === task.backupRoute?.id) continue;
      const sees = wanted.filter(({ routes }) => routes.some(({ code }) => code === route.code)).length;
      if (sees >= wanted.length * LEAST_SEEN && sees > (best.get(sn)?.sees ?? 0)) best.set(sn, { route, sees });
    }
    const found: FallbackView[] = [];
    for (const { sn, name, metres } of near) {
      const choice = best.get(sn);
      if (!choice) continue;
      const { route, sees } = choice;
      const refusal = await this.refusalOf(sn, task, route);
      found.push({
        ...base(route, refusal),
        kind: 'neighbour_dock',
        dock: { sn, name },
        metres: Math.round(metres),
        code: 'sees_same_targets',
        zh: `${name}的航线“${route.name}”能看到其中 ${sees}/${wanted.length} 个目标`,
        en: `${name}'s route "${route.name}" sees ${sees} of its ${wanted.length} targets`,
      });
    }
    return found;
  }

  /** Neighbours that can fly the very route: in reach, and with the aircraft that its file is made for. */
  private async sameRoute(task: StoredTask, route: RouteView, docks: readonly Neighbour[]): Promise<FallbackView[]> {
    const kmz = route.state === 'approved' ? await this.versions.kmz(route.id, route.approvedVersion!) : undefined;
    if (!kmz) return [];
    const drawn = await this.reader.read(kmz, `${route.code}.kmz`, null);
    const home = await this.checks.dock(route.homeDock?.sn ?? task.dockSn);
    const found: FallbackView[] = [];
    for (const { sn, name, metres } of docks) {
      const dock = await this.checks.dock(sn);
      if (!dock || dock.aircraftModelKey !== home?.aircraftModelKey) continue;
      const report = await this.checks.report(drawn, dock, new Date());
      if (report.errors > 0) continue;
      const refusal = await this.refusalOf(sn, task, route);
      const km = (metres / 1000).toFixed(1);
      found.push({
        ...base(route, refusal),
        kind: 'neighbour_dock',
        dock: { sn, name },
        metres: Math.round(metres),
        code: 'reaches_same_route',
        zh: `${name}相距 ${km} 公里，能飞同一条航线`,
        en: `${name}, ${km} km away, can fly the same route`,
      });
    }
    return found;
  }

  private async drones(task: StoredTask, place: GeoPoint | null, scope: Scope): Promise<FallbackView[]> {
    const drones = (await this.store.mobileDrones(scope.path)).map((drone) => {
      const { longitude, latitude } = drone;
      const known = place !== null && longitude !== null && latitude !== null;
      return { ...drone, metres: known ? Math.round(distance(place, { longitude, latitude })) : null };
    });
    const rank = ({ online, busyWith, metres }: (typeof drones)[number]) =>
      (online && busyWith === null ? 0 : 1e9) + (metres ?? 1e8);
    return drones
      .toSorted((one, other) => rank(one) - rank(other))
      .slice(0, MOST_DRONES)
      .map(({ sn, name, metres, online, busyWith }) => {
        const km = metres === null ? null : (metres / 1000).toFixed(1);
        const refusal = !online ? hold('mobile_offline') : busyWith === null ? null : hold('mobile_busy');
        return {
          ...base({ id: task.routeId, code: task.routeCode, name: task.routeName }, refusal),
          kind: 'mobile',
          aircraft: { sn, name },
          metres,
          code: 'mobile_near',
          zh: `机动无人机${name}${km === null ? '' : `，相距 ${km} 公里`}，由飞手执飞`,
          en: `mobile drone ${name}${km === null ? '' : `, ${km} km away`}, flown by its pilot`,
        };
      });
  }

  private async refusalOf(dockSn: string, { id, limits, flightSeconds }: StoredTask, route: RouteView) {
    const flight = {
      id,
      limits,
      dockSn,
      routeId: route.id,
      routeCode: route.code,
      routeVersion: route.approvedVersion!,
      flightSeconds: route.summary?.estimate?.flightSeconds ?? flightSeconds,
    };
    return this.flights.refusalOf(flight, Date.now());
  }
}

function base({ id, code, name }: Pick<RouteView, 'id' | 'code' | 'name'>, refusal: Hold | null) {
  return {
    route: { id, code, name },
    dock: null,
    aircraft: null,
    ready: refusal === null,
    refusal: refusal && reasonView(refusal.reason, refusal.deviceCode, refusal.detail),
  };
}

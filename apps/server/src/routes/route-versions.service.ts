import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import {
  type NewRouteVersionQuery,
  type Page,
  type RouteDifferenceQuery,
  type RouteDifferenceView,
  type RouteReportView,
  type RouteVersionView,
  type RouteView,
} from '#contracts';
import { routeDifference } from '#routes';
import { type Route } from '#wayline';
import { type Actor } from '../auth/actor.js';
import { NotFound, Refusal } from '../common/refusal.js';
import { EventLog, type NewFact } from '../events/event-log.js';
import { type DrawnRoute } from './drawn.route.js';
import { breaksRules, RouteChecks, targetOf } from './route.checks.js';
import { featureCollection, routeFeatures } from './route.geojson.js';
import { allowRouteMove, moveVersion } from './route.machine.js';
import { RouteReader } from './route.reader.js';
import { RouteStore } from './route.store.js';
import { RouteVersionStore } from './route-version.store.js';
import { ROUTE, RoutesService } from './routes.service.js';

const VERSION = { zh: '航线版本', en: 'route version' };

/** A file that was read and checked for a route. */
export interface CheckedFile {
  drawn: DrawnRoute;
  report: RouteReportView;
  source: { name: string; bytes: Uint8Array; sha256: string } | null;
}

/** The versions of a route's file: saved, checked, read. Approved ones never change. */
@Injectable()
export class RouteVersionsService {
  constructor(
    private readonly db: DataSource,
    private readonly routes: RoutesService,
    private readonly store: RouteStore,
    private readonly versions: RouteVersionStore,
    private readonly reader: RouteReader,
    private readonly checks: RouteChecks,
    private readonly events: EventLog,
  ) {}

  /** Newest first, all of them. Throws `NotFound`. */
  async list(routeId: string, actor: Actor): Promise<Page<RouteVersionView>> {
    await this.routes.get(routeId, actor);
    const items = await this.versions.list(routeId);
    return { items, total: items.length, nextCursor: null };
  }

  /** Throws `NotFound`. */
  async get(routeId: string, number: number, actor: Actor): Promise<RouteVersionView> {
    const { code } = await this.routes.get(routeId, actor);
    return this.held(routeId, code, number);
  }

  /** The exact bytes of a version with a name for the file. Throws `NotFound`. */
  async kmz(routeId: string, number: number, actor: Actor): Promise<{ name: string; bytes: Buffer; md5: string }> {
    const { code } = await this.routes.get(routeId, actor);
    const { md5 } = await this.held(routeId, code, number);
    const bytes = await this.versions.kmz(routeId, number);
    if (!bytes) throw new NotFound(VERSION, `${code} v${number}`);
    return { name: `${code}-v${number}.kmz`, bytes, md5 };
  }

  /** The file that a version was made from, as it came. Throws `NotFound` also when it was drawn here. */
  async source(routeId: string, number: number, actor: Actor): Promise<{ name: string; bytes: Buffer }> {
    const { code } = await this.routes.get(routeId, actor);
    const source = await this.versions.source(routeId, number);
    if (!source) throw new NotFound({ zh: '航线原始文件', en: 'imported file of the route' }, `${code} v${number}`);
    return source;
  }

  /** A version as GeoJSON features. Throws `NotFound`. */
  async geojson(routeId: string, number: number, actor: Actor): Promise<object> {
    const { id, code, name } = await this.routes.get(routeId, actor);
    const { md5 } = await this.held(routeId, code, number);
    return featureCollection(
      routeFeatures(await this.read({ id, code }, number), { id, code, name, version: number, md5 }),
    );
  }

  /** What differs between two versions, and the lines of both. Throws `NotFound`. */
  async difference(routeId: string, { from, to }: RouteDifferenceQuery, actor: Actor): Promise<RouteDifferenceView> {
    const route = await this.routes.get(routeId, actor);
    const [older, newer] = [await this.read(route, from), await this.read(route, to)];
    return { from, to, changes: routeDifference(older, newer), lines: { from: linesOf(older), to: linesOf(newer) } };
  }

  /** The small picture of the version that counts. Throws `NotFound` for a route without a file. */
  async thumbnail(routeId: string, actor: Actor): Promise<string> {
    const { code, thumbnail } = await this.routes.get(routeId, actor);
    if (thumbnail === null) throw new NotFound(VERSION, code);
    return thumbnail;
  }

  /**
   * Saves a file as the newest version. Throws `Refusal` 422 `unreadable_route`, 422 `route_breaks_rules` with every error
   * (never for `as` draft), 412 `newer_version` when somebody saved one since, 409 `not_in_this_state` for a retired
   * route, `NotFound`.
   */
  async save(routeId: string, bytes: Uint8Array, query: NewRouteVersionQuery, actor: Actor): Promise<RouteVersionView> {
    const route = await this.routes.get(routeId, actor);
    allowRouteMove(route.state, 'save', route.code);
    const file = await this.check(route.homeDock?.sn ?? null, bytes, query.name);
    if (query.as === 'checked' && file.report.errors > 0) throw breaksRules(route.name, file.report);
    return this.db.transaction(async (tx) => {
      const before = await this.lock(tx, routeId, actor);
      allowRouteMove(before.state, 'save', before.code);
      requireSameDock(route, before);
      if (query.basedOn !== undefined) await this.requireNewest(tx, before, query.basedOn);
      return this.insert(tx, before, file, query, actor);
    });
  }

  /** Reads and checks a file for a dock, or for the aircraft that it names. Throws `Refusal` 422 `unreadable_route`. */
  async check(dockSn: string | null, bytes: Uint8Array, name: string): Promise<CheckedFile> {
    const dock = await this.checks.dock(dockSn);
    const drawn = await this.reader.read(bytes, name, targetOf(dock));
    const report = await this.checks.report(drawn, dock, new Date());
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    // What our own editor sends is the KMZ itself.
    return { drawn, report, source: sha256 === drawn.sha256 ? null : { name, bytes, sha256 } };
  }

  /**
   * Adds a checked file to a route that is locked, and tells of it after `first`: the last statements of the transaction.
   */
  async insert(
    tx: EntityManager,
    route: Pick<RouteView, 'id' | 'divisionPath'>,
    file: CheckedFile,
    { as, note, basedOn }: Pick<NewRouteVersionQuery, 'as' | 'note' | 'basedOn'>,
    actor: Pick<Actor, 'username'>,
    first: readonly NewFact[] = [],
  ): Promise<RouteVersionView> {
    const state = as === 'checked' && file.report.errors === 0 ? 'checked' : 'draft';
    const version = { ...file, state, note, basedOn: basedOn ?? null } as const;
    const number = await this.versions.insert(tx, route.id, version, actor.username);
    await this.store.settle(tx, route.id, false, actor.username);
    const saved = await this.held(route.id, route.id, number, tx);
    await this.tell(tx, route, number, state, actor, first);
    return saved;
  }

  /** Checks a version again with what is known today. The report of a frozen version is told, not kept. */
  async recheck(routeId: string, number: number, actor: Actor): Promise<RouteVersionView> {
    const route = await this.routes.get(routeId, actor);
    allowRouteMove(route.state, 'check', route.code);
    const version = await this.held(routeId, route.code, number);
    const report = await this.reportOf(route, version);
    if (version.state === 'approved' || version.state === 'superseded') return { ...version, report };
    return this.db.transaction(async (tx) => {
      const before = await this.lock(tx, routeId, actor);
      requireSameDock(route, before);
      const { state } = await this.held(routeId, route.code, number, tx);
      const next = moveVersion(state, report.errors === 0 ? 'pass' : 'fail', nameOf(route, number));
      await this.versions.recordCheck(tx, { routeId, number }, next, report);
      await this.store.settle(tx, routeId, before.state === 'retired', actor.username);
      const checked = await this.held(routeId, route.code, number, tx);
      await this.tell(tx, route, number, next, actor);
      return checked;
    });
  }

  /** What is found in a version today. */
  async reportOf(
    route: Pick<RouteView, 'id' | 'code' | 'homeDock'>,
    { number, issues }: Pick<RouteVersionView, 'number' | 'issues'>,
  ): Promise<RouteReportView> {
    const dock = await this.checks.dock(route.homeDock?.sn ?? null);
    const drawn = await this.drawn(route, number);
    return this.checks.report({ ...drawn, issues: [...issues, ...drawn.issues] }, dock, new Date());
  }

  private async read(route: Pick<RouteView, 'id' | 'code'>, number: number): Promise<Route> {
    return (await this.drawn(route, number)).route;
  }

  private async drawn({ id, code }: Pick<RouteView, 'id' | 'code'>, number: number): Promise<DrawnRoute> {
    const bytes = await this.versions.kmz(id, number);
    if (!bytes) throw new NotFound(VERSION, nameOf({ code }, number));
    return this.reader.read(bytes, `${code}-v${number}.kmz`, null);
  }

  /** The route, locked for a change of its versions. Throws `NotFound`. */
  async lock(tx: EntityManager, routeId: string, actor: Actor): Promise<RouteView> {
    const route = await this.store.lock(tx, routeId);
    if (!route) throw new NotFound(ROUTE, routeId);
    actor.scope.require(route.divisionPath, ROUTE, routeId);
    return route;
  }

  /** Throws `NotFound`. */
  async held(routeId: string, code: string, number: number, tx?: EntityManager): Promise<RouteVersionView> {
    const version = await this.versions.find(routeId, number, tx);
    if (!version) throw new NotFound(VERSION, nameOf({ code }, number));
    return version;
  }

  /** Tells that a version was saved or checked. The last statement of a transaction. */
  private async tell(
    tx: EntityManager,
    { id, divisionPath }: Pick<RouteView, 'id' | 'divisionPath'>,
    number: number,
    state: RouteVersionView['state'],
    actor: Pick<Actor, 'username'>,
    first: readonly NewFact[] = [],
  ): Promise<void> {
    const route = await this.store.find(id, null, tx);
    if (!route) throw new NotFound(ROUTE, id);
    const data = { route, number, state, by: actor.username };
    await this.events.appendAll(tx, [...first, { name: 'route.version_saved', divisionPath, data }]);
  }

  private async requireNewest(tx: EntityManager, route: RouteView, basedOn: number): Promise<void> {
    const { latestVersion: latest, code } = route;
    if (latest === basedOn) return;
    if (latest === null || basedOn > latest) throw new NotFound(VERSION, nameOf(route, basedOn));
    const { createdBy } = await this.held(route.id, code, latest, tx);
    throw new Refusal(
      412,
      'newer_version',
      `航线“${code}”已由${createdBy ?? '县域数据'}保存了第 ${latest} 版（您基于第 ${basedOn} 版），请打开新版本后再改`,
      `${createdBy ?? 'the county folder'} saved version ${latest} of "${code}" meanwhile (yours is based on version ${basedOn}): open that one and make the change again`,
    );
  }
}

/** Longitude, latitude of each leg. */
function linesOf({ legs }: Route): number[][][] {
  return legs.map(({ waypoints }) => waypoints.map(({ longitude, latitude }) => [longitude, latitude]));
}

/** How a version is called in a sentence. */
export function nameOf({ code }: { code: string }, number: number): string {
  return `${code} v${number}`;
}

/** Throws `Refusal` 409 `dock_changed` when the dock of the route changed while a file was checked for it. */
export function requireSameDock(checked: RouteView, now: RouteView): void {
  if (checked.homeDock?.sn === now.homeDock?.sn) return;
  throw new Refusal(
    409,
    'dock_changed',
    `航线“${now.code}”的机场刚被更换，请重新提交`,
    `the dock of "${now.code}" was changed just now: send it again`,
  );
}

import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type z } from 'zod';
import { type RouteApprovalResults, type RouteApprovals, type RouteVersionView, type RouteView } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { NotFound, Refusal } from '../common/refusal.js';
import { EventLog } from '../events/event-log.js';
import { breaksRules } from './route.checks.js';
import { allowRouteMove, moveVersion } from './route.machine.js';
import { RouteStore } from './route.store.js';
import { RouteVersionStore } from './route-version.store.js';
import { nameOf, requireSameDock, RouteVersionsService } from './route-versions.service.js';
import { ROUTE, RoutesService } from './routes.service.js';

type Results = z.infer<typeof RouteApprovalResults>;

/** Approves versions: the decision of a person, on top of a check of this very moment. */
@Injectable()
export class RouteApprovalsService {
  constructor(
    private readonly db: DataSource,
    private readonly routes: RoutesService,
    private readonly versions: RouteVersionsService,
    private readonly store: RouteStore,
    private readonly rows: RouteVersionStore,
    private readonly events: EventLog,
  ) {}

  /**
   * Approves a checked version; the one approved before is superseded. Throws `Refusal` 422 `route_breaks_rules` when it
   * breaks a rule today (the version is a draft again), 409 `not_in_this_state` or `older_version`, `NotFound`.
   */
  async approve(routeId: string, number: number, note: string, actor: Actor): Promise<RouteVersionView> {
    const route = await this.routes.get(routeId, actor);
    const version = await this.versions.held(routeId, route.code, number);
    requireWaiting(route, version);
    const report = await this.versions.reportOf(route, version);
    if (report.errors > 0) {
      // The reason stays with the version, so that whoever corrects it sees it.
      await this.versions.recheck(routeId, number, actor);
      throw breaksRules(route.name, report);
    }
    return this.db.transaction(async (tx) => {
      const before = await this.versions.lock(tx, routeId, actor);
      requireSameDock(route, before);
      requireWaiting(before, await this.versions.held(routeId, route.code, number, tx));
      await this.rows.approve(tx, version, report, actor.username, note);
      await this.store.settle(tx, routeId, false, actor.username);
      const approved = await this.versions.held(routeId, route.code, number, tx);
      const after = await this.store.find(routeId, null, tx);
      if (!after) throw new NotFound(ROUTE, routeId);
      const data = { route: after, number, md5: version.md5, by: actor.username };
      await this.events.append(tx, { name: 'route.version_approved', divisionPath: after.divisionPath, data });
      return approved;
    });
  }

  /** Approves the newest checked version of each route; one that is refused does not hold up the others. */
  async approveAll({ routes, note }: z.infer<typeof RouteApprovals>, actor: Actor): Promise<Results> {
    const results: Results['results'] = [];
    for (const id of new Set(routes)) {
      const code = (await this.store.find(id, null))?.code ?? null;
      try {
        const number = await this.waiting(id, actor);
        await this.approve(id, number, note, actor);
        results.push({ id, code, approved: true, zh: null, en: null });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const { zh, en } = error;
        results.push({ id, code: error instanceof NotFound ? null : code, approved: false, zh, en });
      }
    }
    const approved = results.filter((result) => result.approved).length;
    return { approved, refused: results.length - approved, results };
  }

  /** The number of the newest version, which must be one that waits for approval or is told why it is not. */
  private async waiting(id: string, actor: Actor): Promise<number> {
    const { items } = await this.versions.list(id, actor);
    const waiting = items.find(({ state }) => state === 'checked') ?? items[0];
    if (waiting) return waiting.number;
    const { code = id } = (await this.store.find(id, null)) ?? {};
    throw new Refusal(409, 'no_version', `航线“${code}”还没有航线文件`, `the route "${code}" has no file yet`);
  }
}

/** Throws `Refusal` 409 `not_in_this_state` or `older_version` for a version that cannot be approved. */
function requireWaiting(route: RouteView, { number, state }: RouteVersionView): void {
  const { code, approvedVersion } = route;
  moveVersion(state, 'approve', nameOf(route, number));
  allowRouteMove(route.state, 'approve', code);
  if (approvedVersion === null || approvedVersion < number) return;
  throw new Refusal(
    409,
    'older_version',
    `航线“${code}”已批准更新的第 ${approvedVersion} 版，如需改用第 ${number} 版请以它另存新版本`,
    `version ${approvedVersion} of "${code}", which is newer, is approved: to go back to version ${number}, save it as a new one`,
  );
}

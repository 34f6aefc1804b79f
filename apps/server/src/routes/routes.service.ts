import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type NewRoute, type Page, type RouteChange, type RouteQuery, type RouteView } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { NotFound, Refusal } from '../common/refusal.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { EventLog, type NewFact } from '../events/event-log.js';
import { codeTaken, requireVersion } from '../points/catalogue.version.js';
import { allowRouteMove } from './route.machine.js';
import { RouteOwner } from './route.owner.js';
import { RouteStore, type RouteValues } from './route.store.js';
import { RouteVersionStore } from './route-version.store.js';

export const ROUTE = { zh: '航线', en: 'route' };

/** The routes 航线 of the county, inside the caller's division. */
@Injectable()
export class RoutesService {
  constructor(
    private readonly db: DataSource,
    private readonly store: RouteStore,
    private readonly versions: RouteVersionStore,
    private readonly owner: RouteOwner,
    private readonly divisions: DivisionsService,
    private readonly events: EventLog,
  ) {}

  async list(query: RouteQuery, actor: Actor): Promise<Page<RouteView>> {
    return this.store.page(this.divisions.pathWithin(actor.scope, query.division), query, actor.userId);
  }

  /** Throws `NotFound` also outside the scope. */
  async get(id: string, actor: Pick<Actor, 'scope'> & Partial<Pick<Actor, 'userId'>>): Promise<RouteView> {
    const route = await this.store.find(id, actor.userId ?? null);
    if (!route) throw new NotFound(ROUTE, id);
    actor.scope.require(route.divisionPath, ROUTE, id);
    return route;
  }

  /**
   * Adds a route without a file. Throws `Refusal` 409 `code_taken`, 400 `not_a_dock`, `division_needed`, `unknown_target`
   * or `own_partner`, `NotFound` for a dock, division or partner outside the scope.
   */
  async create(request: NewRoute, actor: Actor): Promise<RouteView> {
    const { partnerCode, ...given } = request;
    const dock = given.homeDockSn === null ? null : await this.owner.dock(given.homeDockSn, actor);
    const division = this.owner.division(given.divisionCode, dock, actor);
    return this.db.transaction(async (tx) => {
      if (partnerCode !== null) await this.store.lockPartners(tx);
      await this.owner.requireTargets(tx, given, actor);
      const id = await this.store.insert(tx, { ...given, divisionCode: division.code }, actor.username);
      if (id === null) throw codeTaken(ROUTE, request.code);
      const others = partnerCode === null ? [] : await this.pair(tx, id, partnerCode, actor);
      return this.tell(tx, 'route.added', id, others, actor);
    });
  }

  /**
   * Changes what is given, on top of version `based` of the row. Throws `NotFound` outside the scope, `Refusal` 412
   * `changed_meanwhile`, 409 `not_in_this_state` or `approved_for_dock`, and what `create` throws.
   */
  async change(id: string, request: RouteChange, based: number, actor: Actor): Promise<RouteView> {
    const { version: _, partnerCode, state, ...given } = request;
    if (given.homeDockSn != null) await this.owner.dock(given.homeDockSn, actor);
    if (given.divisionCode !== undefined) this.owner.division(given.divisionCode, null, actor);
    await this.db.transaction(async (tx) => {
      if (partnerCode !== undefined) await this.store.lockPartners(tx);
      const before = await this.store.lock(tx, id);
      if (!before) throw new NotFound(ROUTE, id);
      actor.scope.require(before.divisionPath, ROUTE, id);
      requireVersion(ROUTE, before, based);
      const held = valuesOf(before);
      const after = { ...held, ...given };
      await this.owner.requireTargets(tx, added(after, held), actor);
      const others = await this.changePartner(tx, before, partnerCode, actor);
      if (!isDeepStrictEqual(after, held)) await this.store.update(tx, id, after, actor.username);
      if (after.homeDockSn !== held.homeDockSn) await this.moveToDock(tx, before, actor);
      if (state !== undefined && (state === 'retired') !== (before.state === 'retired')) {
        allowRouteMove(before.state, state === 'retired' ? 'retire' : 'restore', before.code);
        await this.store.settle(tx, id, state === 'retired', actor.username);
      }
      await this.tellChange(tx, before, others, actor);
    });
    return this.get(id, actor);
  }

  /** Marks a route as one of the caller's favourites, or no longer. Throws `NotFound`. */
  async setFavourite(id: string, favourite: boolean, actor: Actor): Promise<void> {
    await this.get(id, actor);
    await this.store.setFavourite(id, actor.userId, favourite);
  }

  /** The files of a route are made and checked for its dock: of another one, none has passed the checks yet. */
  private async moveToDock(tx: EntityManager, { id, code, approvedVersion, state }: RouteView, actor: Actor) {
    if (approvedVersion !== null) {
      throw new Refusal(
        409,
        'approved_for_dock',
        `航线“${code}”第 ${approvedVersion} 版是为原机场批准的，不能更换机场；请为新机场另建航线`,
        `version ${approvedVersion} of "${code}" was approved for its dock, which cannot be changed: add a route for the other one`,
      );
    }
    await this.versions.demote(tx, id);
    await this.store.settle(tx, id, state === 'retired', actor.username);
  }

  /** Returns the ids of the other routes whose partner changed. */
  private async changePartner(
    tx: EntityManager,
    { id, code, partner }: RouteView,
    partnerCode: string | null | undefined,
    actor: Actor,
  ): Promise<string[]> {
    if (partnerCode === undefined || partnerCode?.toLowerCase() === partner?.code.toLowerCase()) return [];
    if (partnerCode === null) return partner === null ? [] : this.store.pair(tx, id, null, actor.username);
    if (partnerCode.toLowerCase() === code.toLowerCase()) {
      throw new Refusal(
        400,
        'own_partner',
        `航线“${code}”不能与自己互为主备`,
        `the route "${code}" cannot stand in for itself`,
      );
    }
    return this.pair(tx, id, partnerCode, actor);
  }

  private async pair(tx: EntityManager, id: string, partnerCode: string, actor: Actor): Promise<string[]> {
    const partner = await this.store.byCode(partnerCode, tx);
    if (!partner || !actor.scope.covers(partner.path)) throw new NotFound(ROUTE, partnerCode);
    return this.store.pair(tx, id, partner.id, actor.username);
  }

  private async tellChange(tx: EntityManager, before: RouteView, others: string[], actor: Actor): Promise<void> {
    const after = await this.store.find(before.id, null, tx);
    if (!after || (after.version === before.version && others.length === 0)) return;
    const retires = after.state === 'retired' && before.state !== 'retired';
    const restores = after.state !== 'retired' && before.state === 'retired';
    const name = retires ? 'route.retired' : restores ? 'route.restored' : 'route.changed';
    await this.tell(tx, name, before.id, others, actor);
  }

  private async tell(
    tx: EntityManager,
    name: 'route.added' | 'route.changed' | 'route.retired' | 'route.restored',
    id: string,
    others: readonly string[],
    actor: Actor,
  ): Promise<RouteView> {
    const facts: NewFact<typeof name>[] = [];
    for (const each of [id, ...others]) {
      const route = await this.store.find(each, null, tx);
      if (!route) throw new NotFound(ROUTE, each);
      const data = { route, by: actor.username };
      facts.push({ name: each === id ? name : 'route.changed', divisionPath: route.divisionPath, data });
    }
    await this.events.appendAll(tx, facts);
    return facts[0]!.data.route;
  }
}

/** What people can set, in the order of the contract. */
function valuesOf(route: RouteView): RouteValues {
  return {
    code: route.code,
    name: route.name,
    role: route.role,
    homeDockSn: route.homeDock?.sn ?? null,
    divisionCode: route.divisionCode,
    featurePoints: route.featurePoints.map(({ code }) => code),
    scenarios: route.scenarios.map(({ code }) => code),
    tags: route.tags,
  };
}

/** The targets that are new: what is held may lie outside the scope of whoever changes something else. */
function added(after: RouteValues, held: RouteValues): Pick<RouteValues, 'featurePoints' | 'scenarios'> {
  const fresh = (codes: string[], before: string[]) => codes.filter((code) => !before.includes(code));
  return {
    featurePoints: fresh(after.featurePoints, held.featurePoints),
    scenarios: fresh(after.scenarios, held.scenarios),
  };
}

import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type NewScenario, type Page, type ScenarioChange, type ScenarioQuery, type ScenarioView } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { NotFound, Refusal } from '../common/refusal.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { EventLog } from '../events/event-log.js';
import { codeTaken, requireVersion } from '../points/catalogue.version.js';
import { ScenarioStore, type ScenarioValues } from './scenario.store.js';
import { targetFaults } from './scenario.targets.js';

export const SCENARIO = { zh: '应用场景', en: 'scenario' };

/**
 * The scenarios 应用场景. A person sees those of their division and those from above that aim at something in it, with the
 * targets that touch it; they manage only those of their own division and below.
 */
@Injectable()
export class ScenariosService {
  constructor(
    private readonly db: DataSource,
    private readonly store: ScenarioStore,
    private readonly divisions: DivisionsService,
    private readonly events: EventLog,
  ) {}

  async list(query: ScenarioQuery, actor: Actor): Promise<Page<ScenarioView>> {
    return this.store.page(this.divisions.pathWithin(actor.scope, query.division), query);
  }

  /** Throws `NotFound` also for a scenario that does not concern the scope. */
  async get(id: string, actor: Actor): Promise<ScenarioView> {
    const scenario = await this.store.find(id, actor.scope.path);
    if (!scenario) throw new NotFound(SCENARIO, id);
    return scenario;
  }

  /** Throws `Refusal` 409 `code_taken`, 400 `bad_targets`, `NotFound` for a division outside the scope. */
  async create(request: NewScenario, actor: Actor): Promise<ScenarioView> {
    const { path } = this.divisions.get(request.divisionCode, actor.scope);
    return this.db.transaction(async (tx) => {
      await this.requireTargets(tx, request, path);
      const id = await this.store.insert(tx, { ...request, state: 'active' }, actor.username);
      if (id === null) throw codeTaken(SCENARIO, request.code);
      return this.tell(tx, 'scenario.added', id, actor);
    });
  }

  /**
   * Changes what is given, on top of version `based`. Throws `NotFound` outside the scope, `Refusal` 403 `not_yours` for a
   * scenario from above, 412 `changed_meanwhile`, 400 `bad_targets`.
   */
  async change(id: string, request: ScenarioChange, based: number, actor: Actor): Promise<ScenarioView> {
    const { version: _, ...given } = request;
    if (given.divisionCode !== undefined) this.divisions.get(given.divisionCode, actor.scope);
    return this.db.transaction(async (tx) => {
      await this.store.lock(tx, id);
      const before = await this.store.find(id, actor.scope.path, tx);
      if (!before) throw new NotFound(SCENARIO, id);
      if (!actor.scope.covers(before.divisionPath)) throw notYours(before);
      requireVersion(SCENARIO, before, based);
      const held = valuesOf(before);
      const after = ordered({ ...held, ...given });
      if (isDeepStrictEqual(after, ordered(held))) return before;
      await this.requireTargets(tx, after, this.divisions.pathOf(after.divisionCode));
      await this.store.update(tx, id, after, actor.username);
      return this.tell(tx, factOf(before.state, after.state), id, actor);
    });
  }

  private async requireTargets(
    tx: EntityManager,
    { targets }: Pick<NewScenario, 'targets'>,
    path: string,
  ): Promise<void> {
    const points = await this.store.points(targets.featurePoints, tx);
    const faults = targetFaults(targets, path, points, this.divisions);
    if (faults.length === 0) return;
    const errors = faults.map(({ list, zh, en }) => ({ path: `targets.${list}`, message: `${zh} / ${en}` }));
    throw new Refusal(400, 'bad_targets', faults[0]!.zh, faults[0]!.en, errors);
  }

  private async tell(
    tx: EntityManager,
    name: 'scenario.added' | ReturnType<typeof factOf>,
    id: string,
    actor: Actor,
  ): Promise<ScenarioView> {
    const scenario = await this.store.find(id, actor.scope.path, tx);
    if (!scenario) throw new NotFound(SCENARIO, id);
    const data = { scenario, by: actor.username };
    await this.events.append(tx, { name, divisionPath: scenario.divisionPath, data });
    return scenario;
  }
}

/** What people can set, of a scenario whose targets are all in sight. */
export function valuesOf(scenario: ScenarioView): ScenarioValues {
  const { code, name, purpose, divisionCode, ownerUnit, ownerPerson, checklist, spots, cadence, outputs } = scenario;
  const targets = {
    featurePoints: scenario.targets.featurePoints.map((point) => point.code),
    divisions: scenario.targets.divisions.map((division) => division.code),
  };
  const values = { code, name, purpose, divisionCode, ownerUnit, ownerPerson, checklist, spots, cadence, outputs };
  return { ...values, targets, tags: scenario.tags, state: scenario.state };
}

/** The same values with their targets in one order, so that two can be compared. */
export function ordered(values: ScenarioValues): ScenarioValues {
  const { featurePoints, divisions } = values.targets;
  return { ...values, targets: { featurePoints: featurePoints.toSorted(), divisions: divisions.toSorted() } };
}

function notYours({ name, divisionName }: ScenarioView): Refusal {
  return new Refusal(
    403,
    'not_yours',
    `应用场景“${name}”由${divisionName}管理，请联系上级修改`,
    `the scenario "${name}" belongs to ${divisionName}: ask them to change it`,
  );
}

function factOf(before: ScenarioView['state'], after: ScenarioView['state']) {
  if (before === after) return 'scenario.changed' as const;
  return after === 'retired' ? ('scenario.retired' as const) : ('scenario.restored' as const);
}

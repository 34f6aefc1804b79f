import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import {
  type DivisionView,
  type FeaturePointChange,
  type FeaturePointQuery,
  type FeaturePointView,
  type NewFeaturePoint,
  type Page,
} from '#contracts';
import { type Actor } from '../auth/actor.js';
import { NotFound, Refusal } from '../common/refusal.js';
import { COUNTY, type County } from '../county/county.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { EventLog } from '../events/event-log.js';
import { codeTaken, requireVersion } from './catalogue.version.js';
import { FeaturePointStore, type FeaturePointValues } from './feature-point.store.js';
import { doubtPlace } from './place.check.js';

export const FEATURE_POINT = { zh: '特色点位', en: 'feature point' };

/** The feature points 特色点位 of the county, inside the caller's division. */
@Injectable()
export class FeaturePointsService {
  constructor(
    private readonly db: DataSource,
    private readonly store: FeaturePointStore,
    private readonly divisions: DivisionsService,
    private readonly events: EventLog,
    @Inject(COUNTY) private readonly county: County,
  ) {}

  async list(query: FeaturePointQuery, actor: Actor): Promise<Page<FeaturePointView>> {
    return this.store.page(this.divisions.pathWithin(actor.scope, query.division), query);
  }

  /** Throws `NotFound` also outside the scope. */
  async get(id: string, actor: Actor): Promise<FeaturePointView> {
    const point = await this.store.find(id);
    if (!point) throw new NotFound(FEATURE_POINT, id);
    actor.scope.require(point.divisionPath, FEATURE_POINT, id);
    return point;
  }

  /** Throws `Refusal` 409 `code_taken`, 400 `division_too_wide` or `outside_county`, `NotFound` for a division out of scope. */
  async create(request: NewFeaturePoint, actor: Actor): Promise<FeaturePointView> {
    requireBelowCounty(this.divisions.get(request.divisionCode, actor.scope));
    this.requirePlace(request);
    return this.db.transaction(async (tx) => {
      const [id] = await this.store.insert(tx, [{ ...request, state: 'active' }], actor.username);
      if (id === undefined) throw codeTaken(FEATURE_POINT, request.code);
      return this.tell(tx, 'feature_point.added', id, actor);
    });
  }

  /**
   * Changes what is given, on top of version `based`. Throws `NotFound` outside the scope, `Refusal` 412
   * `changed_meanwhile`, 400 `division_too_wide` or `outside_county`.
   */
  async change(id: string, request: FeaturePointChange, based: number, actor: Actor): Promise<FeaturePointView> {
    const { version: _, ...given } = request;
    if (given.divisionCode !== undefined) requireBelowCounty(this.divisions.get(given.divisionCode, actor.scope));
    return this.db.transaction(async (tx) => {
      const before = await this.store.lock(tx, id);
      if (!before) throw new NotFound(FEATURE_POINT, id);
      actor.scope.require(before.divisionPath, FEATURE_POINT, id);
      requireVersion(FEATURE_POINT, before, based);
      const after = { ...valuesOf(before), ...given };
      if (isDeepStrictEqual(after, valuesOf(before))) return before;
      if (given.longitude !== undefined || given.latitude !== undefined) this.requirePlace(after);
      await this.store.update(tx, [{ ...after, id }], actor.username);
      return this.tell(tx, factOf(before.state, after.state), id, actor);
    });
  }

  private requirePlace(place: { longitude: number; latitude: number }): void {
    const doubt = doubtPlace(place, this.county, this.divisions);
    if (doubt?.refuse) throw new Refusal(400, 'outside_county', doubt.zh, doubt.en);
  }

  private async tell(
    tx: EntityManager,
    name: 'feature_point.added' | ReturnType<typeof factOf>,
    id: string,
    actor: Actor,
  ): Promise<FeaturePointView> {
    const featurePoint = await this.store.find(id, tx);
    if (!featurePoint) throw new NotFound(FEATURE_POINT, id);
    const data = { featurePoint, by: actor.username };
    await this.events.append(tx, { name, divisionPath: featurePoint.divisionPath, data });
    return featurePoint;
  }
}

/** What people can set, in the order of the contract. */
export function valuesOf(point: FeaturePointView): FeaturePointValues {
  const { code, name, class: kind, story, divisionCode, longitude, latitude, placement, placementNote } = point;
  const { tags, profile, poses, state } = point;
  const values = { code, name, class: kind, story, divisionCode, longitude, latitude, placement, placementNote };
  return { ...values, tags, profile, poses, state };
}

/** Throws `Refusal` 400 `division_too_wide` for the whole county. */
export function requireBelowCounty(division: DivisionView): void {
  if (division.level !== 'county') return;
  throw new Refusal(
    400,
    'division_too_wide',
    `特色点位须属于某个镇街或村，不能直接属于“${division.name}”，请选择镇街或村`,
    `a feature point belongs to a town or a village, not to all of "${division.name}": choose one`,
  );
}

function factOf(before: FeaturePointView['state'], after: FeaturePointView['state']) {
  if (before === after) return 'feature_point.changed' as const;
  return after === 'retired' ? ('feature_point.retired' as const) : ('feature_point.restored' as const);
}

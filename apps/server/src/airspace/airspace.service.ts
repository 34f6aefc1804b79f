import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import {
  type AirspaceAreaChange,
  type AirspaceAreaQuery,
  type AirspaceAreaView,
  type NewAirspaceArea,
  type Page,
} from '#contracts';
import { type Actor } from '../auth/actor.js';
import { NotFound, Refusal } from '../common/refusal.js';
import { COUNTY, type County } from '../county/county.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { EventLog } from '../events/event-log.js';
import { requireVersion } from '../points/catalogue.version.js';
import { AirspaceAreaStore, type AirspaceAreaValues } from './airspace-area.store.js';
import { faultOfGeometry, type GeometryFault } from './airspace.geometry.js';

export const AIRSPACE_AREA = { zh: '空域区域', en: 'airspace area' };

/** Areas that flights keep out of. They concern the whole county: everybody sees them, its own people change them. */
@Injectable()
export class AirspaceService {
  constructor(
    private readonly db: DataSource,
    private readonly store: AirspaceAreaStore,
    private readonly divisions: DivisionsService,
    private readonly events: EventLog,
    @Inject(COUNTY) private readonly county: County,
  ) {}

  async list(query: AirspaceAreaQuery): Promise<Page<AirspaceAreaView>> {
    return this.store.page(query);
  }

  /** Throws `NotFound`. */
  async get(id: string): Promise<AirspaceAreaView> {
    const area = await this.store.find(id);
    if (!area) throw new NotFound(AIRSPACE_AREA, id);
    return area;
  }

  /** What a flight at `at` or later is checked against: every active area that has not ended by then. */
  async areasFor(at: Date): Promise<AirspaceAreaView[]> {
    return this.store.current(at);
  }

  /** Throws `Refusal` 403 `county_only`, and 400 with the code of a `GeometryFault` or `bad_limits`. */
  async create(request: NewAirspaceArea, actor: Actor): Promise<AirspaceAreaView> {
    this.requireCounty(actor);
    this.requireSound(request);
    return this.db.transaction(async (tx) => {
      const id = await this.store.insert(tx, { ...request, state: 'active' }, actor.username);
      return this.tell(tx, 'airspace_area.added', id, actor);
    });
  }

  /** Changes what is given, on top of version `based`. Throws as `create` does, `NotFound`, 412 `changed_meanwhile`. */
  async change(id: string, request: AirspaceAreaChange, based: number, actor: Actor): Promise<AirspaceAreaView> {
    this.requireCounty(actor);
    const { version: _, ...given } = request;
    return this.db.transaction(async (tx) => {
      const before = await this.store.lock(tx, id);
      if (!before) throw new NotFound(AIRSPACE_AREA, id);
      requireVersion(AIRSPACE_AREA, { ...before, code: before.name }, based);
      const held = valuesOf(before);
      const after = { ...held, ...given };
      if (isDeepStrictEqual(after, held)) return before;
      this.requireSound(after);
      await this.store.update(tx, id, after, actor.username);
      const retires = before.state === 'active' && after.state === 'retired';
      return this.tell(tx, retires ? 'airspace_area.retired' : 'airspace_area.changed', id, actor);
    });
  }

  /** Throws `Refusal` 403 `county_only` for somebody of a part of the county. */
  requireCounty({ scope }: Actor): void {
    const { path, name } = this.divisions.county();
    if (scope.covers(path)) return;
    throw new Refusal(
      403,
      'county_only',
      `空域区域和高程模型由${name}统一管理，请联系县级管理人员`,
      `airspace areas and elevation models are kept by ${name} as a whole: ask its people`,
    );
  }

  /** What is wrong with an area as a whole, or null. */
  faultOf(values: NewAirspaceArea): GeometryFault | null {
    const { floorMetres, ceilingMetres, validFrom, validTo } = values;
    if (ceilingMetres !== null && ceilingMetres <= floorMetres) {
      return {
        code: 'bad_limits',
        zh: `上限 ${ceilingMetres} 米须高于下限 ${floorMetres} 米`,
        en: `the ceiling of ${ceilingMetres} m must be above the floor of ${floorMetres} m`,
      };
    }
    if (validFrom !== null && validTo !== null && Date.parse(validTo) <= Date.parse(validFrom)) {
      return { code: 'bad_limits', zh: '失效时间须晚于生效时间', en: 'it must end after it begins' };
    }
    return faultOfGeometry(values.geometry, this.county);
  }

  /** Announces an area that was written; the last statements of the transaction. */
  async tell(
    tx: EntityManager,
    name: 'airspace_area.added' | 'airspace_area.changed' | 'airspace_area.retired',
    id: string,
    actor: Actor,
  ): Promise<AirspaceAreaView> {
    const area = await this.store.find(id, tx);
    if (!area) throw new NotFound(AIRSPACE_AREA, id);
    const data = { area, by: actor.username };
    await this.events.append(tx, { name, divisionPath: this.divisions.county().path, data });
    return area;
  }

  private requireSound(values: NewAirspaceArea): void {
    const fault = this.faultOf(values);
    if (fault) throw new Refusal(400, fault.code, fault.zh, fault.en);
  }
}

/** What people can set, in the order of the contract. */
export function valuesOf(area: AirspaceAreaView): AirspaceAreaValues {
  const { name, kind, geometry, floorMetres, ceilingMetres, validFrom, validTo, reason, state } = area;
  return { name, kind, geometry, floorMetres, ceilingMetres, validFrom, validTo, reason, state };
}

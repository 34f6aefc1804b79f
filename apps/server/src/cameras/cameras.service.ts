import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type CameraChange, type CameraQuery, type CameraView, type NewCamera, type Page } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { NotFound, Refusal } from '../common/refusal.js';
import { COUNTY, type County } from '../county/county.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { EventLog } from '../events/event-log.js';
import { codeTaken, requireVersion } from '../points/catalogue.version.js';
import { doubtPlace } from '../points/place.check.js';
import { CameraCredentials } from './camera.credentials.js';
import { CameraStore, type CameraValues, type StoredCamera } from './camera.store.js';

export const CAMERA = { zh: '摄像头', en: 'camera' };

/** The catalogue of cameras, inside the caller's division. They are retired, never deleted: records name them. */
@Injectable()
export class CamerasService {
  constructor(
    private readonly db: DataSource,
    private readonly store: CameraStore,
    private readonly credentials: CameraCredentials,
    private readonly divisions: DivisionsService,
    private readonly events: EventLog,
    @Inject(COUNTY) private readonly county: County,
  ) {}

  async list(query: CameraQuery, actor: Actor): Promise<Page<CameraView>> {
    const page = await this.store.page(this.divisions.pathWithin(actor.scope, query.division), query);
    return { ...page, items: page.items.map((camera) => shownTo(actor, camera)) };
  }

  /** Throws `NotFound` also outside the scope. */
  async get(id: string, actor: Actor): Promise<CameraView> {
    const camera = await this.store.find(id);
    if (!camera || !actor.scope.covers(camera.divisionPath)) throw new NotFound(CAMERA, id);
    return shownTo(actor, camera);
  }

  /** Throws `Refusal` 409 `code_taken`, 400 `division_too_wide`, `outside_county` or `no_such_slow_live_point`, `NotFound`. */
  async create({ username, password, ...values }: NewCamera, actor: Actor): Promise<CameraView> {
    this.requireBelowCounty(values.divisionCode, actor);
    this.requirePlace(values);
    const credentials = await this.sealed(values.code, { username, password });
    return this.db.transaction(async (tx) => {
      await this.requireSlowLivePoint(values.slowLivePoint, tx);
      const [id] = await this.store.insert(tx, [{ ...values, state: 'active', credentials }], actor.username);
      if (id === undefined) throw codeTaken(CAMERA, values.code);
      return this.tell(tx, 'camera.added', id, actor);
    });
  }

  /** Changes what is given, on top of version `based`. Throws as `create`, and `Refusal` 412 `changed_meanwhile`. */
  async change(id: string, request: CameraChange, based: number, actor: Actor): Promise<CameraView> {
    const { version: _, username, password, ...given } = request;
    if (given.divisionCode !== undefined) this.requireBelowCounty(given.divisionCode, actor);
    return this.db.transaction(async (tx) => {
      const before = await this.store.lock(tx, id);
      if (!before || !actor.scope.covers(before.divisionPath)) throw new NotFound(CAMERA, id);
      requireVersion(CAMERA, before, based);
      const held = valuesOf(before);
      const after = { ...held, ...given };
      const credentials = await this.sealed(before.code, { username, password });
      if (isDeepStrictEqual(after, held) && credentials === undefined) return before;
      this.requirePlace(after);
      await this.requireSlowLivePoint(after.slowLivePoint, tx);
      await this.store.update(tx, [{ ...after, id, credentials }], actor.username);
      return this.tell(tx, factOf(before.state, after.state), id, actor);
    });
  }

  /** Undefined leaves what is kept; two empty texts forget it. */
  private async sealed(
    code: string,
    { username, password }: { username?: string | undefined; password?: string | undefined },
  ): Promise<Buffer | null | undefined> {
    if (username === undefined && password === undefined) return undefined;
    const login = { username: username ?? '', password: password ?? '' };
    if (login.username === '' && login.password === '') return null;
    return this.credentials.seal(code, login);
  }

  private requireBelowCounty(code: string, actor: Actor): void {
    const division = this.divisions.get(code, actor.scope);
    if (division.level !== 'county') return;
    const zh = `摄像头须属于某个镇街或村，不能直接属于“${division.name}”，请选择镇街或村`;
    const en = `a camera belongs to a town or a village, not to all of "${division.name}": choose one`;
    throw new Refusal(400, 'division_too_wide', zh, en);
  }

  private requirePlace({ longitude, latitude }: Pick<CameraValues, 'longitude' | 'latitude'>): void {
    if ((longitude === null) !== (latitude === null)) {
      const zh = '经度和纬度须同时填写，或同时留空';
      throw new Refusal(400, 'half_a_place', zh, 'give longitude and latitude together, or neither');
    }
    if (longitude === null || latitude === null) return;
    const doubt = doubtPlace({ longitude, latitude }, this.county, this.divisions);
    if (doubt?.refuse) throw new Refusal(400, 'outside_county', doubt.zh, doubt.en);
  }

  private async requireSlowLivePoint(id: string | null, tx: EntityManager): Promise<void> {
    if (id === null || (await this.store.hasSlowLivePoint(id, tx))) return;
    const zh = `没有慢直播点位“${id}”，请从列表中选择`;
    throw new Refusal(
      400,
      'no_such_slow_live_point',
      zh,
      `there is no slow-live point "${id}": choose one of the list`,
    );
  }

  private async tell(
    tx: EntityManager,
    name: 'camera.added' | ReturnType<typeof factOf>,
    id: string,
    actor: Actor,
  ): Promise<CameraView> {
    const camera = (await this.store.find(id, tx))!;
    const { divisionPath } = camera;
    // facts reach everybody of the division, so they never tell an address
    const data = { camera: { ...camera, source: null }, by: actor.username };
    await this.events.append(tx, { name, divisionPath, data });
    return camera;
  }
}

/** Where a camera is reached is for those who manage cameras. */
function shownTo(actor: Actor, camera: StoredCamera): CameraView {
  return actor.permissions.has('cameras.manage') ? camera : { ...camera, source: null };
}

/** What people can set, in the order of the contract. */
export function valuesOf(camera: StoredCamera): CameraValues {
  const { code, name, divisionCode, longitude, latitude, placement, vendor, model, mounting, source } = camera;
  const { rights, slowLivePoint, tags, state } = camera;
  const place = { divisionCode, longitude, latitude, placement };
  return { code, name, ...place, vendor, model, mounting, source, rights, slowLivePoint, tags, state };
}

function factOf(before: CameraView['state'], after: CameraView['state']) {
  if (before === after) return 'camera.changed' as const;
  return after === 'retired' ? ('camera.retired' as const) : ('camera.restored' as const);
}

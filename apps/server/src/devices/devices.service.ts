import { Injectable } from '@nestjs/common';
import { type z } from 'zod';
import { decimate } from '#geo';
import {
  type DeviceQuery,
  type DeviceStateView,
  type DeviceView,
  type HealthNoticeQuery,
  type HealthNoticeView,
  type Page,
  type TrackQuery,
  type TrackView,
} from '#contracts';
import { type Actor } from '../auth/actor.js';
import { NotFound, Refusal } from '../common/refusal.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { DeviceHistoryStore } from './device-history.store.js';
import { DeviceStore } from './device.store.js';

const DEVICE = { zh: '设备', en: 'device' };
const DAY_MS = 86_400_000;
/** Rows read for each point asked for: enough for the decimation to keep the shape. */
const ROWS_A_POINT = 5;

/** What a person may read about devices: inside their division scope, nothing else. */
@Injectable()
export class DevicesService {
  constructor(
    private readonly devices: DeviceStore,
    private readonly history: DeviceHistoryStore,
    private readonly divisions: DivisionsService,
  ) {}

  async list(actor: Actor, query: z.infer<typeof DeviceQuery>): Promise<Page<DeviceView>> {
    return this.devices.page(this.divisions.pathWithin(actor.scope, query.division), query);
  }

  /** Throws `NotFound` also for a device outside the scope. */
  async get(actor: Actor, sn: string): Promise<DeviceView> {
    const device = await this.devices.find(sn);
    if (!device || !actor.scope.covers(device.divisionPath)) throw new NotFound(DEVICE, sn);
    return device;
  }

  async state(actor: Actor, sn: string): Promise<DeviceStateView> {
    await this.get(actor, sn);
    const state = await this.history.state(sn);
    return state ?? { sn, properties: {}, times: {}, sample: null, clockOffsetSeconds: null };
  }

  async healthNotices(
    actor: Actor,
    sn: string,
    query: z.infer<typeof HealthNoticeQuery>,
  ): Promise<Page<HealthNoticeView>> {
    await this.get(actor, sn);
    return this.history.healthNotices(sn, query.active === undefined ? undefined : query.active === 'true', query);
  }

  /** The track of a window (default: the last 24 hours), thinned to the number of points asked for. */
  async track(actor: Actor, sn: string, query: TrackQuery, now = new Date()): Promise<TrackView> {
    await this.get(actor, sn);
    const to = query.to ? new Date(query.to) : now;
    const from = query.from ? new Date(query.from) : new Date(to.getTime() - DAY_MS);
    if (from >= to) {
      throw new Refusal(
        400,
        'bad_window',
        '时间范围无效：from 必须早于 to',
        'the window is empty: from must be before to',
      );
    }
    const { recorded, points } = await this.history.track(sn, from, to, query.points * ROWS_A_POINT);
    const placed = points.filter((point) => point.longitude !== null && point.latitude !== null);
    const items = decimate(
      placed as ((typeof placed)[number] & { longitude: number; latitude: number })[],
      query.points,
    );
    return { sn, from: from.toISOString(), to: to.toISOString(), recorded, items };
  }
}

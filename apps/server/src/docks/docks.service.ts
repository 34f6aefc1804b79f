import { Injectable } from '@nestjs/common';
import { type DeviceView, type DockDetail, type DockQuery, type DockView, type Page } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { NotFound } from '../common/refusal.js';
import { DeviceStore } from '../devices/device.store.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { dockRefusal } from '../tasks/dock.readiness.js';
import { reasonView } from '../tasks/task.reasons.js';
import { DockOrderStore } from './dock-order.store.js';
import { DockStore, NOTHING_KNOWN } from './dock.store.js';
import { aircraftOf, knownOfDock } from './dock.view.js';
import { DOCK } from './dock-orders.service.js';

/** Docks as people see them: what the devices told, what our tasks do with them, whether they could fly now. */
@Injectable()
export class DocksService {
  constructor(
    private readonly devices: DeviceStore,
    private readonly divisions: DivisionsService,
    private readonly docks: DockStore,
    private readonly orders: DockOrderStore,
  ) {}

  async list({ division, ...query }: DockQuery, actor: Actor, now = Date.now()): Promise<Page<DockView>> {
    const path = await this.divisions.pathWithin(actor.scope, division);
    const page = await this.devices.page(path, { ...query, kind: 'dock' });
    return { ...page, items: await this.viewsOf(page.items, now) };
  }

  /** Every dock of a division and below, by name. */
  async all(path: string, now = Date.now()): Promise<DockView[]> {
    const devices = await this.devices.all(path);
    const docks = devices.filter(({ kind }) => kind === 'dock');
    return this.viewsOf(docks, now);
  }

  /** Throws `NotFound` also outside the scope, and for a device that is no dock. */
  async get(sn: string, actor: Actor, now = Date.now()): Promise<DockDetail> {
    const device = await this.devices.find(sn);
    if (device?.kind !== 'dock' || !actor.scope.covers(device.divisionPath)) throw new NotFound(DOCK, sn);
    const [view] = await this.viewsOf([device], now);
    const notices = await this.docks.notices([sn, ...(view!.aircraft ? [view!.aircraft.sn] : [])]);
    return { ...view!, notices };
  }

  private async viewsOf(devices: readonly DeviceView[], now: number): Promise<DockView[]> {
    const sns = devices.map(({ sn }) => sn);
    const [aircraftSns, tasks, underWay] = await Promise.all([
      this.docks.aircraft(sns),
      this.docks.tasks(sns),
      this.orders.underWay(sns),
    ]);
    const [states, aircraft] = await Promise.all([
      this.docks.states([...sns, ...aircraftSns.values()]),
      Promise.all([...aircraftSns.values()].map((sn) => this.devices.find(sn))),
    ]);
    return devices.map((device) => {
      const state = states.get(device.sn) ?? NOTHING_KNOWN;
      const carried = aircraft.find((one) => one?.sn === aircraftSns.get(device.sn));
      const carriedState = (carried && states.get(carried.sn)) ?? NOTHING_KNOWN;
      const { current, next } = tasks.get(device.sn) ?? { current: null, next: [] };
      const refusal = dockRefusal(
        {
          presence: device.presence,
          properties: state.properties,
          aircraft: carriedState.properties,
          clockOffsetMs: state.clockOffsetMs,
          busyWith: current?.name ?? null,
        },
        { batteryPercent: 0, limits: null },
      );
      const standing = refusal === null ? 'ready' : refusal.reason === 'dock_busy' ? 'busy' : 'not_ready';
      return {
        ...device,
        standing,
        reason:
          refusal === null || standing === 'busy'
            ? null
            : reasonView(refusal.reason, refusal.deviceCode, refusal.detail),
        ...knownOfDock(state, carriedState, now),
        clockOffsetSeconds: state.clockOffsetMs === null ? null : Math.round(state.clockOffsetMs) / 1000,
        aircraft: carried ? aircraftOf(carried, carriedState) : null,
        currentTask: current,
        nextTasks: next,
        openOrder: underWay.get(device.sn) ?? null,
      };
    });
  }
}

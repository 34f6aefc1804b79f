import { Injectable } from '@nestjs/common';
import { type EntityManager } from 'typeorm';
import { type NewTask, type RouteView, type TaskView } from '#contracts';
import { readKmz } from '#wayline';
import { type Actor } from '../auth/actor.js';
import { NotFound, Refusal } from '../common/refusal.js';
import { DeviceStore } from '../devices/device.store.js';
import { EventLog } from '../events/event-log.js';
import { RouteVersionStore } from '../routes/route-version.store.js';
import { RoutesService } from '../routes/routes.service.js';
import { newTask } from './task.course.js';
import { RESUMABLE } from './task.reasons.js';
import { TASK } from './task.recorder.js';
import { type TaskValues, TaskStore } from './task.store.js';
import { viewOfTask } from './task.view.js';

/** Seconds that a flight is taken to last when its route has no estimate. */
const UNKNOWN_FLIGHT = 1_800;
const DEFAULT_RETURN_HEIGHT = 100;

/** Where a task comes from when no person asked for it by itself. */
export interface TaskOrigin {
  /** The plan, and the day of it. */
  plan?: { id: string; day: string };
  /** The task that it stands in for, and why. */
  fallback?: { of: string; reason: string };
}

/** Makes tasks, for people as for plans. What may be flown is checked before, so that the transaction stays short. */
@Injectable()
export class TaskMaker {
  constructor(
    private readonly store: TaskStore,
    private readonly routes: RoutesService,
    private readonly versions: RouteVersionStore,
    private readonly devices: DeviceStore,
    private readonly events: EventLog,
  ) {}

  /**
   * What a new task is made of. Throws `NotFound` outside the scope, `Refusal` 409 `route_not_approved` or
   * `not_resumable`, 400 `dock_needed`, `not_a_dock`, `not_an_aircraft` or `bad_window`.
   */
  async prepare(request: NewTask, actor: Pick<Actor, 'scope'>, origin: TaskOrigin = {}): Promise<TaskValues> {
    const route = await this.routes.get(request.routeId, actor);
    const version = approvedVersionOf(route);
    const { executor } = request;
    const mobile = executor?.kind === 'mobile' ? executor : null;
    const wantedDock = executor?.kind === 'dock' ? executor.dockSn : request.dockSn;
    const dockSn = mobile ? null : await this.dockOf(wantedDock ?? route.homeDock?.sn, route, actor);
    if (mobile?.aircraftSn) await this.requireAircraft(mobile.aircraftSn, actor);
    if (request.backupRouteId !== null) await this.routes.get(request.backupRouteId, actor);
    requireWindow(request);
    if (request.continues !== null) await this.requireResumable(request.continues, route, version, actor);
    const kmz = await this.versions.kmz(route.id, version);
    const { mission } = readKmz(kmz!, `${route.code}.kmz`).route;
    return {
      name: request.name ?? route.name,
      routeId: route.id,
      routeVersion: version,
      dockSn,
      aircraftSn: mobile?.aircraftSn ?? null,
      pilot: mobile?.pilot ?? null,
      planId: origin.plan?.id ?? null,
      planDay: origin.plan?.day ?? null,
      backupRouteId: request.backupRouteId,
      limits: request.limits,
      autoFallback: request.autoFallback,
      fallbackOf: origin.fallback?.of ?? null,
      fallbackReason: origin.fallback?.reason ?? null,
      priority: request.priority,
      windowStart: request.windowStart,
      windowEnd: request.windowEnd,
      note: request.note,
      continues: request.continues,
      flightSeconds: route.summary?.estimate?.flightSeconds ?? UNKNOWN_FLIGHT,
      returnHeight: mission.returnHeight ?? DEFAULT_RETURN_HEIGHT,
    };
  }

  /** Adds it as a draft; only facts and what belongs to the task may follow in the transaction. */
  async make(tx: EntityManager, values: TaskValues, by: string): Promise<TaskView> {
    const id = await this.store.insert(tx, values, newTask(Date.now()), by);
    const task = viewOfTask((await this.store.find(id, tx))!);
    const { divisionPath, dockSn } = task;
    await this.events.append(tx, { name: 'task.added', divisionPath, deviceSn: dockSn, data: { task, by } });
    return task;
  }

  private async dockOf(sn: string | undefined, route: RouteView, actor: Pick<Actor, 'scope'>): Promise<string> {
    if (sn === undefined) {
      throw new Refusal(
        400,
        'dock_needed',
        `航线“${route.name}”没有所属机场，请指定 dockSn`,
        `the route "${route.name}" has no dock of its own: name one in dockSn`,
      );
    }
    const device = await this.devices.find(sn);
    if (!device) throw new NotFound({ zh: '设备', en: 'device' }, sn);
    actor.scope.require(device.divisionPath, { zh: '设备', en: 'device' }, sn);
    if (device.kind !== 'dock') {
      throw new Refusal(
        400,
        'not_a_dock',
        `“${device.name}”不是机场，不能自动飞行`,
        `"${device.name}" is no dock: it flies nothing by itself`,
      );
    }
    return sn;
  }

  private async requireAircraft(sn: string, actor: Pick<Actor, 'scope'>): Promise<void> {
    const device = await this.devices.find(sn);
    if (!device) throw new NotFound({ zh: '设备', en: 'device' }, sn);
    actor.scope.require(device.divisionPath, { zh: '设备', en: 'device' }, sn);
    if (device.kind === 'aircraft') return;
    throw new Refusal(
      400,
      'not_an_aircraft',
      `“${device.name}”不是飞行器，不能执行机动任务`,
      `"${device.name}" is no aircraft: it flies no mobile task`,
    );
  }

  private async requireResumable(
    id: string,
    route: RouteView,
    version: number,
    actor: Pick<Actor, 'scope'>,
  ): Promise<void> {
    const before = await this.store.find(id);
    if (!before) throw new NotFound(TASK, id);
    actor.scope.require(before.divisionPath, TASK, id);
    const { outcome } = before.course;
    // a break point counts waypoints of the version that was flown
    const same = before.routeId === route.id && before.routeVersion === version;
    if (same && before.breakPoint && outcome && RESUMABLE.has(outcome.reason)) return;
    throw new Refusal(
      409,
      'not_resumable',
      `任务“${before.name}”没有可续飞的断点，或不是同一条航线的同一版本`,
      `task "${before.name}" has no break point to go on from, or flew another route or version`,
    );
  }
}

function approvedVersionOf(route: RouteView): number {
  if (route.state === 'approved' && route.approvedVersion !== null) return route.approvedVersion;
  throw new Refusal(
    409,
    'route_not_approved',
    `航线“${route.name}”没有已批准的版本，请先检查并批准`,
    `the route "${route.name}" has no approved version: check and approve it first`,
  );
}

function requireWindow({ windowStart, windowEnd }: NewTask): void {
  const [from, to] = [Date.parse(windowStart), Date.parse(windowEnd)];
  if (to > from && to > Date.now()) return;
  throw new Refusal(
    400,
    'bad_window',
    '时间窗的结束须晚于开始，且不能已经过去',
    'the window must end after it begins, and not in the past',
  );
}

import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  type NewTask,
  type Page,
  type RouteView,
  type TaskDecision,
  type TaskFiling,
  type TaskQuery,
  type TaskView,
} from '#contracts';
import { readKmz } from '#wayline';
import { type Actor } from '../auth/actor.js';
import { NotFound, Refusal } from '../common/refusal.js';
import { DeviceStore } from '../devices/device.store.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { EventLog } from '../events/event-log.js';
import { RouteVersionStore } from '../routes/route-version.store.js';
import { RoutesService } from '../routes/routes.service.js';
import { PaperworkService } from './paperwork.service.js';
import { newTask } from './task.course.js';
import { RESUMABLE } from './task.reasons.js';
import { TASK, TaskRecorder } from './task.recorder.js';
import { type StoredTask, TaskStore } from './task.store.js';
import { viewOfTask } from './task.view.js';

/** Seconds that a flight is taken to last when its route has no estimate. */
const UNKNOWN_FLIGHT = 1_800;
const DEFAULT_RETURN_HEIGHT = 100;

/** The tasks 任务 of the county, inside the caller's division. One task is one flight at most. */
@Injectable()
export class TasksService {
  constructor(
    private readonly db: DataSource,
    private readonly store: TaskStore,
    private readonly recorder: TaskRecorder,
    private readonly routes: RoutesService,
    private readonly versions: RouteVersionStore,
    private readonly devices: DeviceStore,
    private readonly divisions: DivisionsService,
    private readonly events: EventLog,
    private readonly paperwork: PaperworkService,
  ) {}

  async list(query: TaskQuery, actor: Actor): Promise<Page<TaskView>> {
    const page = await this.store.page(this.divisions.pathWithin(actor.scope, query.division), query);
    return { ...page, items: page.items.map(viewOfTask) };
  }

  /** Throws `NotFound` also outside the scope. */
  async get(id: string, actor: Actor): Promise<TaskView> {
    return viewOfTask(await this.within(id, actor));
  }

  /**
   * Adds a task for the approved version of a route. Throws `NotFound` outside the scope, `Refusal` 409
   * `route_not_approved` or `not_resumable`, 400 `dock_needed`, `not_a_dock` or `bad_window`.
   */
  async create(request: NewTask, actor: Actor): Promise<TaskView> {
    const route = await this.routes.get(request.routeId, actor);
    const version = approvedVersionOf(route);
    const dockSn = await this.dockOf(request.dockSn ?? route.homeDock?.sn, route, actor);
    requireWindow(request);
    if (request.continues !== null) await this.requireResumable(request.continues, route, actor);
    const kmz = await this.versions.kmz(route.id, version);
    const { mission } = readKmz(kmz!, `${route.code}.kmz`).route;
    return this.db.transaction(async (tx) => {
      const id = await this.store.insert(
        tx,
        {
          name: request.name ?? route.name,
          routeId: route.id,
          routeVersion: version,
          dockSn,
          priority: request.priority,
          windowStart: request.windowStart,
          windowEnd: request.windowEnd,
          note: request.note,
          continues: request.continues,
          flightSeconds: route.summary?.estimate?.flightSeconds ?? UNKNOWN_FLIGHT,
          returnHeight: mission.returnHeight ?? DEFAULT_RETURN_HEIGHT,
        },
        newTask(Date.now()),
        actor.username,
      );
      const task = viewOfTask((await this.store.find(id, tx))!);
      const data = { task, by: actor.username };
      await this.events.append(tx, { name: 'task.added', divisionPath: task.divisionPath, deviceSn: dockSn, data });
      return task;
    });
  }

  /** Throws `NotFound`, `Refusal` 409 `not_in_this_state`. */
  async approve(id: string, { note }: TaskDecision, actor: Actor): Promise<TaskView> {
    await this.within(id, actor);
    const event = { type: 'approve', at: Date.now() } as const;
    return viewOfTask(await this.recorder.record(id, event, actor.username, { approvedBy: actor.username }, note));
  }

  /** Notes that the flight plan was filed, or that none is needed. Throws as `approve`. */
  async file(id: string, filing: TaskFiling, actor: Actor): Promise<TaskView> {
    await this.paperwork.record(id, { type: filing.filed ? 'filed' : 'waived', note: filing.note }, actor);
    return viewOfTask(await this.within(id, actor));
  }

  /** Puts it into the queue: it is flown within its window, as soon as its dock can. Throws as `approve`. */
  async queue(id: string, actor: Actor): Promise<TaskView> {
    await this.within(id, actor);
    return viewOfTask(await this.recorder.record(id, { type: 'queue', at: Date.now() }, actor.username));
  }

  /** Ends it, or asks the aircraft to come home when it may fly. Throws as `approve`. */
  async cancel(id: string, { note }: TaskDecision, actor: Actor): Promise<TaskView> {
    await this.within(id, actor);
    const event = { type: 'cancel', at: Date.now(), reason: 'canceled_by_person', by: actor.username } as const;
    return viewOfTask(await this.recorder.record(id, event, actor.username, {}, note));
  }

  private async within(id: string, actor: Actor): Promise<StoredTask> {
    const task = await this.store.find(id);
    if (!task) throw new NotFound(TASK, id);
    actor.scope.require(task.divisionPath, TASK, id);
    return task;
  }

  private async dockOf(sn: string | undefined, route: RouteView, actor: Actor): Promise<string> {
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

  private async requireResumable(id: string, route: RouteView, actor: Actor): Promise<void> {
    const before = await this.within(id, actor);
    const { outcome } = before.course;
    if (before.routeId === route.id && before.breakPoint && outcome && RESUMABLE.has(outcome.reason)) return;
    throw new Refusal(
      409,
      'not_resumable',
      `任务“${before.name}”没有可续飞的断点，或不是同一条航线`,
      `task "${before.name}" has no break point to go on from, or flew another route`,
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

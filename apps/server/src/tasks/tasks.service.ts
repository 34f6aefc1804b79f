import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  type NewTask,
  type Page,
  type TaskCountQuery,
  type TaskCounts,
  type TaskDecision,
  type TaskFiling,
  type TaskQuery,
  type TaskView,
} from '#contracts';
import { type Actor } from '../auth/actor.js';
import { NotFound } from '../common/refusal.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { PaperworkService } from './paperwork.service.js';
import { TaskMaker } from './task.maker.js';
import { reasonView } from './task.reasons.js';
import { TASK, TaskRecorder } from './task.recorder.js';
import { type StoredTask } from './task.rows.js';
import { TaskStore } from './task.store.js';
import { viewOfTask } from './task.view.js';

/** The tasks 任务 of the county, inside the caller's division. One task is one flight at most. */
@Injectable()
export class TasksService {
  constructor(
    private readonly db: DataSource,
    private readonly store: TaskStore,
    private readonly recorder: TaskRecorder,
    private readonly maker: TaskMaker,
    private readonly divisions: DivisionsService,
    private readonly paperwork: PaperworkService,
  ) {}

  async list(query: TaskQuery, actor: Actor): Promise<Page<TaskView>> {
    const page = await this.store.page(this.divisions.pathWithin(actor.scope, query.division), query);
    return { ...page, items: page.items.map(viewOfTask) };
  }

  /** How many there are of each state and reason. */
  async counts(query: TaskCountQuery, actor: Actor): Promise<TaskCounts> {
    const { states, reasons } = await this.store.counts(this.divisions.pathWithin(actor.scope, query.division), query);
    const worded = reasons.map(({ reason, count }) => {
      const { zh, en } = reasonView(reason);
      return { code: reason, zh, en, count };
    });
    return { states, reasons: worded };
  }

  /** Throws `NotFound` also outside the scope. */
  async get(id: string, actor: Actor): Promise<TaskView> {
    return viewOfTask(await this.within(id, actor));
  }

  /** Adds a task for the approved version of a route. Throws as `TaskMaker.prepare`. */
  async create(request: NewTask, actor: Actor): Promise<TaskView> {
    const prepared = await this.maker.prepare(request, actor);
    return this.db.transaction((tx) => this.maker.make(tx, prepared, actor.username));
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
}

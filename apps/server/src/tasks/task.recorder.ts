import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { databaseCode } from '../common/database-fault.js';
import { NotFound } from '../common/refusal.js';
import { EventLog } from '../events/event-log.js';
import { type TaskEvent } from './task.events.js';
import { advance, refusalOf } from './task.machine.js';
import { type StoredTask } from './task.rows.js';
import { type TaskChange, TaskStore } from './task.store.js';
import { viewOfTask } from './task.view.js';

export const TASK = { zh: '任务', en: 'task' };
/** PostgreSQL channel told of every task that moved; the payload is its id. */
export const TASKS_CHANNEL = 'tasks';

const DEADLOCK = '40P01';
const MOST_TRIES = 3;

/** The only writer of a task's course: lock the row, apply the machine, save, append the fact. */
@Injectable()
export class TaskRecorder {
  constructor(
    private readonly db: DataSource,
    private readonly store: TaskStore,
    private readonly events: EventLog,
  ) {}

  /** Throws `NotFound`, and `Refusal` 409 `not_in_this_state`. `by` null: the product or the device. */
  async record(
    id: string,
    event: TaskEvent,
    by: string | null,
    change: TaskChange = {},
    note = '',
  ): Promise<StoredTask> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.db.transaction(async (tx) => {
          const task = await this.store.lock(tx, id);
          if (!task) throw new NotFound(TASK, id);
          return this.apply(tx, task, [event], change, by, note);
        });
      } catch (error) {
        // What devices say is stored in batches, which hold the log of facts when they come to a task. Nothing of ours is
        // kept then, so that it can simply be done again.
        if (databaseCode(error) !== DEADLOCK || tries === MOST_TRIES) throw error;
      }
    }
  }

  /** The same for a task that is locked in a transaction that is under way; only facts may follow it. */
  async recordIn(
    tx: EntityManager,
    task: StoredTask,
    events: readonly TaskEvent[],
    by: string | null,
    change: TaskChange = {},
    note = '',
  ): Promise<StoredTask> {
    return this.apply(tx, task, events, change, by, note);
  }

  /** What a device says, in a transaction that is under way: what is not allowed in this state is left out. */
  async believe(
    tx: EntityManager,
    id: string,
    events: (task: StoredTask) => TaskEvent[],
    change: TaskChange,
  ): Promise<void> {
    const task = await this.store.lock(tx, id);
    if (!task) return;
    let { course } = task;
    const allowed = events(task).filter((event) => {
      if (refusalOf(course, event.type)) return false;
      course = advance(course, event, task.name);
      return true;
    });
    await this.apply(tx, task, allowed, change, null, '');
  }

  /** Notes why a queued task does not go yet. Another reason is a fact; another figure of the same reason is not. */
  async keepWaiting(id: string, waitReason: NonNullable<TaskChange['waitReason']>): Promise<void> {
    await this.db.transaction(async (tx) => {
      const task = await this.store.lock(tx, id);
      if (task?.course.state !== 'queued') return;
      await this.store.update(tx, id, task.course, { waitReason });
      if (task.waitReason?.reason !== waitReason.reason) await this.tell(tx, task, null, '');
    });
  }

  private async apply(
    tx: EntityManager,
    task: StoredTask,
    events: readonly TaskEvent[],
    change: TaskChange,
    by: string | null,
    note: string,
  ): Promise<StoredTask> {
    const before = task.course;
    const course = events.reduce((now, event) => advance(now, event, task.name), before);
    // what kept it waiting is over once it moves on
    const waitReason = course.state !== before.state && change.waitReason === undefined ? null : change.waitReason;
    await this.store.update(tx, task.id, course, { ...change, ...(waitReason === undefined ? {} : { waitReason }) });
    const moved =
      course.state !== before.state ||
      change.moved !== undefined ||
      course.executeSentAt !== before.executeSentAt ||
      course.tookOffAt !== before.tookOffAt ||
      course.cancelRequestedAt !== before.cancelRequestedAt;
    if (!moved) return (await this.store.find(task.id, tx))!;
    await tx.query(`SELECT pg_notify('${TASKS_CHANNEL}', $1)`, [task.id]);
    return this.tell(tx, task, by, note);
  }

  /** Appends the fact; it comes last in its transaction. */
  private async tell(tx: EntityManager, task: StoredTask, by: string | null, note: string): Promise<StoredTask> {
    const after = (await this.store.find(task.id, tx))!;
    const { divisionPath, dockSn } = task;
    const data = { task: viewOfTask(after), by, ...(note === '' ? {} : { note }) };
    await this.events.append(tx, { name: 'task.changed', divisionPath, deviceSn: dockSn, data });
    return after;
  }
}

import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type FallbackChoice } from '#contracts';
import { type Scope } from '../auth/scope.js';
import { NotFound, Refusal } from '../common/refusal.js';
import { EventLog } from '../events/event-log.js';
import { PaperGate } from '../papers/paper.gate.js';
import { PaperworkStore } from '../papers/paperwork.store.js';
import { fallbackRefusal, heldUpBy } from './fallback.rules.js';
import { FallbackStore } from './fallback.store.js';
import { hasEnded } from './task.course.js';
import { type TaskEvent } from './task.events.js';
import { TaskMaker } from './task.maker.js';
import { TASK, TaskRecorder } from './task.recorder.js';
import { type StoredTask } from './task.rows.js';
import { TaskStore } from './task.store.js';

/** Stands in `createdBy` for the product itself. */
export const BY_RULE = 'system';

/** Whoever decides on a fallback; `username` null: the rule. */
export interface Decider {
  username: string | null;
  scope: Scope;
}

/** Puts one task into the place of another: the one ends and the other is queued in the same transaction. */
@Injectable()
export class FallbackTaker {
  constructor(
    private readonly db: DataSource,
    private readonly tasks: TaskStore,
    private readonly store: FallbackStore,
    private readonly maker: TaskMaker,
    private readonly recorder: TaskRecorder,
    private readonly gate: PaperGate,
    private readonly paperwork: PaperworkStore,
    private readonly events: EventLog,
  ) {}

  /**
   * The new task. Approval and filing are those of the one whose place it takes; papers of another aircraft are looked at
   * before its start as ever. Throws `NotFound`, `Refusal` 409 with the codes of `fallbackRefusal`, and as
   * `TaskMaker.prepare`.
   */
  async take(taskId: string, choice: FallbackChoice, { username, scope }: Decider): Promise<StoredTask> {
    const before = within(await this.tasks.find(taskId), taskId, scope);
    requireFree(before, await this.store.takenBy(taskId));
    const values = await this.maker.prepare(requestOf(before, choice), { scope }, originOf(before));
    return this.db.transaction(async (tx) => {
      const task = within(await this.tasks.lock(tx, taskId), taskId, scope);
      requireFree(task, await this.store.takenBy(taskId, tx));
      const { reason } = heldUpBy(task)!;
      const [work] = await this.gate.clocks([taskId], Date.now(), tx);
      const at = Date.now();
      if (!hasEnded(task.course.state)) {
        const event: TaskEvent = { type: 'cancel', at, reason: 'replaced', by: username };
        await this.recorder.recordIn(tx, task, [event], username, {}, choice.note);
      }
      const { id } = await this.maker.make(tx, { ...values, fallbackReason: reason }, username ?? BY_RULE);
      if (work) await this.paperwork.save(tx, id, { ...work.row, reported: null, override: null });
      const made = (await this.tasks.find(id, tx))!;
      const filing = { filing: task.filing ?? '', approvedBy: task.approvedBy! };
      const moves: TaskEvent[] = [
        { type: 'approve', at },
        { type: 'file', at },
        { type: 'queue', at },
      ];
      const queued = await this.recorder.recordIn(tx, made, moves, username, filing, choice.note);
      const { divisionPath, dockSn, name } = task;
      const by = made.dockName ?? made.aircraftName ?? made.routeName;
      await this.events.append(tx, {
        name: 'task.fallback_taken',
        divisionPath,
        deviceSn: dockSn,
        data: {
          taskId,
          taskName: name,
          kind: choice.kind,
          reason,
          inItsPlace: { id, name: made.name, by },
          by: username,
        },
      });
      return queued;
    });
  }
}

function within(task: StoredTask | undefined, id: string, scope: Scope): StoredTask {
  if (!task) throw new NotFound(TASK, id);
  scope.require(task.divisionPath, TASK, id);
  return task;
}

function requireFree(task: StoredTask, takenBy: string | null): void {
  const refusal = fallbackRefusal(task, takenBy);
  if (!refusal) return;
  const { code, zh, en } = refusal;
  throw new Refusal(409, code, `任务“${task.name}”${zh}`, `task "${task.name}": ${en}`);
}

function requestOf(task: StoredTask, { kind, routeId, dockSn, aircraftSn, pilot, windowEnd, note }: FallbackChoice) {
  const mobile = { kind: 'mobile', aircraftSn: aircraftSn ?? null, pilot: pilot ?? null } as const;
  return {
    name: task.name,
    routeId,
    ...(kind === 'mobile'
      ? { executor: mobile }
      : dockSn !== undefined && { executor: { kind: 'dock', dockSn } as const }),
    backupRouteId: null,
    limits: task.limits,
    // once: what stands in for a task is not replaced by itself
    autoFallback: false,
    priority: task.priority,
    windowStart: new Date(Math.max(Date.now(), task.windowStart)).toISOString(),
    windowEnd: windowEnd ?? new Date(task.windowEnd).toISOString(),
    note: note || task.note,
    continues: null,
  };
}

function originOf(task: StoredTask) {
  return {
    ...(task.plan && { plan: { id: task.plan.id, day: task.plan.day } }),
    fallback: { of: task.id, reason: heldUpBy(task)!.reason },
  };
}

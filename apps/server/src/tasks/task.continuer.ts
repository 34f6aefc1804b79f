import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type TaskContinuation, type TaskView } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { NotFound, Refusal } from '../common/refusal.js';
import { PaperGate } from '../papers/paper.gate.js';
import { PaperworkStore } from '../papers/paperwork.store.js';
import { type TaskEvent } from './task.events.js';
import { TaskMaker } from './task.maker.js';
import { TASK, TaskRecorder } from './task.recorder.js';
import { TaskStore } from './task.store.js';
import { viewOfTask } from './task.view.js';

const SHORTEST_MS = 2 * 3_600_000;

/**
 * Flies on from where a task was broken off: another task, of the same route and version, by the same dock. Within the
 * window that was approved and filed it is queued at once; afterwards it is a draft.
 */
@Injectable()
export class TaskContinuer {
  constructor(
    private readonly db: DataSource,
    private readonly tasks: TaskStore,
    private readonly maker: TaskMaker,
    private readonly recorder: TaskRecorder,
    private readonly gate: PaperGate,
    private readonly paperwork: PaperworkStore,
  ) {}

  /** Throws `NotFound`, `Refusal` 409 `continued_already`, and as `TaskMaker.prepare`. */
  async continue(id: string, { windowEnd, note }: TaskContinuation, actor: Actor): Promise<TaskView> {
    const before = await this.tasks.find(id);
    if (!before) throw new NotFound(TASK, id);
    actor.scope.require(before.divisionPath, TASK, id);
    const now = Date.now();
    const sameWindow = before.windowEnd > now && before.approvedBy !== null && before.filing !== null;
    const values = await this.maker.prepare(
      {
        name: before.name,
        routeId: before.routeId,
        ...(before.dockSn !== null && { executor: { kind: 'dock', dockSn: before.dockSn } }),
        backupRouteId: before.backupRoute?.id ?? null,
        limits: before.limits,
        autoFallback: false,
        priority: before.priority,
        windowStart: new Date(now).toISOString(),
        windowEnd: windowEnd ?? new Date(Math.max(before.windowEnd, sameWindow ? 0 : now + SHORTEST_MS)).toISOString(),
        note: note || before.note,
        continues: id,
      },
      actor,
    );
    return this.db.transaction(async (tx) => {
      await this.tasks.lock(tx, id);
      const known = await this.tasks.continuedBy(id, tx);
      if (known !== null) throw continued(before.name);
      const [work] = await this.gate.clocks([id], now, tx);
      const made = await this.maker.make(tx, values, actor.username);
      if (!sameWindow || Date.parse(values.windowEnd) > before.windowEnd) return made;
      if (work) await this.paperwork.save(tx, made.id, { ...work.row, override: null });
      const stored = (await this.tasks.find(made.id, tx))!;
      const moves: TaskEvent[] = (['approve', 'file', 'queue'] as const).map((type) => ({ type, at: now }));
      const carried = { approvedBy: before.approvedBy!, filing: before.filing! };
      return viewOfTask(await this.recorder.recordIn(tx, stored, moves, actor.username, carried, note));
    });
  }
}

function continued(name: string): Refusal {
  return new Refusal(
    409,
    'continued_already',
    `任务“${name}”已有续飞任务`,
    `task "${name}" is flown on by another task already`,
  );
}

import { Injectable } from '@nestjs/common';
import { type EntityManager } from 'typeorm';
import { type TaskView } from '#contracts';
import { PaperGate } from '../papers/paper.gate.js';
import { PaperworkStore } from '../papers/paperwork.store.js';
import { TaskMaker } from '../tasks/task.maker.js';
import { TaskRecorder } from '../tasks/task.recorder.js';
import { TaskStore, type TaskValues } from '../tasks/task.store.js';
import { viewOfTask } from '../tasks/task.view.js';

/** On the task of a county that is exempt. */
const EXEMPT = '本县豁免申报 / the county is exempt from filing';

/** Makes the tasks of plans and proposals: with paperwork that is asked for, and approved where that was decided already. */
@Injectable()
export class PlannedTaskMaker {
  constructor(
    private readonly maker: TaskMaker,
    private readonly tasks: TaskStore,
    private readonly recorder: TaskRecorder,
    private readonly paperwork: PaperworkStore,
    private readonly gate: PaperGate,
  ) {}

  /** `approvedBy` null: it stays a draft. Only facts may follow in the transaction. */
  async make(tx: EntityManager, values: TaskValues, by: string, approvedBy: string | null): Promise<TaskView> {
    const made = await this.maker.make(tx, values, by);
    await this.paperwork.save(tx, made.id, this.gate.freshRow(values.priority, true));
    return approvedBy === null ? made : this.approve(tx, made.id, approvedBy);
  }

  /** Approves a draft; in a county that is exempt from filing it waits for its window with it. */
  async approve(tx: EntityManager, id: string, by: string): Promise<TaskView> {
    const task = (await this.tasks.lock(tx, id))!;
    const at = Date.now();
    const change = { approvedBy: by };
    if (this.gate.asksForPapers)
      return viewOfTask(await this.recorder.recordIn(tx, task, [{ type: 'approve', at }], by, change));
    const moves = [
      { type: 'approve', at } as const,
      { type: 'waive_filing', at } as const,
      { type: 'queue', at } as const,
    ];
    return viewOfTask(await this.recorder.recordIn(tx, task, moves, by, { ...change, filing: EXEMPT }));
  }
}

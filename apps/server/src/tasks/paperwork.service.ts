import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type FactBody, type TaskPaperworkView } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { NotFound, Refusal } from '../common/refusal.js';
import { EventLog } from '../events/event-log.js';
import { PaperGate, type TaskClock } from '../papers/paper.gate.js';
import { advancePaperwork, type PaperworkEvent } from '../papers/paperwork.machine.js';
import { PaperworkStore } from '../papers/paperwork.store.js';
import { viewOfPaperwork } from '../papers/paperwork.view.js';
import { hasEnded } from './task.course.js';
import { type TaskEvent } from './task.events.js';
import { TASK, TaskRecorder } from './task.recorder.js';
import { type StoredTask } from './task.rows.js';
import { TaskStore } from './task.store.js';

type Happening =
  | { type: 'filed' | 'waived' | 'reported'; note: string }
  | { type: 'answered'; granted: boolean; note: string }
  | { type: 'override_asked'; reason: string; note: string }
  | { type: 'override_confirmed'; note: string };

/**
 * The paperwork of tasks: what was filed, answered and reported, and who let a red clock pass. What it means for the
 * state of a task goes through the recorder in the same transaction: filed with the state filed, a grant puts it into the
 * queue, a refusal ends it.
 */
@Injectable()
export class PaperworkService {
  constructor(
    private readonly db: DataSource,
    private readonly tasks: TaskStore,
    private readonly recorder: TaskRecorder,
    private readonly store: PaperworkStore,
    private readonly gate: PaperGate,
    private readonly events: EventLog,
  ) {}

  /** Throws `NotFound` also outside the scope. */
  async get(id: string, actor: Actor): Promise<TaskPaperworkView> {
    require(await this.tasks.find(id), id, actor);
    return viewOfPaperwork(await this.clockOf(id));
  }

  /**
   * Notes what happened, by whom. Throws `NotFound`, `Refusal` 409 `illegal_paperwork`, `second_person_needed`,
   * `nothing_to_override`, `task_ended`, and `not_in_this_state` when the task's state does not allow what follows.
   */
  async record(id: string, happening: Happening, actor: Actor): Promise<TaskPaperworkView> {
    return this.db.transaction(async (tx) => {
      const task = require(await this.tasks.lock(tx, id), id, actor);
      if (hasEnded(task.course.state)) throw ended(task);
      const event: PaperworkEvent = { ...happening, at: Date.now(), by: actor.username };
      const before = await this.clockOf(id, tx);
      const red = before.required && before.clock.blocksStart;
      await this.store.save(tx, id, advancePaperwork(before.row, event, { name: task.name, red }));
      const paperwork = viewOfPaperwork(await this.clockOf(id, tx));
      const moves = movesOf(task, event);
      const change = moves.some(({ type }) => type === 'file' || type === 'waive_filing') ? { filing: event.note } : {};
      if (moves.length > 0) await this.recorder.recordIn(tx, task, moves, actor.username, change, event.note);
      const step: FactBody<'paperwork.changed'>['step'] =
        event.type === 'answered' ? (event.granted ? 'granted' : 'refused') : event.type;
      const note = event.type === 'override_asked' ? event.reason : event.note;
      await this.events.append(tx, {
        name: 'paperwork.changed',
        divisionPath: task.divisionPath,
        deviceSn: task.dockSn,
        data: { taskId: id, taskName: task.name, step, paperwork, by: actor.username, note },
      });
      return paperwork;
    });
  }

  private async clockOf(id: string, tx?: EntityManager): Promise<TaskClock> {
    const [clock] = await this.gate.clocks([id], Date.now(), tx);
    if (!clock) throw new NotFound(TASK, id);
    return clock;
  }
}

/** What the event means for the state of the task. */
function movesOf({ course }: StoredTask, event: PaperworkEvent): TaskEvent[] {
  const { at, by } = event;
  switch (event.type) {
    case 'filed':
      return [{ type: 'file', at }];
    case 'waived':
      return [{ type: 'waive_filing', at }];
    case 'answered':
      if (!event.granted) return [{ type: 'refused', at, reason: 'filing_refused', deviceCode: null, by }];
      return course.state === 'filed' ? [{ type: 'queue', at }] : [];
    default:
      return [];
  }
}

function require(task: StoredTask | undefined, id: string, actor: Actor): StoredTask {
  if (!task) throw new NotFound(TASK, id);
  actor.scope.require(task.divisionPath, TASK, id);
  return task;
}

function ended({ name }: StoredTask): Refusal {
  return new Refusal(
    409,
    'task_ended',
    `任务“${name}”已结束，手续不能再变更`,
    `task "${name}" has ended: its paperwork stays as it is`,
  );
}

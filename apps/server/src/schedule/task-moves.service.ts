import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PLAN_LIMITS, type PlanWindow, type TaskMove, type TaskMoveResult } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { instantAt, localDayOf } from '../common/local-day.js';
import { NotFound, Refusal } from '../common/refusal.js';
import { COUNTY, type County } from '../county/county.js';
import { PaperGate } from '../papers/paper.gate.js';
import { filingOf } from '../papers/paperwork.js';
import { movedPaperwork } from '../papers/paperwork.machine.js';
import { PaperworkStore } from '../papers/paperwork.store.js';
import { type ConflictContext, conflictsOf, explained, freeSlots, type WantedTask } from '../plans/conflicts.js';
import { PlanningTurn } from '../plans/planning.turn.js';
import { type ProposalDock } from '../plans/proposal.input.js';
import { Situations } from '../plans/situation.js';
import { refusalOf } from '../tasks/task.machine.js';
import { TASK, TaskRecorder } from '../tasks/task.recorder.js';
import { type StoredTask } from '../tasks/task.rows.js';
import { TaskStore } from '../tasks/task.store.js';
import { viewOfTask } from '../tasks/task.view.js';
import { latestStart } from '../plans/latest.start.js';
import { type MovedTask, ScheduleStore } from './schedule.store.js';

/** Slots are looked for two weeks ahead. */
const DAYS = 15;
const WHOLE_DAY: PlanWindow = { from: '00:00', to: '23:59' };

/** Moves tasks to another time: with everything that speaks against it in words, and the next times at which nothing does. */
@Injectable()
export class TaskMoves {
  constructor(
    @Inject(COUNTY) private readonly county: County,
    private readonly db: DataSource,
    private readonly tasks: TaskStore,
    private readonly recorder: TaskRecorder,
    private readonly store: ScheduleStore,
    private readonly situations: Situations,
    private readonly gate: PaperGate,
    private readonly paperwork: PaperworkStore,
    private readonly turn: PlanningTurn,
  ) {}

  /**
   * Moves a task, or with `dry` only says what would come of it. What was filed was for the former time: the task is
   * `approved` again, and its paperwork begins anew. Throws `NotFound` outside the scope, `Refusal` 409
   * `not_in_this_state`, and 409 `conflicts` with the members of the result.
   */
  async move(id: string, { windowStart, dry }: TaskMove, actor: Actor): Promise<TaskMoveResult> {
    const start = Date.parse(windowStart);
    if (dry) return this.look(await this.within(id, actor), start, actor);
    return this.turn.take(async () => {
      const task = await this.within(id, actor);
      const result = await this.look(task, start, actor);
      if (result.conflicts.length > 0) throw conflicting(task, result);
      return { ...result, task: viewOfTask(await this.write(id, start, actor)) };
    });
  }

  private async look(task: StoredTask, start: number, actor: Actor): Promise<TaskMoveResult> {
    const now = Date.now();
    const { timeZone } = this.county;
    const firstDay = localDayOf(Math.max(start, now), timeZone);
    const where = { path: this.county.code, scope: actor.scope, firstDay, days: DAYS };
    const [situation, moved, [clock]] = await Promise.all([
      this.situations.of(where, now),
      this.store.moved(task.id),
      this.gate.clocks([task.id], now),
    ]);
    if (!moved || !clock) throw new NotFound(TASK, task.id);
    const dock = situation.docks.find(({ sn }) => sn === task.dockSn) ?? (await this.executor(task));
    const wish: WantedTask = {
      id: task.id,
      route: routeOf(moved, dock.sn),
      dock,
      start,
      plan: moved.window && { window: moved.window, noFlyDays: moved.noFlyDays },
      paperwork: clock.required ? { ...clock.work, filedAt: null, answer: null, reportedAt: null } : null,
    };
    const urgent = task.priority === 'emergency';
    const limits = moved.limits ?? { ...PLAN_LIMITS, daylight: !urgent };
    const context: ConflictContext = { ...situation, limits, ...(urgent ? { working: WHOLE_DAY } : {}) };
    const conflicts = conflictsOf(wish, context);
    const slots = freeSlots(wish, context);
    const instant = (at: number) => new Date(at).toISOString();
    return {
      conflicts,
      slots: slots.map((slot) => ({ start: instant(slot.start), end: instant(slot.end) })),
      ...explained(conflicts, slots, timeZone),
      task: viewOfTask(task),
    };
  }

  private async write(id: string, start: number, actor: Actor): Promise<StoredTask> {
    return this.db.transaction(async (tx) => {
      const task = (await this.tasks.lock(tx, id))!;
      const [clock] = await this.gate.clocks([id], Date.now(), tx);
      const moved = await this.store.moved(id);
      const by = actor.username;
      const day = localDayOf(start, this.county.timeZone);
      const windowEnd = moved?.window
        ? latestStart(start, instantAt(day, moved.window.to, this.county.timeZone), task.flightSeconds)
        : start + task.windowEnd - task.windowStart;
      if (clock?.task.row) await this.paperwork.save(tx, id, movedPaperwork(clock.row, filingOf(task.priority)));
      const event = { type: 'reschedule', at: Date.now() } as const;
      return this.recorder.recordIn(tx, task, [event], by, { moved: { windowStart: start, windowEnd, by } });
    });
  }

  private async within(id: string, actor: Actor): Promise<StoredTask> {
    const task = await this.tasks.find(id);
    if (!task) throw new NotFound(TASK, id);
    actor.scope.require(task.divisionPath, TASK, id);
    const refused = refusalOf(task.course, 'reschedule');
    if (!refused) return task;
    throw new Refusal(
      409,
      'not_in_this_state',
      `任务“${task.name}”${refused.zh}`,
      `task "${task.name}": ${refused.en}`,
    );
  }

  /** The dock of a task that has no other flight on these days, or a mobile drone as if it were one. */
  private async executor(task: StoredTask): Promise<ProposalDock> {
    const docks = await this.situations.docks([task]);
    return docks.get(task.dockSn ?? '') ?? this.situations.mobile(task.aircraftSn, task.aircraftName);
  }
}

function routeOf(moved: MovedTask, dockSn: string): WantedTask['route'] {
  const { routeCode: code, routeName: name, flightSeconds, batteryPercent } = moved;
  return { code, name, dockSn, flightSeconds, batteryPercent, sees: [], scenarios: [], backupOf: null };
}

function conflicting({ name }: StoredTask, { task, ...result }: TaskMoveResult): Refusal {
  const [zh, en] = [`任务“${name}”不能移到该时段：${result.zh}`, `task "${name}" cannot be moved there: ${result.en}`];
  return new Refusal(409, 'conflicts', zh, en, undefined, undefined, { ...result, task });
}

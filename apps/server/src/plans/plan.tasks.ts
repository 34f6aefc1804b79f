import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type LocalDay, type PlanPriority } from '#contracts';
import { Scope } from '../auth/scope.js';
import { addDays, instantAt, localDayOf } from '../common/local-day.js';
import { Refusal } from '../common/refusal.js';
import { CONFIG, type Config } from '../config.js';
import { COUNTY, type County } from '../county/county.js';
import { TaskMaker } from '../tasks/task.maker.js';
import { TaskRecorder } from '../tasks/task.recorder.js';
import { TaskStore, type TaskValues } from '../tasks/task.store.js';
import { AirBook } from './air.book.js';
import { latestStart } from './latest.start.js';
import { slotOf } from './plan.slot.js';
import { PlanStore, type StoredPlan } from './plan.store.js';
import { type DayRefusal, type DayTask, PlanTaskStore } from './plan-task.store.js';
import { PlannedTaskMaker } from './planned-task.maker.js';
import { PlanningTurn } from './planning.turn.js';
import { type Cause } from './proposal.ground.js';
import { type ProposalDock, type ProposalRoute, type StandingTask } from './proposal.input.js';
import { ProposalStore } from './proposal.store.js';
import { plannedDays, recurrenceOf } from './recurrence.js';
import { type Situation, Situations } from './situation.js';

/** In the log of tasks that no person made. */
const PRODUCT = 'system';
const ORDER: readonly PlanPriority[] = ['emergency', 'meeting', 'routine'];

/** A day of a plan that has no task yet. */
interface Wish {
  plan: StoredPlan;
  day: LocalDay;
}

/** What is chosen from while tasks are made: it grows with each of them. */
interface Choice {
  situation: Situation;
  book: AirBook<StandingTask>;
}

/** Plans become tasks for the days ahead, one for each day, and those of plans that changed are withdrawn. */
@Injectable()
export class PlanTasks {
  private readonly log = new Logger(PlanTasks.name);

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(COUNTY) private readonly county: County,
    private readonly db: DataSource,
    private readonly plans: PlanStore,
    private readonly store: PlanTaskStore,
    private readonly proposals: ProposalStore,
    private readonly situations: Situations,
    private readonly turn: PlanningTurn,
    private readonly maker: TaskMaker,
    private readonly planned: PlannedTaskMaker,
    private readonly tasks: TaskStore,
    private readonly recorder: TaskRecorder,
  ) {}

  /** Makes what is missing from today on for the days ahead, and writes down which days have none, and why. Repeatable. */
  make(now: number): Promise<void> {
    return this.turn.take(async () => {
      const firstDay = localDayOf(now, this.county.timeZone);
      const lastDay = addDays(firstDay, this.config.planDays - 1);
      const plans = await this.plans.active();
      const made = await this.store.tasks(
        plans.map(({ id }) => id),
        firstDay,
        lastDay,
      );
      const { wishes, refusals } = this.missing(plans, made, firstDay, lastDay);
      if (wishes.length > 0) refusals.push(...(await this.fill(wishes, firstDay, now)));
      await this.store.keepRefusals(refusals);
    });
  }

  /** Withdraws the tasks of a plan that nobody has touched; the plan is locked, and only facts may follow. */
  async withdraw(tx: EntityManager, planId: string, by: string): Promise<void> {
    const at = Date.now();
    for (const id of await this.store.untouched(tx, planId)) {
      const task = (await this.tasks.lock(tx, id))!;
      await this.recorder.recordIn(tx, task, [{ type: 'cancel', at, reason: 'plan_withdrawn', by }], by);
    }
  }

  /** Approves the drafts of a plan; the plan is locked, and only facts may follow. */
  async approve(tx: EntityManager, planId: string, by: string): Promise<void> {
    for (const id of await this.store.drafts(tx, planId)) await this.planned.approve(tx, id, by);
  }

  /** Days without a task by day and priority, and those that the plan itself leaves out. */
  private missing(
    plans: readonly StoredPlan[],
    made: readonly DayTask[],
    firstDay: LocalDay,
    lastDay: LocalDay,
  ): { wishes: Wish[]; refusals: DayRefusal[] } {
    const known = new Set(made.map(({ planId, day }) => `${planId} ${day}`));
    const wishes: Wish[] = [];
    const refusals: DayRefusal[] = [];
    for (const plan of plans) {
      for (const { day, skipped } of plannedDays(recurrenceOf(plan), firstDay, lastDay, this.situations.marks)) {
        if (skipped) refusals.push({ planId: plan.id, day, ...skipped });
        else if (!known.has(`${plan.id} ${day}`)) wishes.push({ plan, day });
      }
    }
    const rank = ({ priority }: StoredPlan) => ORDER.indexOf(priority);
    wishes.sort(
      (a, b) => a.day.localeCompare(b.day) || rank(a.plan) - rank(b.plan) || a.plan.code.localeCompare(b.plan.code),
    );
    return { wishes, refusals };
  }

  private async fill(wishes: readonly Wish[], firstDay: LocalDay, now: number): Promise<DayRefusal[]> {
    const scope = new Scope(this.county.code);
    const where = { path: scope.path, scope, firstDay, days: this.config.planDays };
    const situation = await this.situations.of(where, now);
    const book = new AirBook<StandingTask>(situation.crossings);
    for (const flight of situation.standing) book.add(flight);
    const prepared = new Map<string, TaskValues | Refusal>();
    const refusals: DayRefusal[] = [];
    for (const { plan, day } of wishes) {
      const refused = await this.one(plan, day, { situation, book }, prepared);
      if (refused) refusals.push({ planId: plan.id, day, code: refused.code, zh: refused.zh, en: refused.en });
    }
    return refusals;
  }

  /** Makes the task of one day; returns why it could not. */
  private async one(
    plan: StoredPlan,
    day: LocalDay,
    { situation, book }: Choice,
    prepared: Map<string, TaskValues | Refusal>,
  ): Promise<Cause | null> {
    const { timeZone } = this.county;
    const flown = await this.flown(plan, situation);
    if ('refused' in flown) return flown.refused;
    const { route, dock } = flown;
    const slot = slotOf(plan, route, dock, day, { book, context: situation });
    if ('refused' in slot) return slot.refused;
    const windowEnd = latestStart(slot.start, instantAt(day, plan.window.to, timeZone), route.flightSeconds);
    const window = { windowStart: new Date(slot.start).toISOString(), windowEnd: new Date(windowEnd).toISOString() };
    const values = prepared.get(plan.id) ?? (await this.prepare(plan, day, window));
    prepared.set(plan.id, values);
    if (values instanceof Refusal) return values;
    const id = await this.db.transaction(async (tx) => {
      // Somebody may have changed, suspended or approved it meanwhile: what counts is what it is now.
      const held = await this.store.hold(tx, plan.id, plan.version);
      if (!held) return null;
      const task = await this.planned.make(tx, { ...values, ...window, planDay: day }, PRODUCT, held.approvedBy);
      return task.id;
    });
    if (id === null) return null;
    const { start, end, ready } = slot;
    book.add({ id, name: plan.name, dockSn: dock.sn || null, routeCode: route.code, start, end, ready });
    return null;
  }

  /** The route with its executor, as the plan names them. */
  private async flown(
    plan: StoredPlan,
    situation: Situation,
  ): Promise<{ route: ProposalRoute; dock: ProposalDock } | { refused: Cause }> {
    const known = await this.proposals.flight(plan.mainRoute);
    if (!known) return { refused: notApproved(plan.mainRoute) };
    const { executor } = plan;
    const dock =
      executor.kind === 'mobile'
        ? this.situations.mobile(executor.aircraftSn, null)
        : (situation.docks.find(({ sn }) => sn === executor.dockSn) ??
          (await this.situations.docks([executor])).get(executor.dockSn));
    if (!dock) return { refused: noDock(plan.mainRoute) };
    const route = { ...known, dockSn: dock.sn, sees: [], scenarios: [], backupOf: null };
    return { route, dock };
  }

  private async prepare(
    plan: StoredPlan,
    day: LocalDay,
    window: { windowStart: string; windowEnd: string },
  ): Promise<TaskValues | Refusal> {
    try {
      const backup = plan.backupRoute === null ? null : await this.proposals.routeId(plan.backupRoute);
      return await this.maker.prepare(
        {
          name: plan.name,
          routeId: (await this.proposals.routeId(plan.mainRoute))!,
          executor: plan.executor,
          backupRouteId: backup ?? null,
          limits: plan.limits,
          autoFallback: plan.priority === 'routine',
          priority: plan.priority,
          ...window,
          note: plan.note,
          continues: null,
        },
        { scope: new Scope(this.county.code) },
        { plan: { id: plan.id, day } },
      );
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.log.warn({ message: 'a plan makes no task', plan: plan.code, code: error.code });
      return error;
    }
  }
}

function notApproved(code: string): Cause {
  return {
    code: 'route_not_approved',
    zh: `航线 ${code} 没有已批准的版本`,
    en: `the route ${code} has no approved version`,
  };
}

function noDock(code: string): Cause {
  return { code: 'no_such_dock', zh: `航线 ${code} 的机场已不在册`, en: `the dock of ${code} is registered no more` };
}

import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import {
  type NewPlan,
  type Page,
  type PlanChange,
  type PlanDays,
  type PlanDaysQuery,
  type PlanPreview,
  type PlanPreviewRequest,
  type PlanQuery,
  type PlanView,
} from '#contracts';
import { type Actor } from '../auth/actor.js';
import { NotFound, Refusal } from '../common/refusal.js';
import { CONFIG, type Config } from '../config.js';
import { COUNTY, type County } from '../county/county.js';
import { dayMarks, type DayMarks, NO_MARKS } from '../county/county-days.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { EventLog } from '../events/event-log.js';
import { codeTaken, requireVersion } from '../points/catalogue.version.js';
import { addDays, localDayOf } from '../common/local-day.js';
import { PlanTasks } from './plan.tasks.js';
import { PlanTaskStore } from './plan-task.store.js';
import { type PlanIds, PlanStore, type PlanValues, type StoredPlan } from './plan.store.js';
import { checkRecurrence, plannedDays, recurrenceOf } from './recurrence.js';
import { recurrenceWords } from './recurrence.words.js';

export const PLAN = { zh: '巡查计划', en: 'patrol plan' };
/** The next days are looked for so far ahead. */
const AHEAD_DAYS = 100;
/** So many days are shown to who fills in a form. */
const PREVIEW_DAYS = 10;

/** Patrol plans 巡查计划. A plan belongs to the division of its main route. */
@Injectable()
export class PlansService {
  private readonly marks: DayMarks;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(COUNTY) private readonly county: County,
    private readonly db: DataSource,
    private readonly store: PlanStore,
    private readonly divisions: DivisionsService,
    private readonly events: EventLog,
    private readonly tasks: PlanTasks,
    private readonly days: PlanTaskStore,
  ) {
    this.marks = county.days ? dayMarks(county.days) : NO_MARKS;
  }

  async list(query: PlanQuery, actor: Actor): Promise<Page<PlanView>> {
    const page = await this.store.page(this.divisions.pathWithin(actor.scope, query.division), query);
    return { ...page, items: page.items.map((plan) => this.view(plan)) };
  }

  /** Throws `NotFound` also outside the scope. */
  async get(id: string, actor: Actor): Promise<PlanView> {
    const plan = await this.store.find(id);
    if (!plan || !actor.scope.covers(plan.divisionPath)) throw new NotFound(PLAN, id);
    return this.view(plan);
  }

  /** Throws `Refusal` 409 `code_taken`, 422 `bad_recurrence`, `no_such_route`, `no_such_scenario`, `other_dock`. */
  async create(request: NewPlan, actor: Actor): Promise<PlanView> {
    checkRecurrence(recurrenceOf(request));
    return this.db.transaction(async (tx) => {
      const ids = await this.idsOf(tx, request, actor);
      const id = await this.store.insert(tx, { ...request, state: 'active' }, ids, actor.username);
      if (id === null) throw codeTaken(PLAN, request.code);
      await this.store.wake(tx, id);
      return this.tell(tx, 'plan.added', id, actor);
    });
  }

  /** Changes what is given, on top of version `based`. Throws as `create`, and `Refusal` 412 `changed_meanwhile`. */
  async change(id: string, request: PlanChange, based: number, actor: Actor): Promise<PlanView> {
    const { version: _, ...given } = request;
    return this.db.transaction(async (tx) => {
      const before = await this.store.lock(tx, id);
      if (!before || !actor.scope.covers(before.divisionPath)) throw new NotFound(PLAN, id);
      requireVersion(PLAN, before, based);
      const held = valuesOf(before);
      const after = { ...held, ...given };
      if (isDeepStrictEqual(after, held)) return this.view(before);
      checkRecurrence(recurrenceOf(after));
      await this.store.update(tx, id, after, await this.idsOf(tx, after, actor), actor.username);
      const flies = fliesOtherwise(held, after);
      // What was approved was another flight.
      if (flies) await this.store.approve(tx, id, null);
      if (flies || after.state !== 'active') await this.tasks.withdraw(tx, id, actor.username);
      await this.store.wake(tx, id);
      return this.tell(tx, 'plan.changed', id, actor);
    });
  }

  /**
   * Approves a plan as it is: its drafts are approved with it, and so are the tasks that it makes until it changes. Throws
   * `NotFound` outside the scope, `Refusal` 412 `changed_meanwhile`, 409 `plan_ended`.
   */
  async approve(id: string, note: string, based: number, actor: Actor): Promise<PlanView> {
    return this.db.transaction(async (tx) => {
      const plan = await this.store.lock(tx, id);
      if (!plan || !actor.scope.covers(plan.divisionPath)) throw new NotFound(PLAN, id);
      requireVersion(PLAN, plan, based);
      if (plan.state === 'ended') throw ended(plan);
      if (plan.approval) return this.view(plan);
      await this.store.approve(tx, id, { by: actor.username, note });
      await this.tasks.approve(tx, id, actor.username);
      await this.store.wake(tx, id);
      const approved = this.view((await this.store.find(id, tx))!);
      const data = { plan: approved, by: actor.username, note };
      await this.events.append(tx, { name: 'plan.approved', divisionPath: plan.divisionPath, data });
      return approved;
    });
  }

  /** The days of a plan with the task of each, or why there is none. Throws `NotFound` outside the scope. */
  async daysOf(id: string, query: PlanDaysQuery, actor: Actor): Promise<PlanDays> {
    const plan = await this.get(id, actor);
    const from = query.from ?? localDayOf(Date.now(), this.county.timeZone);
    const to = query.to ?? addDays(from, this.config.planDays - 1);
    const [tasks, refusals] = await Promise.all([this.days.tasks([id], from, to), this.days.refusals(id, from, to)]);
    const last = addDays(from, AHEAD_DAYS);
    const planned =
      plan.state === 'active' ? plannedDays(recurrenceOf(plan), from, to < last ? to : last, this.marks) : [];
    const days = new Map(planned.map((each) => [each.day, each]));
    const all = [...new Set([...days.keys(), ...tasks.map(({ day }) => day)])].sort();
    return {
      items: all.map((day) => {
        const task = tasks.find((each) => each.day === day) ?? null;
        const refused = task ? null : (days.get(day)?.skipped ?? refusals.find((each) => each.day === day) ?? null);
        return {
          day,
          movedFrom: days.get(day)?.movedFrom ?? null,
          task: task && { id: task.id, name: task.name, state: task.state, startAt: task.startAt.toISOString() },
          refused: refused && { code: refused.code, zh: refused.zh, en: refused.en },
        };
      }),
    };
  }

  /** The rule in words and its next days from today on. Throws `Refusal` 422 `bad_recurrence`. */
  preview(request: PlanPreviewRequest): PlanPreview {
    const plan = recurrenceOf(request);
    checkRecurrence(plan);
    const today = localDayOf(Date.now(), this.county.timeZone);
    const from = plan.firstDay > today ? plan.firstDay : today;
    const days = plannedDays(plan, from, addDays(from, AHEAD_DAYS), this.marks);
    return { ...recurrenceWords(plan.rule), days: days.slice(0, PREVIEW_DAYS) };
  }

  private async idsOf(tx: EntityManager, plan: NewPlan, actor: Actor): Promise<PlanIds> {
    const route = async (code: string) => {
      const found = await this.store.route(code, tx);
      if (found && actor.scope.covers(found.path)) return found;
      const zh = `没有航线“${code}”，或它已停用、不在您的管辖范围内`;
      throw new Refusal(422, 'no_such_route', zh, `no route "${code}": it is retired or outside your scope`);
    };
    const main = await route(plan.mainRoute);
    const backup = plan.backupRoute === null ? null : await route(plan.backupRoute);
    if (plan.executor.kind === 'dock' && plan.executor.dockSn !== main.homeDockSn) {
      throw new Refusal(
        422,
        'other_dock',
        `航线“${main.code}”属于机场 ${main.homeDockSn ?? '（无）'}，不能由 ${plan.executor.dockSn} 执行`,
        `the route "${main.code}" belongs to dock ${main.homeDockSn ?? '(none)'}: ${plan.executor.dockSn} does not fly it`,
      );
    }
    const scenarioId = plan.scenarioCode === null ? null : ((await this.store.scenario(plan.scenarioCode, tx)) ?? null);
    if (plan.scenarioCode !== null && scenarioId === null) {
      const zh = `没有应用场景“${plan.scenarioCode}”，或它已停用`;
      throw new Refusal(422, 'no_such_scenario', zh, `no scenario "${plan.scenarioCode}", or it is retired`);
    }
    return { main, backup, scenarioId };
  }

  private async tell(
    tx: EntityManager,
    name: 'plan.added' | 'plan.changed',
    id: string,
    actor: Actor,
  ): Promise<PlanView> {
    const plan = this.view((await this.store.find(id, tx))!);
    await this.events.append(tx, { name, divisionPath: plan.divisionPath, data: { plan, by: actor.username } });
    return plan;
  }

  private view(plan: StoredPlan): PlanView {
    const today = localDayOf(Date.now(), this.county.timeZone);
    const days =
      plan.state === 'active' ? plannedDays(recurrenceOf(plan), today, addDays(today, AHEAD_DAYS), this.marks) : [];
    const { zh, en } = recurrenceWords(plan.recurrence);
    const nextDays = days.filter(({ skipped }) => skipped === null).map(({ day }) => day);
    return { ...plan, recurrenceZh: zh, recurrenceEn: en, nextDays: nextDays.slice(0, 5) };
  }
}

/** What people can set. */
function valuesOf(plan: StoredPlan): PlanValues {
  const { code, name, scenarioCode, mainRoute, backupRoute, executor, priority, recurrence, firstDay, lastDay } = plan;
  const { window, limits, onHolidays, noFlyDays, note, state } = plan;
  const when = { recurrence, firstDay, lastDay, window, limits, onHolidays, noFlyDays };
  return { code, name, scenarioCode, mainRoute, backupRoute, executor, priority, ...when, note, state };
}

/** Whether its tasks would be others: a note or a state alone changes no flight. */
function fliesOtherwise(before: PlanValues, after: PlanValues): boolean {
  const flight = ({ note: _, state: __, ...flown }: PlanValues) => flown;
  return !isDeepStrictEqual(flight(before), flight(after));
}

function ended({ code }: StoredPlan): Refusal {
  return new Refusal(
    409,
    'plan_ended',
    `巡查计划“${code}”已结束，请先启用再批准`,
    `patrol plan "${code}" has ended: take it up again before it is approved`,
  );
}

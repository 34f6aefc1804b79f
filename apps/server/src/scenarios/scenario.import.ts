import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type ImportQuery, type ImportReport, NewScenario, type ScenarioView } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { refuseInvalid } from '../common/validation.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { EventLog } from '../events/event-log.js';
import {
  type Draft,
  type ImportPlan,
  isFresh,
  mayApply,
  reportOf,
  withoutRepeats,
} from '../sheets/catalogue.import.js';
import { SheetIssues } from '../sheets/sheet.issues.js';
import { tooLarge } from '../sheets/sheet.refusal.js';
import { readTable } from '../sheets/sheet.table.js';
import { readWorkbook } from '../sheets/workbook.read.js';
import { addSpots, addTargets, scenarioDraft } from './scenario.rows.js';
import { SCENARIO_SHEET, SPOT_SHEET, TARGET_SHEET } from './scenario.sheet.js';
import { ScenarioStore, type ScenarioValues } from './scenario.store.js';
import { targetFaults } from './scenario.targets.js';
import { ordered, valuesOf } from './scenarios.service.js';

type Plan = ImportPlan<ScenarioValues, ScenarioView>;
/** Each scenario is written by itself with its targets; a county has some dozens. */
const MOST_SCENARIOS = 1_000;
/** Members of the contract whose columns have another key, or stand in another sheet. */
const COLUMN_OF: Readonly<Record<string, string>> = { cadence: 'every', spots: 'code', targets: 'code' };

/** Takes scenarios from a spreadsheet: what it says about them, what that changes, and the change itself. */
@Injectable()
export class ScenarioImport {
  constructor(
    private readonly db: DataSource,
    private readonly store: ScenarioStore,
    private readonly divisions: DivisionsService,
    private readonly events: EventLog,
  ) {}

  /**
   * Checks a file, and with `mode` apply writes its rows in one transaction: all of them or none, or with `rows` good those
   * without errors. Throws `Refusal` 400 `unreadable_sheet` or 413 `sheet_too_large` for the file as a whole.
   */
  async import(bytes: Uint8Array, query: ImportQuery, actor: Actor): Promise<ImportReport> {
    const issues = new SheetIssues();
    const workbook = await readWorkbook(bytes);
    const rows = readTable(workbook, SCENARIO_SHEET, issues, true)?.rows ?? [];
    if (rows.length > MOST_SCENARIOS) throw tooLarge('场景超过 1000 个', 'it has more than 1,000 scenarios');
    const read = rows.map(scenarioDraft).filter((draft) => draft !== null);
    addSpots(read, readTable(workbook, SPOT_SHEET, issues, false));
    addTargets(read, readTable(workbook, TARGET_SHEET, issues, false));
    const drafts = withoutRepeats(read);
    return this.db.transaction(async (tx) => {
      const plan = await this.plan(tx, drafts, actor);
      if (mayApply(query, issues)) await this.apply(tx, plan, actor);
      return reportOf(query, rows, plan, issues);
    });
  }

  private async plan(tx: EntityManager, drafts: readonly Draft<ScenarioValues>[], actor: Actor): Promise<Plan> {
    const codes = drafts.map(({ code }) => code);
    const held = await this.store.lockByCodes(tx, codes, this.divisions.county().path);
    const aims = drafts.flatMap(({ values }) => values.targets?.featurePoints ?? []);
    const points = await this.store.points(aims, tx);
    const plan: Plan = { added: [], changed: [], unchanged: 0 };
    for (const draft of drafts) this.place(draft, held.get(draft.code.toLowerCase()), points, plan, actor);
    return plan;
  }

  private place(
    draft: Draft<ScenarioValues>,
    held: ScenarioView | undefined,
    points: readonly { code: string; path: string }[],
    plan: Plan,
    actor: Actor,
  ): void {
    const { row, code } = draft;
    if (held && !actor.scope.covers(held.divisionPath)) {
      row.error(
        'code',
        `编码“${code}”已被您管辖范围以外的场景使用，请换一个`,
        `the code "${code}" belongs to a scenario outside your scope: choose another`,
      );
      return;
    }
    if (held && !isFresh(draft, held)) return;
    const values = this.checked(draft, held, actor);
    if (!values) return;
    const path = this.divisions.pathOf(values.divisionCode);
    const known = held ? heldPoints(held) : [];
    for (const { zh, en } of targetFaults(values.targets, path, [...points, ...known], this.divisions)) {
      row.error('code', `巡查对象：${zh}`, `target: ${en}`);
    }
    if (row.isRefused) return;
    if (!held) plan.added.push({ draft, values });
    else if (isDeepStrictEqual(ordered(values), ordered(valuesOf(held)))) plan.unchanged += 1;
    else plan.changed.push({ draft, values, held });
  }

  /** The values of a row on top of what is held, by the contract; null with the row's errors told. */
  private checked(
    { row, code, values }: Draft<ScenarioValues>,
    held: ScenarioView | undefined,
    actor: Actor,
  ): ScenarioValues | null {
    const own = actor.scope.path.split('/').at(-1)!;
    const before = held ? valuesOf(held) : { divisionCode: own, state: 'active' as const };
    const merged = { ...before, ...values, code: held?.code ?? code };
    const division = this.divisions.find(merged.divisionCode);
    if (!division || !actor.scope.covers(division.path)) {
      row.error(
        'divisionCode',
        `没有区划代码“${merged.divisionCode}”，或不在您的管辖范围内`,
        `there is no division "${merged.divisionCode}", or it is outside your scope`,
      );
    }
    const parsed = NewScenario.safeParse(merged);
    if (parsed.success) return row.isRefused ? null : { ...parsed.data, state: merged.state };
    const { errors = [] } = refuseInvalid(parsed.error.issues, 'code');
    row.refuse(row.isRefused ? [] : errors, (path) => COLUMN_OF[path.split('.')[0]!] ?? path.split('.')[0]!);
    return null;
  }

  private async apply(tx: EntityManager, { added, changed }: Plan, actor: Actor): Promise<void> {
    const counts = new Map<string, { added: number; changed: number }>();
    const count = (divisionCode: string, what: 'added' | 'changed') => {
      const path = this.divisions.pathOf(divisionCode);
      const division = counts.get(path) ?? { added: 0, changed: 0 };
      counts.set(path, { ...division, [what]: division[what] + 1 });
    };
    for (const { values } of added) {
      await this.store.insert(tx, values, actor.username);
      count(values.divisionCode, 'added');
    }
    for (const { values, held } of changed) {
      await this.store.update(tx, held.id, values, actor.username);
      count(values.divisionCode, 'changed');
    }
    const facts = [...counts].map(([divisionPath, numbers]) => ({
      name: 'scenario.imported' as const,
      divisionPath,
      data: { ...numbers, by: actor.username },
    }));
    await this.events.appendAll(tx, facts);
  }
}

/** The feature points that a scenario aims at already: a sheet without targets keeps them. */
function heldPoints({ targets }: ScenarioView): { code: string; path: string }[] {
  return targets.featurePoints.map(({ code, divisionPath }) => ({ code, path: divisionPath }));
}

import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type FeaturePointView, type ImportQuery, type ImportReport, NewFeaturePoint, PicturePose } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { refuseInvalid } from '../common/validation.js';
import { COUNTY, type County } from '../county/county.js';
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
import { type SheetTable, readTable } from '../sheets/sheet.table.js';
import { SheetIssues } from '../sheets/sheet.issues.js';
import { readWorkbook } from '../sheets/workbook.read.js';
import { DivisionFinder } from './division.finder.js';
import { poseDraft, pointDraft } from './feature-point.rows.js';
import { POINT_SHEET, POSE_SHEET } from './feature-point.sheet.js';
import { FeaturePointStore, type FeaturePointValues } from './feature-point.store.js';
import { valuesOf } from './feature-points.service.js';
import { doubtPlace } from './place.check.js';

type Plan = ImportPlan<FeaturePointValues, FeaturePointView>;
/** Members of the contract whose columns have another key. */
const COLUMN_OF: Readonly<Record<string, string>> = { profile: 'naturalVillages', poses: 'code' };

/** Takes feature points from a spreadsheet: what it says about them, what that changes, and the change itself. */
@Injectable()
export class FeaturePointImport {
  constructor(
    private readonly db: DataSource,
    private readonly store: FeaturePointStore,
    private readonly divisions: DivisionsService,
    private readonly events: EventLog,
    @Inject(COUNTY) private readonly county: County,
  ) {}

  /**
   * Checks a file, and with `mode` apply writes its rows in one transaction: all of them or none, or with `rows` good those
   * without errors. Throws `Refusal` 400 `unreadable_sheet` or 413 `sheet_too_large` for the file as a whole.
   */
  async import(bytes: Uint8Array, query: ImportQuery, actor: Actor): Promise<ImportReport> {
    const issues = new SheetIssues();
    const workbook = await readWorkbook(bytes);
    const table = readTable(workbook, POINT_SHEET, issues, true);
    const poseTable = readTable(workbook, POSE_SHEET, issues, false);
    const rows = table?.rows ?? [];
    const finder = new DivisionFinder(this.divisions, actor.scope);
    const read = rows.map((row) => pointDraft(row, finder)).filter((draft) => draft !== null);
    addPoses(read, poseTable);
    const drafts = withoutRepeats(read);
    return this.db.transaction(async (tx) => {
      const plan = await this.plan(tx, drafts, actor);
      if (mayApply(query, issues)) await this.apply(tx, plan, actor);
      return reportOf(query, rows, plan, issues);
    });
  }

  private async plan(tx: EntityManager, drafts: readonly Draft<FeaturePointValues>[], actor: Actor): Promise<Plan> {
    const held = await this.store.lockByCodes(
      tx,
      drafts.map(({ code }) => code),
    );
    const plan: Plan = { added: [], changed: [], unchanged: 0 };
    for (const draft of drafts) this.place(draft, held.get(draft.code.toLowerCase()), plan, actor);
    return plan;
  }

  private place(draft: Draft<FeaturePointValues>, held: FeaturePointView | undefined, plan: Plan, actor: Actor): void {
    const { row, code } = draft;
    if (held && !actor.scope.covers(held.divisionPath)) {
      row.error(
        'code',
        `编码“${code}”已被您管辖范围以外的点位使用，请换一个`,
        `the code "${code}" belongs to a point outside your scope: choose another`,
      );
      return;
    }
    if (held && !isFresh(draft, held)) return;
    this.checkPlace(draft, held);
    const values = checked(draft, held);
    if (!values || row.isRefused) return;
    if (!held) plan.added.push({ draft, values });
    else if (isDeepStrictEqual(values, valuesOf(held))) plan.unchanged += 1;
    else plan.changed.push({ draft, values, held });
  }

  private checkPlace({ row, values }: Draft<FeaturePointValues>, held: FeaturePointView | undefined): void {
    const { longitude, latitude } = values;
    if (typeof longitude !== 'number' || typeof latitude !== 'number') return;
    if (held?.longitude === longitude && held.latitude === latitude) return;
    const doubt = doubtPlace({ longitude, latitude }, this.county, this.divisions);
    if (doubt?.refuse) row.error('longitude', doubt.zh, doubt.en);
    else if (doubt) row.warning('longitude', doubt.zh, doubt.en);
  }

  private async apply(tx: EntityManager, { added, changed }: Plan, actor: Actor): Promise<void> {
    if (added.length > 0)
      await this.store.insert(
        tx,
        added.map(({ values }) => values),
        actor.username,
      );
    const updates = changed.map(({ values, held }) => ({ ...values, id: held.id }));
    if (updates.length > 0) await this.store.update(tx, updates, actor.username);
    const towns = new Map<string, { added: number; changed: number }>();
    const count = (divisionCode: string, what: 'added' | 'changed') => {
      const path = this.divisions.pathOf(divisionCode).split('/').slice(0, 2).join('/');
      const town = towns.get(path) ?? { added: 0, changed: 0 };
      towns.set(path, { ...town, [what]: town[what] + 1 });
    };
    for (const { values } of added) count(values.divisionCode, 'added');
    for (const { values } of changed) count(values.divisionCode, 'changed');
    const facts = [...towns].map(([divisionPath, counts]) => ({
      name: 'feature_point.imported' as const,
      divisionPath,
      data: { ...counts, by: actor.username },
    }));
    await this.events.appendAll(tx, facts);
  }
}

/** The values of a row on top of what is held, by the contract; null with the row's errors told. */
function checked({ row, code, values }: Draft<FeaturePointValues>, held?: FeaturePointView): FeaturePointValues | null {
  const before = held ? valuesOf(held) : { placement: 'assumed' as const, state: 'active' as const };
  const merged = { ...before, ...values, code: held?.code ?? code };
  const parsed = NewFeaturePoint.safeParse(merged);
  if (parsed.success) return { ...parsed.data, state: merged.state };
  // What a cell could not tell was refused when it was read, and needs no second sentence.
  const { errors = [] } = refuseInvalid(parsed.error.issues, 'code');
  const fresh = row.isRefused ? [] : errors;
  row.refuse(fresh, (path) => COLUMN_OF[path.split('.')[0]!] ?? path.split('.')[0]!);
  return null;
}

/** Gives the points their poses from the second sheet: a point with rows there has exactly those. */
function addPoses(drafts: readonly Draft<FeaturePointValues>[], table: SheetTable | null): void {
  if (!table) return;
  const byCode = new Map(drafts.map((draft) => [draft.code.toLowerCase(), draft]));
  const posed = new Set<string>();
  for (const row of table.rows) {
    const read = poseDraft(row);
    if (!read) continue;
    const draft = byCode.get(read.code.toLowerCase());
    if (draft && !posed.has(draft.code)) {
      posed.add(draft.code);
      draft.values.poses = [];
    }
    const parsed = PicturePose.safeParse(read.pose);
    if (!draft) {
      row.error(
        'code',
        `“特色点位”表中没有编码“${read.code}”，请先在该表填写这个点位`,
        `the sheet of points has no code "${read.code}": write the point there first`,
      );
    } else if (!parsed.success && !row.isRefused) {
      row.refuse(refuseInvalid(parsed.error.issues, 'name').errors ?? [], (path) => path);
    }
    if (draft && parsed.success && !row.isRefused) (draft.values.poses as PicturePose[]).push(parsed.data);
    else
      draft?.row.error(
        null,
        `“${row.sheet}”第 ${row.nr} 行的位姿有误，该点位未导入`,
        `row ${row.nr} of "${row.sheet}" has an error, so that the point is not taken`,
      );
  }
}

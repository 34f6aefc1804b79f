import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type ImportQuery, type ImportReport, NewCamera, NO_MOUNTING } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { refuseInvalid } from '../common/validation.js';
import { COUNTY, type County } from '../county/county.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { EventLog } from '../events/event-log.js';
import { DivisionFinder } from '../points/division.finder.js';
import { doubtPlace } from '../points/place.check.js';
import {
  type Draft,
  type ImportPlan,
  isFresh,
  mayApply,
  reportOf,
  withoutRepeats,
} from '../sheets/catalogue.import.js';
import { SheetIssues } from '../sheets/sheet.issues.js';
import { readTable } from '../sheets/sheet.table.js';
import { readWorkbook } from '../sheets/workbook.read.js';
import { CameraCredentials } from './camera.credentials.js';
import { type CameraDraftValues, cameraDraft } from './camera.rows.js';
import { CAMERA_SHEET } from './camera.sheet.js';
import { CameraStore, type StoredCamera } from './camera.store.js';
import { valuesOf } from './cameras.service.js';
import { catalogueSheet } from './catalogue.sheet.js';
import { looksLikeXml, readCatalogue } from './gb28181.catalogue.js';

type Plan = ImportPlan<CameraDraftValues, StoredCamera>;
type CameraDraft = Draft<CameraDraftValues>;

/** Columns of members of the contract that have another key, or lie deeper. */
const COLUMN_OF: Readonly<Record<string, string>> = {
  source: 'address',
  'source.subAddress': 'subAddress',
  'mounting.height': 'height',
  'mounting.azimuth': 'azimuth',
  'mounting.tilt': 'tilt',
  'mounting.note': 'mountingNote',
};

/** Takes cameras from a spreadsheet or from a GB/T 28181 catalogue: what it says, what that changes, and the change itself. */
@Injectable()
export class CameraImport {
  constructor(
    private readonly db: DataSource,
    private readonly store: CameraStore,
    private readonly credentials: CameraCredentials,
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
    const workbook = looksLikeXml(bytes)
      ? { format: 'csv' as const, sheets: [catalogueSheet(readCatalogue(bytes), issues)] }
      : await readWorkbook(bytes);
    const rows = readTable(workbook, CAMERA_SHEET, issues, true)?.rows ?? [];
    const finder = new DivisionFinder(this.divisions, actor.scope);
    const drafts = withoutRepeats(rows.map((row) => cameraDraft(row, finder)).filter((draft) => draft !== null));
    return this.db.transaction(async (tx) => {
      const plan = await this.plan(tx, drafts, actor);
      if (mayApply(query, issues)) await this.apply(tx, plan, actor);
      return reportOf(query, rows, plan, issues);
    });
  }

  private async plan(tx: EntityManager, drafts: readonly CameraDraft[], actor: Actor): Promise<Plan> {
    const codes = drafts.map(({ code }) => code);
    const held = await this.store.lockByCodes(tx, codes);
    const points = new Set(this.county.slowLivePoints.map(({ id }) => id));
    const plan: Plan = { added: [], changed: [], unchanged: 0 };
    for (const draft of drafts) this.place(draft, held.get(draft.code), points, plan, actor);
    return plan;
  }

  private place(
    draft: CameraDraft,
    held: StoredCamera | undefined,
    points: ReadonlySet<string>,
    plan: Plan,
    actor: Actor,
  ): void {
    const { row, code } = draft;
    if (held && !actor.scope.covers(held.divisionPath)) {
      const zh = `编码“${code}”已被您管辖范围以外的摄像头使用，请核对`;
      row.error('code', zh, `the code "${code}" belongs to a camera outside your scope: check it`);
      return;
    }
    if (held && !isFresh(draft, held)) return;
    this.checkPlace(draft, held, actor);
    const { slowLivePoint } = draft.values;
    if (typeof slowLivePoint === 'string' && !points.has(slowLivePoint)) {
      const list = [...points].join('、');
      row.error('slowLivePoint', `没有这个慢直播点位（有 ${list}）`, `no such slow-live point (there are ${list})`);
    }
    const values = checked(draft, held);
    if (!values || row.isRefused) return;
    if (!held) plan.added.push({ draft, values });
    else if (saysNothingNew(values, held)) plan.unchanged += 1;
    else plan.changed.push({ draft, values, held });
  }

  /** Doubts the place, and takes the division from it where the row tells none. */
  private checkPlace({ row, values }: CameraDraft, held: StoredCamera | undefined, actor: Actor): void {
    const { longitude, latitude } = values;
    const placed = typeof longitude === 'number' && typeof latitude === 'number';
    if (placed && !(held?.longitude === longitude && held.latitude === latitude)) {
      const doubt = doubtPlace({ longitude, latitude }, this.county, this.divisions);
      if (doubt?.refuse) row.error('longitude', doubt.zh, doubt.en);
      else if (doubt) row.warning('longitude', doubt.zh, doubt.en);
    }
    if (values.divisionCode !== undefined || held || row.isRefused) return;
    const code = placed ? this.divisions.locate(longitude, latitude) : null;
    const found = code === null ? undefined : this.divisions.find(code);
    if (found && found.level !== 'county' && actor.scope.covers(found.path)) {
      values.divisionCode = found.code;
      row.warning('town', `按坐标归入${found.name}，请核对`, `put into ${found.name} by its place: check it`);
      return;
    }
    const zh = '看不出属于哪个镇街：没有填镇街，坐标也定不出，请填写';
    row.error('town', zh, 'nothing tells its town, neither a name nor a place: fill it in');
  }

  private async apply(tx: EntityManager, { added, changed }: Plan, actor: Actor): Promise<void> {
    const sealed = ({ username, password, ...values }: CameraDraftValues) =>
      username === undefined && password === undefined
        ? Promise.resolve({ ...values, credentials: undefined })
        : this.credentials
            .seal(values.code, { username: username ?? '', password: password ?? '' })
            .then((credentials) => ({ ...values, credentials }));
    const news = await Promise.all(added.map(({ values }) => sealed(values)));
    if (news.length > 0) await this.store.insert(tx, news, actor.username);
    const updates = await Promise.all(
      changed.map(async ({ values, held }) => ({ ...(await sealed(values)), id: held.id })),
    );
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
      name: 'camera.imported' as const,
      divisionPath,
      data: { ...counts, by: actor.username },
    }));
    await this.events.appendAll(tx, facts);
  }
}

function saysNothingNew({ username, password, ...values }: CameraDraftValues, held: StoredCamera): boolean {
  return username === undefined && password === undefined && isDeepStrictEqual(values, valuesOf(held));
}

/** The values of a row on top of what is held, by the contract; null with the row's errors told. */
function checked({ row, code, values }: CameraDraft, held?: StoredCamera): CameraDraftValues | null {
  const before = held ? valuesOf(held) : { mounting: NO_MOUNTING, state: 'active' as const };
  const merged = { ...before, ...values, code };
  const parsed = NewCamera.safeParse(merged);
  if (parsed.success) {
    const { username, password, ...rest } = parsed.data;
    return {
      ...rest,
      state: merged.state,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
    };
  }
  // What a cell could not tell was refused when it was read, and needs no second sentence.
  const { errors = [] } = refuseInvalid(parsed.error.issues, 'code');
  const keyOf = (path: string) => COLUMN_OF[path] ?? COLUMN_OF[path.split('.')[0]!] ?? path.split('.')[0]!;
  row.refuse(row.isRefused ? [] : errors, keyOf);
  return null;
}

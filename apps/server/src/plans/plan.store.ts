import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type NewPlan, type Page, type PlanQuery, type PlanState, type PlanView } from '#contracts';
import { Scope } from '../auth/scope.js';
import { decodeCursor, encodeCursor } from '../common/cursor.js';

/** PostgreSQL channel told of every plan that changed. */
export const PLANS_CHANNEL = 'plans';

/** What people can set of a plan. */
export type PlanValues = NewPlan & { state: PlanState };
/** A plan as it is stored, without what is computed from it. */
export type StoredPlan = Omit<PlanView, 'nextDays' | 'recurrenceZh' | 'recurrenceEn'>;

/** A route or scenario that a plan names. */
export interface NamedRow {
  id: string;
  code: string;
  divisionCode: string;
  path: string;
  homeDockSn: string | null;
}

interface PlanRow {
  view: StoredPlan;
  created_at: Date;
  updated_at: Date;
}

const TABLES = `plans p JOIN divisions d ON d.code = p.division_code JOIN routes m ON m.id = p.main_route_id
  LEFT JOIN routes b ON b.id = p.backup_route_id LEFT JOIN scenarios s ON s.id = p.scenario_id`;
const VIEW = `json_build_object('id', p.id, 'code', p.code, 'name', p.name, 'scenarioCode', s.code, 'mainRoute', m.code,
  'backupRoute', b.code, 'executor', p.executor, 'priority', p.priority, 'recurrence', p.recurrence,
  'firstDay', p.first_day, 'lastDay', p.last_day, 'window', json_build_object('from', p.window_from, 'to', p.window_to),
  'limits', p.limits, 'onHolidays', p.on_holidays, 'noFlyDays', p.no_fly_days, 'note', p.note, 'state', p.state,
  'approval', CASE WHEN p.approved_at IS NOT NULL
    THEN json_build_object('by', p.approved_by, 'at', p.approved_at, 'note', p.approval_note) END, 'divisionCode', p.division_code, 'divisionPath', d.path, 'version', p.version, 'updatedBy', p.updated_by) AS view,
  p.created_at, p.updated_at`;

/** Reads and writes the rows of patrol plans; what is allowed is decided in the service. */
@Injectable()
export class PlanStore {
  constructor(private readonly db: DataSource) {}

  /** A page of the plans of a division (by path) and below, by code. */
  async page(path: string, query: PlanQuery): Promise<Page<StoredPlan>> {
    const { where, values } = conditionsOf(path, query);
    const [after] = decodeCursor(query.cursor, 1) ?? [null];
    const next = values.length + 1;
    const [counted, rows]: [{ total: number }[], PlanRow[]] = await Promise.all([
      this.db.query(`SELECT count(*)::int AS total FROM ${TABLES} WHERE ${where}`, values),
      this.db.query(
        `SELECT ${VIEW} FROM ${TABLES} WHERE ${where} AND ($${next}::text IS NULL OR lower(p.code) > $${next})
         ORDER BY lower(p.code) LIMIT $${next + 1}`,
        [...values, after, query.limit + 1],
      ),
    ]);
    const items = rows.slice(0, query.limit).map(planOf);
    const more = rows.length > query.limit;
    return {
      items,
      total: counted[0]?.total ?? 0,
      nextCursor: more ? encodeCursor([items.at(-1)!.code.toLowerCase()]) : null,
    };
  }

  async find(id: string, tx: EntityManager = this.db.manager): Promise<StoredPlan | undefined> {
    const [row]: PlanRow[] = await tx.query(`SELECT ${VIEW} FROM ${TABLES} WHERE p.id = $1`, [id]);
    return row && planOf(row);
  }

  /** Every plan that makes tasks. */
  async active(): Promise<StoredPlan[]> {
    const rows: PlanRow[] = await this.db.query(
      `SELECT ${VIEW} FROM ${TABLES} WHERE p.state = 'active' ORDER BY lower(p.code)`,
    );
    return rows.map(planOf);
  }

  /** Notes that a locked plan was approved as it is; null: that it no longer is. */
  async approve(tx: EntityManager, id: string, approval: { by: string; note: string } | null): Promise<void> {
    await tx.query(
      `UPDATE plans SET approved_at = CASE WHEN $2::text IS NOT NULL THEN now() END, approved_by = $2, approval_note = $3
       WHERE id = $1`,
      [id, approval?.by ?? null, approval?.note ?? null],
    );
  }

  /** Wakes those who make tasks of plans, when the transaction commits. */
  async wake(tx: EntityManager, id: string): Promise<void> {
    await tx.query(`SELECT pg_notify('${PLANS_CHANNEL}', $1)`, [id]);
  }

  /** The plan, locked until the transaction ends. */
  async lock(tx: EntityManager, id: string): Promise<StoredPlan | undefined> {
    await tx.query('SELECT FROM plans WHERE id = $1 FOR UPDATE', [id]);
    return this.find(id, tx);
  }

  /** The route with this code, unless it is retired. */
  async route(code: string, tx: EntityManager): Promise<NamedRow | undefined> {
    const [row]: NamedRow[] = await tx.query(
      `SELECT r.id, r.code, r.division_code AS "divisionCode", d.path, r.home_dock_sn AS "homeDockSn"
       FROM routes r JOIN divisions d ON d.code = r.division_code WHERE lower(r.code) = lower($1) AND r.state <> 'retired'`,
      [code],
    );
    return row;
  }

  /** The id of the scenario with this code, unless it is retired. */
  async scenario(code: string, tx: EntityManager): Promise<string | undefined> {
    const [row]: { id: string }[] = await tx.query(
      `SELECT id FROM scenarios WHERE lower(code) = lower($1) AND state = 'active'`,
      [code],
    );
    return row?.id;
  }

  /** Adds a plan; null when the code is taken. */
  async insert(tx: EntityManager, plan: PlanValues, ids: PlanIds, by: string): Promise<string | null> {
    const columns = columnsOf(plan, ids, by);
    const names = ['code', ...Object.keys(columns)];
    const [row]: { id: string }[] = await tx.query(
      `INSERT INTO plans (${names.join(', ')}) VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')})
       ON CONFLICT (lower(code)) DO NOTHING RETURNING id`,
      [plan.code, ...Object.values(columns)],
    );
    return row?.id ?? null;
  }

  /** Writes a plan that is locked. */
  async update(tx: EntityManager, id: string, plan: PlanValues, ids: PlanIds, by: string): Promise<void> {
    const columns = columnsOf(plan, ids, by);
    const sets = Object.keys(columns).map((name, index) => `${name} = $${index + 2}`);
    await tx.query(`UPDATE plans SET ${sets.join(', ')}, version = version + 1, updated_at = now() WHERE id = $1`, [
      id,
      ...Object.values(columns),
    ]);
  }
}

/** What the codes of a plan stand for. */
export interface PlanIds {
  main: NamedRow;
  backup: NamedRow | null;
  scenarioId: string | null;
}

function columnsOf(plan: PlanValues, { main, backup, scenarioId }: PlanIds, by: string): Record<string, unknown> {
  return {
    name: plan.name,
    scenario_id: scenarioId,
    main_route_id: main.id,
    backup_route_id: backup?.id ?? null,
    executor: JSON.stringify(plan.executor),
    dock_sn: plan.executor.kind === 'dock' ? plan.executor.dockSn : null,
    division_code: main.divisionCode,
    priority: plan.priority,
    recurrence: plan.recurrence,
    first_day: plan.firstDay,
    last_day: plan.lastDay,
    window_from: plan.window.from,
    window_to: plan.window.to,
    limits: JSON.stringify(plan.limits),
    on_holidays: plan.onHolidays,
    no_fly_days: plan.noFlyDays,
    note: plan.note,
    state: plan.state,
    updated_by: by,
  };
}

function conditionsOf(path: string, query: PlanQuery): { where: string; values: unknown[] } {
  const inside = Scope.below(path, 'd.path', 1);
  const where = [inside.sql];
  const values: unknown[] = [inside.value];
  const add = (sql: (parameter: string) => string, value: unknown) => {
    values.push(value);
    where.push(sql(`$${values.length}`));
  };
  if (query.state === 'current') where.push(`p.state <> 'ended'`);
  else if (query.state !== 'all') add((value) => `p.state = ${value}`, query.state);
  if (query.dock) add((value) => `p.dock_sn = ${value}`, query.dock);
  if (query.scenario) add((value) => `lower(s.code) = lower(${value})`, query.scenario);
  if (query.search) {
    add(
      (value) => `strpos(lower(concat_ws(E'\\n', p.code, p.name, m.code, m.name)), lower(${value})) > 0`,
      query.search.trim(),
    );
  }
  return { where: where.join(' AND '), values };
}

function planOf({ view, created_at: createdAt, updated_at: updatedAt }: PlanRow): StoredPlan {
  const approval = view.approval && { ...view.approval, at: new Date(view.approval.at).toISOString() };
  return { ...view, approval, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}

import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import {
  type Page,
  type PlanLimits,
  type TaskBreakPoint,
  type TaskCountQuery,
  type TaskPriority,
  type TaskProgress,
  type TaskQuery,
  type TaskState,
} from '#contracts';
import { Scope } from '../auth/scope.js';
import { decodeCursor, encodeCursor } from '../common/cursor.js';
import { OPEN_TASK_STATES, type TaskCourse } from './task.course.js';
import { type TaskReason } from './task.reasons.js';
import { type StoredTask, taskOf, type TaskRow, TASK_COLUMNS, TASK_TABLES } from './task.rows.js';

/** What a new task is made of. */
export interface TaskValues {
  name: string;
  routeId: string;
  routeVersion: number;
  dockSn: string | null;
  aircraftSn: string | null;
  pilot: string | null;
  planId: string | null;
  planDay: string | null;
  backupRouteId: string | null;
  limits: PlanLimits | null;
  autoFallback: boolean;
  fallbackOf: string | null;
  fallbackReason: string | null;
  priority: TaskPriority;
  windowStart: string;
  windowEnd: string;
  note: string;
  continues: string | null;
  flightSeconds: number;
  returnHeight: number;
}

/** What changes beside the course. */
export interface TaskChange {
  /** Another time, by whom; in ms since 1970. */
  moved?: { windowStart: number; windowEnd: number; by: string };
  filing?: string;
  approvedBy?: string;
  waitReason?: StoredTask['waitReason'];
  progress?: TaskProgress;
  breakPoint?: TaskBreakPoint;
  mediaExpected?: number;
  /** Who takes a task of a mobile drone, and with which. */
  aircraftSn?: string;
  pilot?: string;
}

const OPEN = OPEN_TASK_STATES.map((state) => `'${state}'`).join(', ');

const REASON = `coalesce(t.wait_reason ->> 'reason', t.outcome ->> 'reason')`;

/** Reads and writes the rows of tasks; what may happen to one is the machine's. */
@Injectable()
export class TaskStore {
  constructor(private readonly db: DataSource) {}

  /** Newest window first. */
  async page(path: string, query: TaskQuery): Promise<Page<StoredTask>> {
    const { condition, values } = conditionOf(path, query);
    const [at, id] = decodeCursor(query.cursor, 2) ?? [null, null];
    const next = values.length;
    const [counted, rows]: [{ total: number }[], TaskRow[]] = await Promise.all([
      this.db.query(`SELECT count(*)::int AS total FROM ${TASK_TABLES} WHERE ${condition}`, values),
      this.db.query(
        `SELECT ${TASK_COLUMNS} FROM ${TASK_TABLES} WHERE ${condition}
           AND ($${next + 1}::timestamptz IS NULL OR (t.window_start, t.id) < ($${next + 1}, $${next + 2}::uuid))
         ORDER BY t.window_start DESC, t.id DESC LIMIT $${next + 3}`,
        [...values, at, id, query.limit + 1],
      ),
    ]);
    const items = rows.slice(0, query.limit).map(taskOf);
    const last = items.at(-1);
    const more = rows.length > query.limit && last;
    return {
      items,
      total: counted[0]?.total ?? 0,
      nextCursor: more ? encodeCursor([new Date(last.windowStart).toISOString(), last.id]) : null,
    };
  }

  /** How many there are of each state and of each reason, the most first. */
  async counts(
    path: string,
    query: TaskCountQuery,
  ): Promise<{ states: { state: TaskState; count: number }[]; reasons: { reason: TaskReason; count: number }[] }> {
    const { condition, values } = conditionOf(path, { ...query, state: 'all' });
    const counted = <Row>(what: string, as: string): Promise<Row[]> =>
      this.db.query(
        `SELECT ${what} AS ${as}, count(*)::int AS count FROM ${TASK_TABLES}
         WHERE ${condition} AND ${what} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1`,
        values,
      );
    const [states, reasons] = await Promise.all([
      counted<{ state: TaskState; count: number }>('t.state', 'state'),
      counted<{ reason: TaskReason; count: number }>(REASON, 'reason'),
    ]);
    return { states, reasons };
  }

  async find(id: string, tx: EntityManager = this.db.manager): Promise<StoredTask | undefined> {
    const [row]: TaskRow[] = await tx.query(`SELECT ${TASK_COLUMNS} FROM ${TASK_TABLES} WHERE t.id = $1`, [id]);
    return row && taskOf(row);
  }

  /** The task for a change: locked until the transaction ends. */
  async lock(tx: EntityManager, id: string): Promise<StoredTask | undefined> {
    const [row]: TaskRow[] = await tx.query(
      `SELECT ${TASK_COLUMNS} FROM ${TASK_TABLES} WHERE t.id = $1 FOR UPDATE OF t`,
      [id],
    );
    return row && taskOf(row);
  }

  /** The task that flies on from where this one was broken off, and may still or did; null: none. */
  async continuedBy(id: string, tx: EntityManager): Promise<string | null> {
    const [row]: { id: string }[] = await tx.query(
      'SELECT id FROM tasks WHERE continues = $1 AND (outcome IS NULL OR took_off_at IS NOT NULL) LIMIT 1',
      [id],
    );
    return row?.id ?? null;
  }

  /** Every task that has not ended, the most urgent and oldest first. */
  async open(): Promise<StoredTask[]> {
    const rows: TaskRow[] = await this.db.query(
      `SELECT ${TASK_COLUMNS} FROM ${TASK_TABLES} WHERE t.state IN (${OPEN})
       ORDER BY array_position(ARRAY['emergency', 'meeting', 'routine'], t.priority), t.window_start, t.id`,
    );
    return rows.map(taskOf);
  }

  async insert(tx: EntityManager, task: TaskValues, course: TaskCourse, by: string): Promise<string> {
    const [row]: { id: string }[] = await tx.query(
      `INSERT INTO tasks (name, route_id, route_version, dock_sn, priority, window_start, window_end, note, continues,
         flight_seconds, return_height, state, since, created_by, executor, aircraft_sn, pilot, plan_id, plan_day,
         backup_route_id, limits, auto_fallback, fallback_of, fallback_reason)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
         $24) RETURNING id`,
      [
        task.name,
        task.routeId,
        task.routeVersion,
        task.dockSn,
        task.priority,
        task.windowStart,
        task.windowEnd,
        task.note,
        task.continues,
        task.flightSeconds,
        task.returnHeight,
        course.state,
        new Date(course.since),
        by,
        task.dockSn === null ? 'mobile' : 'dock',
        task.aircraftSn,
        task.pilot,
        task.planId,
        task.planDay,
        task.backupRouteId,
        jsonOf(task.limits),
        task.autoFallback,
        task.fallbackOf,
        task.fallbackReason,
      ],
    );
    return row!.id;
  }

  /** Writes the course of a locked task, and what changes beside it. Called by the one method that moves tasks. */
  async update(tx: EntityManager, id: string, course: TaskCourse, change: TaskChange): Promise<void> {
    await tx.query(
      `UPDATE tasks SET state = $2, since = $3, execute_sent_at = $4, started_at = $5, took_off_at = $6,
         cancel_requested_at = $7, cancel_requested_by = $8, device_word = $9, outcome = $10,
         filing = coalesce($11, filing), approved_by = coalesce($12, approved_by),
         wait_reason = CASE WHEN $13 THEN $14::jsonb ELSE wait_reason END, progress = coalesce($15, progress),
         break_point = coalesce($16, break_point), media_expected = coalesce($17, media_expected),
         window_start = coalesce($18, window_start), window_end = coalesce($19, window_end),
         moved_by = coalesce($20, moved_by), aircraft_sn = coalesce($21, aircraft_sn), pilot = coalesce($22, pilot)
       WHERE id = $1`,
      [
        id,
        course.state,
        new Date(course.since),
        dateOf(course.executeSentAt),
        dateOf(course.startedAt),
        dateOf(course.tookOffAt),
        dateOf(course.cancelRequestedAt),
        course.cancelRequestedBy,
        course.deviceWord,
        jsonOf(course.outcome),
        change.filing ?? null,
        change.approvedBy ?? null,
        change.waitReason !== undefined,
        jsonOf(change.waitReason),
        jsonOf(change.progress),
        jsonOf(change.breakPoint),
        change.mediaExpected ?? null,
        dateOf(change.moved?.windowStart ?? null),
        dateOf(change.moved?.windowEnd ?? null),
        change.moved?.by ?? null,
        change.aircraftSn ?? null,
        change.pilot ?? null,
      ],
    );
  }
}

/** What a query asks for, within a division. */
function conditionOf(
  path: string,
  query: TaskCountQuery & Pick<TaskQuery, 'state' | 'reason'>,
): { condition: string; values: unknown[] } {
  const inside = Scope.below(path, 'd.path', 1);
  const where = [inside.sql];
  const values: unknown[] = [inside.value];
  const add = (sql: (parameter: string) => string, value: unknown) => {
    values.push(value);
    where.push(sql(`$${values.length}`));
  };
  if (query.state === 'open') where.push(`t.state IN (${OPEN})`);
  else if (query.state === 'ended') where.push(`t.state NOT IN (${OPEN})`);
  else if (query.state !== 'all') add((value) => `t.state = ${value}`, query.state);
  if (query.dock) add((value) => `t.dock_sn = ${value}`, query.dock);
  if (query.route) add((value) => `t.route_id = ${value}`, query.route);
  if (query.reason) add((value) => `${REASON} = ${value}`, query.reason);
  if (query.from) add((value) => `t.window_end >= ${value}`, query.from);
  if (query.to) add((value) => `t.window_start <= ${value}`, query.to);
  return { condition: where.join(' AND '), values };
}

function dateOf(at: number | null): Date | null {
  return at === null ? null : new Date(at);
}

function jsonOf(value: object | null | undefined): string | null {
  return value ? JSON.stringify(value) : null;
}

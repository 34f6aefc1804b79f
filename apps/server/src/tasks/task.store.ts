import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import {
  type Page,
  type TaskBreakPoint,
  type TaskMediaCount,
  type TaskPriority,
  type TaskProgress,
  type TaskQuery,
} from '#contracts';
import { Scope } from '../auth/scope.js';
import { decodeCursor, encodeCursor } from '../common/cursor.js';
import { OPEN_TASK_STATES, type TaskCourse, type TaskOutcome } from './task.course.js';
import { type TaskReason } from './task.reasons.js';

/** A task as it is stored, beside names that belong to it. Times in ms since 1970. */
export interface StoredTask {
  id: string;
  name: string;
  routeId: string;
  routeCode: string;
  routeName: string;
  routeVersion: number;
  routeMd5: string;
  dockSn: string;
  dockName: string;
  divisionPath: string;
  priority: TaskPriority;
  windowStart: number;
  windowEnd: number;
  note: string;
  filing: string | null;
  course: TaskCourse;
  waitReason: { reason: TaskReason; deviceCode: number | null } | null;
  progress: TaskProgress | null;
  breakPoint: TaskBreakPoint | null;
  mediaExpected: number | null;
  /** Null until its files are counted. */
  media: TaskMediaCount | null;
  flightSeconds: number;
  /** Metres above take-off. */
  returnHeight: number;
  continues: string | null;
  createdAt: number;
  createdBy: string;
  approvedBy: string | null;
}

/** What a new task is made of. */
export interface TaskValues {
  name: string;
  routeId: string;
  routeVersion: number;
  dockSn: string;
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
  filing?: string;
  approvedBy?: string;
  waitReason?: StoredTask['waitReason'];
  progress?: TaskProgress;
  breakPoint?: TaskBreakPoint;
  mediaExpected?: number;
}

interface TaskRow {
  id: string;
  name: string;
  route_id: string;
  route_code: string;
  route_name: string;
  route_version: number;
  route_md5: string;
  dock_sn: string;
  dock_name: string;
  division_path: string;
  priority: TaskPriority;
  window_start: Date;
  window_end: Date;
  note: string;
  filing: string | null;
  state: TaskCourse['state'];
  since: Date;
  execute_sent_at: Date | null;
  started_at: Date | null;
  took_off_at: Date | null;
  cancel_requested_at: Date | null;
  cancel_requested_by: string | null;
  device_word: string | null;
  outcome: TaskOutcome | null;
  wait_reason: StoredTask['waitReason'];
  progress: TaskProgress | null;
  break_point: TaskBreakPoint | null;
  media_expected: number | null;
  media: TaskMediaCount | null;
  flight_seconds: number;
  return_height: number;
  continues: string | null;
  created_at: Date;
  created_by: string;
  approved_by: string | null;
}

const SELECT = `SELECT t.*, r.code AS route_code, r.name AS route_name, v.md5 AS route_md5, k.name AS dock_name,
  d.path AS division_path, CASE WHEN m.counted_at IS NOT NULL THEN json_build_object('expected', m.expected,
    'received', m.received, 'missing', jsonb_array_length(m.missing), 'settled', m.settled_at IS NOT NULL) END AS media`;
const TABLES = `tasks t JOIN routes r ON r.id = t.route_id
  JOIN route_versions v ON v.route_id = t.route_id AND v.number = t.route_version
  JOIN devices k ON k.sn = t.dock_sn JOIN divisions d ON d.code = k.division_code
  LEFT JOIN task_media m ON m.task_id = t.id`;
const OPEN = OPEN_TASK_STATES.map((state) => `'${state}'`).join(', ');

/** Reads and writes the rows of tasks; what may happen to one is the machine's. */
@Injectable()
export class TaskStore {
  constructor(private readonly db: DataSource) {}

  /** Newest window first. */
  async page(path: string, query: TaskQuery): Promise<Page<StoredTask>> {
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
    if (query.from) add((value) => `t.window_end >= ${value}`, query.from);
    if (query.to) add((value) => `t.window_start <= ${value}`, query.to);
    const condition = where.join(' AND ');
    const [at, id] = decodeCursor(query.cursor, 2) ?? [null, null];
    const next = values.length;
    const [counted, rows]: [{ total: number }[], TaskRow[]] = await Promise.all([
      this.db.query(`SELECT count(*)::int AS total FROM ${TABLES} WHERE ${condition}`, values),
      this.db.query(
        `${SELECT} FROM ${TABLES} WHERE ${condition}
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

  async find(id: string, tx: EntityManager = this.db.manager): Promise<StoredTask | undefined> {
    const [row]: TaskRow[] = await tx.query(`${SELECT} FROM ${TABLES} WHERE t.id = $1`, [id]);
    return row && taskOf(row);
  }

  /** The task for a change: locked until the transaction ends. */
  async lock(tx: EntityManager, id: string): Promise<StoredTask | undefined> {
    const [row]: TaskRow[] = await tx.query(`${SELECT} FROM ${TABLES} WHERE t.id = $1 FOR UPDATE OF t`, [id]);
    return row && taskOf(row);
  }

  /** Every task that has not ended, the most urgent and oldest first. */
  async open(): Promise<StoredTask[]> {
    const rows: TaskRow[] = await this.db.query(
      `${SELECT} FROM ${TABLES} WHERE t.state IN (${OPEN})
       ORDER BY array_position(ARRAY['emergency', 'meeting', 'routine'], t.priority), t.window_start, t.id`,
    );
    return rows.map(taskOf);
  }

  async insert(tx: EntityManager, task: TaskValues, course: TaskCourse, by: string): Promise<string> {
    const [row]: { id: string }[] = await tx.query(
      `INSERT INTO tasks (name, route_id, route_version, dock_sn, priority, window_start, window_end, note, continues,
         flight_seconds, return_height, state, since, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id`,
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
         break_point = coalesce($16, break_point), media_expected = coalesce($17, media_expected)
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
      ],
    );
  }
}

function dateOf(at: number | null): Date | null {
  return at === null ? null : new Date(at);
}

function jsonOf(value: object | null | undefined): string | null {
  return value ? JSON.stringify(value) : null;
}

function timeOf(date: Date | null): number | null {
  return date?.getTime() ?? null;
}

function taskOf(row: TaskRow): StoredTask {
  return {
    id: row.id,
    name: row.name,
    routeId: row.route_id,
    routeCode: row.route_code,
    routeName: row.route_name,
    routeVersion: row.route_version,
    routeMd5: row.route_md5,
    dockSn: row.dock_sn,
    dockName: row.dock_name,
    divisionPath: row.division_path,
    priority: row.priority,
    windowStart: row.window_start.getTime(),
    windowEnd: row.window_end.getTime(),
    note: row.note,
    filing: row.filing,
    course: {
      state: row.state,
      since: row.since.getTime(),
      executeSentAt: timeOf(row.execute_sent_at),
      startedAt: timeOf(row.started_at),
      tookOffAt: timeOf(row.took_off_at),
      cancelRequestedAt: timeOf(row.cancel_requested_at),
      cancelRequestedBy: row.cancel_requested_by,
      deviceWord: row.device_word,
      outcome: row.outcome,
    },
    waitReason: row.wait_reason,
    progress: row.progress,
    breakPoint: row.break_point,
    mediaExpected: row.media_expected,
    media: row.media,
    flightSeconds: row.flight_seconds,
    returnHeight: row.return_height,
    continues: row.continues,
    createdAt: row.created_at.getTime(),
    createdBy: row.created_by,
    approvedBy: row.approved_by,
  };
}

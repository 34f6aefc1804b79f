import {
  type PlanLimits,
  type TaskBreakPoint,
  type TaskMediaCount,
  type TaskPriority,
  type TaskProgress,
} from '#contracts';
import { type TaskCourse, type TaskOutcome } from './task.course.js';
import { type Hold } from './task.hold.js';

/** A task as it is stored, beside names that belong to it. Times in ms since 1970. */
export interface StoredTask {
  id: string;
  name: string;
  routeId: string;
  routeCode: string;
  routeName: string;
  routeVersion: number;
  routeMd5: string;
  plan: { id: string; code: string; name: string; day: string } | null;
  executor: 'dock' | 'mobile';
  /** Null: a mobile drone flies it. */
  dockSn: string | null;
  dockName: string | null;
  /** The mobile drone; null: any. */
  aircraftSn: string | null;
  aircraftName: string | null;
  /** User name; null: whoever takes it. */
  pilot: string | null;
  backupRoute: { id: string; code: string; name: string } | null;
  limits: PlanLimits | null;
  autoFallback: boolean;
  fallbackOf: string | null;
  fallbackReason: string | null;
  divisionPath: string;
  priority: TaskPriority;
  windowStart: number;
  windowEnd: number;
  note: string;
  filing: string | null;
  course: TaskCourse;
  waitReason: Hold | null;
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

/** A row as it is read. */
export interface TaskRow {
  id: string;
  name: string;
  route_id: string;
  route_code: string;
  route_name: string;
  route_version: number;
  route_md5: string;
  plan: StoredTask['plan'];
  executor: StoredTask['executor'];
  dock_sn: string | null;
  dock_name: string | null;
  aircraft_sn: string | null;
  aircraft_name: string | null;
  pilot: string | null;
  backup_route: StoredTask['backupRoute'];
  limits: PlanLimits | null;
  auto_fallback: boolean;
  fallback_of: string | null;
  fallback_reason: string | null;
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

/** What is read of a task, beside names that belong to it. */
export const TASK_COLUMNS = `t.*, r.code AS route_code, r.name AS route_name, v.md5 AS route_md5, k.name AS dock_name,
  d.path AS division_path, a.name AS aircraft_name,
  CASE WHEN p.id IS NOT NULL
    THEN json_build_object('id', p.id, 'code', p.code, 'name', p.name, 'day', t.plan_day) END AS plan,
  CASE WHEN b.id IS NOT NULL THEN json_build_object('id', b.id, 'code', b.code, 'name', b.name) END AS backup_route,
  CASE WHEN m.counted_at IS NOT NULL THEN json_build_object('expected', m.expected,
    'received', m.received, 'missing', jsonb_array_length(m.missing), 'settled', m.settled_at IS NOT NULL) END AS media`;
export const TASK_TABLES = `tasks t JOIN routes r ON r.id = t.route_id
  JOIN route_versions v ON v.route_id = t.route_id AND v.number = t.route_version
  LEFT JOIN devices k ON k.sn = t.dock_sn LEFT JOIN devices a ON a.sn = t.aircraft_sn
  JOIN divisions d ON d.code = coalesce(k.division_code, r.division_code)
  LEFT JOIN plans p ON p.id = t.plan_id LEFT JOIN routes b ON b.id = t.backup_route_id
  LEFT JOIN task_media m ON m.task_id = t.id`;
/** The task of a row. */
export function taskOf(row: TaskRow): StoredTask {
  return {
    id: row.id,
    name: row.name,
    routeId: row.route_id,
    routeCode: row.route_code,
    routeName: row.route_name,
    routeVersion: row.route_version,
    routeMd5: row.route_md5,
    plan: row.plan,
    executor: row.executor,
    dockSn: row.dock_sn,
    dockName: row.dock_name,
    aircraftSn: row.aircraft_sn,
    aircraftName: row.aircraft_name,
    pilot: row.pilot,
    backupRoute: row.backup_route,
    limits: row.limits,
    autoFallback: row.auto_fallback,
    fallbackOf: row.fallback_of,
    fallbackReason: row.fallback_reason,
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

function timeOf(date: Date | null): number | null {
  return date?.getTime() ?? null;
}

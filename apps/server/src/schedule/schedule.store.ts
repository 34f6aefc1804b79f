import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type PlanLimits, type PlanPriority, type PlanWindow, type TaskState } from '#contracts';
import { Scope } from '../auth/scope.js';

/** A dock or mobile drone as a line of the chart. */
export interface ScheduledExecutor {
  executor: 'dock' | 'mobile';
  sn: string;
  name: string;
  divisionPath: string;
  presence: string | null;
}

/** A task as a bar of the chart. */
export interface ScheduledRow {
  id: string;
  name: string;
  route: { id: string; code: string; name: string };
  plan: { id: string; code: string; name: string } | null;
  priority: PlanPriority;
  state: TaskState;
  dockSn: string | null;
  aircraftSn: string | null;
  divisionPath: string;
  /** Take-off: as it was, or as planned. */
  startAt: Date;
  /** When it ended, if it did. */
  endedAt: Date | null;
  windowEnd: Date;
  flightSeconds: number;
  /** Percent of a full battery. */
  batteryPercent: number;
  startSent: boolean;
}

/** What a move of a task is held against. */
export interface MovedTask {
  routeCode: string;
  routeName: string;
  flightSeconds: number;
  batteryPercent: number;
  limits: PlanLimits | null;
  window: PlanWindow | null;
  noFlyDays: string[];
}

const TABLES = `tasks t JOIN routes r ON r.id = t.route_id
  JOIN route_versions v ON v.route_id = t.route_id AND v.number = t.route_version
  LEFT JOIN devices k ON k.sn = t.dock_sn JOIN divisions d ON d.code = coalesce(k.division_code, r.division_code)
  LEFT JOIN plans p ON p.id = t.plan_id`;
const BATTERY = `coalesce((v.report -> 'estimate' ->> 'batteryPercent')::float8, 100) AS "batteryPercent"`;

/** Reads what the chart of days shows. */
@Injectable()
export class ScheduleStore {
  constructor(private readonly db: DataSource) {}

  /** The docks and mobile drones of a division (by path) and below, docks first, by name. */
  async executors(path: string): Promise<ScheduledExecutor[]> {
    const inside = Scope.below(path, 'v.path', 1);
    return this.db.query(
      `SELECT CASE d.kind WHEN 'dock' THEN 'dock' ELSE 'mobile' END AS executor, d.sn, d.name, v.path AS "divisionPath",
         p.state AS presence
       FROM devices d JOIN divisions v ON v.code = d.division_code LEFT JOIN device_presence p ON p.sn = d.sn
       WHERE ${inside.sql} AND d.status = 'registered' AND (d.kind = 'dock' OR (d.kind = 'aircraft' AND d.role <> 'fixed'))
       ORDER BY d.kind <> 'dock', d.name, d.sn`,
      [inside.value],
    );
  }

  /** The tasks of a division (by path) and below that may touch these times; those that were called off before are left out. */
  async tasks(path: string, from: Date, to: Date): Promise<ScheduledRow[]> {
    const inside = Scope.below(path, 'd.path', 1);
    return this.db.query(
      `SELECT t.id, t.name, json_build_object('id', r.id, 'code', r.code, 'name', r.name) AS route,
         CASE WHEN p.id IS NOT NULL THEN json_build_object('id', p.id, 'code', p.code, 'name', p.name) END AS plan,
         t.priority, t.state, t.dock_sn AS "dockSn", t.aircraft_sn AS "aircraftSn", d.path AS "divisionPath",
         coalesce(t.took_off_at, t.started_at, t.window_start) AS "startAt",
         CASE WHEN t.outcome IS NOT NULL THEN t.since END AS "endedAt", t.window_end AS "windowEnd",
         ceil(t.flight_seconds)::int AS "flightSeconds", ${BATTERY}, t.execute_sent_at IS NOT NULL AS "startSent"
       FROM ${TABLES}
       WHERE ${inside.sql} AND t.window_start < $3 AND t.window_end > $2::timestamptz - interval '3 hours'
         AND (t.state <> 'canceled' OR t.took_off_at IS NOT NULL)
       ORDER BY "startAt", t.id`,
      [inside.value, from, to],
    );
  }

  /** What the wish to move a task is made of. */
  async moved(taskId: string): Promise<MovedTask | undefined> {
    const [row]: MovedTask[] = await this.db.query(
      `SELECT r.code AS "routeCode", r.name AS "routeName", ceil(t.flight_seconds)::int AS "flightSeconds", ${BATTERY}, t.limits,
         CASE WHEN p.id IS NOT NULL THEN json_build_object('from', p.window_from, 'to', p.window_to) END AS "window",
         ARRAY(SELECT to_char(day, 'YYYY-MM-DD') FROM unnest(p.no_fly_days) AS day) AS "noFlyDays"
       FROM ${TABLES} WHERE t.id = $1`,
      [taskId],
    );
    return row;
  }
}

import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type TaskState } from '#contracts';
import { Scope } from '../auth/scope.js';

/** A task of the day as the sheet tells of it. */
export interface FiledTask {
  id: string;
  name: string;
  state: TaskState;
  routeCode: string;
  routeName: string;
  dockName: string | null;
  aircraftName: string | null;
  aircraftModel: string | null;
  windowStart: Date;
  windowEnd: Date;
  flightSeconds: number;
  /** Greatest height above ground, metres; null: nobody knows the ground or the dock. */
  highest: { metres: number; basis: 'measured' | 'assumed' } | null;
  waypoints: number;
  /** West, south, east, north of the waypoints, WGS84. */
  bbox: [number, number, number, number] | null;
}

/** Reads the tasks of a filing sheet. */
@Injectable()
export class FilingSheetStore {
  constructor(private readonly db: DataSource) {}

  /** The tasks of a division (by path) and below whose window begins within these times, and that have not come to nothing. */
  async tasks(path: string, from: Date, to: Date): Promise<FiledTask[]> {
    const inside = Scope.below(path, 'd.path', 1);
    return this.db.query(
      `SELECT t.id, t.name, t.state, r.code AS "routeCode", r.name AS "routeName", k.name AS "dockName",
         a.name AS "aircraftName", a.model_key AS "aircraftModel", t.window_start AS "windowStart",
         t.window_end AS "windowEnd", t.flight_seconds AS "flightSeconds", v.report -> 'highest' AS highest,
         v.waypoints, v.bbox
       FROM tasks t JOIN routes r ON r.id = t.route_id
       JOIN route_versions v ON v.route_id = t.route_id AND v.number = t.route_version
       LEFT JOIN devices k ON k.sn = t.dock_sn JOIN divisions d ON d.code = coalesce(k.division_code, r.division_code)
       LEFT JOIN LATERAL (SELECT name, model_key FROM devices WHERE kind = 'aircraft'
         AND (sn = t.aircraft_sn OR (t.aircraft_sn IS NULL AND parent_sn = t.dock_sn)) ORDER BY sn LIMIT 1) a ON true
       WHERE ${inside.sql} AND t.window_start >= $2 AND t.window_start < $3
         AND (t.outcome IS NULL OR t.took_off_at IS NOT NULL)
       ORDER BY t.window_start, t.id`,
      [inside.value, from, to],
    );
  }
}

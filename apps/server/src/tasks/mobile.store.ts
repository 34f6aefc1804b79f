import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type GeoPoint } from '#geo';

/** Minutes before its window from which a pilot may take a task, and a take-off counts for it. */
const EARLY_MINUTES = 60;
/** Degrees, some 2 km, around a route from where a pilot takes off. */
const NEAR = 0.02;

/** A person or a guest who flies. */
export interface FlyingPilot {
  /** Names that a task may give for the pilot. */
  names: readonly string[];
  /** The drones under the controller; empty: nobody knows which. */
  aircraft: readonly string[];
  path: string;
}

/** Reads the tasks of pilots and their mobile drones. */
@Injectable()
export class MobileStore {
  constructor(private readonly db: DataSource) {}

  /** Ids of tasks that a pilot may fly now or soon, the earliest first; `routeId` null: of any route. */
  async waitingFor(
    { names, aircraft, path }: FlyingPilot,
    routeId: string | null,
    now: Date,
  ): Promise<{ id: string; routeId: string; state: string }[]> {
    return this.db.query(
      `SELECT t.id, t.route_id AS "routeId", t.state FROM tasks t JOIN routes r ON r.id = t.route_id
       JOIN divisions d ON d.code = r.division_code
       WHERE t.executor = 'mobile' AND t.state IN ('queued', 'ready') AND t.window_end > $1
         AND t.window_start <= $1::timestamptz + make_interval(mins => $2)
         AND (t.pilot IS NULL OR t.pilot = ANY ($3::text[]))
         AND (t.aircraft_sn IS NULL OR cardinality($4::text[]) = 0 OR t.aircraft_sn = ANY ($4::text[]))
         AND ($5::uuid IS NULL OR t.route_id = $5) AND (d.path = $6 OR starts_with(d.path, $6 || '/'))
       ORDER BY t.window_start, t.id`,
      [now, EARLY_MINUTES, names, aircraft, routeId, path],
    );
  }

  /** Another task that this drone flies or was taken for; null: none. */
  async busyWith(aircraftSn: string, taskId: string, tx: EntityManager): Promise<string | null> {
    const [row]: { name: string }[] = await tx.query(
      `SELECT name FROM tasks WHERE aircraft_sn = $1 AND id <> $2 AND state IN ('ready', 'in_progress', 'paused') LIMIT 1`,
      [aircraftSn, taskId],
    );
    return row?.name ?? null;
  }

  /** The task that a take-off begins, by drone, time and place: one that was taken before one that names the drone. */
  async begunBy(aircraftSn: string, place: GeoPoint | null, at: Date, tx: EntityManager): Promise<string | null> {
    const [row]: { id: string }[] = await tx.query(
      `SELECT t.id FROM tasks t JOIN route_versions v ON v.route_id = t.route_id AND v.number = t.route_version
       WHERE t.executor = 'mobile' AND t.aircraft_sn = $1 AND t.state IN ('queued', 'ready')
         AND t.window_start <= $2::timestamptz + make_interval(mins => $3) AND t.window_end > $2
         AND (($4::float8 IS NULL AND t.state = 'ready') OR v.bbox IS NULL
           OR ($4 BETWEEN v.bbox[1] - $6 AND v.bbox[3] + $6 AND $5 BETWEEN v.bbox[2] - $6 AND v.bbox[4] + $6))
       ORDER BY (t.state = 'ready') DESC, t.window_start, t.id LIMIT 1`,
      [aircraftSn, at, EARLY_MINUTES, place?.longitude ?? null, place?.latitude ?? null, NEAR],
    );
    return row?.id ?? null;
  }

  /** The task that a drone flies; null: none. */
  async flownBy(aircraftSn: string, tx: EntityManager): Promise<string | null> {
    const [row]: { id: string }[] = await tx.query(
      `SELECT id FROM tasks WHERE executor = 'mobile' AND aircraft_sn = $1 AND state IN ('in_progress', 'paused')
       ORDER BY took_off_at DESC LIMIT 1`,
      [aircraftSn],
    );
    return row?.id ?? null;
  }

  /** Tasks whose drone has landed and whose end is not decided. */
  async landed(): Promise<string[]> {
    const rows: { id: string }[] = await this.db.query(
      `SELECT id FROM tasks WHERE executor = 'mobile' AND state IN ('in_progress', 'paused') AND device_word = 'landed'`,
    );
    return rows.map(({ id }) => id);
  }

  /** Where a drone was between two times, with the times in ms since 1970. */
  async track(aircraftSn: string, from: Date, to: Date): Promise<(GeoPoint & { at: number })[]> {
    const rows: (GeoPoint & { at: Date })[] = await this.db.query(
      `SELECT longitude, latitude, received_at AS at FROM telemetry_points
       WHERE sn = $1 AND received_at BETWEEN $2 AND $3 AND longitude IS NOT NULL ORDER BY received_at`,
      [aircraftSn, from, to],
    );
    return rows.map(({ at, ...place }) => ({ ...place, at: at.getTime() }));
  }
}

import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Cadence } from '#contracts';
import { Scope } from '../auth/scope.js';

/** An approved route of a dock. */
export interface KnownRoute {
  code: string;
  name: string;
  dockSn: string;
  flightSeconds: number;
  batteryPercent: number;
  /** Codes of the feature points and scenarios it is registered with. */
  points: string[];
  scenarios: string[];
  backupOf: string | null;
  /** The newest flight of it that was done. */
  lastFlown: Date | null;
}

export interface KnownDock {
  sn: string;
  name: string;
  longitude: number | null;
  latitude: number | null;
  presence: string | null;
}

/** A scenario with what it aims at: codes of feature points, paths of divisions. */
export interface KnownScenario {
  code: string;
  name: string;
  cadence: Cadence;
  points: { code: string; name: string }[];
  paths: string[];
}

/** An open task, or one that is over but on the days that are asked for. */
export interface KnownTask {
  id: string;
  name: string;
  /** Of its division. */
  path: string;
  /** The dock, or the mobile drone by its serial number; null: any mobile drone. */
  dockSn: string | null;
  routeCode: string;
  startAt: Date;
  flightSeconds: number;
  batteryPercent: number;
}

/** Reads what a proposal is made of. */
@Injectable()
export class ProposalStore {
  constructor(private readonly db: DataSource) {}

  /** The approved routes of a division (by path) and below that have a dock and an estimate. */
  async routes(path: string): Promise<KnownRoute[]> {
    const inside = Scope.below(path, 'd.path', 1);
    return this.db.query(
      `SELECT r.code, r.name, r.home_dock_sn AS "dockSn",
         ceil((v.report -> 'estimate' ->> 'flightSeconds')::float8)::int AS "flightSeconds",
         (v.report -> 'estimate' ->> 'batteryPercent')::float8 AS "batteryPercent",
         ARRAY(SELECT p.code FROM route_points aim JOIN feature_points p ON p.id = aim.point_id WHERE aim.route_id = r.id) AS points,
         ARRAY(SELECT s.code FROM route_scenarios aim JOIN scenarios s ON s.id = aim.scenario_id WHERE aim.route_id = r.id) AS scenarios,
         CASE WHEN r.role = 'backup' THEN partner.code END AS "backupOf",
         (SELECT max(coalesce(t.took_off_at, t.window_start)) FROM tasks t WHERE t.route_id = r.id AND t.state = 'ok') AS "lastFlown"
       FROM routes r JOIN divisions d ON d.code = r.division_code
       JOIN route_versions v ON v.route_id = r.id AND v.state = 'approved'
       JOIN devices dock ON dock.sn = r.home_dock_sn AND dock.kind = 'dock'
       LEFT JOIN routes partner ON partner.id = r.partner_id
       WHERE ${inside.sql} AND r.state = 'approved' AND v.report -> 'estimate' ->> 'flightSeconds' IS NOT NULL
       ORDER BY lower(r.code)`,
      [inside.value],
    );
  }

  async docks(sns: readonly string[]): Promise<KnownDock[]> {
    return this.db.query(
      `SELECT d.sn, d.name, d.longitude, d.latitude, p.state AS presence
       FROM devices d LEFT JOIN device_presence p ON p.sn = d.sn WHERE d.sn = ANY ($1::text[]) ORDER BY d.sn`,
      [sns],
    );
  }

  /** The scenarios that are flown again and again. */
  async scenarios(codes: readonly string[]): Promise<KnownScenario[]> {
    return this.db.query(
      `SELECT s.code, s.name, s.cadence,
         coalesce((SELECT json_agg(json_build_object('code', p.code, 'name', p.name) ORDER BY p.code)
           FROM scenario_points aim JOIN feature_points p ON p.id = aim.point_id
           WHERE aim.scenario_id = s.id AND p.state = 'active'), '[]') AS points,
         ARRAY(SELECT v.path FROM scenario_divisions aim JOIN divisions v ON v.code = aim.division_code
           WHERE aim.scenario_id = s.id) AS paths
       FROM scenarios s WHERE s.state = 'active' AND s.cadence IS NOT NULL AND s.code = ANY ($1::text[]) ORDER BY lower(s.code)`,
      [codes],
    );
  }

  /** When each feature point was last pictured, by code. */
  async pictured(): Promise<Map<string, Date>> {
    const rows: { code: string; at: Date }[] = await this.db.query(
      `SELECT p.code, max(f.taken_at) AS at FROM media_files f JOIN feature_points p ON p.id = f.feature_point_id
       WHERE f.state = 'ingested' AND f.taken_at <= now() GROUP BY p.code`,
    );
    return new Map(rows.map(({ code, at }) => [code, at]));
  }

  /** The flight of an approved route, also of one without a dock, which has no estimate; undefined: it is not approved. */
  async flight(
    code: string,
  ): Promise<Pick<KnownRoute, 'code' | 'name' | 'flightSeconds' | 'batteryPercent'> | undefined> {
    const [row] = await this.db.query(
      `SELECT r.code, r.name, coalesce(ceil((v.report -> 'estimate' ->> 'flightSeconds')::float8)::int, 1800) AS "flightSeconds",
         coalesce((v.report -> 'estimate' ->> 'batteryPercent')::float8, 100) AS "batteryPercent"
       FROM routes r JOIN route_versions v ON v.route_id = r.id AND v.state = 'approved'
       WHERE lower(r.code) = lower($1) AND r.state = 'approved'`,
      [code],
    );
    return row;
  }

  /** The route with this code. */
  async routeId(code: string): Promise<string | undefined> {
    const [row]: { id: string }[] = await this.db.query('SELECT id FROM routes WHERE lower(code) = lower($1)', [code]);
    return row?.id;
  }

  /** The approved route that stands in for this one; null: none does. */
  async backupOf(code: string): Promise<string | null> {
    const [row]: { id: string }[] = await this.db.query(
      `SELECT b.id FROM routes r JOIN routes b ON b.id = r.partner_id
       WHERE lower(r.code) = lower($1) AND b.role = 'backup' AND b.state = 'approved'`,
      [code],
    );
    return row?.id ?? null;
  }

  /** The tasks that begin within these times and have not come to nothing. */
  async tasks(from: Date, to: Date): Promise<KnownTask[]> {
    return this.db.query(
      `SELECT t.id, t.name, coalesce(t.dock_sn, t.aircraft_sn) AS "dockSn", r.code AS "routeCode", 
         coalesce(t.took_off_at, t.window_start) AS "startAt", d.path,
         ceil(t.flight_seconds)::int AS "flightSeconds", coalesce((v.report -> 'estimate' ->> 'batteryPercent')::float8, 100) AS "batteryPercent"
       FROM tasks t JOIN routes r ON r.id = t.route_id JOIN divisions d ON d.code = r.division_code
       JOIN route_versions v ON v.route_id = t.route_id AND v.number = t.route_version
       WHERE t.window_start >= $1 AND t.window_start < $2 AND (t.outcome IS NULL OR t.state IN ('ok', 'partially_done'))
       ORDER BY t.window_start, t.id`,
      [from, to],
    );
  }
}

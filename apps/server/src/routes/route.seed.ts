import { createHash } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Refusal } from '../common/refusal.js';
import { COUNTY, type County, type CountyRoute } from '../county/county.js';
import { demonstrationFleet } from '../county/demonstration-fleet.js';
import { RouteVersionStore } from './route-version.store.js';
import { RouteVersionsService } from './route-versions.service.js';

/** What loading the routes of a folder changed. */
export interface RouteSeedResult {
  /** False when the routes of this very folder were loaded before. */
  loaded: boolean;
  /** Routes that are new, and versions, which old routes get too when their file is another one. */
  routes: number;
  versions: number;
}

/** Transaction lock of whoever loads routes; any number that no other lock has. */
const LOAD_LOCK = 7_043_202;

const list = (column: string) => `ARRAY(SELECT json_array_elements_text(row.${column}))`;

/**
 * Loads the routes of the county's folder, once for each content, after the rest of the folder. A route whose file passes
 * the checks is approved by nobody: it came with the folder. One that breaks a rule is a draft, and the log says why.
 * What people changed or made is left alone.
 */
@Injectable()
export class RouteSeed {
  private readonly log = new Logger(RouteSeed.name);

  constructor(
    private readonly db: DataSource,
    @Inject(COUNTY) private readonly county: County,
    private readonly versions: RouteVersionsService,
    private readonly rows: RouteVersionStore,
  ) {}

  load(): Promise<RouteSeedResult> {
    return this.db.transaction(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock($1)', [LOAD_LOCK]);
      const { digest, routes } = this.county;
      const [last]: { digest: string; routes_at: Date | null }[] = await tx.query(
        'SELECT digest, routes_at FROM county_loads ORDER BY loaded_at DESC LIMIT 1',
      );
      // Another process loads another folder: that one's routes are its own business.
      if (last?.digest !== digest || last.routes_at !== null) return { loaded: false, routes: 0, versions: 0 };
      const added = await this.saveRoutes(tx);
      const ids = await this.ownIds(tx);
      let versions = 0;
      for (const route of routes) {
        const id = ids.get(route.code.toLowerCase());
        if (id && (await this.saveFile(tx, id, route))) versions++;
      }
      await this.settle(tx, [...ids.values()]);
      await tx.query('UPDATE county_loads SET routes_at = clock_timestamp() WHERE digest = $1 AND routes_at IS NULL', [
        digest,
      ]);
      return { loaded: true, routes: added, versions };
    });
  }

  /** Writes the routes over those that came from a folder; returns how many are new. */
  private async saveRoutes(tx: EntityManager): Promise<number> {
    const given = [JSON.stringify(this.values())];
    const rows: { added: boolean }[] = await tx.query(
      `INSERT INTO routes AS held (code, name, role, home_dock_sn, division_code, tags, demonstration, origin)
       SELECT code, name, role, "homeDockSn", "divisionCode", ${list('tags')}, demonstration, 'folder'
       FROM json_to_recordset($1) AS row (code text, name text, role text, "homeDockSn" text, "divisionCode" text,
         tags json, demonstration boolean)
       ON CONFLICT (lower(code)) DO UPDATE SET name = excluded.name, role = excluded.role,
         home_dock_sn = excluded.home_dock_sn, division_code = excluded.division_code, tags = excluded.tags,
         demonstration = excluded.demonstration, version = held.version + 1, updated_at = now()
       WHERE held.origin = 'folder' AND
         (held.name, held.role, held.home_dock_sn, held.division_code, held.tags, held.demonstration) IS DISTINCT FROM
         (excluded.name, excluded.role, excluded.home_dock_sn, excluded.division_code, excluded.tags, excluded.demonstration)
       RETURNING xmax = 0 AS added`,
      given,
    );
    await savePartners(tx, given);
    await saveAims(tx, given);
    return rows.filter(({ added }) => added).length;
  }

  private values() {
    const docks = new Map(
      demonstrationFleet(this.county)
        .filter(({ kind }) => kind === 'dock')
        .map(({ divisionCode, sn }) => [divisionCode, sn]),
    );
    return this.county.routes.map(({ bytes: _, file: __, dockTown, ...route }) => ({
      ...route,
      homeDockSn: dockTown === null ? null : (docks.get(dockTown) ?? null),
    }));
  }

  /** By code in small letters: the routes of the folder that nobody has made their own. */
  private async ownIds(tx: EntityManager): Promise<Map<string, string>> {
    const rows: { id: string; code: string }[] = await tx.query(
      `SELECT id, lower(code) AS code FROM routes WHERE origin = 'folder' AND lower(code) = ANY ($1)`,
      [this.county.routes.map(({ code }) => code.toLowerCase())],
    );
    return new Map(rows.map(({ id, code }) => [code, id]));
  }

  /** Adds the file as a version unless the newest one was made from it; whether it did. */
  private async saveFile(tx: EntityManager, id: string, { code, file, bytes }: CountyRoute): Promise<boolean> {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const [newest]: { same: boolean }[] = await tx.query(
      `SELECT coalesce(source_sha256, sha256) = $2 AS same FROM route_versions WHERE route_id = $1
       ORDER BY number DESC LIMIT 1`,
      [id, sha256],
    );
    if (newest?.same) return false;
    const [{ sn }]: [{ sn: string | null }] = await tx.query('SELECT home_dock_sn AS sn FROM routes WHERE id = $1', [
      id,
    ]);
    try {
      const checked = await this.versions.check(sn, bytes, file);
      const { report } = checked;
      const passes = report.errors === 0;
      const version = {
        ...checked,
        state: passes ? 'checked' : 'draft',
        note: '',
        basedOn: null,
      } as const;
      const number = await this.rows.insert(tx, id, version, null);
      if (passes) await this.rows.approve(tx, { routeId: id, number }, report, null, '');
      else this.tell(code, file, report.findings.find(({ severity }) => severity === 'error')?.en);
      return true;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.tell(code, file, error.en);
      return false;
    }
  }

  private tell(code: string, file: string, reason: string | undefined): void {
    this.log.warn({ message: 'a route of the county folder is not approved', code, file, reason });
  }

  /** The state of routes is what their versions make of it; see `routeState`. */
  private async settle(tx: EntityManager, ids: readonly string[]): Promise<void> {
    await tx.query(
      `UPDATE routes r SET state = found.state FROM (
         SELECT id, CASE WHEN bool_or(v.state = 'approved') THEN 'approved' WHEN bool_or(v.state = 'checked') THEN 'checked'
           ELSE 'draft' END AS state
         FROM unnest($1::uuid[]) AS one (id) LEFT JOIN route_versions v ON v.route_id = one.id GROUP BY id) found
       WHERE r.id = found.id AND r.state <> found.state`,
      [ids],
    );
  }
}

/** Pairs routes of the folder that nobody has paired; given as `code`, `partnerCode`. */
async function savePartners(tx: EntityManager, given: readonly string[]): Promise<void> {
  await tx.query(
    `UPDATE routes r SET partner_id = partner.id
     FROM json_to_recordset($1) AS row (code text, "partnerCode" text), routes partner
     WHERE lower(r.code) = lower(row.code) AND lower(partner.code) = lower(row."partnerCode")
       AND r.origin = 'folder' AND partner.origin = 'folder' AND r.partner_id IS NULL AND partner.partner_id IS NULL`,
    [...given],
  );
}

/** What the folder's routes serve becomes exactly what the folder says. */
async function saveAims(tx: EntityManager, given: readonly string[]): Promise<void> {
  for (const [table, column, of, codes] of [
    ['route_points', 'point_id', 'feature_points', 'featurePoints'],
    ['route_scenarios', 'scenario_id', 'scenarios', 'scenarios'],
  ] as const) {
    const from = `FROM json_to_recordset($1) AS row (code text, "${codes}" json)
      JOIN routes r ON lower(r.code) = lower(row.code) AND r.origin = 'folder'`;
    await tx.query(`DELETE FROM ${table} WHERE route_id IN (SELECT r.id ${from})`, [...given]);
    await tx.query(
      `INSERT INTO ${table} (route_id, ${column}) SELECT r.id, aim.id ${from}
       CROSS JOIN json_array_elements_text(row."${codes}") AS code_of JOIN ${of} aim ON lower(aim.code) = lower(code_of)`,
      [...given],
    );
  }
}

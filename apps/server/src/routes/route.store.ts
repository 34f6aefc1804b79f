import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type Page, type RouteQuery, type RouteState, type RouteVersionState, type RouteView } from '#contracts';
import { decodeCursor, encodeCursor } from '../common/cursor.js';
import { routeState } from './route.machine.js';
import {
  ROUTE_FILTER_TABLES,
  ROUTE_TABLES,
  routeColumns,
  routeConditions,
  type RouteFilter,
  type RouteRow,
  routeView,
} from './route.rows.js';

/** What people can set of a route, apart from its partner and its state. */
export interface RouteValues {
  code: string;
  name: string;
  role: RouteView['role'];
  homeDockSn: string | null;
  divisionCode: string;
  /** Codes. */
  featurePoints: string[];
  scenarios: string[];
  tags: string[];
}

/** Taken before any row is locked by whoever pairs routes: a pairing touches up to four of them. */
const PARTNER_LOCK = 720_004;

/** Reads and writes the rows of routes; what is allowed is decided in the services. */
@Injectable()
export class RouteStore {
  constructor(private readonly db: DataSource) {}

  /** A page of the routes of a division (by path) and below, by code. */
  async page(path: string, query: RouteQuery, userId: string): Promise<Page<RouteView>> {
    const { where, values } = routeConditions(path, query);
    const [after] = decodeCursor(query.cursor, 1) ?? [null];
    const next = values.length + 1;
    const [counted, rows]: [{ total: number }[], RouteRow[]] = await Promise.all([
      this.db.query(`SELECT count(*)::int AS total FROM ${ROUTE_FILTER_TABLES} WHERE ${where}`, values),
      this.db.query(
        `SELECT ${routeColumns(`$${next + 2}`)} FROM ${ROUTE_TABLES}
         WHERE ${where} AND ($${next}::text IS NULL OR lower(r.code) > $${next}) ORDER BY lower(r.code) LIMIT $${next + 1}`,
        [...values, after, query.limit + 1, userId],
      ),
    ]);
    const items = rows.slice(0, query.limit).map(routeView);
    const more = rows.length > query.limit;
    return {
      items,
      total: counted[0]?.total ?? 0,
      nextCursor: more ? encodeCursor([items.at(-1)!.code.toLowerCase()]) : null,
    };
  }

  /** Every route of a query, by code. */
  async all(path: string, query: RouteFilter): Promise<RouteView[]> {
    const { where, values } = routeConditions(path, query);
    const rows: RouteRow[] = await this.db.query(
      `SELECT ${routeColumns('NULL')} FROM ${ROUTE_TABLES} WHERE ${where} ORDER BY lower(r.code)`,
      values,
    );
    return rows.map(routeView);
  }

  /** A route as this user sees it; without a user it is nobody's favourite. */
  async find(id: string, userId: string | null, tx: EntityManager = this.db.manager): Promise<RouteView | undefined> {
    const [row]: RouteRow[] = await tx.query(`SELECT ${routeColumns('$2')} FROM ${ROUTE_TABLES} WHERE r.id = $1`, [
      id,
      userId,
    ]);
    return row && routeView(row);
  }

  /** The route for a change: locked until the transaction ends. Its versions change under this lock alone. */
  async lock(tx: EntityManager, id: string): Promise<RouteView | undefined> {
    await tx.query('SELECT FROM routes WHERE id = $1 FOR UPDATE', [id]);
    return this.find(id, null, tx);
  }

  /** The id and division path of the route with this code. */
  async byCode(code: string, tx: EntityManager): Promise<{ id: string; code: string; path: string } | undefined> {
    const [row]: { id: string; code: string; path: string }[] = await tx.query(
      'SELECT r.id, r.code, d.path FROM routes r JOIN divisions d ON d.code = r.division_code WHERE lower(r.code) = lower($1)',
      [code],
    );
    return row;
  }

  /** Adds a route without a file; null when the code is taken. */
  async insert(tx: EntityManager, route: RouteValues, by: string): Promise<string | null> {
    const [row]: { id: string }[] = await tx.query(
      `INSERT INTO routes (code, name, role, home_dock_sn, division_code, tags, updated_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (lower(code)) DO NOTHING RETURNING id`,
      [route.code, route.name, route.role, route.homeDockSn, route.divisionCode, route.tags, by],
    );
    if (!row) return null;
    await this.saveAims(tx, row.id, route);
    return row.id;
  }

  /** Writes a route that is locked. It is a person's from now on: a county's folder leaves it alone. */
  async update(tx: EntityManager, id: string, route: RouteValues, by: string): Promise<void> {
    await tx.query(
      `UPDATE routes SET name = $2, role = $3, home_dock_sn = $4, division_code = $5, tags = $6, origin = 'person',
         version = version + 1, updated_at = now(), updated_by = $7 WHERE id = $1`,
      [id, route.name, route.role, route.homeDockSn, route.divisionCode, route.tags, by],
    );
    await this.saveAims(tx, id, route);
  }

  /** The only writer of the state of a route that is locked: what its versions make of it, or `retired`. */
  async settle(tx: EntityManager, id: string, retired: boolean, by: string): Promise<RouteState> {
    const rows: { state: RouteVersionState }[] = await tx.query(
      'SELECT DISTINCT state FROM route_versions WHERE route_id = $1',
      [id],
    );
    const state = routeState(
      retired,
      rows.map((row) => row.state),
    );
    await tx.query(
      `UPDATE routes SET state = $2, origin = 'person', version = version + 1, updated_at = now(), updated_by = $3
       WHERE id = $1 AND state <> $2`,
      [id, state, by],
    );
    return state;
  }

  /** Nobody else pairs routes until the transaction ends. Call it before any route is locked. */
  async lockPartners(tx: EntityManager): Promise<void> {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [PARTNER_LOCK]);
  }

  /** Makes two routes each other's partner, or one nobody's; returns the ids of the others whose partner changed. */
  async pair(tx: EntityManager, id: string, partnerId: string | null, by: string): Promise<string[]> {
    const freed: { id: string }[][] = await tx.query(
      `UPDATE routes SET partner_id = NULL, version = version + 1, updated_at = now(), updated_by = $3
       WHERE id <> $1 AND (partner_id = $1 OR partner_id = $2::uuid OR id = $2::uuid) AND partner_id IS NOT NULL RETURNING id`,
      [id, partnerId, by],
    );
    await tx.query('UPDATE routes SET partner_id = NULL WHERE id = $1', [id]);
    await tx.query(
      `UPDATE routes SET partner_id = CASE WHEN id = $1 THEN $2::uuid ELSE $1::uuid END,
         version = version + 1, updated_at = now(), updated_by = $3 WHERE id = $1 OR id = $2::uuid`,
      [id, partnerId, by],
    );
    const others = new Set(freed[0]!.map((row) => row.id));
    if (partnerId !== null) others.add(partnerId);
    return [...others];
  }

  async setFavourite(id: string, userId: string, favourite: boolean): Promise<void> {
    await this.db.query(
      favourite
        ? 'INSERT INTO route_favourites (route_id, user_id) VALUES ($1, $2) ON CONFLICT DO NOTHING'
        : 'DELETE FROM route_favourites WHERE route_id = $1 AND user_id = $2',
      [id, userId],
    );
  }

  private async saveAims(tx: EntityManager, id: string, { featurePoints, scenarios }: RouteValues): Promise<void> {
    for (const [table, column, of, codes] of [
      ['route_points', 'point_id', 'feature_points', featurePoints],
      ['route_scenarios', 'scenario_id', 'scenarios', scenarios],
    ] as const) {
      await tx.query(`DELETE FROM ${table} WHERE route_id = $1`, [id]);
      await tx.query(
        `INSERT INTO ${table} (route_id, ${column}) SELECT $1, aim.id FROM ${of} aim WHERE lower(aim.code) = ANY ($2::text[])`,
        [id, codes.map((code) => code.toLowerCase())],
      );
    }
  }
}

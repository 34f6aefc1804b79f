import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type AirspaceAreaQuery, type AirspaceAreaView, type NewAirspaceArea, type Page } from '#contracts';
import { decodeCursor, encodeCursor } from '../common/cursor.js';

/** What people can set of an area. */
export type AirspaceAreaValues = NewAirspaceArea & { state: AirspaceAreaView['state'] };

interface AreaRow {
  id: string;
  name: string;
  kind: AirspaceAreaView['kind'];
  geometry: AirspaceAreaView['geometry'];
  floor_metres: number;
  ceiling_metres: number | null;
  valid_from: Date | null;
  valid_to: Date | null;
  reason: string;
  state: AirspaceAreaView['state'];
  valid: boolean;
  version: number;
  created_at: Date;
  updated_at: Date;
  updated_by: string | null;
}

const VALID = `state = 'active' AND coalesce(valid_from <= now(), true) AND coalesce(valid_to > now(), true)`;
const COLUMNS = `id, name, kind, geometry, floor_metres, ceiling_metres, valid_from, valid_to, reason, state,
  ${VALID} AS valid, version, created_at, updated_at, updated_by`;

/** Reads and writes the rows of airspace areas; what is allowed is decided in the service. */
@Injectable()
export class AirspaceAreaStore {
  constructor(private readonly db: DataSource) {}

  /** A page of areas by name. */
  async page(query: AirspaceAreaQuery): Promise<Page<AirspaceAreaView>> {
    const where = `($1::text IS NULL OR kind = $1) AND ($2 = 'all' OR state = $2)
      AND ($3 = 'all' OR coalesce(valid_to > now(), true))`;
    const values = [query.kind ?? null, query.state, query.when];
    const [name, id] = decodeCursor(query.cursor, 2) ?? [null, null];
    const [counted, rows]: [{ total: number }[], AreaRow[]] = await Promise.all([
      this.db.query(`SELECT count(*)::int AS total FROM airspace_areas WHERE ${where}`, values),
      this.db.query(
        `SELECT ${COLUMNS} FROM airspace_areas WHERE ${where}
           AND ($4::text IS NULL OR (lower(name), id) > ($4, $5::uuid)) ORDER BY lower(name), id LIMIT $6`,
        [...values, name, id, query.limit + 1],
      ),
    ]);
    const items = rows.slice(0, query.limit).map(viewOf);
    const last = items.at(-1);
    return {
      items,
      total: counted[0]?.total ?? 0,
      nextCursor: rows.length > query.limit && last ? encodeCursor([last.name.toLowerCase(), last.id]) : null,
    };
  }

  /** Every active area that has not ended at `at`, by name. */
  async current(at: Date): Promise<AirspaceAreaView[]> {
    const rows: AreaRow[] = await this.db.query(
      `SELECT ${COLUMNS} FROM airspace_areas WHERE state = 'active' AND coalesce(valid_to > $1, true) ORDER BY lower(name), id`,
      [at],
    );
    return rows.map(viewOf);
  }

  async find(id: string, tx: EntityManager = this.db.manager): Promise<AirspaceAreaView | undefined> {
    const [row]: AreaRow[] = await tx.query(`SELECT ${COLUMNS} FROM airspace_areas WHERE id = $1`, [id]);
    return row && viewOf(row);
  }

  /** The area for a change: locked until the transaction ends. */
  async lock(tx: EntityManager, id: string): Promise<AirspaceAreaView | undefined> {
    const [row]: AreaRow[] = await tx.query(`SELECT ${COLUMNS} FROM airspace_areas WHERE id = $1 FOR UPDATE`, [id]);
    return row && viewOf(row);
  }

  /** Holds up other imports and additions until the transaction ends; returns the active areas. */
  async lockActive(tx: EntityManager): Promise<AirspaceAreaView[]> {
    await tx.query('LOCK TABLE airspace_areas IN SHARE ROW EXCLUSIVE MODE');
    const rows: AreaRow[] = await tx.query(`SELECT ${COLUMNS} FROM airspace_areas WHERE state = 'active'`);
    return rows.map(viewOf);
  }

  /** Adds an area; returns its id. */
  async insert(tx: EntityManager, values: AirspaceAreaValues, by: string): Promise<string> {
    const [row]: { id: string }[] = await tx.query(
      `INSERT INTO airspace_areas (name, kind, geometry, floor_metres, ceiling_metres, valid_from, valid_to, reason, state,
         updated_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
      [...columnsOf(values), by],
    );
    return row!.id;
  }

  /** Writes an area that is locked. */
  async update(tx: EntityManager, id: string, values: AirspaceAreaValues, by: string): Promise<void> {
    await tx.query(
      `UPDATE airspace_areas SET name = $1, kind = $2, geometry = $3, floor_metres = $4, ceiling_metres = $5,
         valid_from = $6, valid_to = $7, reason = $8, state = $9, version = version + 1, updated_at = now(), updated_by = $10
       WHERE id = $11`,
      [...columnsOf(values), by, id],
    );
  }
}

function columnsOf(values: AirspaceAreaValues): unknown[] {
  const { name, kind, geometry, floorMetres, ceilingMetres, validFrom, validTo, reason, state } = values;
  return [name, kind, JSON.stringify(geometry), floorMetres, ceilingMetres, validFrom, validTo, reason, state];
}

function viewOf(row: AreaRow): AirspaceAreaView {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    geometry: row.geometry,
    floorMetres: row.floor_metres,
    ceilingMetres: row.ceiling_metres,
    validFrom: row.valid_from?.toISOString() ?? null,
    validTo: row.valid_to?.toISOString() ?? null,
    reason: row.reason,
    state: row.state,
    valid: row.valid,
    version: row.version,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    updatedBy: row.updated_by,
  };
}

import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import {
  type CameraQuery,
  type CameraSource,
  type CameraView,
  type CatalogueState,
  type NewCamera,
  type Page,
} from '#contracts';
import { Scope } from '../auth/scope.js';
import { decodeCursor, encodeCursor } from '../common/cursor.js';

/** What people can set of a camera; what it asks for to be let in is kept apart. */
export type CameraValues = Omit<NewCamera, 'username' | 'password'> & { state: CatalogueState };

/** Values with the sealed credentials: undefined leaves them, null forgets them. */
export type CameraRow = CameraValues & { credentials?: Buffer | null | undefined };

/** A camera with its address. */
export type StoredCamera = CameraView & { source: CameraSource };

interface Row {
  id: string;
  code: string;
  name: string;
  division_code: string;
  division_name: string;
  division_path: string;
  town_code: string;
  town_name: string;
  longitude: number | null;
  latitude: number | null;
  placement: CameraView['placement'];
  vendor: string;
  model: string;
  mounting: CameraView['mounting'];
  source: CameraSource;
  has_credentials: boolean;
  rights: CameraView['rights'];
  slow_live_point: string | null;
  tags: string[];
  state: CatalogueState;
  demonstration: boolean;
  version: number;
  created_at: Date;
  updated_at: Date;
  updated_by: string | null;
}

const TABLES = `cameras c JOIN divisions d ON d.code = c.division_code
  JOIN divisions town ON town.code = split_part(d.path, '/', 2)`;
const COLUMNS = `c.id, c.code, c.name, c.division_code, c.longitude, c.latitude, c.placement, c.vendor, c.model, c.mounting,
  c.source, c.credentials IS NOT NULL AS has_credentials, c.rights, c.slow_live_point, c.tags, c.state, c.demonstration,
  c.version, c.created_at, c.updated_at, c.updated_by, d.name AS division_name, d.path AS division_path,
  town.code AS town_code, town.name AS town_name`;
const VALUES = `json_to_recordset($1) AS row (id uuid, code text, name text, "divisionCode" text, longitude float8,
  latitude float8, placement text, vendor text, model text, mounting jsonb, source jsonb, sealed text, keep boolean,
  rights text, "slowLivePoint" text, tags json, state text)`;
const TAGS = 'ARRAY(SELECT json_array_elements_text(row.tags))';

/** A query without its page. */
export type CameraFilter = Omit<CameraQuery, 'limit' | 'cursor'>;

/** Reads and writes the rows of cameras; what is allowed is decided in the service. */
@Injectable()
export class CameraStore {
  constructor(private readonly db: DataSource) {}

  /** A page of the cameras of a division (by path) and below, by code. */
  async page(path: string, query: CameraQuery): Promise<Page<StoredCamera>> {
    const { where, values } = conditionsOf(path, query);
    const [after] = decodeCursor(query.cursor, 1) ?? [null];
    const next = values.length + 1;
    const [counted, rows]: [{ total: number }[], Row[]] = await Promise.all([
      this.db.query(`SELECT count(*)::int AS total FROM ${TABLES} WHERE ${where}`, values),
      this.db.query(
        `SELECT ${COLUMNS} FROM ${TABLES} WHERE ${where} AND ($${next}::text IS NULL OR c.code > $${next})
         ORDER BY c.code LIMIT $${next + 1}`,
        [...values, after, query.limit + 1],
      ),
    ]);
    const items = rows.slice(0, query.limit).map(viewOf);
    const more = rows.length > query.limit;
    return { items, total: counted[0]?.total ?? 0, nextCursor: more ? encodeCursor([items.at(-1)!.code]) : null };
  }

  /** Every camera of a query, by code. */
  async all(path: string, query: CameraFilter): Promise<StoredCamera[]> {
    const { where, values } = conditionsOf(path, query);
    const rows: Row[] = await this.db.query(`SELECT ${COLUMNS} FROM ${TABLES} WHERE ${where} ORDER BY c.code`, values);
    return rows.map(viewOf);
  }

  async find(id: string, tx: EntityManager = this.db.manager): Promise<StoredCamera | undefined> {
    const [row]: Row[] = await tx.query(`SELECT ${COLUMNS} FROM ${TABLES} WHERE c.id = $1`, [id]);
    return row && viewOf(row);
  }

  /** The camera for a change: locked until the transaction ends. */
  async lock(tx: EntityManager, id: string): Promise<StoredCamera | undefined> {
    const [row]: Row[] = await tx.query(`SELECT ${COLUMNS} FROM ${TABLES} WHERE c.id = $1 FOR UPDATE OF c`, [id]);
    return row && viewOf(row);
  }

  /** The cameras with these codes, by code, locked in the order of ids. */
  async lockByCodes(tx: EntityManager, codes: readonly string[]): Promise<Map<string, StoredCamera>> {
    const rows: Row[] = await tx.query(
      `SELECT ${COLUMNS} FROM ${TABLES} WHERE c.code = ANY ($1::text[]) ORDER BY c.id FOR UPDATE OF c`,
      [codes],
    );
    return new Map(rows.map((row) => [row.code, viewOf(row)]));
  }

  /** Is there a slow-live point of this name? */
  async hasSlowLivePoint(id: string, tx: EntityManager): Promise<boolean> {
    const rows: unknown[] = await tx.query('SELECT FROM slow_live_points WHERE id = $1', [id]);
    return rows.length > 0;
  }

  /** Adds cameras; those whose code is taken are left out. Returns the ids of the new ones. */
  async insert(tx: EntityManager, cameras: readonly CameraRow[], by: string): Promise<string[]> {
    const rows: { id: string }[] = await tx.query(
      `INSERT INTO cameras (code, name, division_code, longitude, latitude, placement, vendor, model, mounting, source,
         credentials, rights, slow_live_point, tags, state, updated_by)
       SELECT row.code, row.name, row."divisionCode", row.longitude, row.latitude, row.placement, row.vendor, row.model,
         row.mounting, row.source, decode(row.sealed, 'base64'), row.rights, row."slowLivePoint", ${TAGS}, row.state, $2
       FROM ${VALUES} ON CONFLICT (code) DO NOTHING RETURNING id`,
      [rowsOf(cameras), by],
    );
    return rows.map(({ id }) => id);
  }

  /** Writes cameras that are locked. They are a person's from now on: a county's folder leaves them alone. */
  async update(tx: EntityManager, cameras: readonly (CameraRow & { id: string })[], by: string): Promise<void> {
    await tx.query(
      `UPDATE cameras held SET name = row.name, division_code = row."divisionCode", longitude = row.longitude,
         latitude = row.latitude, placement = row.placement, vendor = row.vendor, model = row.model,
         mounting = row.mounting, source = row.source,
         credentials = CASE WHEN row.keep THEN held.credentials ELSE decode(row.sealed, 'base64') END,
         rights = row.rights, slow_live_point = row."slowLivePoint", tags = ${TAGS}, state = row.state, origin = 'person',
         version = held.version + 1, updated_at = now(), updated_by = $2
       FROM ${VALUES} WHERE held.id = row.id`,
      [rowsOf(cameras), by],
    );
  }
}

/** Rows as one json parameter. */
function rowsOf(cameras: readonly CameraRow[]): string {
  return JSON.stringify(
    cameras.map(({ credentials, ...values }) => ({
      ...values,
      sealed: credentials?.toString('base64') ?? null,
      keep: credentials === undefined,
    })),
  );
}

function conditionsOf(path: string, query: CameraFilter): { where: string; values: unknown[] } {
  const inside = Scope.below(path, 'd.path', 1);
  const where = [inside.sql];
  const values: unknown[] = [inside.value];
  const add = (sql: (parameter: string) => string, value: unknown) => {
    values.push(value);
    where.push(sql(`$${values.length}`));
  };
  if (query.state !== 'all') add((value) => `c.state = ${value}`, query.state);
  if (query.vendor) add((value) => `c.vendor = ${value}`, query.vendor);
  if (query.source) add((value) => `c.source ->> 'kind' = ${value}`, query.source);
  if (query.rights) add((value) => `c.rights = ${value}`, query.rights);
  if (query.slowLive !== undefined) where.push(`c.slow_live_point IS ${query.slowLive ? 'NOT NULL' : 'NULL'}`);
  if (query.search) {
    add(
      (value) =>
        `strpos(lower(concat_ws(E'\\n', c.code, c.name, c.vendor, c.model, d.name, town.name)), lower(${value})) > 0`,
      query.search.trim(),
    );
  }
  return { where: where.join(' AND '), values };
}

function viewOf(row: Row): StoredCamera {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    divisionCode: row.division_code,
    divisionName: row.division_name,
    divisionPath: row.division_path,
    townCode: row.town_code,
    townName: row.town_name,
    longitude: row.longitude,
    latitude: row.latitude,
    placement: row.placement,
    vendor: row.vendor,
    model: row.model,
    mounting: row.mounting,
    sourceKind: row.source.kind,
    source: row.source,
    hasCredentials: row.has_credentials,
    rights: row.rights,
    slowLivePoint: row.slow_live_point,
    tags: row.tags,
    state: row.state,
    demonstration: row.demonstration,
    version: row.version,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    updatedBy: row.updated_by,
  };
}

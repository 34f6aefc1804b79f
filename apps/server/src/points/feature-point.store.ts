import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import {
  type CatalogueState,
  type FeaturePointQuery,
  type FeaturePointView,
  type NewFeaturePoint,
  type Page,
} from '#contracts';
import { Scope } from '../auth/scope.js';
import { decodeCursor, encodeCursor } from '../common/cursor.js';

/** What people can set of a feature point. */
export type FeaturePointValues = NewFeaturePoint & { state: CatalogueState };

interface PointRow {
  id: string;
  code: string;
  name: string;
  class: FeaturePointView['class'];
  story: string;
  division_code: string;
  division_name: string;
  division_path: string;
  town_code: string;
  town_name: string;
  village_code: string | null;
  village_name: string | null;
  longitude: number;
  latitude: number;
  placement: FeaturePointView['placement'];
  placement_note: string | null;
  tags: string[];
  profile: FeaturePointView['profile'];
  poses: FeaturePointView['poses'];
  state: CatalogueState;
  demonstration: boolean;
  version: number;
  created_at: Date;
  updated_at: Date;
  updated_by: string | null;
}

// Towns and zones are the second level of the tree, villages the third (divisions.csv allows nothing else).
const TABLES = `feature_points p JOIN divisions d ON d.code = p.division_code
  JOIN divisions town ON town.code = split_part(d.path, '/', 2)
  LEFT JOIN divisions village ON village.code = split_part(d.path, '/', 3)`;
const COLUMNS = `p.*, d.name AS division_name, d.path AS division_path, town.code AS town_code, town.name AS town_name,
  village.code AS village_code, village.name AS village_name`;
const VALUES = `json_to_recordset($1) AS row (id uuid, code text, name text, class text, story text, "divisionCode" text,
  longitude float8, latitude float8, placement text, "placementNote" text, tags json, profile jsonb, poses jsonb, state text)`;
const TAGS = 'ARRAY(SELECT json_array_elements_text(row.tags))';

/** Reads and writes the rows of feature points; what is allowed is decided in the service. */
@Injectable()
export class FeaturePointStore {
  constructor(private readonly db: DataSource) {}

  /** A page of the points of a division (by path) and below, by code. */
  async page(path: string, query: FeaturePointQuery): Promise<Page<FeaturePointView>> {
    const { where, values } = conditionsOf(path, query);
    const [after] = decodeCursor(query.cursor, 1) ?? [null];
    const next = values.length + 1;
    const [counted, rows]: [{ total: number }[], PointRow[]] = await Promise.all([
      this.db.query(`SELECT count(*)::int AS total FROM ${TABLES} WHERE ${where}`, values),
      this.db.query(
        `SELECT ${COLUMNS} FROM ${TABLES} WHERE ${where} AND ($${next}::text IS NULL OR lower(p.code) > $${next})
         ORDER BY lower(p.code) LIMIT $${next + 1}`,
        [...values, after, query.limit + 1],
      ),
    ]);
    const items = rows.slice(0, query.limit).map(viewOf);
    const more = rows.length > query.limit;
    return {
      items,
      total: counted[0]?.total ?? 0,
      nextCursor: more ? encodeCursor([items.at(-1)!.code.toLowerCase()]) : null,
    };
  }

  /** Every point of a query, by code. */
  async all(path: string, query: FeaturePointFilter): Promise<FeaturePointView[]> {
    const { where, values } = conditionsOf(path, query);
    const rows: PointRow[] = await this.db.query(
      `SELECT ${COLUMNS} FROM ${TABLES} WHERE ${where} ORDER BY lower(p.code)`,
      values,
    );
    return rows.map(viewOf);
  }

  async find(id: string, tx: EntityManager = this.db.manager): Promise<FeaturePointView | undefined> {
    const [row]: PointRow[] = await tx.query(`SELECT ${COLUMNS} FROM ${TABLES} WHERE p.id = $1`, [id]);
    return row && viewOf(row);
  }

  /** The point for a change: locked until the transaction ends. */
  async lock(tx: EntityManager, id: string): Promise<FeaturePointView | undefined> {
    const [row]: PointRow[] = await tx.query(`SELECT ${COLUMNS} FROM ${TABLES} WHERE p.id = $1 FOR UPDATE OF p`, [id]);
    return row && viewOf(row);
  }

  /** The points with these codes, by code in small letters, locked in the order of ids. */
  async lockByCodes(tx: EntityManager, codes: readonly string[]): Promise<Map<string, FeaturePointView>> {
    const rows: PointRow[] = await tx.query(
      `SELECT ${COLUMNS} FROM ${TABLES} WHERE lower(p.code) = ANY ($1::text[]) ORDER BY p.id FOR UPDATE OF p`,
      [codes.map((code) => code.toLowerCase())],
    );
    return new Map(rows.map((row) => [row.code.toLowerCase(), viewOf(row)]));
  }

  /** Adds points; those whose code is taken are left out. Returns the ids of the new ones. */
  async insert(tx: EntityManager, points: readonly FeaturePointValues[], by: string): Promise<string[]> {
    const rows: { id: string }[] = await tx.query(
      `INSERT INTO feature_points (code, name, class, story, division_code, longitude, latitude, placement, placement_note,
         tags, profile, poses, state, updated_by)
       SELECT row.code, row.name, row.class, row.story, row."divisionCode", row.longitude, row.latitude, row.placement,
         row."placementNote", ${TAGS}, row.profile, row.poses, row.state, $2
       FROM ${VALUES} ON CONFLICT (lower(code)) DO NOTHING RETURNING id`,
      [JSON.stringify(points), by],
    );
    return rows.map(({ id }) => id);
  }

  /** Writes points that are locked. They are a person's from now on: a county's folder leaves them alone. */
  async update(tx: EntityManager, points: readonly (FeaturePointValues & { id: string })[], by: string): Promise<void> {
    await tx.query(
      `UPDATE feature_points held SET name = row.name, class = row.class, story = row.story,
         division_code = row."divisionCode", longitude = row.longitude, latitude = row.latitude,
         placement = row.placement, placement_note = row."placementNote", tags = ${TAGS}, profile = row.profile,
         poses = row.poses, state = row.state, origin = 'person', version = held.version + 1, updated_at = now(), updated_by = $2
       FROM ${VALUES} WHERE held.id = row.id`,
      [JSON.stringify(points), by],
    );
  }
}

/** A query without its page. */
export type FeaturePointFilter = Omit<FeaturePointQuery, 'limit' | 'cursor'>;

function conditionsOf(path: string, query: FeaturePointFilter): { where: string; values: unknown[] } {
  const inside = Scope.below(path, 'd.path', 1);
  const where = [inside.sql];
  const values: unknown[] = [inside.value];
  const add = (sql: (parameter: string) => string, value: unknown) => {
    values.push(value);
    where.push(sql(`$${values.length}`));
  };
  if (query.state !== 'all') add((value) => `p.state = ${value}`, query.state);
  if (query.class) add((value) => `p.class = ${value}`, query.class);
  if (query.tag) add((value) => `p.tags @> ARRAY[${value}::text]`, query.tag.trim());
  if (query.profile) add((value) => `p.profile ->> 'kind' = ${value}`, query.profile);
  if (query.scenario) add(aimedAtBy, query.scenario);
  if (query.search) {
    add(
      (value) =>
        `strpos(lower(concat_ws(E'\\n', p.code, p.name, d.name, village.name, town.name)), lower(${value})) > 0`,
      query.search.trim(),
    );
  }
  return { where: where.join(' AND '), values };
}

/** The scenario names the point, or a division that holds it. */
function aimedAtBy(code: string): string {
  return `EXISTS (SELECT FROM scenarios s WHERE lower(s.code) = lower(${code}) AND (
    EXISTS (SELECT FROM scenario_points aim WHERE aim.scenario_id = s.id AND aim.point_id = p.id)
    OR EXISTS (SELECT FROM scenario_divisions aim JOIN divisions area ON area.code = aim.division_code
               WHERE aim.scenario_id = s.id AND (d.path = area.path OR starts_with(d.path, area.path || '/')))))`;
}

function viewOf(row: PointRow): FeaturePointView {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    class: row.class,
    story: row.story,
    divisionCode: row.division_code,
    divisionName: row.division_name,
    divisionPath: row.division_path,
    townCode: row.town_code,
    townName: row.town_name,
    villageCode: row.village_code,
    villageName: row.village_name,
    longitude: row.longitude,
    latitude: row.latitude,
    placement: row.placement,
    placementNote: row.placement_note,
    tags: row.tags,
    profile: row.profile,
    poses: row.poses,
    state: row.state,
    demonstration: row.demonstration,
    version: row.version,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    updatedBy: row.updated_by,
  };
}

import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type CatalogueState, type NewScenario, type Page, type ScenarioQuery, type ScenarioView } from '#contracts';
import { decodeCursor, encodeCursor } from '../common/cursor.js';

/** What people can set of a scenario. */
export type ScenarioValues = NewScenario & { state: CatalogueState };
/** A query without its page. */
export type ScenarioFilter = Omit<ScenarioQuery, 'limit' | 'cursor'>;

interface ScenarioRow {
  id: string;
  code: string;
  name: string;
  purpose: string;
  division_code: string;
  division_name: string;
  division_path: string;
  owner_unit: string;
  owner_person: string | null;
  checklist: string[];
  spots: ScenarioView['spots'];
  cadence: ScenarioView['cadence'];
  outputs: ScenarioView['outputs'];
  points: ScenarioView['targets']['featurePoints'] | null;
  divisions: ScenarioView['targets']['divisions'] | null;
  tags: string[];
  state: CatalogueState;
  demonstration: boolean;
  version: number;
  created_at: Date;
  updated_at: Date;
  updated_by: string | null;
}

const below = (path: string, above: string) => `(${path} = ${above} OR starts_with(${path}, ${above} || '/'))`;
/** Does a division touch the path `$1`: does one hold the other? */
const touches = (path: string) => `(${below(path, '$1::text')} OR ${below('$1::text', path)})`;

const TABLES = 'scenarios s JOIN divisions d ON d.code = s.division_code';
const POINT_AIMS = `scenario_points aim JOIN feature_points p ON p.id = aim.point_id JOIN divisions v ON v.code = p.division_code
  WHERE aim.scenario_id = s.id`;
const DIVISION_AIMS = `scenario_divisions aim JOIN divisions v ON v.code = aim.division_code WHERE aim.scenario_id = s.id`;
// The targets of other towns are not shown to a town: names of places outside the scope stay there.
const COLUMNS = `s.*, d.name AS division_name, d.path AS division_path,
  (SELECT json_agg(json_build_object('code', p.code, 'name', p.name, 'divisionPath', v.path, 'state', p.state) ORDER BY lower(p.code))
   FROM ${POINT_AIMS} AND ${below('v.path', '$1::text')}) AS points,
  (SELECT json_agg(json_build_object('code', v.code, 'name', v.name, 'path', v.path) ORDER BY v.path)
   FROM ${DIVISION_AIMS} AND ${touches('v.path')}) AS divisions`;
/** A scenario of the division, or one from above that aims at something which touches the division. */
const VISIBLE = `(${below('d.path', '$1::text')} OR (${below('$1::text', 'd.path')} AND (
  EXISTS (SELECT FROM ${POINT_AIMS} AND ${below('v.path', '$1::text')})
  OR EXISTS (SELECT FROM ${DIVISION_AIMS} AND ${touches('v.path')}))))`;
const VALUES = `json_to_recordset($1) AS row (code text, name text, purpose text, "divisionCode" text, "ownerUnit" text,
  "ownerPerson" text, checklist json, spots jsonb, cadence jsonb, outputs json, tags json, state text)`;
const list = (column: string) => `ARRAY(SELECT json_array_elements_text(row.${column}))`;

/** Reads and writes the rows of scenarios; what is allowed is decided in the service. Paths are those of divisions. */
@Injectable()
export class ScenarioStore {
  constructor(private readonly db: DataSource) {}

  /** A page of the scenarios that concern a division, by code. */
  async page(path: string, query: ScenarioQuery): Promise<Page<ScenarioView>> {
    const { where, values } = conditionsOf(path, query);
    const [after] = decodeCursor(query.cursor, 1) ?? [null];
    const next = values.length + 1;
    const [counted, rows]: [{ total: number }[], ScenarioRow[]] = await Promise.all([
      this.db.query(`SELECT count(*)::int AS total FROM ${TABLES} WHERE ${where}`, values),
      this.db.query(
        `SELECT ${COLUMNS} FROM ${TABLES} WHERE ${where} AND ($${next}::text IS NULL OR lower(s.code) > $${next})
         ORDER BY lower(s.code) LIMIT $${next + 1}`,
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

  /** Every scenario of a query, by code. */
  async all(path: string, query: ScenarioFilter): Promise<ScenarioView[]> {
    const { where, values } = conditionsOf(path, query);
    const rows: ScenarioRow[] = await this.db.query(
      `SELECT ${COLUMNS} FROM ${TABLES} WHERE ${where} ORDER BY lower(s.code)`,
      values,
    );
    return rows.map(viewOf);
  }

  /** The scenario as somebody of this division sees it; undefined when it does not concern the division. */
  async find(id: string, path: string, tx: EntityManager = this.db.manager): Promise<ScenarioView | undefined> {
    const [row]: ScenarioRow[] = await tx.query(`SELECT ${COLUMNS} FROM ${TABLES} WHERE ${VISIBLE} AND s.id = $2`, [
      path,
      id,
    ]);
    return row && viewOf(row);
  }

  /** Locks the scenario until the transaction ends. */
  async lock(tx: EntityManager, id: string): Promise<void> {
    await tx.query('SELECT FROM scenarios WHERE id = $1 FOR UPDATE', [id]);
  }

  /** The scenarios with these codes with all their targets, by code in small letters, locked in the order of ids. */
  async lockByCodes(tx: EntityManager, codes: readonly string[], county: string): Promise<Map<string, ScenarioView>> {
    const small = codes.map((code) => code.toLowerCase());
    await tx.query('SELECT FROM scenarios WHERE lower(code) = ANY ($1::text[]) ORDER BY id FOR UPDATE', [small]);
    const rows: ScenarioRow[] = await tx.query(
      `SELECT ${COLUMNS} FROM ${TABLES} WHERE lower(s.code) = ANY ($2::text[])`,
      [county, small],
    );
    return new Map(rows.map((row) => [row.code.toLowerCase(), viewOf(row)]));
  }

  /** The feature points with these codes: code as stored and division path. */
  async points(codes: readonly string[], tx: EntityManager): Promise<{ code: string; path: string }[]> {
    return tx.query(
      `SELECT p.code, v.path FROM feature_points p JOIN divisions v ON v.code = p.division_code
       WHERE lower(p.code) = ANY ($1::text[])`,
      [codes.map((code) => code.toLowerCase())],
    );
  }

  /** Those of these codes, as stored, whose scenario concerns the division. */
  async visible(codes: readonly string[], path: string, tx: EntityManager): Promise<string[]> {
    if (codes.length === 0) return [];
    const rows: { code: string }[] = await tx.query(
      `SELECT s.code FROM ${TABLES} WHERE ${VISIBLE} AND lower(s.code) = ANY ($2::text[])`,
      [path, codes.map((code) => code.toLowerCase())],
    );
    return rows.map(({ code }) => code);
  }

  /** Adds a scenario with its targets; null when the code is taken. */
  async insert(tx: EntityManager, scenario: ScenarioValues, by: string): Promise<string | null> {
    const [row]: { id: string }[] = await tx.query(
      `INSERT INTO scenarios (code, name, purpose, division_code, owner_unit, owner_person, checklist, spots, cadence,
         outputs, tags, state, updated_by)
       SELECT row.code, row.name, row.purpose, row."divisionCode", row."ownerUnit", row."ownerPerson", ${list('checklist')},
         row.spots, row.cadence, ${list('outputs')}, ${list('tags')}, row.state, $2
       FROM ${VALUES} ON CONFLICT (lower(code)) DO NOTHING RETURNING id`,
      [JSON.stringify([scenario]), by],
    );
    if (!row) return null;
    await this.saveTargets(tx, row.id, scenario.targets);
    return row.id;
  }

  /** Writes a scenario that is locked. It is a person's from now on: a county's folder leaves it alone. */
  async update(tx: EntityManager, id: string, scenario: ScenarioValues, by: string): Promise<void> {
    await tx.query(
      `UPDATE scenarios held SET name = row.name, purpose = row.purpose, division_code = row."divisionCode",
         owner_unit = row."ownerUnit", owner_person = row."ownerPerson", checklist = ${list('checklist')},
         spots = row.spots, cadence = row.cadence, outputs = ${list('outputs')}, tags = ${list('tags')}, state = row.state,
         origin = 'person', version = held.version + 1, updated_at = now(), updated_by = $2
       FROM ${VALUES} WHERE held.id = $3`,
      [JSON.stringify([scenario]), by, id],
    );
    await this.saveTargets(tx, id, scenario.targets);
  }

  private async saveTargets(tx: EntityManager, id: string, targets: ScenarioValues['targets']): Promise<void> {
    await tx.query('DELETE FROM scenario_points WHERE scenario_id = $1', [id]);
    await tx.query('DELETE FROM scenario_divisions WHERE scenario_id = $1', [id]);
    await tx.query(
      `INSERT INTO scenario_points (scenario_id, point_id)
       SELECT $1, p.id FROM feature_points p WHERE lower(p.code) = ANY ($2::text[])`,
      [id, targets.featurePoints.map((code) => code.toLowerCase())],
    );
    await tx.query(
      'INSERT INTO scenario_divisions (scenario_id, division_code) SELECT $1, code FROM unnest($2::text[]) AS code',
      [id, targets.divisions],
    );
  }
}

function conditionsOf(path: string, query: ScenarioFilter): { where: string; values: unknown[] } {
  const where = [VISIBLE];
  const values: unknown[] = [path];
  const add = (sql: (parameter: string) => string, value: unknown) => {
    values.push(value);
    where.push(sql(`$${values.length}`));
  };
  if (query.state !== 'all') add((value) => `s.state = ${value}`, query.state);
  if (query.tag) add((value) => `s.tags @> ARRAY[${value}::text]`, query.tag.trim());
  if (query.output) add((value) => `${value} = ANY (s.outputs)`, query.output);
  if (query.spotKind)
    add((value) => `s.spots @> jsonb_build_array(jsonb_build_object('kind', ${value}::text))`, query.spotKind);
  if (query.featurePoint)
    add((value) => `EXISTS (SELECT FROM ${POINT_AIMS} AND lower(p.code) = lower(${value}))`, query.featurePoint);
  if (query.search) {
    add(
      (value) =>
        `strpos(lower(concat_ws(E'\\n', s.code, s.name, s.purpose, s.owner_unit, s.owner_person)), lower(${value})) > 0`,
      query.search.trim(),
    );
  }
  return { where: where.join(' AND '), values };
}

function viewOf(row: ScenarioRow): ScenarioView {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    purpose: row.purpose,
    divisionCode: row.division_code,
    divisionName: row.division_name,
    divisionPath: row.division_path,
    ownerUnit: row.owner_unit,
    ownerPerson: row.owner_person,
    checklist: row.checklist,
    spots: row.spots,
    cadence: row.cadence,
    outputs: row.outputs,
    targets: { featurePoints: row.points ?? [], divisions: row.divisions ?? [] },
    tags: row.tags,
    state: row.state,
    demonstration: row.demonstration,
    version: row.version,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    updatedBy: row.updated_by,
  };
}

import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type LocalDay, type NewPaper, type Page, type PaperKind, type PaperQuery, type PaperView } from '#contracts';
import { Scope } from '../auth/scope.js';
import { decodeCursor, encodeCursor } from '../common/cursor.js';
import { PAPER_NOTICE_DAYS } from './paperwork.js';

/** What people can set of a paper. */
export type PaperValues = NewPaper & { state: PaperView['state'] };
/** A paper as it is stored, without what the day makes of it. */
export type StoredPaper = Omit<PaperView, 'standing' | 'daysLeft'>;

interface PaperRow {
  view: StoredPaper;
  created_at: Date;
  updated_at: Date;
}

// A paper of all, or of somebody who is no longer there, is the county's.
const TABLES = `papers p
  LEFT JOIN devices a ON p.kind <> 'pilot_licence' AND lower(a.sn) = lower(p.subject)
  LEFT JOIN users u ON p.kind = 'pilot_licence' AND lower(u.username) = lower(p.subject)
  JOIN divisions d ON d.code = coalesce(a.division_code, u.division_code, (SELECT code FROM divisions WHERE level = 'county'))`;
const VIEW = `json_build_object('id', p.id, 'kind', p.kind, 'subject', p.subject, 'number', p.number, 'issuer', p.issuer,
  'validFrom', p.valid_from, 'validTo', p.valid_to, 'note', p.note, 'subjectName', coalesce(a.name, u.display_name),
  'divisionPath', d.path, 'state', p.state, 'demonstration', p.demonstration, 'version', p.version,
  'updatedBy', p.updated_by) AS view, p.created_at, p.updated_at`;
/** What runs out first comes first; what has no end comes last. */
const LAST_DAY = `coalesce(p.valid_to, DATE '9999-12-31')`;

/** Reads and writes the register of papers; what is allowed is decided in the service. */
@Injectable()
export class PaperStore {
  constructor(private readonly db: DataSource) {}

  /** A page of the papers of a division (by path) and below, and those that count for all; what runs out first comes first. */
  async page(path: string, query: PaperQuery, today: LocalDay): Promise<Page<StoredPaper>> {
    const { where, values } = conditionsOf(path, query, today);
    const [day, id] = decodeCursor(query.cursor, 2) ?? [null, null];
    const next = values.length + 1;
    const [counted, rows]: [{ total: number }[], (PaperRow & { last_day: string })[]] = await Promise.all([
      this.db.query(`SELECT count(*)::int AS total FROM ${TABLES} WHERE ${where}`, values),
      this.db.query(
        `SELECT ${VIEW}, ${LAST_DAY}::text AS last_day FROM ${TABLES} WHERE ${where}
           AND ($${next}::date IS NULL OR (${LAST_DAY}, p.id) > ($${next}::date, $${next + 1}::uuid))
         ORDER BY ${LAST_DAY}, p.id LIMIT $${next + 2}`,
        [...values, day, id, query.limit + 1],
      ),
    ]);
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    const more = rows.length > query.limit && last;
    return {
      items: page.map(paperOf),
      total: counted[0]?.total ?? 0,
      nextCursor: more ? encodeCursor([last.last_day, last.view.id]) : null,
    };
  }

  async find(id: string, tx: EntityManager = this.db.manager): Promise<StoredPaper | undefined> {
    const [row]: PaperRow[] = await tx.query(`SELECT ${VIEW} FROM ${TABLES} WHERE p.id = $1`, [id]);
    return row && paperOf(row);
  }

  /** The paper, locked until the transaction ends. */
  async lock(tx: EntityManager, id: string): Promise<StoredPaper | undefined> {
    await tx.query('SELECT FROM papers WHERE id = $1 FOR UPDATE', [id]);
    return this.find(id, tx);
  }

  /** Whom a paper is for, as the register of devices or people writes it, and the division; undefined: nobody. */
  async subject(kind: PaperKind, subject: string): Promise<{ subject: string; path: string } | undefined> {
    const [row]: { subject: string; path: string }[] = await this.db.query(
      kind === 'pilot_licence'
        ? `SELECT u.username AS subject, d.path FROM users u JOIN divisions d ON d.code = u.division_code WHERE lower(u.username) = lower($1)`
        : `SELECT a.sn AS subject, d.path FROM devices a JOIN divisions d ON d.code = a.division_code
           WHERE lower(a.sn) = lower($1) AND a.kind = 'aircraft'`,
      [subject],
    );
    return row;
  }

  /** Puts a paper on file; null when this number is on file for the subject. */
  async insert(tx: EntityManager, paper: NewPaper, by: string): Promise<string | null> {
    const [row]: { id: string }[] = await tx.query(
      `INSERT INTO papers (kind, subject, number, issuer, valid_from, valid_to, note, updated_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING id`,
      [paper.kind, paper.subject, paper.number, paper.issuer, paper.validFrom, paper.validTo, paper.note, by],
    );
    return row?.id ?? null;
  }

  /** Writes a paper that is locked; false when its new number is on file for the subject. */
  async update(tx: EntityManager, id: string, paper: PaperValues, by: string): Promise<boolean> {
    const rows: unknown[] = await tx.query(
      `WITH taken AS (SELECT FROM papers WHERE kind = $2 AND lower(subject) = lower($3) AND lower(number) = lower($4) AND id <> $1),
            written AS (
              UPDATE papers SET number = $4, issuer = $5, valid_from = $6, valid_to = $7, note = $8, state = $9, updated_by = $10,
                noticed_days = CASE WHEN valid_to IS DISTINCT FROM $7::date THEN NULL ELSE noticed_days END,
                version = version + 1, updated_at = now()
              WHERE id = $1 AND NOT EXISTS (SELECT FROM taken) RETURNING id)
       SELECT id FROM written`,
      [
        id,
        paper.kind,
        paper.subject,
        paper.number,
        paper.issuer,
        paper.validFrom,
        paper.validTo,
        paper.note,
        paper.state,
        by,
      ],
    );
    return rows.length > 0;
  }

  /**
   * The papers whose next notice is due, locked: they run out within so many days, and nobody was told of that yet. Marks
   * them as told.
   */
  async takeDue(tx: EntityManager, today: LocalDay, notices: readonly number[]): Promise<StoredPaper[]> {
    const due: { id: string }[] = await tx.query(
      `WITH due AS (
         SELECT p.id, (SELECT min(n) FROM unnest($2::int[]) AS n WHERE p.valid_to - $1::date <= n) AS notice
         FROM papers p WHERE p.state = 'active' AND p.valid_to IS NOT NULL FOR UPDATE SKIP LOCKED),
       told AS (
         UPDATE papers p SET noticed_days = due.notice FROM due
         WHERE p.id = due.id AND due.notice IS NOT NULL AND (p.noticed_days IS NULL OR p.noticed_days > due.notice)
         RETURNING p.id)
       SELECT id FROM told`,
      [today, notices],
    );
    if (due.length === 0) return [];
    const rows: PaperRow[] = await tx.query(
      `SELECT ${VIEW} FROM ${TABLES} WHERE p.id = ANY ($1::uuid[]) ORDER BY ${LAST_DAY}, p.id`,
      [due.map(({ id }) => id)],
    );
    return rows.map(paperOf);
  }
}

function conditionsOf(path: string, query: PaperQuery, today: LocalDay): { where: string; values: unknown[] } {
  const inside = Scope.below(path, 'd.path', 1);
  const where = [`(${inside.sql} OR p.subject = '*')`];
  const values: unknown[] = [inside.value];
  const add = (sql: (parameter: string) => string, value: unknown) => {
    values.push(value);
    where.push(sql(`$${values.length}`));
  };
  if (query.kind) add((value) => `p.kind = ${value}`, query.kind);
  if (query.subject) add((value) => `lower(p.subject) = lower(${value})`, query.subject);
  if (query.standing === 'withdrawn') where.push(`p.state = 'withdrawn'`);
  else if (query.standing !== 'all') where.push(`p.state = 'active'`);
  const runsOut = (value: string) => `p.valid_to < ${value}::date + ${PAPER_NOTICE_DAYS}`;
  if (query.standing === 'due') add(runsOut, today);
  if (query.standing === 'runs_out') add((value) => `p.valid_to >= ${value}::date AND ${runsOut(value)}`, today);
  if (query.standing === 'ran_out') add((value) => `p.valid_to < ${value}::date`, today);
  if (query.standing === 'not_yet') add((value) => `p.valid_from > ${value}::date`, today);
  if (query.standing === 'holds') {
    add((value) => `coalesce(p.valid_from <= ${value}::date, true) AND NOT coalesce(${runsOut(value)}, false)`, today);
  }
  if (query.search) {
    add(
      (value) => `strpos(lower(concat_ws(E'\\n', p.number, p.subject, a.name, u.display_name)), lower(${value})) > 0`,
      query.search.trim(),
    );
  }
  return { where: where.join(' AND '), values };
}

function paperOf({ view, created_at: createdAt, updated_at: updatedAt }: PaperRow): StoredPaper {
  return { ...view, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
}

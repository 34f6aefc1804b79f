import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type FilingKind, type PaperKind, type PlanPriority } from '#contracts';
import { type HeldPaper } from './paper.choice.js';

/** What people did for the paperwork of one task. Times in ms since 1970. */
export interface PaperworkRow {
  required: boolean;
  filingKind: FilingKind;
  filed: Done | null;
  answer: (Done & { granted: boolean }) | null;
  reported: Done | null;
  override: {
    reason: string;
    askedBy: string;
    askedAt: number;
    confirmedBy: string | null;
    confirmedAt: number | null;
  } | null;
}

interface Done {
  at: number;
  by: string;
  note: string;
}

/** A task as its paperwork sees it. */
export interface PaperedTask {
  id: string;
  takeOff: number;
  priority: PlanPriority;
  aircraftSn: string | null;
  /** User name; null: nobody is named, as for a dock. */
  pilot: string | null;
  /** Null: nobody has touched it. */
  row: PaperworkRow | null;
}

interface Row {
  id: string;
  window_start: Date;
  priority: PlanPriority;
  aircraft_sn: string | null;
  pilot: string | null;
  task_id: string | null;
  required: boolean;
  filing_kind: FilingKind;
  filed_at: Date | null;
  filed_by: string;
  filed_note: string;
  answered_at: Date | null;
  answered_by: string;
  answer_note: string;
  granted: boolean;
  reported_at: Date | null;
  reported_by: string;
  report_note: string;
  override_reason: string;
  override_by: string | null;
  override_asked_at: Date;
  override_second: string | null;
  override_at: Date | null;
}

/** Reads and writes the paperwork of tasks, and reads the papers that count for them. */
@Injectable()
export class PaperworkStore {
  constructor(private readonly db: DataSource) {}

  /** The tasks with these ids; the aircraft of a dock's task is the dock's. */
  async tasks(ids: readonly string[], tx: EntityManager = this.db.manager): Promise<PaperedTask[]> {
    const rows: Row[] = await tx.query(
      `SELECT t.id, t.window_start, t.priority, coalesce(t.aircraft_sn, a.sn) AS aircraft_sn, t.pilot, w.*
       FROM tasks t LEFT JOIN task_paperwork w ON w.task_id = t.id
       LEFT JOIN LATERAL (SELECT sn FROM devices WHERE parent_sn = t.dock_sn AND kind = 'aircraft' ORDER BY sn LIMIT 1) a ON true
       WHERE t.id = ANY ($1::uuid[])`,
      [ids],
    );
    return rows.map((row) => ({
      id: row.id,
      takeOff: row.window_start.getTime(),
      priority: row.priority,
      aircraftSn: row.aircraft_sn,
      pilot: row.pilot,
      row: row.task_id === null ? null : rowOf(row),
    }));
  }

  /** The active papers of these aircraft and pilots, and those of all. */
  async papers(subjects: readonly string[], tx: EntityManager = this.db.manager): Promise<HeldPaper[]> {
    const rows: { kind: PaperKind; subject: string; number: string; from: string | null; to: string | null }[] =
      await tx.query(
        `SELECT kind, lower(subject) AS subject, number, valid_from::text AS "from", valid_to::text AS "to" FROM papers
         WHERE state = 'active' AND lower(subject) = ANY ($1::text[])`,
        [['*', ...subjects.map((subject) => subject.toLowerCase())]],
      );
    return rows.map(({ kind, subject, number, from, to }) => ({ kind, subject, number, validFrom: from, validTo: to }));
  }

  /** Writes the paperwork of a task that is locked. */
  async save(tx: EntityManager, taskId: string, row: PaperworkRow): Promise<void> {
    const columns: Record<string, unknown> = {
      required: row.required,
      filing_kind: row.filingKind,
      filed_at: dateOf(row.filed?.at),
      filed_by: row.filed?.by ?? null,
      filed_note: row.filed?.note ?? null,
      answered_at: dateOf(row.answer?.at),
      answered_by: row.answer?.by ?? null,
      answer_note: row.answer?.note ?? null,
      granted: row.answer?.granted ?? null,
      reported_at: dateOf(row.reported?.at),
      reported_by: row.reported?.by ?? null,
      report_note: row.reported?.note ?? null,
      override_reason: row.override?.reason ?? null,
      override_by: row.override?.askedBy ?? null,
      override_asked_at: dateOf(row.override?.askedAt),
      override_second: row.override?.confirmedBy ?? null,
      override_at: dateOf(row.override?.confirmedAt),
    };
    const names = Object.keys(columns);
    await tx.query(
      `INSERT INTO task_paperwork (task_id, ${names.join(', ')}) VALUES ($1, ${names.map((_, nr) => `$${nr + 2}`).join(', ')})
       ON CONFLICT (task_id) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`,
      [taskId, ...Object.values(columns)],
    );
  }
}

function rowOf(row: Row): PaperworkRow {
  return {
    required: row.required,
    filingKind: row.filing_kind,
    filed: row.filed_at && { at: row.filed_at.getTime(), by: row.filed_by, note: row.filed_note },
    answer: row.answered_at && {
      at: row.answered_at.getTime(),
      by: row.answered_by,
      note: row.answer_note,
      granted: row.granted,
    },
    reported: row.reported_at && { at: row.reported_at.getTime(), by: row.reported_by, note: row.report_note },
    override:
      row.override_by === null
        ? null
        : {
            reason: row.override_reason,
            askedBy: row.override_by,
            askedAt: row.override_asked_at.getTime(),
            confirmedBy: row.override_second,
            confirmedAt: row.override_at?.getTime() ?? null,
          },
  };
}

function dateOf(at: number | null | undefined): Date | null {
  return at === null || at === undefined ? null : new Date(at);
}

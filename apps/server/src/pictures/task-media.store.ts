import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type MissingMedia, TERMINAL_TASK_STATES } from '#contracts';
import { type MediaCount } from './task-media.count.js';

/** The files of a task as they were counted last. Times in ms since 1970. */
export interface TaskMediaRow {
  taskId: string;
  expected: number;
  received: number;
  surplus: number;
  damaged: number;
  missing: MissingMedia[];
  deadline: number | null;
  settledAt: number | null;
}

const ENDED = TERMINAL_TASK_STATES.map((state) => `'${state}'`).join(', ');

/** Reads and writes the counts of files of tasks. */
@Injectable()
export class TaskMediaStore {
  constructor(private readonly db: DataSource) {}

  async find(taskId: string, tx: EntityManager = this.db.manager): Promise<TaskMediaRow | undefined> {
    const [row]: (Omit<TaskMediaRow, 'deadline' | 'settledAt'> & { deadline: Date | null; settledAt: Date | null })[] =
      await tx.query(
        `SELECT task_id AS "taskId", expected, received, surplus, damaged, missing, deadline,
           settled_at AS "settledAt" FROM task_media WHERE task_id = $1`,
        [taskId],
      );
    return row && { ...row, deadline: row.deadline?.getTime() ?? null, settledAt: row.settledAt?.getTime() ?? null };
  }

  /** The count of a task for a change: made where there is none, and locked until the transaction ends. */
  async lock(tx: EntityManager, taskId: string): Promise<TaskMediaRow> {
    await tx.query('INSERT INTO task_media (task_id) VALUES ($1) ON CONFLICT DO NOTHING', [taskId]);
    await tx.query('SELECT FROM task_media WHERE task_id = $1 FOR UPDATE', [taskId]);
    return (await this.find(taskId, tx))!;
  }

  /** Writes a count. What was settled once stays so. */
  async save(tx: EntityManager, taskId: string, count: MediaCount): Promise<void> {
    await tx.query(
      `UPDATE task_media SET expected = $2, received = $3, surplus = $4, damaged = $5, missing = $6, deadline = $7,
         counted_at = clock_timestamp(), settled_at = coalesce(settled_at, CASE WHEN $8 THEN clock_timestamp() END)
       WHERE task_id = $1`,
      [
        taskId,
        count.expected,
        count.received,
        count.surplus,
        count.damaged,
        JSON.stringify(count.missing),
        count.deadline === null ? null : new Date(count.deadline),
        count.settled,
      ],
    );
  }

  /** Tasks whose files are to be counted again: those that flew, are not settled, and ended or were not counted lately. */
  async due(): Promise<string[]> {
    const rows: { id: string }[] = await this.db.query(
      `SELECT t.id FROM tasks t LEFT JOIN task_media m ON m.task_id = t.id
       WHERE m.settled_at IS NULL AND (t.took_off_at IS NOT NULL OR t.media_expected > 0 OR m.task_id IS NOT NULL)
         AND (m.counted_at IS NULL OR (t.state IN (${ENDED}) AND (m.counted_at < greatest(t.since, now() - interval '10 seconds')
           OR (m.deadline <= now() AND m.counted_at < m.deadline))))
       ORDER BY t.since`,
    );
    return rows.map(({ id }) => id);
  }

  /** Whether the dock is there, and what it says it has still to send of all its flights. */
  async dockOf(sn: string | null): Promise<{ online: boolean; remaining: number | null }> {
    const [row]: { state: string | null; remaining: string | null }[] = await this.db.query(
      `SELECT p.state, s.properties -> 'media_file_detail' ->> 'remain_upload' AS remaining
       FROM (SELECT $1::text AS sn) d LEFT JOIN device_presence p ON p.sn = d.sn LEFT JOIN device_states s ON s.sn = d.sn`,
      [sn],
    );
    const remaining = Number(row?.remaining ?? Number.NaN);
    return { online: row?.state === 'online', remaining: Number.isFinite(remaining) ? remaining : null };
  }
}

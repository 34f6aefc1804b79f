import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type MissingMedia } from '#contracts';

/** The files of a task as they were counted last. Times in ms since 1970. */
export interface TaskMediaRow {
  taskId: string;
  /** What the dock itself said with its files. */
  toldExpected: number | null;
  expected: number;
  received: number;
  surplus: number;
  damaged: number;
  missing: MissingMedia[];
  deadline: number | null;
  settledAt: number | null;
}

/** Reads and writes the counts of files of tasks. */
@Injectable()
export class TaskMediaStore {
  constructor(private readonly db: DataSource) {}

  /** How many files the dock says a task has; the most that it ever said. */
  async told(tx: EntityManager, taskId: string, expected: number): Promise<void> {
    await tx.query(
      `INSERT INTO task_media (task_id, told_expected) VALUES ($1, $2)
       ON CONFLICT (task_id) DO UPDATE SET told_expected = greatest(task_media.told_expected, excluded.told_expected)`,
      [taskId, expected],
    );
  }

  async find(taskId: string, tx: EntityManager = this.db.manager): Promise<TaskMediaRow | undefined> {
    const [row]: (Omit<TaskMediaRow, 'deadline' | 'settledAt'> & { deadline: Date | null; settledAt: Date | null })[] =
      await tx.query(
        `SELECT task_id AS "taskId", told_expected AS "toldExpected", expected, received, surplus, damaged, missing, deadline,
           settled_at AS "settledAt" FROM task_media WHERE task_id = $1`,
        [taskId],
      );
    return row && { ...row, deadline: row.deadline?.getTime() ?? null, settledAt: row.settledAt?.getTime() ?? null };
  }
}

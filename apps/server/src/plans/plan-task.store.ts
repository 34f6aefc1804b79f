import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type LocalDay, type TaskState } from '#contracts';
import { type Cause } from './proposal.ground.js';

/** The task of a plan's day. */
export interface DayTask {
  planId: string;
  day: LocalDay;
  id: string;
  name: string;
  state: TaskState;
  startAt: Date;
}

/** A day on which a plan could make no task. */
export interface DayRefusal extends Cause {
  planId: string;
  day: LocalDay;
}

/** What counts as a plan's day: not what was withdrawn with a change of the plan, nor what stands in for another. */
const COUNTS = `t.fallback_of IS NULL AND (t.outcome ->> 'reason') IS DISTINCT FROM 'plan_withdrawn'`;

/** Reads and writes what belongs to the days of plans. */
@Injectable()
export class PlanTaskStore {
  constructor(private readonly db: DataSource) {}

  /** The tasks of these plans for days from `from` to `to`, both included. */
  async tasks(planIds: readonly string[], from: LocalDay, to: LocalDay): Promise<DayTask[]> {
    return this.db.query(
      `SELECT t.plan_id AS "planId", t.plan_day::text AS day, t.id, t.name, t.state, t.window_start AS "startAt"
       FROM tasks t WHERE t.plan_id = ANY ($1::uuid[]) AND t.plan_day BETWEEN $2 AND $3 AND ${COUNTS}
       ORDER BY t.plan_day, t.id`,
      [planIds, from, to],
    );
  }

  /** The tasks of a plan that are still ahead and that nobody has filed, moved or canceled. */
  async untouched(tx: EntityManager, planId: string): Promise<string[]> {
    const rows: { id: string }[] = await tx.query(
      `SELECT t.id FROM tasks t WHERE t.plan_id = $1 AND t.state IN ('draft', 'approved', 'filed', 'queued')
         AND t.window_start > now() AND t.moved_by IS NULL AND t.fallback_of IS NULL AND t.execute_sent_at IS NULL
         AND NOT EXISTS (SELECT FROM task_paperwork w WHERE w.task_id = t.id AND w.filed_at IS NOT NULL)
       ORDER BY t.id`,
      [planId],
    );
    return rows.map(({ id }) => id);
  }

  /** The drafts of a plan that are still ahead. */
  async drafts(tx: EntityManager, planId: string): Promise<string[]> {
    const rows: { id: string }[] = await tx.query(
      `SELECT t.id FROM tasks t WHERE t.plan_id = $1 AND t.state = 'draft' AND t.window_end > now() ORDER BY t.id`,
      [planId],
    );
    return rows.map(({ id }) => id);
  }

  /** The plan as it is now, held until the transaction ends; undefined: it is active no more, or another version. */
  async hold(tx: EntityManager, planId: string, version: number): Promise<{ approvedBy: string | null } | undefined> {
    const [row]: { approvedBy: string | null }[] = await tx.query(
      `SELECT approved_by AS "approvedBy" FROM plans WHERE id = $1 AND version = $2 AND state = 'active' FOR SHARE`,
      [planId, version],
    );
    return row;
  }

  async refusals(planId: string, from: LocalDay, to: LocalDay): Promise<DayRefusal[]> {
    return this.db.query(
      `SELECT plan_id AS "planId", day::text AS day, code, zh, en FROM plan_refusals
       WHERE plan_id = $1 AND day BETWEEN $2 AND $3 ORDER BY day`,
      [planId, from, to],
    );
  }

  /** Writes down which days of plans have no task, and forgets all others. */
  async keepRefusals(refusals: readonly DayRefusal[]): Promise<void> {
    await this.db.query(
      `WITH found AS (
         SELECT * FROM json_to_recordset($1) AS row ("planId" uuid, day date, code text, zh text, en text)),
       gone AS (
         DELETE FROM plan_refusals held
         WHERE NOT EXISTS (SELECT FROM found WHERE found."planId" = held.plan_id AND found.day = held.day))
       INSERT INTO plan_refusals AS held (plan_id, day, code, zh, en)
       SELECT found."planId", found.day, found.code, found.zh, found.en FROM found JOIN plans ON plans.id = found."planId"
       ON CONFLICT (plan_id, day) DO UPDATE SET code = excluded.code, zh = excluded.zh, en = excluded.en, since = now()
       WHERE (held.code, held.zh) IS DISTINCT FROM (excluded.code, excluded.zh)`,
      [JSON.stringify(refusals)],
    );
  }
}

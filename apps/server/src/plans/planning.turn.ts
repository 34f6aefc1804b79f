import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

const PLANNING_LOCK = 720_050;

/** Whoever chooses times for flights takes a turn: two that choose at once would choose the same. */
@Injectable()
export class PlanningTurn {
  constructor(private readonly db: DataSource) {}

  /** Waits for the turn, works, and ends it, whatever processes do. */
  async take<Result>(work: () => Promise<Result>): Promise<Result> {
    const runner = this.db.createQueryRunner();
    try {
      await runner.query('SELECT pg_advisory_lock($1)', [PLANNING_LOCK]);
      try {
        return await work();
      } finally {
        await runner.query('SELECT pg_advisory_unlock($1)', [PLANNING_LOCK]);
      }
    } finally {
      await runner.release();
    }
  }
}

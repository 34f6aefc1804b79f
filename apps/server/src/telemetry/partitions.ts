import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CONFIG, type Config } from '../config.js';

const DAY_MS = 86_400_000;
/** Key of the advisory lock under which partitions are made and dropped. */
const PARTITION_LOCK = 720_004;

/** Daily partitions of the history, in UTC days: made ahead, dropped when their time is over. */
@Injectable()
export class Partitions {
  private readonly log = new Logger(Partitions.name);

  constructor(
    private readonly db: DataSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Makes the partitions from yesterday to the day after tomorrow and drops those past retention. Safe to call twice. */
  async keep(now: Date): Promise<{ made: string[]; dropped: string[] }> {
    return this.db.transaction(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock($1)', [PARTITION_LOCK]);
      const rows: { name: string }[] = await tx.query(
        `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
         JOIN pg_class p ON p.oid = i.inhparent WHERE p.relname IN ('device_messages', 'telemetry_points')`,
      );
      const there = new Set(rows.map((row) => row.name));
      const made: string[] = [];
      const dropped: string[] = [];
      for (const [table, days] of this.tables()) {
        for (let day = -1; day <= 2; day += 1) {
          const from = startOfDay(now.getTime() + day * DAY_MS);
          const name = partitionName(table, from);
          if (there.has(name)) continue;
          await tx.query(
            `CREATE TABLE ${name} PARTITION OF ${table}
             FOR VALUES FROM ('${from.toISOString()}') TO ('${new Date(from.getTime() + DAY_MS).toISOString()}')`,
          );
          made.push(name);
        }
        const oldest = partitionName(table, startOfDay(now.getTime() - days * DAY_MS));
        for (const name of there) {
          if (!name.startsWith(`${table}_`) || name >= oldest) continue;
          await tx.query(`DROP TABLE ${name}`);
          dropped.push(name);
        }
      }
      if (made.length > 0 || dropped.length > 0) this.log.log({ message: 'partitions kept', made, dropped });
      return { made, dropped };
    });
  }

  private tables(): [table: string, days: number][] {
    return [
      ['device_messages', this.config.messageDays],
      ['telemetry_points', this.config.trackDays],
    ];
  }
}

function startOfDay(milliseconds: number): Date {
  return new Date(Math.floor(milliseconds / DAY_MS) * DAY_MS);
}

function partitionName(table: string, day: Date): string {
  return `${table}_${day.toISOString().slice(0, 10).replaceAll('-', '')}`;
}

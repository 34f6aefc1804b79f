import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
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
    return this.change(async (tx, there) => {
      const days = [-1, 0, 1, 2].map((day) => now.getTime() + day * DAY_MS);
      const made = await this.makeMissing(tx, there, days);
      const dropped: string[] = [];
      for (const [table, kept] of this.tables()) {
        const oldest = partitionName(table, startOfDay(now.getTime() - kept * DAY_MS));
        for (const name of there) {
          if (!name.startsWith(`${table}_`) || name >= oldest) continue;
          await tx.query(`DROP TABLE ${name}`);
          dropped.push(name);
        }
      }
      return { made, dropped };
    });
  }

  /** Makes the partitions of these moments (milliseconds since 1970) where they are missing: a clock that was set jumps. */
  async make(moments: readonly number[]): Promise<void> {
    await this.change(async (tx, there) => ({ made: await this.makeMissing(tx, there, moments), dropped: [] }));
  }

  private async change(
    work: (tx: EntityManager, there: ReadonlySet<string>) => Promise<{ made: string[]; dropped: string[] }>,
  ): Promise<{ made: string[]; dropped: string[] }> {
    const result = await this.db.transaction(async (tx) => {
      // whoever waits for the table behind us must not wait long for a reader before us
      await tx.query(`SET LOCAL lock_timeout = '10s'`);
      await tx.query('SELECT pg_advisory_xact_lock($1)', [PARTITION_LOCK]);
      const rows: { name: string }[] = await tx.query(
        `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
         JOIN pg_class p ON p.oid = i.inhparent WHERE p.relname IN ('device_messages', 'telemetry_points')`,
      );
      return work(tx, new Set(rows.map((row) => row.name)));
    });
    const { made, dropped } = result;
    if (made.length > 0 || dropped.length > 0) this.log.log({ message: 'partitions kept', made, dropped });
    return result;
  }

  private async makeMissing(
    tx: EntityManager,
    there: ReadonlySet<string>,
    moments: readonly number[],
  ): Promise<string[]> {
    const made: string[] = [];
    for (const [table] of this.tables()) {
      for (const from of new Set(moments.map((moment) => startOfDay(moment).getTime()))) {
        const name = partitionName(table, new Date(from));
        if (there.has(name)) continue;
        const [begin, end] = [from, from + DAY_MS].map((moment) => new Date(moment).toISOString());
        await tx.query(`CREATE TABLE ${name} PARTITION OF ${table} FOR VALUES FROM ('${begin}') TO ('${end}')`);
        made.push(name);
      }
    }
    return made;
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

import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type BrokerIdentity } from './broker-access.js';

const WRITE_MS = 1_000;
/** So many different topics of one account are kept apart; the rest share one row, however inventive the device is. */
const MOST_TOPICS = 20;

interface Counted {
  username: string;
  name: string;
  example: string;
  count: number;
  firstAt: number;
  lastAt: number;
}

/** Messages that the broker refused, counted for the administrator beside the other notes about the protocol. */
@Injectable()
export class RefusedTopics implements OnModuleInit, OnApplicationShutdown {
  private readonly log = new Logger(RefusedTopics.name);
  private waiting = new Map<string, Counted>();
  private readonly topics = new Map<string, Set<string>>();
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<void> = Promise.resolve();

  constructor(private readonly db: DataSource) {}

  onModuleInit(): void {
    this.timer = setInterval(() => this.flush(), WRITE_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.flush();
    await this.writing;
  }

  count({ username }: BrokerIdentity, topic: string, payload: Buffer): void {
    const topics = this.topics.get(username) ?? new Set();
    if (topics.size === 0)
      this.log.warn({ message: 'a device sends where it may not', username, topic: topic.slice(0, 200) });
    const kept = topics.has(topic) || topics.size < MOST_TOPICS ? topic.slice(0, 200) : '…';
    this.topics.set(username, topics.add(kept));
    const name = `${username}: ${kept}`;
    const now = Date.now();
    const counted = this.waiting.get(name) ?? { username, name, example: '', count: 0, firstAt: now, lastAt: now };
    counted.count += 1;
    counted.example = payload.subarray(0, 500).toString().replaceAll('\0', '\uFFFD');
    counted.lastAt = now;
    this.waiting.set(name, counted);
  }

  /** Starts to write what was counted; what cannot be written now is counted again. */
  private flush(): void {
    if (this.waiting.size === 0) return;
    const rows = [...this.waiting.values()];
    this.waiting = new Map();
    this.writing = this.writing.then(() => this.write(rows)).catch(() => this.putBack(rows));
  }

  private async write(rows: readonly Counted[]): Promise<void> {
    await this.db.query(
      `INSERT INTO protocol_notes AS known (kind, name, example, sn, count, first_at, last_at)
       SELECT 'refused_topic', name, example, sn, count, to_timestamp(first_at), to_timestamp(last_at)
       FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::float8[], $6::float8[])
            AS row (name, example, sn, count, first_at, last_at)
       ON CONFLICT (kind, name) DO UPDATE SET example = excluded.example, count = known.count + excluded.count,
         last_at = excluded.last_at`,
      [
        rows.map((row) => row.name),
        rows.map((row) => row.example),
        rows.map((row) => row.username),
        rows.map((row) => row.count),
        rows.map((row) => row.firstAt / 1000),
        rows.map((row) => row.lastAt / 1000),
      ],
    );
  }

  private putBack(rows: readonly Counted[]): void {
    for (const row of rows) {
      const newer = this.waiting.get(row.name);
      this.waiting.set(row.name, newer ? { ...newer, count: newer.count + row.count, firstAt: row.firstAt } : row);
    }
  }
}

import { Logger } from '@nestjs/common';
import pg from 'pg';

/** Key of the advisory lock that the one recording process holds. */
const INGEST_LOCK = 720_005;

/**
 * Exactly one process records: it holds a lock of the database for as long as it lives, the others stand by. Two
 * recorders would break the order of a device's messages.
 */
export class IngestLease {
  private readonly log = new Logger(IngestLease.name);
  private client: pg.Client | null = null;
  private closed = false;

  constructor(private readonly url: string) {}

  /** Resolves when this process may record; calls `standBy` once when another does. */
  async acquire(standBy: () => void = () => undefined): Promise<void> {
    let told = false;
    while (!this.closed) {
      if (await this.tryLock()) return;
      if (!told) this.log.log('another process records; standing by');
      if (!told) standBy();
      told = true;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }

  async release(): Promise<void> {
    this.closed = true;
    await this.client?.end().catch(() => undefined);
  }

  private async tryLock(): Promise<boolean> {
    const client = new pg.Client({
      connectionString: this.url,
      application_name: 'xunhang ingest lease',
      keepAlive: true,
    });
    client.on('error', () => this.lost(client));
    try {
      await client.connect();
      const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1) AS got', [INGEST_LOCK]);
      if (rows[0]?.got) {
        this.client = client;
        return true;
      }
    } catch {
      // the database is away: the caller tries again
    }
    await client.end().catch(() => undefined);
    return false;
  }

  /** The database restarted and forgot the lock: take it again before somebody else does. */
  private lost(client: pg.Client): void {
    if (this.closed || this.client !== client) return;
    this.client = null;
    void this.acquire();
  }
}

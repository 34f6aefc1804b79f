import { Logger } from '@nestjs/common';
import pg from 'pg';

/** Key of the advisory lock that the one recording process holds. */
const INGEST_LOCK = 720_005;
const TRY_AGAIN_MS = 1_000;

/**
 * Exactly one process records: it holds a lock of the database for as long as it lives, the others stand by. Two
 * recorders would break the order of a device's messages, and take the broker's session from each other.
 */
export class IngestLease {
  private readonly log = new Logger(IngestLease.name);
  private client: pg.Client | null = null;
  private closed = false;
  private wait: { timer: NodeJS.Timeout; go: () => void } | null = null;

  constructor(
    private readonly url: string,
    /** Another process took the lock while the database was away: stop recording, then `acquire` again. */
    private readonly taken: () => void,
  ) {}

  /** Resolves when this process may record, or when the lease is released; calls `standBy` once when another does. */
  async acquire(standBy: () => void = () => undefined): Promise<void> {
    let told = false;
    while (!this.closed) {
      const answer = await this.tryLock();
      if (answer === 'ours') return;
      if (answer === 'others' && !told) {
        told = true;
        this.log.log('another process records; standing by');
        standBy();
      }
      await this.pause();
    }
  }

  async release(): Promise<void> {
    this.closed = true;
    if (this.wait) clearTimeout(this.wait.timer);
    this.wait?.go();
    await this.client?.end().catch(() => undefined);
  }

  private async pause(): Promise<void> {
    if (this.closed) return;
    await new Promise<void>((resolve) => (this.wait = { timer: setTimeout(resolve, TRY_AGAIN_MS), go: resolve }));
    this.wait = null;
  }

  private async tryLock(): Promise<'ours' | 'others' | 'unreachable'> {
    const client = new pg.Client({
      connectionString: this.url,
      application_name: 'xunhang ingest lease',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    client.on('error', () => void this.lost(client));
    client.on('end', () => void this.lost(client));
    let answer: 'others' | 'unreachable' = 'unreachable';
    try {
      await client.connect();
      // a machine that vanished must not hold the lock for the two hours that the kernel would wait
      await client.query('SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3');
      const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1) AS got', [INGEST_LOCK]);
      if (rows[0]?.got && !this.closed) {
        this.client = client;
        return 'ours';
      }
      answer = 'others';
    } catch {
      // the database is away: the caller tries again
    }
    await client.end().catch(() => undefined);
    return answer;
  }

  /** The database restarted and forgot the lock: take it again before somebody else does, or give way. */
  private async lost(client: pg.Client): Promise<void> {
    if (this.closed || this.client !== client) return;
    this.client = null;
    while (!this.closed) {
      const answer = await this.tryLock();
      if (answer === 'ours') return;
      if (answer === 'others') {
        this.log.warn('another process took over the recording');
        return this.taken();
      }
      await this.pause();
    }
  }
}

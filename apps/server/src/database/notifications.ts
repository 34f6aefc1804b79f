import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { DataSource } from 'typeorm';

export type Notified = (payload: string) => void;

/**
 * One connection that listens for PostgreSQL `NOTIFY`. After a cut it connects again and calls every listener with an
 * empty payload: something may have been missed, read again.
 */
@Injectable()
export class Notifications implements OnApplicationShutdown {
  private readonly log = new Logger(Notifications.name);
  private readonly listeners = new Map<string, Set<Notified>>();
  private client: pg.Client | null = null;
  private retry: NodeJS.Timeout | null = null;
  private closed = false;
  private down = false;

  constructor(private readonly db: DataSource) {}

  /** Calls `listener` on every `NOTIFY channel`, and with '' after a cut. Resolves when listening. */
  async listen(channel: string, listener: Notified): Promise<void> {
    const listeners = this.listeners.get(channel) ?? new Set();
    this.listeners.set(channel, listeners.add(listener));
    if (!this.client) await this.connect();
    else await this.client.query(`LISTEN ${channel}`);
  }

  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    if (this.retry) clearTimeout(this.retry);
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<void> {
    const url = (this.db.options as { url: string }).url;
    const client = new pg.Client({ connectionString: url, application_name: 'xunhang listen', keepAlive: true });
    client.on('error', (error) => this.lost(client, error));
    client.on('end', () => this.lost(client, new Error('connection ended')));
    client.on('notification', ({ channel, payload }) => this.tell(channel, payload ?? ''));
    try {
      await client.connect();
      for (const channel of this.listeners.keys()) await client.query(`LISTEN ${channel}`);
      this.client = client;
    } catch (error) {
      this.lost(client, error as Error);
      return;
    }
    if (this.down) {
      this.down = false;
      this.log.log('database notifications are back');
      for (const channel of this.listeners.keys()) this.tell(channel, '');
    }
  }

  private lost(client: pg.Client, error: Error): void {
    if (this.closed || (this.client !== null && this.client !== client)) return;
    this.client = null;
    if (!this.down) this.log.warn({ message: 'database notifications are cut', error: error.message });
    this.down = true;
    if (this.retry) clearTimeout(this.retry);
    this.retry = setTimeout(() => void this.connect(), 500);
  }

  private tell(channel: string, payload: string): void {
    for (const listener of this.listeners.get(channel) ?? []) {
      try {
        listener(payload);
      } catch (error) {
        this.log.error({ message: 'a listener failed', channel, error: (error as Error).message });
      }
    }
  }
}

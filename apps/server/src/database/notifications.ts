import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { DataSource } from 'typeorm';

const PULSE_MS = 15_000;
const RETRY_MS = 500;

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
  private connecting: Promise<void> | null = null;
  private retry: NodeJS.Timeout | null = null;
  private pulse: NodeJS.Timeout | null = null;
  private closed = false;
  private down = false;

  constructor(private readonly db: DataSource) {}

  /** Calls `listener` on every `NOTIFY channel`, and with '' after a cut. Resolves when listening. */
  async listen(channel: string, listener: Notified): Promise<void> {
    const listeners = this.listeners.get(channel) ?? new Set();
    this.listeners.set(channel, listeners.add(listener));
    const { client } = this;
    if (!client) return this.connect();
    // whoever connects again listens to every channel
    await client.query(`LISTEN ${channel}`).catch((error: Error) => this.lost(client, error));
  }

  async onApplicationShutdown(): Promise<void> {
    this.closed = true;
    if (this.retry) clearTimeout(this.retry);
    if (this.pulse) clearInterval(this.pulse);
    await this.client?.end().catch(() => undefined);
  }

  /** One attempt at a time; channels that are added meanwhile are listened to as well. */
  private connect(): Promise<void> {
    this.connecting ??= this.open().finally(() => (this.connecting = null));
    return this.connecting;
  }

  private async open(): Promise<void> {
    const client = new pg.Client({
      connectionString: (this.db.options as { url: string }).url,
      application_name: 'xunhang listen',
      connectionTimeoutMillis: 5_000,
      query_timeout: PULSE_MS,
      keepAlive: true,
    });
    client.on('error', (error) => this.lost(client, error));
    client.on('end', () => this.lost(client, new Error('connection ended')));
    client.on('notification', ({ channel, payload }) => this.tell(channel, payload ?? ''));
    try {
      await client.connect();
      for (const channel of this.listeners.keys()) await client.query(`LISTEN ${channel}`);
    } catch (error) {
      await client.end().catch(() => undefined);
      return this.tryLater(error as Error);
    }
    if (this.closed) return void client.end().catch(() => undefined);
    this.client = client;
    this.pulse ??= setInterval(() => this.feelPulse(), PULSE_MS);
    if (!this.down) return;
    this.down = false;
    this.log.log('database notifications are back');
    for (const channel of this.listeners.keys()) this.tell(channel, '');
  }

  /** A connection that was cut without a word looks like one on which nothing happens: it is asked. */
  private feelPulse(): void {
    const { client } = this;
    client?.query('SELECT 1').catch((error: Error) => this.lost(client, error));
  }

  private lost(client: pg.Client, error: Error): void {
    if (this.closed || this.client !== client) return;
    this.client = null;
    void client.end().catch(() => undefined);
    this.tryLater(error);
  }

  private tryLater(error: Error): void {
    if (this.closed) return;
    if (!this.down) this.log.warn({ message: 'database notifications are cut', error: error.message });
    this.down = true;
    if (this.retry) clearTimeout(this.retry);
    this.retry = setTimeout(() => void this.connect(), RETRY_MS);
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

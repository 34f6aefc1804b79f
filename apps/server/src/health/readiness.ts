import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type ReadinessView } from '#contracts';
import { CONFIG, type Config } from '../config.js';
import { VERSION } from '../version.js';

/** One part of a process or of what it leans on: answers with a short word about itself, or throws. */
export type Probe = () => Promise<string> | string;

const PROBE_MS = 2_000;

/** Whether this process can do its work, part by part. */
@Injectable()
export class Readiness {
  private readonly probes = new Map<string, Probe>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly db: DataSource,
  ) {
    this.add('database', async () => {
      const [{ version }]: [{ version: string }] = await this.db.query(
        `SELECT current_setting('server_version') AS version`,
      );
      return `PostgreSQL ${version}`;
    });
    if (!config.roles.includes('ingest')) this.add('ingest', () => this.beatOf('ingest'));
    if (!config.roles.includes('worker')) this.add('worker', () => this.beatOf('worker'));
  }

  add(name: string, probe: Probe): void {
    this.probes.set(name, probe);
  }

  async check(): Promise<ReadinessView> {
    const parts = await Promise.all([...this.probes].map(async ([name, probe]) => [name, await judge(probe)] as const));
    const down = parts.filter(([, part]) => part.status === 'down').map(([name]) => name);
    const own = down.filter(
      (name) => !['ingest', 'worker'].includes(name) || this.config.roles.includes(name as 'ingest'),
    );
    const status = down.length === 0 ? 'ok' : own.includes('database') ? 'down' : 'degraded';
    return { status, version: VERSION, roles: this.config.roles, parts: Object.fromEntries(parts) };
  }

  /** Tells the other processes that a role is alive. */
  async beat(role: string, detail: Record<string, unknown>): Promise<void> {
    await this.db.query(
      `INSERT INTO process_beats (role, at, detail) VALUES ($1, now(), $2)
       ON CONFLICT (role) DO UPDATE SET at = excluded.at, detail = excluded.detail`,
      [role, JSON.stringify(detail)],
    );
  }

  private async beatOf(role: string): Promise<string> {
    const [row]: { age: number }[] = await this.db.query(
      'SELECT extract(epoch FROM now() - at)::float8 AS age FROM process_beats WHERE role = $1',
      [role],
    );
    if (!row) throw new Error('has never run');
    if (row.age > 20) throw new Error(`last beat ${Math.round(row.age)} s ago`);
    return `last beat ${Math.round(row.age)} s ago`;
  }
}

async function judge(probe: Probe): Promise<ReadinessView['parts'][string]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PROBE_MS / 1000} s`)), PROBE_MS);
  });
  try {
    return { status: 'ok', detail: await Promise.race([Promise.resolve().then(probe), late]) };
  } catch (error) {
    return { status: 'down', detail: (error as Error).message };
  } finally {
    clearTimeout(timer);
  }
}

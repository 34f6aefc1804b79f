import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockHolder } from './lock.js';

/** What runs on a data directory and where, in `runtime.json`; for people, and for commands that talk to a running product. */
export interface Runtime {
  pid: number;
  since: string;
  /** Null when `DATABASE_URL` is set. The password is in `pg.secret`. */
  postgres: { port: number; pid: number; database: string; version: string } | null;
  /** Null when `MQTT_URL` is set. */
  mqtt: { host: string; port: number } | null;
  /** `http://host:port`; null until the pages are served. */
  address: string | null;
}

/** The name of the embedded database. */
export const DATABASE = 'xunhang';

/** The last written `runtime.json`, or null. It may tell of a process that has ended. */
export function readRuntime(dataDirectory: string): Runtime | null {
  try {
    return JSON.parse(readFileSync(join(dataDirectory, 'runtime.json'), 'utf8')) as Runtime;
  } catch {
    return null;
  }
}

export function writeRuntime(dataDirectory: string, runtime: Runtime): void {
  const path = join(dataDirectory, 'runtime.json');
  writeFileSync(`${path}.tmp`, `${JSON.stringify(runtime, null, 2)}\n`, { mode: 0o644 });
  renameSync(`${path}.tmp`, path);
}

/** Address of the embedded database of a running product, or null when none runs on this data directory. */
export function runningDatabaseUrl(dataDirectory: string): string | null {
  const postgres = lockHolder(dataDirectory) === null ? null : readRuntime(dataDirectory)?.postgres;
  const secret = join(dataDirectory, 'pg.secret');
  if (!postgres || !existsSync(secret)) return null;
  return `postgresql://postgres:${readFileSync(secret, 'utf8').trim()}@127.0.0.1:${postgres.port}/${postgres.database}`;
}

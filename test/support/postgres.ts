import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startPostgres } from '../../apps/standalone/src/postgres.js';

/** A database that only one suite uses. */
export interface TestDatabase {
  /** `postgresql://` address with the password. */
  url: string;
  /** Drops the database, whoever is still connected. */
  close(): Promise<void>;
}

/** A PostgreSQL server that only one suite uses, so that it may stop, kill and start it. */
export interface TestPostgres {
  /** Address of an empty database; the same after a restart. */
  url: string;
  /** Process id of the postmaster now. */
  pid(): number;
  /** Fast shutdown: clients are cut. It stays down until `start`. */
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/**
 * A new, empty database on an embedded PostgreSQL that the suites of one jest worker share; it is started by the first
 * who asks and stopped when the worker ends, however that ends.
 */
export async function testDatabase(): Promise<TestDatabase> {
  // suites have a module registry each, so the shared server is found by its folder: a later suite adopts it
  const server = await open(join(tmpdir(), `xunhang-test-${process.pid}`));
  const name = `test_${randomBytes(6).toString('hex')}`;
  await server.createDatabase(name);
  return {
    url: server.url(name),
    close: async () => {
      await server.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
    },
  };
}

/** A server of its own for tests that stop and restart the database. */
export async function testPostgres(): Promise<TestPostgres> {
  const folder = join(tmpdir(), `xunhang-test-${process.pid}-${randomBytes(4).toString('hex')}`);
  let server = await open(folder);
  const port = server.port;
  return {
    url: server.url(),
    pid: () => server.pid,
    stop: () => server.stop(),
    start: async () => {
      server = await open(folder, port);
    },
    close: () => server.stop(),
  };
}

async function open(folder: string, preferredPort: number | null = null): Promise<EmbeddedPostgres> {
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const server = await startPostgres({
    dataDirectory: folder,
    database: 'xunhang',
    preferredPort,
    durable: false,
    log: () => undefined,
    onLost: (error) => {
      throw error;
    },
  });
  if (server.created) endWithThisProcess(folder);
  return server;
}

/** Stops the server and removes its folder once this process has gone, even by `kill -9`. */
function endWithThisProcess(folder: string): void {
  const script =
    'while kill -0 "$1" 2>/dev/null; do sleep 0.3; done; pid=$(head -n 1 "$2/pg/postmaster.pid" 2>/dev/null)' +
    ' && kill -INT "$pid" && while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done; rm -rf "$2"';
  spawn('/bin/sh', ['-c', script, 'sh', String(process.pid), folder], {
    detached: true,
    stdio: 'ignore',
    cwd: '/',
  }).unref();
}

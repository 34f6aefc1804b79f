import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type DataSource } from 'typeorm';
import { lockHolder, takeLock } from '../../../standalone/src/lock.js';
import { startPostgres } from '../../../standalone/src/postgres.js';
import { DATABASE, readRuntime, type Runtime, runningDatabaseUrl } from '../../../standalone/src/runtime.js';
import { isDatabaseUnavailable } from '../common/database-fault.js';
import { Refusal } from '../common/refusal.js';
import { type Config } from '../config.js';
import { openDatabase } from '../database/data-source.js';

/** The product's database, for a command that runs beside the product or without it. */
export interface CommandDatabase {
  db: DataSource;
  /** What runs on the data directory now; null when nothing does, or with `DATABASE_URL`. */
  runtime: Runtime | null;
  close(): Promise<void>;
}

/** A product that is just starting has its database within this time. */
const STARTING_MS = 20_000;

/**
 * Opens the database of `DATABASE_URL`, of the product that runs on the data directory, or the embedded one itself for
 * as long as the command takes. Throws `Refusal` or `CannotStart` with a sentence for the person.
 */
export async function openCommandDatabase(config: Pick<Config, 'databaseUrl' | 'dataDir'>): Promise<CommandDatabase> {
  const { databaseUrl, dataDir } = config;
  if (databaseUrl !== null) {
    const db = await openDatabase(databaseUrl);
    return { db, runtime: null, close: () => db.destroy() };
  }
  if (!existsSync(join(dataDir, 'pg.secret'))) throw neverStarted(dataDir);
  return lockHolder(dataDir) === null ? openStopped(dataDir) : openRunning(dataDir);
}

async function openRunning(dataDir: string): Promise<CommandDatabase> {
  for (const deadline = Date.now() + STARTING_MS; ; await delay(200)) {
    const url = runningDatabaseUrl(dataDir);
    try {
      if (url !== null) {
        const db = await openDatabase(url);
        return { db, runtime: readRuntime(dataDir), close: () => db.destroy() };
      }
    } catch (error) {
      if (!isDatabaseUnavailable(error)) throw error;
    }
    if (Date.now() > deadline) throw notReady(dataDir);
  }
}

/** Nothing runs: the lock is held meanwhile, so that a product that is started now says so instead of getting in the way. */
async function openStopped(dataDir: string): Promise<CommandDatabase> {
  const lock = takeLock(dataDir);
  try {
    const postgres = await startPostgres({
      dataDirectory: dataDir,
      database: DATABASE,
      preferredPort: readRuntime(dataDir)?.postgres?.port ?? null,
      log: () => undefined,
      onLost: () => undefined,
    });
    try {
      const db = await openDatabase(postgres.url());
      const close = async () => {
        await db.destroy();
        await postgres.stop();
        lock.release();
      };
      return { db, runtime: null, close };
    } catch (error) {
      await postgres.stop();
      throw error;
    }
  } catch (error) {
    lock.release();
    throw error;
  }
}

function neverStarted(dataDir: string): Refusal {
  return new Refusal(
    404,
    'never_started',
    `${dataDir} 中还没有数据：请先用 npm start 启动一次，或用 --data-dir 指定正在使用的数据目录`,
    `there is no data in ${dataDir} yet: start the product once by npm start, or name the data directory in use with --data-dir`,
  );
}

function notReady(dataDir: string): Refusal {
  return new Refusal(
    503,
    'database_unavailable',
    `${dataDir} 上的巡航正在运行，但数据库还连不上，请稍后重试`,
    `the product runs on ${dataDir}, but its database does not answer yet: try again in a moment`,
  );
}

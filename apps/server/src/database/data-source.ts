import { join } from 'node:path';
import { DataSource, type DataSourceOptions } from 'typeorm';

/** How every process opens the database. Migrations run only through `migrate`. */
export function dataSourceOptions(url: string): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    migrations: [join(import.meta.dirname, 'migrations', '*.{js,ts}')],
    migrationsTableName: 'migrations',
    migrationsTransactionMode: 'all',
    poolSize: 20,
    applicationName: 'xunhang',
    // A dead server must show as an error within seconds, not after the kernel's fifteen minutes.
    extra: { connectionTimeoutMillis: 5_000, keepAlive: true, statement_timeout: 60_000 },
  };
}

/** Key of the advisory lock under which one process migrates while the others wait. */
const MIGRATE_LOCK = 720_002;

/** Brings the schema up to date; processes that start together do it one after the other. */
export async function migrate(db: DataSource): Promise<void> {
  const runner = db.createQueryRunner();
  try {
    await runner.query('SELECT pg_advisory_lock($1)', [MIGRATE_LOCK]);
    await db.runMigrations();
  } finally {
    await runner.query('SELECT pg_advisory_unlock($1)', [MIGRATE_LOCK]).catch(() => undefined);
    await runner.release();
  }
}

/** An open connection pool. Throws the driver's error when the server cannot be reached. */
export async function openDatabase(url: string): Promise<DataSource> {
  const db = new DataSource(dataSourceOptions(url));
  return db.initialize();
}

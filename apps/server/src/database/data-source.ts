import { DataSource, type DataSourceOptions } from 'typeorm';
import { Divisions1760000000000 } from './migrations/1760000000000-Divisions.js';
import { People1760000100000 } from './migrations/1760000100000-People.js';
import { BrokerAccounts1760000200000 } from './migrations/1760000200000-BrokerAccounts.js';
import { Devices1760000300000 } from './migrations/1760000300000-Devices.js';
import { Telemetry1760000400000 } from './migrations/1760000400000-Telemetry.js';
import { Events1760000500000 } from './migrations/1760000500000-Events.js';
import { PointsAndScenarios1760000600000 } from './migrations/1760000600000-PointsAndScenarios.js';
import { Routes1760000700000 } from './migrations/1760000700000-Routes.js';
import { Airspace1760000800000 } from './migrations/1760000800000-Airspace.js';
import { CountyRoutes1760000900000 } from './migrations/1760000900000-CountyRoutes.js';
import { Tasks1760001000000 } from './migrations/1760001000000-Tasks.js';
import { Media1760001100000 } from './migrations/1760001100000-Media.js';
import { PilotFavourites1760001200000 } from './migrations/1760001200000-PilotFavourites.js';
import { Plans1760001300000 } from './migrations/1760001300000-Plans.js';
import { TaskColumns1760001400000 } from './migrations/1760001400000-TaskColumns.js';
import { Papers1760001500000 } from './migrations/1760001500000-Papers.js';
import { MediaFiles1760001600000 } from './migrations/1760001600000-MediaFiles.js';
import { DockOrders1760001700000 } from './migrations/1760001700000-DockOrders.js';
import { EvidencePacks1760001800000 } from './migrations/1760001800000-EvidencePacks.js';
import { FlightOrders1760001900000 } from './migrations/1760001900000-FlightOrders.js';
import { PlanTasks1760002000000 } from './migrations/1760002000000-PlanTasks.js';
import { ExpectedFiles1760002100000 } from './migrations/1760002100000-ExpectedFiles.js';
import { Cameras1760002200000 } from './migrations/1760002200000-Cameras.js';
import { Fallbacks1760002300000 } from './migrations/1760002300000-Fallbacks.js';

/** Every migration, oldest first. Named here rather than found by pattern: a start reads no folder. */
const MIGRATIONS = [
  Divisions1760000000000,
  People1760000100000,
  BrokerAccounts1760000200000,
  Devices1760000300000,
  Telemetry1760000400000,
  Events1760000500000,
  PointsAndScenarios1760000600000,
  Routes1760000700000,
  Airspace1760000800000,
  CountyRoutes1760000900000,
  Tasks1760001000000,
  Media1760001100000,
  PilotFavourites1760001200000,
  Plans1760001300000,
  TaskColumns1760001400000,
  Papers1760001500000,
  MediaFiles1760001600000,
  DockOrders1760001700000,
  EvidencePacks1760001800000,
  FlightOrders1760001900000,
  PlanTasks1760002000000,
  ExpectedFiles1760002100000,
  Cameras1760002200000,
  Fallbacks1760002300000,
];

/** How every process opens the database. Migrations run only through `migrate`. */
export function dataSourceOptions(url: string): Extract<DataSourceOptions, { type: 'postgres' }> {
  return {
    type: 'postgres',
    url,
    migrations: MIGRATIONS,
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

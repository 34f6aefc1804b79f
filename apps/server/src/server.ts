import { BullRegistrar } from '@nestjs/bullmq';
import { type DynamicModule, Logger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { DataSource } from 'typeorm';
import { ensureAdministrator } from './auth/administrator.js';
import { type BrokerAccess } from './broker/broker-access.js';
import { BrokerAccounts } from './broker/broker-accounts.js';
import { BrokerFilesModule } from './broker/broker-files.module.js';
import { BrokerModule } from './broker/broker.module.js';
import { BrokerPolicy } from './broker/broker-policy.js';
import { type Config } from './config.js';
import { type County } from './county/county.js';
import { readCounty } from './county/county-folder.js';
import { seedCounty } from './county/seed.js';
import { fleetOf, type SimulatorFleet } from './county/simulator-fleet.js';
import { DockOrdersProcessor } from './docks/dock-orders.processor.js';
import { migrate, openDatabase } from './database/data-source.js';
import { EvidencePacksProcessor } from './evidence/evidence-packs.processor.js';
import { openQueueStore, type QueueStore } from './jobs/queue-backend.js';
import { MediaProcessor } from './pictures/media.processor.js';
import { PlansProcessor } from './plans/plans.processor.js';
import { RouteImportsProcessor } from './routes/route-imports.processor.js';
import { SortiesProcessor } from './tasks/sorties.processor.js';
import { UpkeepProcessor } from './upkeep/upkeep.processor.js';
import { Readiness } from './health/readiness.js';
import { ApiModule } from './roles/api.module.js';
import { CoreModule } from './roles/core.module.js';
import { type Broker, DeviceSide } from './roles/device-side.js';
import { IngestModule } from './roles/ingest.module.js';
import { prefixRoutes, serveOpenApi } from './roles/openapi.js';
import { RouteSeed } from './routes/route.seed.js';
import { secureWeb, serveConsole, serveMedia, serveQueues } from './roles/web.js';
import { WorkerModule } from './roles/worker.module.js';
import { Partitions } from './telemetry/partitions.js';
import { logger } from './logger.js';

const BEAT_MS = 5_000;

export interface RunningServer {
  /** `http://host:port` of the pages and the API (of the health pages in a process without the api role). */
  address: string;
  /** Ends in order: the link to devices (what was read is written first), sockets and pages, jobs, database. */
  close(): Promise<void>;
}

/** A server whose database is migrated and seeded, but that listens to nothing yet. */
export interface PreparedServer {
  /** The rules for an embedded broker; null when the broker is external and asks nobody. */
  broker: BrokerAccess | null;
  /** The account under which this server speaks to the embedded broker. */
  serviceAccount: { username: string; password: string } | null;
  /** The administrator's password when this start generated it; shown once. */
  generatedAdminPassword: string | null;
  county: { name: string };
  /** Accounts and places of the demonstration devices, for the simulator; gives their broker accounts new passwords. */
  fleet(brokerUrl: string): Promise<SimulatorFleet>;
  start(broker: Broker): Promise<RunningServer>;
  /** For a server that is prepared but was not started. */
  close(): Promise<void>;
}

/**
 * Migrates and seeds the database of `config.databaseUrl` and builds the roles of `config.roles`. Throws
 * `UnusableCounty`, `AnotherCounty`, and the driver's error when the database cannot be reached.
 */
export async function prepareServer(config: Config): Promise<PreparedServer> {
  Logger.overrideLogger(logger(config));
  const databaseUrl = config.databaseUrl;
  if (databaseUrl === null) throw new Error('DATABASE_URL is not set: a server process needs a database');
  const [db, county] = await Promise.all([openDatabase(databaseUrl), readCounty(config.county)]);
  let store: QueueStore | null = null;
  try {
    await migrate(db);
    await seedCounty(db, county);
    const generatedAdminPassword = await ensureAdministrator(db, config);
    await new Partitions(db, config).keep(new Date());
    store = config.roles.includes('worker') ? await openQueueStore(config.redisUrl, databaseUrl) : null;
    const app = await buildApp(config, db, county, store);
    // Checking routes needs what the app knows of docks, airspace and ground.
    if (config.roles.includes('api')) await app.get(RouteSeed).load();
    return { ...prepared(app, config, db, county, store), generatedAdminPassword };
  } catch (error) {
    await store?.close().catch(() => undefined);
    await db.destroy().catch(() => undefined);
    throw error;
  }
}

function prepared(
  app: NestExpressApplication,
  config: Config,
  db: DataSource,
  county: County,
  store: QueueStore | null,
): Omit<PreparedServer, 'generatedAdminPassword'> {
  const policy = config.mqttUrl === null ? app.get(BrokerPolicy) : null;
  const devices = new DeviceSide(app, config);
  let stopBeating = () => undefined as void;
  const close = async () => {
    stopBeating();
    await devices.close();
    await app.close();
    await store?.close();
    await db.destroy();
  };
  return {
    broker: policy,
    serviceAccount: policy?.serviceCredentials() ?? null,
    county: { name: county.name },
    fleet: (brokerUrl) => fleetOf(db, county, (sn) => new BrokerAccounts(db).issue(sn), brokerUrl),
    start: async (broker) => {
      await app.listen(config.port, config.host);
      await devices.open(broker);
      if (store) stopBeating = await beginJobs(app, store);
      return { address: await app.getUrl(), close };
    },
    close,
  };
}

async function buildApp(
  config: Config,
  db: DataSource,
  county: County,
  store: QueueStore | null,
): Promise<NestExpressApplication> {
  const imports: (DynamicModule | (new () => object))[] = [CoreModule.with(config, db, county)];
  if (config.roles.includes('api')) imports.push(ApiModule);
  if (config.roles.includes('ingest')) imports.push(IngestModule);
  if (store) imports.push(WorkerModule.with(store));
  if (config.mqttUrl === null) imports.push(BrokerModule);
  if (config.roles.includes('worker') && config.brokerFiles !== null) imports.push(BrokerFilesModule);
  class RootModule {}
  const root: DynamicModule = { module: RootModule, imports };
  const app = await NestFactory.create<NestExpressApplication>(root, {
    logger: logger(config),
    abortOnError: false,
    forceCloseConnections: true,
  });
  prefixRoutes(app);
  app.useWebSocketAdapter(new IoAdapter(app));
  if (config.roles.includes('api')) serveMedia(app);
  secureWeb(app, config);
  if (config.roles.includes('api')) {
    serveOpenApi(app);
    serveQueues(app);
    serveConsole(app);
  }
  await app.init();
  return app;
}

/** Starts the workers; calling the result stops the signs of life. */
async function beginJobs(app: NestExpressApplication, store: QueueStore): Promise<() => void> {
  const upkeep = app.get(UpkeepProcessor);
  app.get(BullRegistrar).register();
  await upkeep.schedule();
  await app.get(RouteImportsProcessor).schedule();
  await app.get(EvidencePacksProcessor).schedule();
  await app.get(SortiesProcessor).schedule();
  await app.get(PlansProcessor).schedule();
  await app.get(MediaProcessor).schedule();
  await app.get(DockOrdersProcessor).schedule();
  const readiness = app.get(Readiness);
  readiness.add('queue', async () => {
    await upkeep.probe();
    return store.name;
  });
  const beat = () => readiness.beat('worker', { store: store.name }).catch(() => undefined);
  const timer = setInterval(() => void beat(), BEAT_MS);
  await beat();
  return () => clearInterval(timer);
}

export { type BrokerAccess, type Config };

import { createPostgresBackend, type QueueOptions, runMigrations, setDefaultBackendFactory } from 'bullmq';
import pg from 'pg';

/** Where the queues live. */
export interface QueueStore {
  connection: QueueOptions['connection'];
  /** For the health page. */
  name: 'PostgreSQL' | 'Redis';
  close(): Promise<void>;
}

/** BullMQ's own schema in our database. */
const SCHEMA = 'bullmq';
/** The worker of each queue keeps one while it waits, and its jobs need others: with too few nothing moves. */
const CONNECTIONS = 20;

/**
 * Opens the store of the queues: Redis or Valkey when there is one, else the product's own PostgreSQL. Call it before
 * the first queue is made. The pool is ours because BullMQ cannot load the driver from an ES module.
 */
export async function openQueueStore(redisUrl: string | null, databaseUrl: string): Promise<QueueStore> {
  if (redisUrl !== null) {
    return { connection: { url: redisUrl, maxRetriesPerRequest: null }, name: 'Redis', close: async () => undefined };
  }
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await runMigrations(client, SCHEMA);
  } finally {
    await client.end();
  }
  setDefaultBackendFactory(createPostgresBackend);
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: CONNECTIONS,
    keepAlive: true,
    application_name: 'xunhang jobs',
    options: `-c search_path=${SCHEMA}`,
  });
  // one for each queue and worker
  pool.setMaxListeners(0);
  pool.on('error', () => undefined);
  return { connection: pool as unknown as QueueOptions['connection'], name: 'PostgreSQL', close: () => pool.end() };
}

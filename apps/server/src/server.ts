import { type BrokerAccess } from './broker/broker-access.js';
import { type Config } from './config.js';

export interface RunningServer {
  /** `http://host:port` of the pages and the API (of the health pages in a process without the api role). */
  address: string;
  /** Ends in order: sockets, ingest (flushes what it holds), jobs, database. */
  close(): Promise<void>;
}

/** A server whose database is migrated and seeded, but that listens to nothing yet. */
export interface PreparedServer {
  /** The rules for an embedded broker. */
  broker: BrokerAccess;
  /** The account under which this server speaks to the broker; new at each start when the broker is embedded. */
  serviceAccount: { username: string; password: string };
  /** The administrator's password when this start generated it; shown once. */
  generatedAdminPassword: string | null;
  /** Accounts and places of the demonstration devices, for the simulator; gives their broker accounts new passwords. */
  fleet(brokerUrl: string): Promise<unknown>;
  start(mqtt: { url: string; username: string | null; password: string | null }): Promise<RunningServer>;
  /** For a server that is prepared but was not started. */
  close(): Promise<void>;
}

export type { BrokerAccess, Config };

/** Migrates and seeds the database of `config.databaseUrl`. Implemented in the next change. */
export async function prepareServer(_config: Config): Promise<PreparedServer> {
  throw new Error('not there yet');
}

import { type BrokerAccess } from './broker/broker-access.js';
import { type Config } from './config.js';

export interface RunningServer {
  /** `http://host:port`; null in a process without the api role. */
  address: string | null;
  /** The administrator's password when this start generated it; shown once. */
  generatedAdminPassword: string | null;
  broker: BrokerAccess;
  /** Ends in order: sockets, ingest (flushes what it holds), jobs, database. */
  close(): Promise<void>;
}

export type { BrokerAccess, Config };

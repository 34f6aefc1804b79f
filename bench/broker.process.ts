import { type BrokerAccess } from '../apps/server/src/broker/broker-access.js';
import { startBroker } from '../apps/standalone/src/broker.js';
import { tell, when } from './child.js';

/** The embedded broker in a process of its own, for machines without Mosquitto; everybody may do everything. */
const access: BrokerAccess = {
  authenticate: (username) => Promise.resolve({ username: username ?? 'bench', kind: 'service', gatewaySn: null }),
  mayPublish: () => true,
  maySubscribe: () => true,
  onRevoked: () => () => undefined,
  disconnected: () => undefined,
  refused: () => undefined,
};
const broker = await startBroker({ host: '127.0.0.1', port: 0, access, log: () => undefined });
when('end', () => broker.close());
tell('ready', { port: broker.port });

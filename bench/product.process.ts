import { prepareServer } from '../apps/server/src/server.js';
import { readConfig } from '../apps/server/src/config.js';
import { type SettingName } from '../apps/server/src/settings.js';
import { startBroker } from '../apps/standalone/src/broker.js';
import { configuration, tell, when } from './child.js';

/**
 * The product's server with every role. With `mqttUrl` null it carries the embedded broker inside, as `npm start` does.
 */
const { settings, mqttUrl } = configuration<{
  settings: Partial<Record<SettingName, string>>;
  mqttUrl: string | null;
}>();
const prepared = await prepareServer(readConfig(settings, {}));
const broker =
  mqttUrl === null
    ? await startBroker({ host: '127.0.0.1', port: 0, access: prepared.broker!, log: () => undefined })
    : null;
const service = prepared.serviceAccount ?? { username: null, password: null };
const server = await prepared.start({ url: broker?.url ?? mqttUrl!, ...service });
when('end', async () => {
  await server.close();
  await broker?.close();
});
when('memory', () => {
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rss, heapUsed, external };
});
tell('ready', { address: server.address, mqttPort: broker?.port ?? null, service });

import 'reflect-metadata';
import { InvalidSetting, readConfig } from './config.js';
import { prepareServer } from './server.js';

/** One process of a deployment: `ROLES` says what it does, the database and the broker are others' (docs/operations.md). */
async function main(): Promise<void> {
  const config = readConfig();
  if (config.databaseUrl === null) throw new InvalidSetting(missing('DATABASE_URL', 'PostgreSQL'));
  if (config.mqttUrl === null) throw new InvalidSetting(missing('MQTT_URL', 'MQTT'));
  const prepared = await prepareServer(config);
  if (prepared.generatedAdminPassword !== null) {
    process.stdout.write(`admin / ${prepared.generatedAdminPassword}\n`);
  }
  const server = await prepared.start({
    url: config.mqttUrl,
    username: config.mqttUsername,
    password: config.mqttPassword,
  });
  process.stdout.write(`${config.roles.join(',')} ready at ${server.address}\n`);
  let closing = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (closing) return;
      closing = true;
      server.close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}

function missing(name: string, what: string): string {
  return (
    `缺少 ${name}：单独启动的服务进程需要外部 ${what}；单机运行请用 npm start。` +
    ` ${name} is missing: a server process of its own needs an external ${what}; on one machine use npm start.`
  );
}

main().catch((error: Error) => {
  const known = error instanceof InvalidSetting || ['AnotherCounty', 'UnusableCounty'].includes(error.name);
  process.stderr.write(`${known ? error.message : (error.stack ?? error.message)}\n`);
  process.exit(1);
});

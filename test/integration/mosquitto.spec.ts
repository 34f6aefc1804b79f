import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectAsync, type MqttClient } from 'mqtt';
import { BrokerAccounts } from '../../apps/server/src/broker/broker-accounts.js';
import { freePort, type Program, programPath, startProgram } from '../support/program.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { until } from '../support/until.js';

const DEPLOY = fileURLToPath(new URL('../../deploy/', import.meta.url));
describe('Mosquitto on the files that the product writes', () => {
  const service = { username: 'server', password: 'Server-Password-1' };
  const clients: MqttClient[] = [];
  let app: TestApp;
  let folder: string;
  let port: number;
  let broker: Program | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'xunhang-mosquitto-'));
    app = await startApp({
      settings: { brokerFiles: join(folder, 'auth'), mqttUsername: service.username, mqttPassword: service.password },
    });
    port = await freePort();
    await writeFile(join(folder, 'mosquitto.conf'), await configuration());
    const PATH = `${dirname(programPath('mosquitto', 'mosquitto'))}:${process.env['PATH']}`;
    const start = [join(DEPLOY, 'mosquitto-start.sh'), join(folder, 'mosquitto.conf'), join(folder, 'auth')];
    broker = startProgram('/bin/sh', start, { env: { PATH } });
    await until('mosquitto lets the server in', () => connect(service));
  });

  afterAll(async () => {
    for (const client of clients) await client.endAsync(true);
    await broker?.end();
    await app.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** The configuration that is deployed, with this test's port and folders. */
  async function configuration(): Promise<string> {
    const deployed = await readFile(join(DEPLOY, 'mosquitto.conf'), 'utf8');
    const here = deployed
      .replace('listener 1883', `listener ${port} 127.0.0.1`)
      .replaceAll('/var/lib/xunhang/broker/', `${join(folder, 'auth')}/`)
      .replace('/mosquitto/data/', `${folder}/`);
    return process.getuid?.() === 0 ? `${here}\nuser root\n` : here;
  }

  async function connect(account: { username: string; password: string }): Promise<MqttClient> {
    const client = await connectAsync(`mqtt://127.0.0.1:${port}`, { ...account, reconnectPeriod: 0 }, false);
    clients.push(client);
    return client;
  }
  const refused = (account: { username: string; password: string }) =>
    connect(account).then(
      () => false,
      () => true,
    );
  const issue = async (sn: string) => {
    const account = await new BrokerAccounts(app.db).issue(sn);
    return until(`mosquitto knows ${sn}`, () => connect(account).then((client) => ({ client, account })));
  };
  /** Topics that reach the server from now on. */
  const eavesdrop = async (): Promise<string[]> => {
    const topics: string[] = [];
    const server = await connect(service);
    server.on('message', (topic) => topics.push(topic));
    await server.subscribeAsync('#', { qos: 1 });
    return topics;
  };
  const say = (client: MqttClient, topic: string) => client.publishAsync(topic, '{}', { qos: 1 });

  it('lets in who has an account, a moment after it was made, and nobody else', async () => {
    const { account } = await issue('MDOCK0000001');
    expect(await refused({ ...account, password: 'wrong' })).toBe(true);
    expect(await refused({ username: 'MDOCK9999999', password: 'x' })).toBe(true);
    await expect(connectAsync(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 0 }, false)).rejects.toThrow();
  });

  it('keeps the files to their owner, and no password in them', async () => {
    for (const name of ['passwordfile', 'aclfile']) {
      expect((await stat(join(folder, 'auth', name))).mode & 0o777).toBe(0o600);
    }
    expect(await readFile(join(folder, 'auth', 'passwordfile'), 'utf8')).not.toContain(service.password);
  });

  it('lets a gateway speak as the embedded broker does: its own topics, its child once linked, no one else', async () => {
    const heard = await eavesdrop();
    const [{ client: dock }] = [await issue('MDOCK0000002'), await issue('MDOCK0000003')];
    await app.db.query(
      `INSERT INTO device_links (sn, gateway_sn, linked, changed_at) VALUES ('MDRONE000002', 'MDOCK0000002', true, now())`,
    );
    await app.db.query(`SELECT pg_notify('topology', 'MDRONE000002')`);
    await until('the child is heard', async () => {
      await say(dock, 'thing/product/MDRONE000002/osd');
      return heard.includes('thing/product/MDRONE000002/osd');
    });
    for (const topic of [
      'thing/product/MDOCK0000003/osd',
      'sys/product/MDOCK0000003/status',
      'thing/product/MDRONE000002/services_reply',
      'thing/product/MDOCK0000002/services',
      'thing/product/MDRONE999999/osd',
      'other',
    ]) {
      await say(dock, topic);
    }
    const own = ['status', 'osd', 'state', 'events', 'requests', 'services_reply', 'property/set_reply', 'drc/up'].map(
      (rest) => `thing/product/MDOCK0000002/${rest}`,
    );
    for (const topic of [...own, 'sys/product/MDOCK0000002/status']) await say(dock, topic);
    await until('the last allowed one is heard', () => heard.includes('sys/product/MDOCK0000002/status'));
    expect(new Set(heard)).toEqual(
      new Set(['thing/product/MDRONE000002/osd', ...own, 'sys/product/MDOCK0000002/status']),
    );
  });

  it('delivers to a gateway what is meant for it, and nothing else', async () => {
    const [{ client: dock }] = [await issue('MDOCK0000004'), await issue('MDOCK0000005')];
    const heard: string[] = [];
    dock.on('message', (topic) => heard.push(topic));
    await dock.subscribeAsync('#', { qos: 1 }).catch(() => undefined);
    await dock.subscribeAsync('thing/product/MDOCK0000004/#', { qos: 1 });
    const server = await connect(service);
    await say(server, 'thing/product/MDOCK0000005/services');
    await say(server, 'thing/product/MDOCK0000004/services');
    await until('its own command arrives', () => heard.length > 0);
    expect(new Set(heard)).toEqual(new Set(['thing/product/MDOCK0000004/services']));
  });

  it('cuts and refuses an account that was disabled', async () => {
    const { client, account } = await issue('MDOCK0000006');
    await new BrokerAccounts(app.db).disable(['MDOCK0000006']);
    await until('the account is refused', () => refused(account));
    await until('its connection has ended or is deaf', async () => {
      const heard = await eavesdrop();
      if (!client.connected) return true;
      // A client that is cut while it speaks is never answered: its end is awaited too.
      const cut = new Promise<void>((resolve) => client.once('close', () => resolve()));
      await Promise.race([say(client, 'thing/product/MDOCK0000006/osd').catch(() => undefined), cut]);
      if (!client.connected) return true;
      await say(await connect(service), 'marker');
      await until('the marker arrives', () => heard.includes('marker'));
      return !heard.includes('thing/product/MDOCK0000006/osd');
    });
    expect(broker!.output()).not.toMatch(/error/i);
  });
});

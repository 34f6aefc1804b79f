import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { BrokerAccounts } from '../../apps/server/src/broker/broker-accounts.js';
import { readConfig } from '../../apps/server/src/config.js';
import { openDatabase } from '../../apps/server/src/database/data-source.js';
import { type PreparedServer, prepareServer } from '../../apps/server/src/server.js';
import { type SettingName } from '../../apps/server/src/settings.js';
import { startBroker } from '../../apps/standalone/src/broker.js';
import { testDatabase } from './postgres.js';

export interface TestApp {
  /** `http://127.0.0.1:port` of pages and API. */
  url: string;
  databaseUrl: string;
  /** The data directory, which goes with the server. */
  dataDir: string;
  /** A connection pool of the test's own. */
  db: DataSource;
  mqttUrl: string;
  adminPassword: string;
  prepared: PreparedServer;
  /** Calls the API as `admin`; throws the problem's text for an error answer. */
  api<Body = unknown>(path: string, options?: { method?: string; body?: unknown; token?: string }): Promise<Body>;
  /** An access token of `admin`, or of another user. */
  token(username?: string, password?: string): Promise<string>;
  /** Broker credentials for one more gateway. */
  deviceAccount(sn: string): Promise<{ username: string; password: string }>;
  close(): Promise<void>;
}

export interface AppOptions {
  settings?: Partial<Record<SettingName, string>>;
  /** A database that the test owns, for example one that it stops and starts. */
  databaseUrl?: string;
  /** Whether the 46 routes of the county are there; they take most of a second to check. */
  countyRoutes?: boolean;
}

const ADMIN_PASSWORD = 'Test-0123456789';

/** The whole server with every role on a database of its own, and the embedded broker, in this process. */
export async function startApp(options: AppOptions = {}): Promise<TestApp> {
  const own = options.databaseUrl === undefined ? await testDatabase() : null;
  const databaseUrl = options.databaseUrl ?? own!.url;
  const dataDir = await mkdtemp(join(tmpdir(), 'xunhang-app-'));
  const config = readConfig(
    {
      dataDir,
      port: '0',
      host: '127.0.0.1',
      databaseUrl,
      adminPassword: ADMIN_PASSWORD,
      logLevel: 'error',
      ...(options.countyRoutes ? {} : { county: await countyWithoutRoutes(dataDir) }),
      ...options.settings,
    },
    {},
  );
  const prepared = await prepareServer(config);
  const broker = await startBroker({ host: '127.0.0.1', port: 0, access: prepared.broker!, log: () => undefined });
  const mqttUrl = `mqtt://127.0.0.1:${broker.port}`;
  const server = await prepared.start({ url: mqttUrl, ...prepared.serviceAccount! });
  const db = await openDatabase(databaseUrl);
  const url = server.address.replace('[::1]', '127.0.0.1');
  let adminToken: string | null = null;

  const app: TestApp = {
    url,
    databaseUrl,
    dataDir,
    db,
    mqttUrl,
    adminPassword: ADMIN_PASSWORD,
    prepared,
    api: async (path, { method = 'GET', body, token } = {}) => {
      adminToken ??= await app.token();
      const response = await fetch(`${url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token ?? adminToken}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
      return (text === '' ? undefined : JSON.parse(text)) as never;
    },
    token: async (username = 'admin', password = ADMIN_PASSWORD) => {
      const response = await fetch(`${url}/api/v1/sessions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username, password }),
      });
      const answer = (await response.json()) as { accessToken?: string };
      if (!answer.accessToken)
        throw new Error(`no session for ${username}: ${response.status} ${JSON.stringify(answer)}`);
      return answer.accessToken;
    },
    deviceAccount: async (sn) => {
      const { username, password } = await new BrokerAccounts(db).issue(sn);
      return { username, password };
    },
    close: async () => {
      await server.close();
      await broker.close();
      await db.destroy();
      await own?.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return app;
}

/** The county's folder, but for its routes: tests that draw their own want to find no others. */
async function countyWithoutRoutes(dataDir: string): Promise<string> {
  const [from, to] = [join(process.cwd(), 'counties', 'lianjiang'), join(dataDir, 'county')];
  await mkdir(to);
  const names = (await readdir(from)).filter((name) => !/^routes(\.json)?$/.test(name));
  await Promise.all(names.map((name) => symlink(join(from, name), join(to, name))));
  return to;
}

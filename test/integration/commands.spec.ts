import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectAsync } from 'mqtt';
import { resetAdministrator } from '../../apps/server/src/auth/administrator.js';
import { matchesBrokerPassword } from '../../apps/server/src/broker/broker-password.js';
import { adminPassword } from '../../apps/server/src/cli/admin-password.command.js';
import { openCommandDatabase } from '../../apps/server/src/cli/command-database.js';
import { deviceAccount } from '../../apps/server/src/cli/device-account.command.js';
import { readConfig } from '../../apps/server/src/config.js';
import { migrate, openDatabase } from '../../apps/server/src/database/data-source.js';
import { lockHolder, takeLock } from '../../apps/standalone/src/lock.js';
import { startPostgres } from '../../apps/standalone/src/postgres.js';
import { DATABASE, writeRuntime } from '../../apps/standalone/src/runtime.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { until } from '../support/until.js';

const read = (text: string) => ({
  broker: /broker:\s+(\S+)/.exec(text)?.[1],
  username: /username:\s+(\S+)/.exec(text)?.[1] ?? '',
  password: /password:\s+(\S+)/.exec(text)?.[1] ?? '',
});

describe('commands beside a running server', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());

  const environment = () => ({ DATABASE_URL: app.databaseUrl });
  const tryToConnect = async (username: string, password: string): Promise<string> => {
    try {
      const client = await connectAsync(app.mqttUrl, { username, password, reconnectPeriod: 0 }, false);
      await client.endAsync(true);
      return 'connected';
    } catch (error) {
      return (error as Error).message;
    }
  };

  it('prints credentials that work at once, and says when it replaced a password', async () => {
    const first = await deviceAccount(['FOREIGNDOCK1'], environment());
    expect(read(first)).toMatchObject({ broker: 'mqtt://127.0.0.1:1883', username: 'FOREIGNDOCK1' });
    expect(read(first).password.length).toBeGreaterThanOrEqual(24);
    expect(await tryToConnect('FOREIGNDOCK1', read(first).password)).toBe('connected');
    const second = await deviceAccount(['FOREIGNDOCK1', '--json'], environment());
    expect(JSON.parse(second)).toMatchObject({ username: 'FOREIGNDOCK1', rotated: true });
    await until(
      'the former password is void',
      async () => (await tryToConnect('FOREIGNDOCK1', read(first).password)) !== 'connected',
    );
    expect(await tryToConnect('FOREIGNDOCK1', (JSON.parse(second) as { password: string }).password)).toBe('connected');
  });

  it.each(['a/b', '#', 'x', '机场一号', 'a'.repeat(65)])('says what is wrong with the serial number %s', async (sn) => {
    await expect(deviceAccount([sn], environment())).rejects.toMatchObject({ code: 'bad_serial' });
  });

  it('sends whoever gives an aircraft to its gateway', async () => {
    await app.db.query(
      `INSERT INTO devices (sn, kind, name, division_code)
       SELECT 'DRONEALONE1', 'aircraft', 'alone', code FROM divisions WHERE parent_code IS NULL`,
    );
    await expect(deviceAccount(['DRONEALONE1'], environment())).rejects.toMatchObject({ code: 'not_a_gateway' });
  });

  it('explains a data directory that no product ever used', async () => {
    const wanted = deviceAccount(['FOREIGNDOCK2', '--data-dir', '/tmp/no-such-xunhang'], {});
    await expect(wanted).rejects.toMatchObject({ code: 'never_started' });
  });

  it('gives admin a new password that works at once', async () => {
    const { username, password } = read(await adminPassword([], environment()));
    expect(await app.token(username, password)).toEqual(expect.any(String));
    await expect(app.token('admin', app.adminPassword)).rejects.toThrow(/bad_credentials/);
  });

  it('explains a database that cannot be reached', async () => {
    const nobody = 'postgresql://x:y@127.0.0.1:1/none';
    await expect(deviceAccount(['FOREIGNDOCK3'], { DATABASE_URL: nobody })).rejects.toThrow(/ECONNREFUSED/);
  });
});

describe('commands on a data directory', () => {
  let dataDir: string;
  const options = () => ({
    dataDirectory: dataDir,
    database: DATABASE,
    preferredPort: null,
    durable: false,
    log: () => undefined,
    onLost: () => undefined,
  });

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'xunhang-command-'));
    const postgres = await startPostgres(options());
    const db = await openDatabase(postgres.url());
    await migrate(db);
    await db.destroy();
    await postgres.stop();
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  const stored = async (sn: string): Promise<string> => {
    const { db, close } = await openCommandDatabase(readConfig({ dataDir }, {}));
    try {
      const [row] = await db.query('SELECT password_hash FROM broker_accounts WHERE username = $1', [sn]);
      return row.password_hash as string;
    } finally {
      await close();
    }
  };

  it('start the stopped database for as long as they take, and leave nothing running', async () => {
    const { password } = read(await deviceAccount(['STOPPEDDOCK1', '--data-dir', dataDir], {}));
    expect(lockHolder(dataDir)).toBeNull();
    await expect(readFile(join(dataDir, 'pg', 'postmaster.pid'), 'utf8')).rejects.toThrow(/ENOENT/);
    expect(await matchesBrokerPassword(await stored('STOPPEDDOCK1'), Buffer.from(password))).toBe(true);
  });

  it('use the database of a product that runs there, and name the port that it listens on', async () => {
    const lock = takeLock(dataDir);
    const postgres = await startPostgres(options());
    try {
      writeRuntime(dataDir, {
        pid: process.pid,
        since: new Date().toISOString(),
        postgres: { port: postgres.port, pid: postgres.pid, database: DATABASE, version: '18' },
        mqtt: { host: '127.0.0.1', port: 28_830 },
        address: null,
      });
      const { broker, username } = read(await deviceAccount(['RUNNINGDOCK1', '--data-dir', dataDir], {}));
      expect([broker, username]).toEqual(['mqtt://127.0.0.1:28830', 'RUNNINGDOCK1']);
      const db = await openDatabase(postgres.url());
      try {
        expect(await db.query('SELECT username FROM broker_accounts WHERE username = $1', [username])).toHaveLength(1);
        await expect(resetAdministrator(db)).rejects.toMatchObject({ code: 'no_divisions' });
      } finally {
        await db.destroy();
      }
    } finally {
      await postgres.stop();
      lock.release();
    }
  });
});

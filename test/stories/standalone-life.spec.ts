import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { lockHolder } from '../../apps/standalone/src/lock.js';
import { runningDatabaseUrl } from '../../apps/standalone/src/runtime.js';
import {
  asRoot,
  freshFolder,
  NOBODY,
  processTree,
  type Product,
  removeFolder,
  START,
  startProduct,
  survivors,
} from '../support/product.js';
import { until } from '../support/until.js';

// whole products start here, several times in a test, on whatever machine this is
jest.setTimeout(180_000);

describe('the product on one machine', () => {
  let dataDir: string;
  let products: Product[];

  beforeEach(() => {
    dataDir = freshFolder();
    products = [];
  });

  afterEach(async () => {
    for (const product of products) await product.end('SIGINT');
    await endDatabase(dataDir);
    removeFolder(dataDir);
  });

  async function start(options: Partial<Parameters<typeof startProduct>[0]> = {}): Promise<Product> {
    const product = await startProduct({ dataDir, ...options });
    products.push(product);
    return product;
  }

  it('starts by the start script, says where it is and what is simulated, and plays the county’s devices', async () => {
    const product = await start({ program: START });
    const runtime = await product.ready();
    const { port, mqttPort, simulatorPort } = product.ports;
    for (const part of [
      `http://127.0.0.1:${port}`,
      `mqtt://127.0.0.1:${mqttPort}`,
      `http://127.0.0.1:${simulatorPort}`,
      '18 台机场',
    ]) {
      expect(product.output()).toContain(part);
    }
    expect(runtime).toMatchObject({ pid: product.child.pid, mqtt: { port: mqttPort } });
    const [, password] = /admin \/ (\S+)/.exec(product.output())!;
    const { accessToken } = await signIn(product, password!);
    await until('18 simulated docks are online', async () => (await onlineDocks(product, accessToken)) === 18, 30_000);
    expect((await fetch(`http://127.0.0.1:${simulatorPort}`)).status).toBe(200);
  });

  it('ends in order by SIGTERM, and shows the generated password on the first start only', async () => {
    const first = await start({ flags: ['--no-simulator'] });
    await first.ready();
    expect(first.output()).toMatch(/admin \/ \S{16,}/);
    expect(first.output()).toContain('real devices only');
    const all = processTree(first.child.pid!);
    first.child.kill('SIGTERM');
    expect(await first.ended()).toBe(0);
    expect(survivors(all)).toEqual([]);
    const second = await start({ flags: ['--no-simulator'] });
    await second.ready();
    expect(second.output()).not.toContain('admin /');
    expect(second.output()).toContain('npm run admin-password');
  });

  it('ends in order by Ctrl-C, twice pressed too, and leaves no process behind', async () => {
    const product = await start();
    const { postgres } = await product.ready();
    const all = processTree(product.child.pid!);
    expect(
      all.map(({ command }) => command).filter((command) => /simulator|postgres/.test(command)).length,
    ).toBeGreaterThan(2);
    // what a terminal does: the signal goes to the whole group, and an impatient person presses again
    process.kill(-product.child.pid!, 'SIGINT');
    await until('it says that it stops', () => product.output().includes('Stopping in order'));
    process.kill(-product.child.pid!, 'SIGINT');
    expect(await product.ended()).toBe(0);
    expect(product.output()).toContain('Stopped.');
    expect(survivors(all)).toEqual([]);
    expect(existsSync(join(dataDir, 'pg', 'postmaster.pid'))).toBe(false);
    expect(existsSync(join(dataDir, 'lock'))).toBe(false);
    expect(readFileSync(join(dataDir, 'logs', 'postgres.log'), 'utf8')).toContain('database system is shut down');
    expect(postgres?.port).toBeGreaterThan(0);
  });

  it('can be interrupted while it starts, leaves nothing running and starts the next time', async () => {
    const product = await start({ flags: ['--no-simulator'] });
    await until(
      'the database is being made',
      () => existsSync(join(dataDir, 'pg.tmp')) || existsSync(join(dataDir, 'pg')),
    );
    const all = processTree(product.child.pid!);
    product.child.kill('SIGINT');
    expect(await product.ended()).toBe(0);
    expect(survivors(all)).toEqual([]);
    expect(existsSync(join(dataDir, 'pg', 'postmaster.pid'))).toBe(false);
    await (await start({ flags: ['--no-simulator'] })).ready();
  });

  it('adopts the database after kill -9, loses no committed row, and the simulator dies with its parent', async () => {
    const product = await start();
    const { postgres } = await product.ready();
    const simulator = processTree(product.child.pid!).filter(({ command }) => command.includes('apps/simulator'));
    expect(simulator).toHaveLength(1);
    await inDatabase(dataDir, 'CREATE TABLE proof (n int)');
    await inDatabase(dataDir, 'INSERT INTO proof SELECT generate_series(1, 1000)');
    await product.end('SIGKILL');
    await until('the simulator is gone', () => survivors(simulator).length === 0);

    const next = await start();
    const after = await next.ready();
    expect(next.output()).toContain(`Adopted the running PostgreSQL (process ${postgres!.pid})`);
    expect(after.postgres).toMatchObject({ pid: postgres!.pid, port: postgres!.port });
    expect(await inDatabase(dataDir, 'SELECT count(*)::int AS n FROM proof')).toEqual([{ n: 1000 }]);
    const all = processTree(next.child.pid!);
    await next.end('SIGINT');
    expect(survivors(all)).toEqual([]);
    await until('the adopted database is gone', () => !existsSync(join(dataDir, 'pg', 'postmaster.pid')));
  });

  it('recovers when node and database are both killed', async () => {
    const product = await start({ flags: ['--no-simulator'] });
    const { postgres } = await product.ready();
    await inDatabase(dataDir, 'CREATE TABLE proof AS SELECT generate_series(1, 1000) AS n');
    await product.end('SIGKILL');
    process.kill(postgres!.pid, 'SIGKILL');
    const next = await start({ flags: ['--no-simulator'] });
    expect((await next.ready()).postgres?.pid).not.toBe(postgres!.pid);
    expect(await inDatabase(dataDir, 'SELECT count(*)::int AS n FROM proof')).toEqual([{ n: 1000 }]);
  });

  it('brings the database back when it dies, and goes on', async () => {
    const product = await start({ flags: ['--no-simulator'] });
    const { postgres } = await product.ready();
    const [, password] = /admin \/ (\S+)/.exec(product.output())!;
    process.kill(postgres!.pid, 'SIGKILL');
    await until('it says that the database is back', () => product.output().includes('PostgreSQL is back'));
    expect((await until('people can sign in', () => signIn(product, password!))).accessToken).toBeTruthy();
    expect(product.child.exitCode).toBeNull();
  });

  it('takes over the lock of a process that is gone, even when its pid is in use again', async () => {
    writeFileSync(
      join(dataDir, 'lock'),
      JSON.stringify({ pid: process.pid, identity: 'another boot:1', since: '2026-01-01T00:00:00Z' }),
    );
    const product = await start({ flags: ['--no-simulator'] });
    await product.ready();
    expect(lockHolder(dataDir)).toBe(product.child.pid);
  });

  it('runs as an ordinary user', async () => {
    const own = asRoot ? freshFolder(NOBODY) : dataDir;
    try {
      const product = await start({ dataDir: own, flags: ['--no-simulator'], ...(asRoot && { user: NOBODY }) });
      await product.ready();
      expect(await inDatabase(own, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
      await product.end('SIGINT');
      expect(product.child.exitCode).toBe(0);
    } finally {
      if (own !== dataDir) removeFolder(own);
    }
  });
});

async function signIn({ ports }: Product, password: string): Promise<{ accessToken: string }> {
  const response = await fetch(`http://127.0.0.1:${ports.port}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password }),
  });
  if (!response.ok) throw new Error(`sign-in answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as { accessToken: string };
}

async function onlineDocks({ ports }: Product, token: string): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${ports.port}/api/v1/devices?kind=dock&presence=online`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return ((await response.json()) as { total: number }).total;
}

async function inDatabase(dataDir: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: runningDatabaseUrl(dataDir)! });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

/** A database that a killed product left behind, when a test has failed in between. */
async function endDatabase(dataDir: string): Promise<void> {
  const file = join(dataDir, 'pg', 'postmaster.pid');
  if (!existsSync(file)) return;
  process.kill(Number(readFileSync(file, 'utf8').split('\n')[0]), 'SIGINT');
  await until('the left-over database is gone', () => !existsSync(file));
}

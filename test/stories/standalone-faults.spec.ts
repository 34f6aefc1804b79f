import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  asRoot,
  freshFolder,
  NOBODY,
  type Product,
  type ProductOptions,
  removeFolder,
  startProduct,
} from '../support/product.js';

// whole products start here, several times in a test, on whatever machine this is
jest.setTimeout(180_000);

describe('a start that cannot succeed says why, in one sentence in each language', () => {
  let dataDir: string;
  const undo: (() => void | Promise<unknown>)[] = [];

  beforeEach(() => {
    dataDir = freshFolder();
    undo.push(() => removeFolder(dataDir));
  });

  afterEach(async () => {
    for (const each of undo.splice(0).toReversed()) await each();
  });

  /** Runs a start that must fail, and gives its sentences: the Chinese and the English line. */
  async function complaintOf(options: Partial<ProductOptions> = {}): Promise<string> {
    const product = await startProduct({ dataDir, flags: ['--no-simulator'], ...options });
    undo.push(() => product.end('SIGINT'));
    const code = await product.ended();
    const output = product.output();
    expect(code).toBe(1);
    expect(output).not.toMatch(/^\s+at |Error:|node:internal/m);
    const lines = output.trim().split('\n').slice(-2);
    expect(lines[0]).toMatch(/[\u4e00-\u9fff].*：.*。/);
    return lines.join('\n');
  }

  async function occupy(): Promise<number> {
    const server: Server = createServer();
    await new Promise<void>((fulfil) => server.listen(0, '127.0.0.1', fulfil));
    undo.push(() => new Promise((fulfil) => server.close(fulfil)));
    return (server.address() as { port: number }).port;
  }

  it('when the port of the pages is taken', async () => {
    const port = await occupy();
    expect(await complaintOf({ ports: { port } })).toMatch(new RegExp(`port of the pages ${port} .*in use.*--port`));
    expect(readdirSync(dataDir)).not.toContain('pg');
  });

  it('when the MQTT port is taken', async () => {
    const mqttPort = await occupy();
    expect(await complaintOf({ ports: { mqttPort } })).toMatch(
      new RegExp(`MQTT port ${mqttPort} .*in use.*--mqtt-port`),
    );
  });

  it('when the port of the simulator’s control page is taken', async () => {
    const simulatorPort = await occupy();
    expect(await complaintOf({ ports: { simulatorPort }, flags: [] })).toMatch(
      new RegExp(`control page ${simulatorPort} .*in use.*--simulator-port`),
    );
  });

  it('when another one runs on the data directory, which goes on undisturbed', async () => {
    const first: Product = await startProduct({ dataDir, flags: ['--no-simulator'] });
    undo.push(() => first.end('SIGINT'));
    await first.ready();
    expect(await complaintOf()).toMatch(new RegExp(`${dataDir} is in use .*process ${first.child.pid}.*--data-dir`));
    expect((await fetch(`http://127.0.0.1:${first.ports.port}/api/health/live`)).status).toBe(200);
  });

  it('when the data directory is of another PostgreSQL', async () => {
    mkdirSync(join(dataDir, 'pg'));
    writeFileSync(join(dataDir, 'pg', 'PG_VERSION'), '15\n');
    writeFileSync(join(dataDir, 'pg.secret'), 'x\n');
    expect(await complaintOf()).toMatch(/made by PostgreSQL 15, the embedded one is 18 .*pg_dump/);
  });

  it('when the database has gone from a data directory that had one', async () => {
    writeFileSync(join(dataDir, 'pg.secret'), 'x\n');
    expect(await complaintOf()).toMatch(/has gone .*restore it from a backup/);
  });

  it('when the disk is full', async () => {
    const small = join(dataDir, 'small');
    mkdirSync(small);
    const node: string[] = [];
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', small], { stdio: 'ignore' });
      undo.push(() => void execFileSync('umount', [small]));
    } catch {
      // mounting needs rights that a container may lack: there the system's figure is replaced
      node.push('--import', `data:text/javascript,${encodeURIComponent(SMALL_DISK)}`);
    }
    expect(await complaintOf({ dataDir: join(small, 'data'), node })).toMatch(
      /has 6\d MB left, at least 300 MB are needed.*--data-dir/,
    );
  });

  it('when the data directory cannot be written', async () => {
    chmodSync(dataDir, 0o555);
    const user = asRoot ? { user: NOBODY } : {};
    for (const path of [dataDir, join(dataDir, 'below')]) {
      expect(await complaintOf({ dataDir: path, ...user })).toMatch(/cannot be written .*--data-dir/);
    }
    chmodSync(dataDir, 0o755);
  });

  it('when a file stands where the data directory should be', async () => {
    const file = join(dataDir, 'file');
    writeFileSync(file, '');
    expect(await complaintOf({ dataDir: file })).toMatch(/cannot be written .*--data-dir/);
  });

  it('when a flag or a setting is not understood', async () => {
    expect(await complaintOf({ flags: ['--colour', 'red'] })).toMatch(/--colour.*--help/);
    expect(await complaintOf({ ports: { port: 99_999 } })).toMatch(/XUNHANG_PORT.*99999/);
  });

  it('but prints every setting when asked for help', async () => {
    const product = await startProduct({ dataDir, flags: ['--help'] });
    expect(await product.ended()).toBe(0);
    for (const word of [
      '--data-dir <value>',
      'XUNHANG_PORT',
      '--no-simulator',
      'DATABASE_URL [secret]',
      '默认 default: 8080',
    ]) {
      expect(product.output()).toContain(word);
    }
  });
});

const SMALL_DISK = `
  import fs from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  fs.statfsSync = () => ({ bavail: 64, bsize: 1e6 });
  syncBuiltinESMExports();
`;

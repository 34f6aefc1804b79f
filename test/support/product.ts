import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { processIdentity } from '../../apps/standalone/src/process-identity.js';
import { readRuntime, type Runtime } from '../../apps/standalone/src/runtime.js';
import { freePort, type Program, startProgram } from './program.js';
import { until } from './until.js';

const MAIN = resolve(import.meta.dirname, '../../dist/apps/standalone/src/main.js');
export const START = resolve(import.meta.dirname, '../../scripts/start.mjs');

/** An ordinary user without rights of any kind, for whoever runs the tests as root. */
export const NOBODY = { uid: 65534, gid: 65534 };
export const asRoot = process.getuid?.() === 0;

/** The whole product as its own process, as `npm start` runs it. */
export interface Product extends Program {
  dataDir: string;
  ports: { port: number; mqttPort: number; simulatorPort: number };
  /** Waits for the greeting; fails with what was printed when the process ends before. */
  ready(): Promise<Runtime>;
  /** Waits for the end by itself; gives the exit code. */
  ended(): Promise<number | null>;
}

export interface ProductOptions {
  dataDir: string;
  /** Further flags. */
  flags?: string[];
  ports?: Partial<Product['ports']>;
  /** Runs the program as another user; only root can. */
  user?: { uid: number; gid: number };
  /** `dist/…/main.js` by default. */
  program?: string;
  /** Options of node itself. */
  node?: string[];
}

/** Starts the product in a process group of its own, so that a test can do what Ctrl-C in a terminal does. */
export async function startProduct(options: ProductOptions): Promise<Product> {
  const {
    port = await freePort(),
    mqttPort = await freePort(),
    simulatorPort = await freePort(),
  } = options.ports ?? {};
  const ports = { port, mqttPort, simulatorPort };
  const flags = ['--data-dir', options.dataDir, '--port', `${port}`, '--mqtt-port', `${mqttPort}`];
  flags.push('--simulator-port', `${simulatorPort}`, ...(options.flags ?? []));
  const program = startProgram(process.execPath, [...(options.node ?? []), options.program ?? MAIN, ...flags], {
    detached: true,
    ...options.user,
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  const { child, output } = program;
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  return {
    ...program,
    dataDir: options.dataDir,
    ports,
    ready: async () => {
      await until(
        'the product is ready',
        () => {
          if (isOver()) return true;
          return output().includes('Xunhang is ready');
        },
        60_000,
      );
      if (isOver()) throw new Error(`the product ended with ${child.exitCode ?? child.signalCode}:\n${output()}`);
      return readRuntime(options.dataDir)!;
    },
    ended: async () => {
      await until('the product has ended by itself', isOver, 60_000);
      return child.exitCode;
    },
  };
}

/** A new empty folder, of `user` when given. */
export function freshFolder(user?: { uid: number; gid: number }): string {
  const folder = mkdtempSync(join(tmpdir(), 'xunhang-product-'));
  chmodSync(folder, 0o755);
  if (user) chownSync(folder, user.uid, user.gid);
  return folder;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** A process and everything below it, as identities that survive the reuse of a pid. */
export function processTree(root: number): { pid: number; identity: string; command: string }[] {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)!)
    .map(([, pid, parent, command]) => ({ pid: Number(pid), parent: Number(parent), command: command! }));
  const found: { pid: number; identity: string; command: string }[] = [];
  const collect = (pid: number) => {
    const identity = processIdentity(pid);
    if (identity) found.push({ pid, identity, command: rows.find((row) => row.pid === pid)?.command ?? '' });
    for (const row of rows) if (row.parent === pid) collect(row.pid);
  };
  collect(root);
  return found;
}

/** Those that still run. */
export function survivors<Row extends { pid: number; identity: string }>(processes: readonly Row[]): Row[] {
  return processes.filter(({ pid, identity }) => processIdentity(pid) === identity);
}

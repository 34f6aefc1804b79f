import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { residentBytes } from './machine.js';
import { type BenchOptions } from './options.js';
import { median, printTable, progress, ratio, whole } from './table.js';

const MAIN = fileURLToPath(new URL('../apps/standalone/src/main.js', import.meta.url));
const READY = 'Xunhang is ready';

interface Start {
  seconds: number;
  residentMiB: number;
}

/** From starting the built product to its "ready": the first time in an empty data directory, and again in the same one. */
export async function startCase(options: BenchOptions): Promise<void> {
  const warmStarts = options.quick ? 2 : 5;
  const dataDir = await mkdtemp(join(tmpdir(), 'xunhang-bench-start-'));
  try {
    progress('start: first');
    const cold = await startOnce(dataDir);
    const warm: Start[] = [];
    for (let nr = 1; nr <= warmStarts; nr++) {
      progress(`start: again, ${nr} of ${warmStarts}`);
      warm.push(await startOnce(dataDir));
    }
    const seconds = warm.map((start) => start.seconds);
    printTable(
      'Start of the built product with all its parts and the simulator, until it says that it is ready',
      ['start', 'seconds', 'range', 'resident then, MiB'],
      [
        ['first, empty data directory', ratio(cold.seconds), '', whole(cold.residentMiB)],
        [
          `again, median of ${warmStarts}`,
          ratio(median(seconds)),
          `${ratio(Math.min(...seconds))}–${ratio(Math.max(...seconds))}`,
          whole(median(warm.map((start) => start.residentMiB))),
        ],
      ],
    );
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function startOnce(dataDir: string): Promise<Start> {
  const ports = await freePorts(3);
  const flags = ['--data-dir', dataDir, '--port', ports[0]!, '--mqtt-port', ports[1]!, '--simulator-port', ports[2]!];
  const start = performance.now();
  const child = spawn(process.execPath, [MAIN, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let said = '';
  try {
    await new Promise<void>((resolve, reject) => {
      const listen = (chunk: Buffer) => {
        said += chunk.toString();
        if (said.includes(READY)) resolve();
      };
      child.stdout.on('data', listen);
      child.stderr.on('data', listen);
      void ended.then((code) => reject(new Error(`the product did not start (${code}):\n${said}`)));
    });
    return { seconds: (performance.now() - start) / 1000, residentMiB: residentBytes(child.pid!) / 2 ** 20 };
  } finally {
    child.kill('SIGINT');
    await ended;
  }
}

async function freePorts(count: number): Promise<string[]> {
  const servers = Array.from({ length: count }, () => createServer());
  await Promise.all(servers.map((server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))));
  const ports = servers.map((server) => String((server.address() as AddressInfo).port));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Child } from './child.js';

/** A broker beside the pipelines, the same for all of them. */
export interface BenchBroker {
  name: string;
  port: number;
  pid: number;
  stop(): Promise<void>;
}

/** Mosquitto where the machine has it, else the embedded broker in a process of its own. */
export async function startBenchBroker(): Promise<BenchBroker> {
  return (await startMosquitto()) ?? startEmbedded();
}

async function startEmbedded(): Promise<BenchBroker> {
  const { child, ready } = await Child.start('broker', {});
  return {
    name: 'embedded broker, own process',
    port: ready['port'] as number,
    pid: child.pid,
    stop: () => child.stop(),
  };
}

async function startMosquitto(): Promise<BenchBroker | null> {
  const folder = await mkdtemp(join(tmpdir(), 'xunhang-bench-broker-'));
  const port = await freePort();
  const file = join(folder, 'mosquitto.conf');
  // The defaults drop messages to a slow subscriber without a word; here nothing may be lost.
  await writeFile(
    file,
    `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\nset_tcp_nodelay true\n` +
      'max_queued_messages 0\nmax_inflight_messages 1000\nlog_type error\n',
  );
  const child = spawn('mosquitto', ['-c', file], { stdio: 'ignore' });
  const end = () => child.kill('SIGTERM');
  process.once('exit', end);
  const failed = new Promise<'failed'>((resolve) => {
    child.once('error', () => resolve('failed'));
    child.once('exit', () => resolve('failed'));
  });
  if ((await Promise.race([failed, answers(port)])) === 'failed') {
    process.off('exit', end);
    await rm(folder, { recursive: true, force: true });
    return null;
  }
  return {
    name: 'mosquitto',
    port,
    pid: child.pid!,
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      process.off('exit', end);
      end();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function answers(port: number): Promise<'ready' | 'failed'> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (open) return 'ready';
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return 'failed';
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

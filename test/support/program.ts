import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';

/** A real program that a test started, with what it printed. */
export interface Program {
  child: ChildProcess;
  output(): string;
  /** Ends it by a signal and waits until it is gone. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts a program of the machine; its output is kept for the message of a failed wait. */
export function startProgram(command: string, args: string[], options: SpawnOptions = {}): Program {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.on('error', (error) => (text += error.message));
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  return {
    child,
    output: () => text,
    end: async (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      await gone;
    },
  };
}

/** Path of a program: on PATH, else in the folders where Debian puts servers. Throws with what to install. */
export function programPath(name: string, debianPackage: string): string {
  const postgres = ['17', '16', '15', '14', '13'].map((major) => `/usr/lib/postgresql/${major}/bin`);
  const folders = [
    ...(name === 'postgres' || name === 'initdb' ? postgres : []),
    ...(process.env['PATH'] ?? '').split(delimiter),
    '/usr/sbin',
  ];
  const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (!found)
    throw new Error(
      `缺少程序 ${name}：请安装 ${debianPackage}。${name} is missing: install ${debianPackage} (apt-get install ${debianPackage}).`,
    );
  return found;
}

/** A TCP port of this machine that nobody uses now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface SimulatorOptions {
  dataDirectory: string;
  /** Port of its control page on 127.0.0.1. */
  controlPort: number;
  /** What the simulator may know: the broker's address, and the accounts and places of its devices. */
  fleet: { gateways: readonly { kind: string }[] };
  log(line: string): void;
}

/** Compiled programs; this file runs from `dist` or, in tests, from the sources. */
const DIST = fileURLToPath(
  new URL(import.meta.url.includes('/dist/') ? '../../../' : '../../../dist/', import.meta.url),
);
const PROGRAM = join(DIST, 'apps/simulator/src/main.js');
const PRELOAD = new URL(`file://${join(DIST, 'apps/standalone/src/end-with-parent.js')}`).href;
/** The simulator's exit code for a command line or fleet that it cannot use: trying again would change nothing. */
const UNUSABLE = 2;
const STOP_LIMIT_MS = 5_000;

/** Starts the simulator as a process of its own, which ends with this one however this one ends. */
export function startSimulator(options: SimulatorOptions): SimulatorProcess {
  const simulator = new SimulatorProcess(options);
  simulator.launch();
  return simulator;
}

/** The running simulator; brought back when it dies. See `startSimulator`. */
export class SimulatorProcess {
  private child: ChildProcess | null = null;
  private stopping = false;
  private pause = 1_000;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly options: SimulatorOptions) {}

  get pid(): number | null {
    return this.child?.pid ?? null;
  }

  get controlPage(): string {
    return `http://127.0.0.1:${this.options.controlPort}`;
  }

  count(kind: string): number {
    return this.options.fleet.gateways.filter((gateway) => gateway.kind === kind).length;
  }

  launch(): void {
    const log = this.openLog();
    const begun = Date.now();
    const child = spawn(
      process.execPath,
      ['--import', PRELOAD, PROGRAM, '--fleet', '-', '--control-port', String(this.options.controlPort)],
      // a group of its own: Ctrl-C in the terminal reaches us alone, and we end it when the time has come
      { detached: true, stdio: ['pipe', log, log, 'ipc'] },
    );
    closeSync(log);
    this.child = child;
    child.on('error', (error) =>
      this.options.log(`模拟器无法启动：${error.message}。 The simulator cannot start: ${error.message}.`),
    );
    child.once('exit', (code, signal) => this.ended(child, code ?? signal, Date.now() - begun));
    // the accounts go through a pipe, so that no password lies in a file or a command line
    child.stdin!.on('error', () => undefined);
    child.stdin!.end(JSON.stringify(this.options.fleet));
  }

  async stop(): Promise<void> {
    this.stopping = true;
    if (this.timer) clearTimeout(this.timer);
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const limit = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
    await ended;
    clearTimeout(limit);
  }

  private ended(child: ChildProcess, reason: number | string | null, livedMs: number): void {
    if (this.stopping || child !== this.child) return;
    const file = join(this.options.dataDirectory, 'logs', 'simulator.log');
    if (reason === UNUSABLE) {
      return this.options.log(
        `模拟器不能使用其参数，见 ${file}。 The simulator cannot use what it was given, see ${file}.`,
      );
    }
    this.pause = livedMs > 60_000 ? 1_000 : Math.min(this.pause * 2, 30_000);
    this.options.log(
      `模拟器退出（${reason}），${this.pause / 1000} 秒后重启，见 ${file}。 The simulator ended (${reason}) and starts again in ${this.pause / 1000} s, see ${file}.`,
    );
    this.timer = setTimeout(() => this.launch(), this.pause).unref();
  }

  private openLog(): number {
    const file = join(this.options.dataDirectory, 'logs', 'simulator.log');
    if (existsSync(file) && statSync(file).size > 16 << 20) renameSync(file, `${file}.1`);
    return openSync(file, 'a', 0o600);
  }
}

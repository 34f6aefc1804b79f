import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CannotStart, reasonOf } from './cannot-start.js';
import { findPostgres, type PostgresBinaries } from './postgres.binaries.js';
import { type Cluster, clusterDirectory, openCluster } from './postgres.cluster.js';
import { disownPidFile, readPidFile, runningServer } from './postgres.pid-file.js';
import { freePort } from './postgres.port.js';
import { postgresUser, type RunAs } from './postgres.user.js';
import { processIdentity } from './process-identity.js';

export interface PostgresOptions {
  /** The product's data directory; the cluster is its `pg`. It must exist. */
  dataDirectory: string;
  /** Made when missing. */
  database: string;
  /** The port of before, tried first; any free one otherwise. */
  preferredPort: number | null;
  /** False only in tests: no fsync, neither in `initdb` nor in the server. */
  durable?: boolean;
  log(line: string): void;
  /** The server died and could not be brought back within 5 seconds. */
  onLost(error: CannotStart): void;
}

const SETTINGS = ['shared_buffers=256MB', 'max_wal_size=2GB', 'jit=off', 'timezone=UTC', 'max_connections=100'];
const TEST_SETTINGS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'shared_buffers=64MB'];
const START_LIMIT_MS = 60_000;
const RESTART_LIMIT_MS = 5_000;
const STOP_LIMIT_MS = 10_000;

/**
 * Starts the embedded PostgreSQL of a data directory on a private port of 127.0.0.1, or adopts the one that a killed
 * process left behind. Restarts it when it dies. Throws `CannotStart`.
 */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const user = postgresUser(clusterDirectory(options.dataDirectory));
  const binaries = await findPostgres(user, options.log);
  const cluster = await openCluster(options.dataDirectory, binaries, user, {
    sync: options.durable !== false,
    log: options.log,
  });
  const server = new EmbeddedPostgres(options, binaries, cluster, user);
  await server.open();
  return server;
}

/** A running PostgreSQL that only this process uses; see `startPostgres`. */
export class EmbeddedPostgres {
  port = 0;
  pid = 0;
  /** True when the server was already running: an orphan of a killed process. */
  adopted = false;
  private child: ChildProcess | null = null;
  private stopping = false;
  private reviving: Promise<void> | null = null;
  private watch: NodeJS.Timeout | null = null;
  private readonly logFile: string;

  constructor(
    private readonly options: PostgresOptions,
    private readonly binaries: PostgresBinaries,
    private readonly cluster: Cluster,
    private readonly user: RunAs | null,
  ) {
    mkdirSync(join(options.dataDirectory, 'logs'), { recursive: true });
    this.logFile = join(options.dataDirectory, 'logs', 'postgres.log');
  }

  get created(): boolean {
    return this.cluster.created;
  }

  /** Version of the npm package that it came in; the first two numbers are PostgreSQL's. */
  get version(): string {
    return this.binaries.version;
  }

  /** `postgresql://` address with the password; the same as long as this object lives. */
  url(database = this.options.database): string {
    return `postgresql://postgres:${this.cluster.password}@127.0.0.1:${this.port}/${database}`;
  }

  async open(): Promise<void> {
    if (!(await this.adopt())) await this.startOnFreePort();
    try {
      await this.createDatabase(this.options.database);
    } catch (error) {
      if (!this.adopted) await this.stop();
      throw this.cannotStart(reasonOf(error));
    }
  }

  /** Fast shutdown, connections are cut; immediate shutdown after 10 s; never SIGKILL, which risks shared memory. */
  async stop(): Promise<void> {
    this.stopping = true;
    if (this.watch) clearInterval(this.watch);
    await this.reviving;
    for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
      if (!this.alive()) return;
      process.kill(this.pid, signal);
      if (await this.gone(STOP_LIMIT_MS)) return;
    }
    this.options.log(`PostgreSQL (${this.pid}) 未能停止。 PostgreSQL (${this.pid}) does not stop.`);
  }

  /** Makes a database when it is missing. */
  async createDatabase(name: string): Promise<void> {
    const { rowCount } = await this.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await this.query(`CREATE DATABASE "${name}"`);
  }

  /** One statement on the maintenance database, over a connection of its own. */
  async query(text: string, values: unknown[] = []) {
    const { default: pg } = await import('pg');
    const client = new pg.Client({ connectionString: this.url('postgres'), connectionTimeoutMillis: 5_000 });
    await client.connect();
    try {
      return await client.query<Record<string, string>>(text, values);
    } finally {
      await client.end();
    }
  }

  private async adopt(): Promise<boolean> {
    const deadline = Date.now() + START_LIMIT_MS;
    const find = () => runningServer(this.cluster.directory);
    for (let found = find(); found; found = find()) {
      if (found.status === 'ready') {
        this.port = found.port;
        this.pid = found.pid;
        await this.checkAdopted();
        this.adopted = true;
        this.watchAdopted();
        this.options.log(
          `接管仍在运行的 PostgreSQL（进程 ${found.pid}）。 Adopted the running PostgreSQL (process ${found.pid}).`,
        );
        return true;
      }
      if (Date.now() > deadline) throw this.cannotStart(`process ${found.pid} stays in state "${found.status}"`);
      await delay(20);
    }
    return false;
  }

  private async checkAdopted(): Promise<void> {
    try {
      await this.query('SELECT 1');
    } catch (error) {
      throw new CannotStart(
        `数据目录 ${this.cluster.directory} 上已有 PostgreSQL（进程 ${this.pid}）在运行，但无法接管（${reasonOf(error)}）：请停止它（kill -INT ${this.pid}）后再启动。`,
        `A PostgreSQL (process ${this.pid}) runs on ${this.cluster.directory} and cannot be adopted (${reasonOf(error)}): stop it (kill -INT ${this.pid}) and start again.`,
      );
    }
  }

  private watchAdopted(): void {
    this.watch = setInterval(() => {
      if (this.alive()) return;
      if (this.watch) clearInterval(this.watch);
      this.reviving = this.revive();
    }, 200).unref();
  }

  private async startOnFreePort(): Promise<void> {
    const deadline = Date.now() + RESTART_LIMIT_MS;
    for (let attempt = 0; ; attempt += 1) {
      this.port = await freePort(attempt === 0 ? this.options.preferredPort : null);
      const failure = await this.launch();
      if (failure === null) return;
      // the port went to somebody else meanwhile, or the last processes of a killed server still end
      const passes = /could not create any TCP\/IP sockets|shared memory block/.test(failure);
      if (!passes || Date.now() > deadline) throw this.cannotStart(failure);
      await delay(50);
    }
  }

  /** Starts the server on `this.port`; null when it accepts connections, otherwise what it said before it ended. */
  private async launch(): Promise<string | null> {
    disownPidFile(this.cluster.directory);
    const log = this.openLog();
    const settings = this.options.durable === false ? [...SETTINGS, ...TEST_SETTINGS] : SETTINGS;
    const child = spawn(
      this.binaries.postgres,
      [
        '-D',
        this.cluster.directory,
        '-p',
        String(this.port),
        '-h',
        '127.0.0.1',
        '-k',
        '',
        ...settings.flatMap((text) => ['-c', text]),
      ],
      // a group of its own: Ctrl-C in the terminal must reach us alone, the database stops last
      { cwd: '/', detached: true, stdio: ['ignore', log.file, log.file], ...this.user },
    );
    closeSync(log.file);
    let failure: string | null = null;
    child.on('error', (error) => (failure = error.message));
    child.on('exit', (code, signal) => {
      failure ??= this.lastWords(log.from) || `exit ${code ?? signal}`;
      if (this.child === child) this.reviving = this.revive();
    });
    const deadline = Date.now() + START_LIMIT_MS;
    while (failure === null) {
      const found = readPidFile(this.cluster.directory);
      if (found?.pid === child.pid && found?.status === 'ready') {
        this.child = child;
        this.pid = found!.pid;
        child.unref();
        return null;
      }
      if (Date.now() > deadline) {
        child.kill('SIGQUIT');
        return `not ready after ${START_LIMIT_MS / 1000} s`;
      }
      await delay(5);
    }
    return failure;
  }

  /** The server died: back on the same port, at once, with retries while its last processes still hold the memory. */
  private async revive(): Promise<void> {
    if (this.stopping) return;
    this.child = null;
    this.options.log('PostgreSQL 意外退出，正在重启。 PostgreSQL ended unexpectedly and is being restarted.');
    const deadline = Date.now() + RESTART_LIMIT_MS;
    for (;;) {
      const failure = await this.launch().catch(reasonOf);
      if (failure === null) break;
      if (this.stopping) return;
      if (Date.now() > deadline) return this.options.onLost(this.cannotStart(failure));
      await delay(50);
    }
    this.adopted = false;
    this.options.log(`PostgreSQL 已恢复（进程 ${this.pid}）。 PostgreSQL is back (process ${this.pid}).`);
  }

  private alive(): boolean {
    return (
      this.pid > 0 &&
      processIdentity(this.pid) !== null &&
      (this.child !== null || readPidFile(this.cluster.directory)?.pid === this.pid)
    );
  }

  private async gone(limit: number): Promise<boolean> {
    for (const deadline = Date.now() + limit; Date.now() < deadline; await delay(5)) if (!this.alive()) return true;
    return false;
  }

  private openLog(): { file: number; from: number } {
    if (existsSync(this.logFile) && statSync(this.logFile).size > 16 << 20)
      renameSync(this.logFile, `${this.logFile}.1`);
    const file = openSync(this.logFile, 'a', 0o600);
    return { file, from: existsSync(this.logFile) ? statSync(this.logFile).size : 0 };
  }

  /** What the server wrote last; empty when its log has gone. */
  private lastWords(from: number): string {
    try {
      return readFileSync(this.logFile, 'utf8').slice(from).trim().split('\n').slice(-3).join(' | ');
    } catch {
      return '';
    }
  }

  private cannotStart(reason: string): CannotStart {
    return new CannotStart(
      `内置 PostgreSQL 无法运行：${reason}。请查看 ${this.logFile}；多半是磁盘已满、内存不足或文件权限被改动。`,
      `The embedded PostgreSQL cannot run: ${reason}. See ${this.logFile}; most often the disk is full, memory is short or permissions were changed.`,
    );
  }
}

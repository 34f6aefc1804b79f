import { setTimeout as delay } from 'node:timers/promises';
import type { Config } from '../../server/src/config.js';
// types only: the code itself is loaded while the database starts
import type { PreparedServer, RunningServer } from '../../server/src/server.js';
import { type EmbeddedBroker, startBroker } from './broker.js';
import { CannotStart } from './cannot-start.js';
import { openDataDirectory } from './data-directory.js';
import { takeLock } from './lock.js';
import { cannotListen, CONTROL_PORT, MQTT_PORT, requireFreePort, WEB_PORT } from './ports.js';
import { type EmbeddedPostgres, startPostgres } from './postgres.js';
import { Report } from './report.js';
import { DATABASE, readRuntime, type Runtime, writeRuntime } from './runtime.js';
import { divertLog } from './server-log.js';
import { type SimulatorProcess, startSimulator } from './simulator-process.js';

/** More than any part needs to end in order; what exceeds it is left behind and named. */
const END_LIMIT_MS = 30_000;

/** The start was broken off because the product is to end. */
export class Interrupted extends Error {
  override name = 'Interrupted';
}

/** Everything that one machine runs: database, broker, server with all roles, simulator; whatever has an address elsewhere is left out. */
export class Product {
  server: RunningServer | null = null;
  prepared: PreparedServer | null = null;
  broker: EmbeddedBroker | null = null;
  simulator: SimulatorProcess | null = null;
  /** Where the server's log goes, when it is not standard error. */
  logFile: string | null = null;
  private postgres: EmbeddedPostgres | null = null;
  /** What to undo, in the order it was done. */
  private readonly undo: { name: string; end: () => void | Promise<void> }[] = [];
  private opening: Promise<void> = Promise.resolve();
  private ending: Promise<void> | null = null;

  constructor(
    private readonly config: Config,
    private readonly report: Report,
    /** The product cannot go on. */
    private readonly onLost: (error: Error) => void,
  ) {}

  /** Starts all parts in order. Throws `CannotStart`, or `Interrupted` after `close`, which waits for that. */
  open(): Promise<void> {
    this.opening = this.begin();
    return this.opening;
  }

  private async begin(): Promise<void> {
    const { config } = this;
    openDataDirectory(config.dataDir);
    const lock = takeLock(config.dataDir);
    this.undo.push({ name: 'lock', end: () => lock.release() });
    await this.checkPorts();
    this.logFile = divertLog(config.dataDir);
    // the server's code loads while the database, a process of its own, starts
    const code = import('../../server/src/server.js');
    code.catch(() => undefined);
    const databaseUrl = await this.openDatabase();
    const { prepareServer } = await code;
    this.goOn();
    this.prepared = await this.report.step('数据库结构与县域数据 Schema and county data', () =>
      prepareServer({ ...config, databaseUrl }),
    );
    await this.openServer(this.prepared);
    this.goOn();
    await this.openSimulator(this.prepared);
    this.writeRuntime();
  }

  /** Ends all parts in reverse order, the database last. Safe to call twice and after a failed `open`. */
  close(): Promise<void> {
    this.ending ??= this.end();
    return this.ending;
  }

  private async end(): Promise<void> {
    // a part that is just starting is only known how to end once it has started
    await this.opening.catch(() => undefined);
    for (const { name, end } of this.undo.toReversed()) {
      try {
        await Promise.race([
          end(),
          delay(END_LIMIT_MS, null, { ref: false }).then(() => {
            throw new Error(`${END_LIMIT_MS / 1000} s`);
          }),
        ]);
      } catch (error) {
        this.report.say(`停止 ${name} 时出错 stopping ${name} failed: ${String(error)}`);
      }
    }
  }

  private goOn(): void {
    if (this.ending) throw new Interrupted();
  }

  private async checkPorts(): Promise<void> {
    const { host, port, mqttPort, mqttUrl, simulatorPort } = this.config;
    await requireFreePort(host, port, WEB_PORT);
    if (mqttUrl === null) await requireFreePort(host, mqttPort, MQTT_PORT);
    if (this.simulates) await requireFreePort('127.0.0.1', simulatorPort, CONTROL_PORT);
  }

  private async openDatabase(): Promise<string> {
    if (this.config.databaseUrl !== null) return this.config.databaseUrl;
    const postgres = await this.report.step('数据库 PostgreSQL', () =>
      startPostgres({
        dataDirectory: this.config.dataDir,
        database: DATABASE,
        preferredPort: readRuntime(this.config.dataDir)?.postgres?.port ?? null,
        log: (line) => this.report.say(line),
        onLost: this.onLost,
      }),
    );
    this.postgres = postgres;
    this.undo.push({ name: 'PostgreSQL', end: () => postgres.stop() });
    this.writeRuntime();
    return postgres.url();
  }

  private async openServer(prepared: PreparedServer): Promise<void> {
    const { host, port, mqttUrl, mqttUsername: username, mqttPassword: password, mqttPort } = this.config;
    // it is undone by whichever is further: the prepared server or the running one
    this.undo.push({ name: 'prepared server', end: () => (this.server ? undefined : prepared.close()) });
    if (mqttUrl === null) {
      const broker = await startBroker({ host, port: mqttPort, access: prepared.broker!, log: logBroker });
      this.broker = broker;
      this.undo.push({ name: 'MQTT', end: () => broker.close() });
    }
    this.server = await this.report
      .step('服务 Server', () =>
        prepared.start(
          this.broker ? { url: this.broker.url, ...prepared.serviceAccount! } : { url: mqttUrl!, username, password },
        ),
      )
      .catch((error: NodeJS.ErrnoException) => {
        throw error.code === 'EADDRINUSE' || error.code === 'EACCES'
          ? cannotListen(host, port, WEB_PORT, error)
          : error;
      });
    const { server } = this;
    this.undo.push({ name: 'server', end: () => server.close() });
    // what the broker has acknowledged to a device is written before the server ends
    const { broker } = this;
    if (broker) this.undo.push({ name: 'devices', end: () => broker.drain() });
  }

  private async openSimulator(prepared: PreparedServer): Promise<void> {
    if (!this.simulates) return;
    const fleet = await prepared.fleet(this.broker?.url ?? this.config.mqttUrl!);
    if (fleet.gateways.length === 0) return;
    const simulator = startSimulator({
      dataDirectory: this.config.dataDir,
      controlPort: this.config.simulatorPort,
      fleet,
      log: (line) => this.report.say(line),
    });
    this.simulator = simulator;
    // its silence would be written down as the loss of every device if it ended before the server
    this.undo.splice(
      this.undo.findIndex(({ name }) => name === 'server'),
      0,
      { name: 'simulator', end: () => simulator.stop() },
    );
  }

  /** An external broker knows the simulator's accounts only when its files are written by this product. */
  private get simulates(): boolean {
    return this.config.simulator && (this.config.mqttUrl === null || this.config.brokerFiles !== null);
  }

  private writeRuntime(): void {
    const { postgres, broker } = this;
    writeRuntime(this.config.dataDir, {
      pid: process.pid,
      since: new Date().toISOString(),
      postgres: postgres && { port: postgres.port, pid: postgres.pid, database: DATABASE, version: postgres.version },
      mqtt: broker && { host: this.config.host, port: broker.port },
      address: this.server?.address ?? null,
    } satisfies Runtime);
  }
}

function logBroker(event: string, about: Record<string, unknown>): void {
  process.stderr.write(
    `${JSON.stringify({ level: 'warn', timestamp: Date.now(), context: 'Broker', message: event, ...about })}\n`,
  );
}

/** The sentence for an error that may be shown to a person: known ones speak for themselves. */
export function sentenceOf(error: unknown): string | null {
  if (error instanceof CannotStart) return error.message;
  const known = ['InvalidSetting', 'AnotherCounty', 'UnusableCounty'];
  return error instanceof Error && known.includes(error.name) ? error.message : null;
}

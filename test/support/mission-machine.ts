import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type DataSource } from 'typeorm';
import { type DeviceView, type Page, type RouteView } from '#contracts';
import { writeKmz } from '#wayline';
import { readCounty } from '../../apps/server/src/county/county-folder.js';
import { fleetOf } from '../../apps/server/src/county/simulator-fleet.js';
import { openDatabase } from '../../apps/server/src/database/data-source.js';
import { type Dock } from '../../apps/simulator/src/dock.js';
import { parseFault } from '../../apps/simulator/src/faults.js';
import { type RunningSimulator, startSimulator } from '../../apps/simulator/src/simulator.js';
import { routeAround } from './drawn-routes.js';
import { type HoldingBroker, startHoldingBroker } from './holding-broker.js';
import { startRedis } from './machine-services.js';
import { type TestPostgres, testPostgres } from './postgres.js';
import { freePort, type Program, startProgram } from './program.js';
import { until } from './until.js';

/** Where the queues of a machine lie. */
export type QueueKind = 'Redis' | 'PostgreSQL';
/** What a test can kill. */
export type Victim = 'worker' | 'queue store' | 'database';

const ROLE = resolve(import.meta.dirname, '../../dist/apps/server/src/main.js');
const PASSWORD = 'Kill-0123456789';
/** Flights run so much faster; messages keep their rates. */
const SPEED = 60;

/**
 * The product in the processes that a county would run (api with ingest, worker, PostgreSQL, Redis), and docks that know
 * only the broker. Each can be killed by its process id.
 */
export class MissionMachine {
  readonly postgres!: TestPostgres;
  readonly broker!: HoldingBroker;
  readonly db!: DataSource;
  readonly simulator!: RunningSimulator;
  readonly docks!: Dock[];
  private readonly folder = mkdtempSync(join(tmpdir(), 'xunhang-missions-'));
  private readonly redis: Program[] = [];
  private redisUrl: string | null = null;
  private port = 0;
  private front: Program | null = null;
  private worker: Program | null = null;
  private token = '';

  private constructor(readonly queue: QueueKind) {}

  static async start(queue: QueueKind): Promise<MissionMachine> {
    const machine = new MissionMachine(queue);
    try {
      await machine.open();
    } catch (error) {
      await machine.close();
      throw error;
    }
    return machine;
  }

  private async open(): Promise<void> {
    const own = this as { -readonly [Name in 'postgres' | 'broker' | 'db' | 'simulator' | 'docks']: this[Name] };
    chmodSync(this.folder, 0o755);
    own.postgres = await testPostgres();
    own.broker = await startHoldingBroker();
    if (this.queue === 'Redis') this.redisUrl = await startRedis(this.folder, this.redis);
    this.port = await freePort();
    this.front = await this.role('api,ingest', this.port);
    this.worker = await this.role('worker', await freePort());
    own.db = await openDatabase(this.postgres.url);
    // connections of a killed server are no matter of this pool's
    (this.db.driver as unknown as { master: { on(name: string, hear: () => void): void } }).master.on(
      'error',
      () => {},
    );
    const account = async (sn: string) => ({ username: sn, password: sn });
    const fleet = await fleetOf(this.db, await readCounty(resolve('counties/lianjiang')), account, this.broker.url);
    const gateways = fleet.gateways.filter(({ kind }) => kind === 'dock');
    own.simulator = await startSimulator({ fleet: { ...fleet, gateways }, airborne: 0, speed: SPEED });
    own.docks = gateways.map(({ sn }) => this.simulator.gateways.get(sn) as Dock);
    for (const kind of ['rain:all:forever:level=0', 'wind:all:forever:speed=3']) this.strike(kind);
    await this.signIn();
    await until('the docks are online', async () => {
      const { items } = await this.api<Page<DeviceView>>('GET', '/devices?kind=dock&limit=100');
      return items.filter(({ presence }) => presence === 'online').length >= gateways.length;
    });
  }

  strike(fault: string): void {
    this.simulator.faults.strike(parseFault(fault));
  }

  /** Kills it by its process id, and brings it back; resolves when it is there again. */
  async kill(victim: Victim): Promise<void> {
    if (victim === 'worker') {
      await this.worker!.end('SIGKILL');
      this.worker = await this.role('worker', await freePort());
    } else if (victim === 'queue store') {
      await this.redis[0]!.end('SIGKILL');
      // everything that was in it is gone: nothing of it was ever saved
      this.redis[0] = startProgram('redis-server', [join(this.folder, 'redis.conf')]);
    } else {
      const before = this.postgres.pid();
      process.kill(before, 'SIGKILL');
      await until('the database is back', async () => {
        await this.db.query('SELECT 1');
        return this.postgres.pid() !== before;
      });
    }
  }

  /** A checked and approved round of a dock. Radius in metres. */
  async route(dock: Dock, radius: number): Promise<RouteView> {
    const code = `K-${dock.sn.slice(-4)}-${radius}`;
    const { id } = await this.api<RouteView>('POST', '/routes', {
      code,
      name: `断点验证 ${code}`,
      homeDockSn: dock.sn,
    });
    const { longitude, latitude } = dock.account;
    const kmz = writeKmz(routeAround({ longitude, latitude }, { radius, height: 60 }));
    await this.api('POST', `/routes/${id}/versions?name=t.kmz`, kmz);
    await this.api('POST', `/routes/${id}/versions/1/approve`, {});
    return this.api<RouteView>('GET', `/routes/${id}`);
  }

  /** Calls the API as `admin`; throws the problem's text for an error answer. */
  async api<Body = unknown>(method: string, path: string, body?: unknown): Promise<Body> {
    const file = body instanceof Uint8Array;
    const response = await fetch(`http://127.0.0.1:${this.port}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { 'content-type': file ? 'application/octet-stream' : 'application/json' }),
      },
      ...(body === undefined ? {} : { body: (file ? body : JSON.stringify(body)) as never }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as Body;
  }

  async signIn(): Promise<void> {
    const { accessToken } = await this.api<{ accessToken: string }>('POST', '/sessions', {
      username: 'admin',
      password: PASSWORD,
    });
    this.token = accessToken;
  }

  /** What the processes said, for the message of a failure. */
  said(): string {
    return `${this.front?.output() ?? ''}\n${this.worker?.output() ?? ''}`.slice(-4000);
  }

  async close(): Promise<void> {
    await this.simulator?.close();
    await this.db?.destroy().catch(() => undefined);
    await this.worker?.end('SIGKILL');
    await this.front?.end('SIGKILL');
    await this.broker?.close();
    await this.redis[0]?.end();
    await this.postgres?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async role(roles: string, port: number): Promise<Program> {
    const program = startProgram(process.execPath, [ROLE], {
      env: {
        PATH: process.env['PATH'],
        ROLES: roles,
        DATABASE_URL: this.postgres.url,
        MQTT_URL: this.broker.url,
        ...(this.redisUrl === null ? {} : { REDIS_URL: this.redisUrl }),
        XUNHANG_PORT: String(port),
        XUNHANG_PUBLIC_URL: `http://127.0.0.1:${this.port}`,
        XUNHANG_ADMIN_PASSWORD: PASSWORD,
        // one folder: what docks upload to the api is read by the worker
        XUNHANG_DATA_DIR: join(this.folder, 'data'),
        XUNHANG_LOG_LEVEL: 'log',
      },
    });
    const ready = () => {
      if (program.child.exitCode !== null) throw new Error(program.output());
      if (program.output().includes(' ready at ')) return true;
      throw new Error(`not ready: ${program.output()}`);
    };
    await until(`${roles} is ready`, ready, 60_000);
    return program;
  }
}

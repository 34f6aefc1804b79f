import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readConfig } from '../../apps/server/src/config.js';
import { prepareServer, type RunningServer } from '../../apps/server/src/server.js';
import { startBroker, type EmbeddedBroker } from '../../apps/standalone/src/broker.js';
import { startPostgres, type EmbeddedPostgres } from '../../apps/standalone/src/postgres.js';
import { type Fault } from './day.troubles.js';

const PASSWORD = 'Simulated-Day-0123456789';
const SIMULATOR = fileURLToPath(new URL('../../apps/simulator/src/main.js', import.meta.url));
const DATABASE = 'day';
/** More than any part needs to end in order. */
const END_LIMIT_MS = 15_000;

/** What really left the ground. */
export interface TakeOff {
  sn: string;
  flightId: string;
}

/** A device as the simulator's control page shows it. */
interface SimulatedDevice {
  sn: string;
  activity: string;
}

/** The product as `npm start` runs it, on a database of its own, with the docks of the county in a process of theirs. */
export class DayMachine {
  private readonly undo: (() => Promise<unknown> | unknown)[] = [];
  private postgres!: EmbeddedPostgres;
  private server!: RunningServer;
  private broker!: EmbeddedBroker;
  private control = '';
  private token = '';
  private signedInAt = 0;
  docks: string[] = [];
  private closing = false;

  /** `onLost`: a part that the day cannot do without has ended. */
  constructor(private readonly onLost: (error: Error) => void) {}

  /** Starts everything; `speed` is the pace of flights, batteries and weather. */
  async open(speed: number): Promise<void> {
    const dataDir = await mkdtemp(join(tmpdir(), 'xunhang-day-'));
    this.undo.push(() => rm(dataDir, { recursive: true, force: true }));
    this.postgres = await startPostgres({
      dataDirectory: dataDir,
      database: DATABASE,
      preferredPort: null,
      log: (line) => process.stdout.write(`${line}\n`),
      onLost: this.onLost,
    });
    this.undo.push(() => this.postgres.stop());
    const port = await freePort();
    const settings = {
      dataDir,
      port: String(port),
      host: '127.0.0.1',
      publicUrl: `http://127.0.0.1:${port}`,
      databaseUrl: this.postgres.url(),
      adminPassword: PASSWORD,
      mediaPatienceMinutes: '1',
      logLevel: 'error',
    };
    const prepared = await prepareServer(readConfig(settings, {}));
    this.broker = await startBroker({ host: '127.0.0.1', port: 0, access: prepared.broker!, log: () => undefined });
    this.server = await prepared.start({ url: this.broker.url, ...prepared.serviceAccount! });
    this.undo.push(async () => {
      await this.server.close();
      await this.broker.close();
    });
    const fleet = await prepared.fleet(this.broker.url);
    const gateways = fleet.gateways.filter(({ kind }) => kind === 'dock');
    this.docks = gateways.map(({ sn }) => sn);
    await this.openSimulator({ ...fleet, gateways }, speed);
  }

  private async openSimulator(fleet: object, speed: number): Promise<void> {
    const words = ['--fleet', '-', '--speed', String(speed), '--airborne', '0', '--control-port', '0'];
    const simulator = spawn(process.execPath, [SIMULATOR, ...words], { stdio: ['pipe', 'pipe', 'inherit', 'ipc'] });
    simulator.once('exit', (code, signal) => {
      if (!this.closing) this.onLost(new Error(`the simulator ended with ${code ?? signal}`));
    });
    this.undo.push(async () => {
      if (simulator.exitCode !== null || simulator.signalCode !== null) return;
      const ended = once(simulator, 'exit');
      simulator.kill('SIGTERM');
      // the channel to its parent would keep it
      simulator.disconnect();
      await ended;
    });
    simulator.stdin!.end(JSON.stringify(fleet));
    this.control = await new Promise<string>((resolve, reject) => {
      let said = '';
      simulator.stdout!.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
        if (found) resolve(found);
      });
      simulator.once('exit', (code) => reject(new Error(`the simulator ended with ${code}`)));
    });
    // the weather of the day is what its troubles say
    for (const [kind, params] of [
      ['rain', { level: 0 }],
      ['wind', { speed: 3 }],
    ] as const) {
      await this.strike('all', { kind, seconds: null, params });
    }
  }

  async strike(sn: string, { kind, seconds, params = {} }: Fault): Promise<void> {
    await this.simulated('POST', '/api/faults', { kind, sn, seconds, params });
  }

  async calm(sn: string, kind: string): Promise<void> {
    await this.simulated('DELETE', `/api/faults?sn=${sn}&kind=${kind}`);
  }

  async takeOffs(): Promise<TakeOff[]> {
    return (await this.simulated<{ items: TakeOff[] }>('GET', '/api/take-offs')).items;
  }

  async devices(): Promise<SimulatedDevice[]> {
    return (await this.simulated<{ devices: SimulatedDevice[] }>('GET', '/api/state')).devices;
  }

  /** Calls the API as `admin`; throws the problem's text for an error answer. */
  async api<Body>(method: string, path: string, body?: object): Promise<Body> {
    // an access token lives for ten minutes
    if (path !== '/sessions' && Date.now() - this.signedInAt > 300_000) await this.signIn();
    return call<Body>(`${this.server.address.replace('[::1]', '127.0.0.1')}/api/v1${path}`, method, body, this.token);
  }

  /** `kill -9`, by its process id; it comes back by itself, as in the product. */
  killDatabase(): void {
    process.kill(this.postgres.pid, 'SIGKILL');
  }

  /** The hours that a hanging task is waited for: the clock of this one row is moved. */
  async passTime(taskId: string): Promise<void> {
    const { default: pg } = await import('pg');
    const client = new pg.Client({ connectionString: this.postgres.url() });
    await client.connect();
    try {
      // what is recorded of a start cannot be changed otherwise
      await client.query('SET session_replication_role = replica');
      await client.query(
        `UPDATE tasks SET window_start = window_start - interval '12 hours', window_end = window_end - interval '12 hours',
           since = since - interval '12 hours', started_at = started_at - interval '12 hours',
           execute_sent_at = execute_sent_at - interval '12 hours' WHERE id = $1 AND outcome IS NULL`,
        [taskId],
      );
    } finally {
      await client.end();
    }
  }

  async close(): Promise<void> {
    this.closing = true;
    for (const end of this.undo.toReversed()) {
      // a part that does not end must not keep the result of the day to itself
      const late = delay(END_LIMIT_MS, 'late', { ref: false });
      if ((await Promise.race([end(), late])) === 'late')
        process.stderr.write(`still ending after ${END_LIMIT_MS} ms: ${end.toString().slice(0, 120)}\n`);
    }
  }

  private async signIn(): Promise<void> {
    const session = await this.api<{ accessToken: string }>('POST', '/sessions', {
      username: 'admin',
      password: PASSWORD,
    });
    this.token = session.accessToken;
    this.signedInAt = Date.now();
  }

  private simulated<Body>(method: string, path: string, body?: object): Promise<Body> {
    return call<Body>(`${this.control}${path}`, method, body, '');
  }
}

async function call<Body>(url: string, method: string, body: object | undefined, token: string): Promise<Body> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as Body;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connectAsync, type MqttClient } from 'mqtt';
import { type DataSource } from 'typeorm';
import { BrokerAccounts } from '../apps/server/src/broker/broker-accounts.js';
import { readConfig } from '../apps/server/src/config.js';
import { openDatabase } from '../apps/server/src/database/data-source.js';
import { type PreparedServer, prepareServer } from '../apps/server/src/server.js';
import { startBroker } from '../apps/standalone/src/broker.js';
import { type BenchOptions } from './options.js';
import { type Surroundings } from './subject.js';
import { printTable, progress, whole } from './table.js';

const ADMIN_PASSWORD = 'Bench-0123456789';
/** Flying and charging so much faster; messages keep their real rates. */
const SPEED = 20;
const PATIENCE_MS = 420_000;
const HOST = '127.0.0.1';

/**
 * Many docks flying at once, played by the simulator in a process of its own: how long a decision takes to reach the broker,
 * beside a row and a message with nothing around them, and whether any report of progress is missed.
 */
export async function dispatchCase(options: BenchOptions, around: Surroundings): Promise<void> {
  const docks = options.quick ? 20 : 200;
  const database = `bench_dispatch_${process.pid}`;
  await around.postgres.createDatabase(database);
  const databaseUrl = around.postgres.url(database);
  const dataDir = await mkdtemp(join(tmpdir(), 'xunhang-bench-dispatch-'));
  const port = await freePort();
  const settings = { dataDir, databaseUrl, port: String(port), host: HOST, adminPassword: ADMIN_PASSWORD };
  const prepared = await prepareServer(readConfig({ ...settings, logLevel: 'error' }, {}));
  const broker = await startBroker({ host: HOST, port: 0, access: prepared.broker!, log: () => undefined });
  const mqttUrl = `mqtt://${HOST}:${broker.port}`;
  const server = await prepared.start({ url: mqttUrl, ...prepared.serviceAccount! });
  const db = await openDatabase(databaseUrl);
  const listener = await connectAsync(mqttUrl, { ...prepared.serviceAccount!, clientId: `bench-${process.pid}` });
  let simulator: ChildProcess | null = null;
  try {
    const heard = await hear(listener);
    progress('dispatch: a row and a message alone');
    const raw = await rawTimes(db, listener, heard, docks);
    const { sns, routeId, fleet } = await manyDocks(prepared, db, mqttUrl, docks);
    progress(`dispatch: ${docks} docks come online`);
    simulator = play(fleet);
    const online = `SELECT count(*)::int AS count FROM device_presence WHERE sn = ANY ($1::text[]) AND state = 'online'`;
    await untilCount(db, online, [sns], docks);
    progress(`dispatch: ${docks} tasks are queued`);
    const ids = await queueTasks(`http://${HOST}:${port}`, routeId, sns);
    progress(`dispatch: ${docks} docks fly`);
    await untilCount(db, `SELECT count(*)::int AS count FROM tasks WHERE outcome IS NOT NULL`, [], docks);
    await report(db, heard, raw, ids);
  } finally {
    if (simulator) await ended(simulator);
    await listener.endAsync(true);
    await server.close();
    await broker.close();
    await db.destroy();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** When messages reached the broker's side of a listener, ms since 1970. */
interface Heard {
  commands: Map<string, number>;
  /** Serial numbers of the messages themselves: a report that is told again counts once. */
  reports: Set<string>;
}

async function hear(client: MqttClient): Promise<Heard> {
  const heard: Heard = { commands: new Map(), reports: new Set() };
  client.on('message', (topic, payload) => {
    const at = Date.now();
    const { method, bid, tid } = JSON.parse(payload.toString()) as { method: string; bid: string; tid: string };
    const key = `${method} ${bid}`;
    if (topic.endsWith('/services') && !heard.commands.has(key)) heard.commands.set(key, at);
    if (topic.endsWith('/events') && method === 'flighttask_progress') heard.reports.add(tid);
  });
  await client.subscribeAsync(['thing/product/+/services', 'thing/product/+/events'], { qos: 0 });
  return heard;
}

/** From before the insert of a row until its message is heard, one after another. */
async function rawTimes(db: DataSource, client: MqttClient, heard: Heard, count: number): Promise<number[]> {
  await db.query('CREATE TABLE bench_raw (id uuid PRIMARY KEY, at timestamptz NOT NULL)');
  const times: number[] = [];
  for (let nr = 0; nr < count; nr++) {
    const bid = randomUUID();
    const start = Date.now();
    await db.query('INSERT INTO bench_raw VALUES ($1, now())', [bid]);
    await client.publishAsync('thing/product/BENCHRAW/services', JSON.stringify({ method: 'raw', bid, tid: bid }), {
      qos: 1,
    });
    while (!heard.commands.has(`raw ${bid}`)) await new Promise((resolve) => setImmediate(resolve));
    times.push(heard.commands.get(`raw ${bid}`)! - start);
  }
  return times;
}

/** Registers docks beside the first of the county, each with an aircraft and an account, for the approved route that takes the least battery. */
async function manyDocks(prepared: PreparedServer, db: DataSource, mqttUrl: string, count: number) {
  const seeded = await prepared.fleet(mqttUrl);
  const template = seeded.gateways.find(({ kind }) => kind === 'dock')!;
  const [route]: { id: string }[] = await db.query(
    `SELECT r.id FROM routes r JOIN route_versions v ON v.route_id = r.id AND v.state = 'approved'
     WHERE r.home_dock_sn = $1 ORDER BY (v.report #>> '{estimate,batteryPercent}')::float8 LIMIT 1`,
    [template.sn],
  );
  const numbers = Array.from({ length: count }, (_, nr) => String(nr + 1).padStart(4, '0'));
  const sns = numbers.map((number) => `XHBENCH${number}`);
  await db.query(
    `WITH held AS (SELECT * FROM devices WHERE sn = $1), drone AS (SELECT * FROM devices WHERE parent_sn = $1),
       docks AS (INSERT INTO devices (sn, kind, name, model_key, role, division_code, longitude, latitude, placement)
         SELECT 'XHBENCH' || nr, kind, name || nr, model_key, role, division_code, longitude, latitude, placement
         FROM held, unnest($2::text[]) AS nr)
     INSERT INTO devices (sn, kind, name, model_key, parent_sn, role, division_code, placement)
       SELECT 'XHBENCHA' || nr, kind, name || nr, model_key, 'XHBENCH' || nr, role, division_code, placement
       FROM drone, unnest($2::text[]) AS nr`,
    [template.sn, numbers],
  );
  const accounts = await new BrokerAccounts(db).issueAll(sns);
  const gateways = accounts.map(({ username, password }, nr) => ({
    ...template,
    sn: sns[nr]!,
    username,
    password,
    aircraft: { ...template.aircraft, sn: `XHBENCHA${numbers[nr]}` },
  }));
  return { sns, routeId: route!.id, fleet: { ...seeded, gateways } };
}

/** Uploads fail: pictures are another case, and would be most of the work here. */
function play(fleet: object): ChildProcess {
  const file = fileURLToPath(new URL('../apps/simulator/src/main.js', import.meta.url));
  const flags = ['--fleet', '-', '--speed', String(SPEED), '--airborne', '0', '--fault', 'upload_failure:all:forever'];
  const child = spawn(process.execPath, [file, ...flags], { stdio: ['pipe', 'ignore', 'inherit'] });
  child.stdin.end(JSON.stringify(fleet));
  return child;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

async function queueTasks(url: string, routeId: string, sns: readonly string[]): Promise<string[]> {
  const post = async <Body>(path: string, body: object, token?: string): Promise<Body> => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    const response = await fetch(`${url}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Body;
  };
  const session = { username: 'admin', password: ADMIN_PASSWORD };
  const { accessToken } = await post<{ accessToken: string }>('/sessions', session);
  // far enough away that all of them begin together
  const windowStart = new Date(Date.now() + 60 * sns.length + 5_000).toISOString();
  const windowEnd = new Date(Date.now() + 7_200_000).toISOString();
  const ids: string[] = [];
  for (const dockSn of sns) {
    const { id } = await post<{ id: string }>('/tasks', { routeId, dockSn, windowStart, windowEnd }, accessToken);
    for (const step of ['approve', 'file', 'queue']) await post(`/tasks/${id}/${step}`, {}, accessToken);
    ids.push(id);
  }
  return ids;
}

async function report(db: DataSource, heard: Heard, raw: readonly number[], ids: readonly string[]): Promise<void> {
  const tasks: { id: string; state: string; sent: Date | null; took_off: Date | null }[] = await db.query(
    `SELECT id, state, execute_sent_at AS sent, took_off_at AS took_off FROM tasks WHERE id = ANY ($1::uuid[])`,
    [ids],
  );
  const starts = tasks.flatMap(({ id, sent }) => {
    const at = heard.commands.get(`flighttask_execute ${id}`);
    return sent && at !== undefined ? [at - sent.getTime()] : [];
  });
  const [stored]: { count: number }[] = await db.query(
    `SELECT count(DISTINCT payload::json ->> 'tid')::int AS count FROM device_messages
     WHERE method = 'flighttask_progress' AND sn LIKE 'XHBENCH%'`,
  );
  const row = (what: string, times: readonly number[]) => [
    what,
    whole(times.length),
    whole(percentile(times, 0.5)),
    whole(percentile(times, 0.99)),
  ];
  printTable(
    'From the decision to the message, ms',
    ['', 'times', 'p50', 'p99'],
    [row('a row and a message alone', raw), row('the recorded start to its command', starts)],
  );
  const states = new Map<string, number>();
  for (const { state } of tasks) states.set(state, (states.get(state) ?? 0) + 1);
  printTable(
    `${ids.length} docks flying at once, ${SPEED} times as fast, pictures left out`,
    ['tasks', 'took off', 'ended as', 'reports sent', 'reports stored', 'missed'],
    [
      [
        whole(ids.length),
        whole(tasks.filter(({ took_off: at }) => at !== null).length),
        [...states].map(([state, count]) => `${count} ${state}`).join(', '),
        whole(heard.reports.size),
        whole(stored!.count),
        whole(heard.reports.size - stored!.count),
      ],
    ],
  );
}

function percentile(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Throws when it is not reached in time. */
async function untilCount(db: DataSource, sql: string, values: unknown[], wanted: number): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const [row]: { count: number }[] = await db.query(sql, values);
    if (row!.count >= wanted) return;
    if (Date.now() > deadline) {
      const open: object[] = await db.query(
        `SELECT state, wait_reason, count(*)::int FROM tasks WHERE outcome IS NULL GROUP BY 1, 2`,
      );
      process.stderr.write(`${JSON.stringify(open)}\n`);
    }
    if (Date.now() > deadline) throw new Error(`only ${row!.count} of ${wanted} after ${PATIENCE_MS / 1000} s: ${sql}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, HOST);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

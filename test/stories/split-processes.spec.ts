import { randomBytes, randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { connectAsync } from 'mqtt';
import { io } from 'socket.io-client';
import { DataSource } from 'typeorm';
import {
  type DeviceStateView,
  type DeviceView,
  type LiveSnapshot,
  type Page,
  type ReadinessView,
  type SampleFrame,
} from '#contracts';
import { BrokerAccounts } from '../../apps/server/src/broker/broker-accounts.js';
import { openDatabase } from '../../apps/server/src/database/data-source.js';
import { connectDevice } from '../support/device.js';
import { startMosquitto, startPostgres, startRedis } from '../support/machine-services.js';
import { freePort, type Program, startProgram } from '../support/program.js';
import { until } from '../support/until.js';

// The production shape of docker-compose.yml without containers: each role a process of its own, beside the PostgreSQL,
// the Mosquitto and the Redis of the operating system.

const ROLE = resolve(import.meta.dirname, '../../dist/apps/server/src/main.js');
const ADMIN = 'Split-0123456789';

let folder: string;
let db: DataSource;
let databaseUrl: string;
let mqttUrl: string;
let redisUrl: string;
const programs: Program[] = [];
const roles: Record<string, Program & { port: number }> = {};
const service = { username: 'xunhang-server', password: randomBytes(24).toString('base64url') };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'xunhang-split-'));
  chmodSync(folder, 0o755);
  databaseUrl = await startPostgres(folder, programs);
  redisUrl = await startRedis(folder, programs);
  mqttUrl = await startMosquitto(folder, programs);
  await startRole('worker', { XUNHANG_BROKER_FILES: join(folder, 'mosquitto') });
  await startRole('ingest');
  await startRole('api');
  db = await openDatabase(databaseUrl);
}, 120_000);

afterAll(async () => {
  await db?.destroy();
  for (const role of Object.values(roles)) await role.end();
  for (const program of programs.toReversed()) await program.end();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

it('every role is ready, each on its own, and sees the others', async () => {
  const api = await until('the api sees the others', async () => {
    const view = await readiness('api');
    return view.status === 'ok' && view;
  });
  expect(api.roles).toEqual(['api']);
  expect(Object.keys(api.parts)).toEqual(expect.arrayContaining(['database', 'broker', 'ingest', 'worker']));
  expect((await readiness('worker')).parts['queue']).toMatchObject({ status: 'ok', detail: 'Redis' });
  expect((await readiness('ingest')).parts['recorder']).toMatchObject({ status: 'ok' });
});

it('a message goes from a dock through Mosquitto and the ingest process into the database, and through the api process to a browser', async () => {
  const dock = await dockOf(0);
  const token = await signIn();
  const frames: SampleFrame[] = [];
  const socket = io(`${origin('api')}/live`, { auth: { token }, transports: ['websocket'], forceNew: true });
  try {
    socket.on('samples', (frame: SampleFrame) => frames.push(frame));
    await new Promise<void>((done, failed) => {
      socket.once('connect', done);
      socket.once('connect_error', failed);
    });
    const snapshot = await get<LiveSnapshot>('/api/v1/live/snapshot', token);
    expect(await socket.timeout(5_000).emitWithAck('watch', { after: snapshot.eventId })).toMatchObject({
      complete: true,
    });
    await dock.link.osd(dock.sn, { latitude: 21.6001, longitude: 110.2001, height: 31, temperature: 25 });
    await until('the browser has it', () =>
      frames.some((frame) => frame.samples.some((sample) => sample.sn === dock.sn && sample.latitude === 21.6001)),
    );
    await until(
      'the database has it',
      async () =>
        (await get<DeviceStateView>(`/api/v1/devices/${dock.sn}/state`, token)).properties['temperature'] === 25,
    );
    await until(
      'it is online',
      async () => (await get<DeviceView>(`/api/v1/devices/${dock.sn}`, token)).presence === 'online',
    );
  } finally {
    socket.disconnect();
    await dock.link.close();
  }
});

it('Mosquitto enforces the generated rules: no stranger, no foreign topic', async () => {
  await expect(connectAsync(mqttUrl, { connectTimeout: 3_000 }, false)).rejects.toThrow();
  await expect(connectAsync(mqttUrl, { username: 'xunhang-server', password: 'wrong' }, false)).rejects.toThrow();
  const dock = await dockOf(1);
  const victim = (await get<Page<DeviceView>>('/api/v1/devices?kind=dock', await signIn())).items[5]!.sn;
  try {
    await dock.link.osd(victim, { temperature: 99 });
    await dock.link.osd(dock.sn, { temperature: 21 });
    await until(
      'its own message is there',
      async () =>
        (await get<DeviceStateView>(`/api/v1/devices/${dock.sn}/state`, await signIn())).properties['temperature'] ===
        21,
    );
    const forged: unknown[] = await db.query('SELECT FROM device_messages WHERE sn = $1', [victim]);
    expect(forged).toEqual([]);
  } finally {
    await dock.link.close();
  }
});

it('kill -9 of the ingest process loses nothing that a device sent meanwhile, and the next one takes over', async () => {
  const dock = await dockOf(2);
  try {
    const tids: string[] = [];
    const say = async () => {
      const tid = randomUUID();
      tids.push(tid);
      await dock.link.send(`thing/product/${dock.sn}/events`, {
        tid,
        bid: 'b',
        timestamp: Date.now(),
        gateway: dock.sn,
        need_reply: 1,
        method: 'file_upload_callback',
        data: { file: { name: tid } },
      });
    };
    for (let nr = 0; nr < 20; nr += 1) await say();
    await until('they are stored', async () => (await stored(tids)) === tids.length);
    await roles['ingest']!.end('SIGKILL');
    for (let nr = 0; nr < 50; nr += 1) await say();
    await until(
      'the api says that nobody records',
      async () => (await readiness('api')).parts['ingest']?.status === 'down',
      40_000,
    );
    await startRole('ingest');
    await until('every message is stored', async () => (await stored(tids)) === tids.length);
    await until('every message is acknowledged', () =>
      tids.every((tid) => dock.link.answers.some((answer) => answer.body.tid === tid)),
    );
  } finally {
    await dock.link.close();
  }
}, 120_000);

it('kill -9 of the ingest process in the middle of the work loses no message and records none twice', async () => {
  const dock = await dockOf(3);
  const sent: Promise<void>[] = [];
  const tids: string[] = [];
  const timer = setInterval(() => {
    for (let nr = 0; nr < 20; nr += 1) {
      const tid = randomUUID();
      tids.push(tid);
      sent.push(dock.link.osd(dock.sn, { job_number: tids.length }, { tid }));
    }
  }, 50);
  try {
    for (let life = 0; life < 2; life += 1) {
      const before = tids.length;
      await until('it records', async () => (await stored(tids.slice(before, before + 300))) >= 200);
      await roles['ingest']!.end('SIGKILL');
      await startRole('ingest');
    }
    clearInterval(timer);
    await Promise.all(sent);
    await until('every message is stored', async () => (await stored(tids)) === tids.length);
    const [{ rows }] = await db.query(
      `SELECT count(*)::int AS rows FROM device_messages WHERE payload::json->>'tid' = ANY($1)`,
      [tids],
    );
    expect(rows).toBe(tids.length);
  } finally {
    clearInterval(timer);
    await dock.link.close();
  }
}, 120_000);

it('a second ingest process stands by and takes over when the first is gone', async () => {
  const first = roles['ingest']!;
  const dock = await dockOf(4);
  try {
    await startRole('ingest');
    const second = roles['ingest']!;
    expect((await readiness('ingest')).parts['ingest']).toMatchObject({ detail: expect.stringContaining('stands by') });
    await dock.link.osd(dock.sn, { job_number: 1 });
    await until('the first records', async () => (await countOf(dock.sn)) === 1);
    await first.end('SIGKILL');
    await dock.link.osd(dock.sn, { job_number: 2 });
    await until('the second records', async () => (await countOf(dock.sn)) === 2);
    expect(roles['ingest']).toBe(second);
  } finally {
    await dock.link.close();
  }
}, 120_000);

it('the queue runs on Redis and keeps its recurring jobs', async () => {
  const redis = new Redis(redisUrl);
  try {
    const jobs = await redis.keys('bull:upkeep:repeat:*');
    expect(jobs).toEqual(
      expect.arrayContaining(['bull:upkeep:repeat:keep-partitions', 'bull:upkeep:repeat:expire-guests']),
    );
  } finally {
    redis.disconnect();
  }
  const schemas: unknown[] = await db.query(`SELECT FROM information_schema.schemata WHERE schema_name = 'bullmq'`);
  expect(schemas).toEqual([]);
});

async function startRole(role: string, extra: Record<string, string> = {}): Promise<void> {
  const port = await freePort();
  const program = startProgram(process.execPath, [ROLE], {
    env: {
      PATH: process.env['PATH'],
      ROLES: role,
      DATABASE_URL: databaseUrl,
      MQTT_URL: mqttUrl,
      MQTT_USERNAME: service.username,
      MQTT_PASSWORD: service.password,
      REDIS_URL: redisUrl,
      XUNHANG_PORT: String(port),
      XUNHANG_ADMIN_PASSWORD: ADMIN,
      XUNHANG_DATA_DIR: join(folder, role),
      ...extra,
    },
  });
  roles[role] = { ...program, port };
  await until(
    `${role} is ready`,
    () => {
      if (program.child.exitCode !== null) throw new Error(program.output());
      if (program.output().includes(' ready at ')) return true;
      throw new Error(`not ready: ${program.output()}`);
    },
    60_000,
  );
}

async function dockOf(index: number) {
  const { items } = await get<Page<DeviceView>>('/api/v1/devices?kind=dock', await signIn());
  const { sn } = items[index]!;
  const { username, password } = await new BrokerAccounts(db).issue(sn);
  const link = await until('Mosquitto knows the account', () => connectDevice(mqttUrl, { username, password }));
  return { sn, link };
}

async function stored(tids: string[]): Promise<number> {
  const [row] = await db.query(
    `SELECT count(DISTINCT payload::json->>'tid')::int AS count FROM device_messages WHERE payload::json->>'tid' = ANY($1)`,
    [tids],
  );
  return row.count;
}

async function countOf(sn: string): Promise<number> {
  const [row] = await db.query('SELECT count(*)::int AS count FROM device_messages WHERE sn = $1', [sn]);
  return row.count;
}

const origin = (role: string) => `http://127.0.0.1:${roles[role]!.port}`;

async function readiness(role: string): Promise<ReadinessView> {
  return (await (await fetch(`${origin(role)}/api/health/ready`)).json()) as ReadinessView;
}

async function signIn(): Promise<string> {
  const response = await fetch(`${origin('api')}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password: ADMIN }),
  });
  return ((await response.json()) as { accessToken: string }).accessToken;
}

async function get<Body>(path: string, token: string): Promise<Body> {
  const response = await fetch(`${origin('api')}${path}`, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Body;
}

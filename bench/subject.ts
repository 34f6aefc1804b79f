import pg from 'pg';
import { type EmbeddedPostgres } from '../apps/standalone/src/postgres.js';
import { type BenchBroker, startBenchBroker } from './broker.js';
import { aircraftSn, dockSn } from './messages.js';
import { Child } from './child.js';

/** A pipeline under test: its process, how many messages it has committed, and where browsers find it. */
export interface Subject {
  name: string;
  child: Child;
  /** Address for browsers. */
  address: string;
  rooms: string[];
  token: string | null;
  /** Where to publish: a broker beside it, or (without a process of its own) inside it, with an account that may publish. */
  mqtt: { name: string; port: number; pid: number | null; account: { username: string; password: string } | null };
  /** Calls back with the number of committed messages, five times a second. */
  onCommitted(listener: (count: number) => void): void;
  /** Rows in its database, counted there. */
  stored(): Promise<number>;
  stop(): Promise<void>;
}

export type SubjectKind = 'plain-jsonb' | 'plain-text' | 'product' | 'product-embedded';
export const ROOMS = 20;
const ADMIN_PASSWORD = 'Bench-0123456789';

export interface Surroundings {
  postgres: EmbeddedPostgres;
  dataDir: string;
  devices: number;
  nodeFlags?: string[];
}

let serial = 0;

export async function startSubject(kind: SubjectKind, around: Surroundings): Promise<Subject> {
  const database = `bench_${process.pid}_${++serial}`;
  await around.postgres.createDatabase(database);
  const databaseUrl = around.postgres.url(database);
  // A broker for each: the product's session stays in it, and would collect what is meant for the next subject.
  const broker = kind === 'product-embedded' ? null : await startBenchBroker();
  const subject = kind.startsWith('plain')
    ? await startPlain(kind === 'plain-jsonb' ? 'jsonb' : 'text', databaseUrl, broker!, around)
    : await startProduct(databaseUrl, broker, around);
  const stop = async () => {
    await subject.stop();
    await broker?.stop();
    await around.postgres.query(`DROP DATABASE "${database}" WITH (FORCE)`);
  };
  return { ...subject, stop };
}

async function startPlain(
  raw: 'jsonb' | 'text',
  databaseUrl: string,
  broker: BenchBroker,
  around: Surroundings,
): Promise<Subject> {
  const { child, ready } = await Child.start(
    'plain',
    { url: urlOf(broker), databaseUrl, raw, rooms: ROOMS },
    around.nodeFlags,
  );
  return {
    name: `plain pipeline, raw as ${raw}`,
    child,
    address: ready['address'] as string,
    rooms: Array.from({ length: ROOMS }, (_, index) => `room-${index}`),
    token: null,
    mqtt: { ...broker, account: null },
    onCommitted: (listener) => child.on('committed', ({ count }) => listener(count as number)),
    stored: () => count(databaseUrl, 'plain_messages'),
    stop: () => child.stop(),
  };
}

async function startProduct(databaseUrl: string, broker: BenchBroker | null, around: Surroundings): Promise<Subject> {
  const mqttUrl = broker && urlOf(broker);
  const settings = {
    databaseUrl,
    dataDir: around.dataDir,
    host: '127.0.0.1',
    port: '0',
    adminPassword: ADMIN_PASSWORD,
    logLevel: 'error',
    ...(mqttUrl === null ? {} : { mqttUrl }),
  };
  // The first process makes the tables; the devices must be registered before the second one reads the register.
  const first = await Child.start('product', { settings, mqttUrl });
  await first.child.stop();
  const rooms = await registerDevices(databaseUrl, around.devices);
  const { child, ready } = await Child.start('product', { settings, mqttUrl }, around.nodeFlags);
  const address = ready['address'] as string;
  let timer: NodeJS.Timeout | null = null;
  return {
    name: broker ? 'the product' : 'the product, broker inside',
    child,
    address,
    rooms,
    token: await signIn(address),
    mqtt: broker
      ? { ...broker, account: null }
      : {
          name: 'the broker inside',
          port: ready['mqttPort'] as number,
          pid: null,
          account: ready['service'] as { username: string; password: string },
        },
    onCommitted: (listener) => {
      const base = written(address);
      timer = setInterval(
        () => void Promise.all([written(address), base]).then(([now, then]) => listener(now - then)),
        200,
      );
    },
    stored: () => count(databaseUrl, 'device_messages'),
    stop: async () => {
      if (timer) clearInterval(timer);
      await child.stop();
    },
  };
}

function urlOf({ port }: BenchBroker): string {
  return `mqtt://127.0.0.1:${port}`;
}

/** Aircraft and their docks, spread over as many towns as there are rooms; returns the codes of these. */
async function registerDevices(databaseUrl: string, devices: number): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const towns = await client.query<{ code: string }>(
      `SELECT code FROM divisions WHERE level = 'town' ORDER BY ordinal LIMIT $1`,
      [ROOMS],
    );
    const codes = towns.rows.map(({ code }) => code);
    const rows = Array.from({ length: devices }, (_, index) => [
      { sn: dockSn(index), kind: 'dock', model: '3-3-0', parent: null, division: codes[index % codes.length] },
      {
        sn: aircraftSn(index),
        kind: 'aircraft',
        model: '0-100-1',
        parent: dockSn(index),
        division: codes[index % codes.length],
      },
    ]).flat();
    await client.query(
      `INSERT INTO devices (sn, kind, name, model_key, parent_sn, division_code)
       SELECT sn, kind, sn, model, parent, division
       FROM json_to_recordset($1) AS row (sn text, kind text, model text, parent text, division text)`,
      [JSON.stringify(rows)],
    );
    return codes;
  } finally {
    await client.end();
  }
}

async function signIn(address: string): Promise<string> {
  const response = await fetch(`${address}/api/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'admin', password: ADMIN_PASSWORD }),
  });
  const { accessToken } = (await response.json()) as { accessToken?: string };
  if (!accessToken) throw new Error(`the bench could not sign in (${response.status})`);
  return accessToken;
}

/** Messages that the product says it has committed. */
async function written(address: string): Promise<number> {
  const text = await (await fetch(`${address}/metrics`)).text();
  return Number(/^xunhang_recorder_rows_written_total (\d+)/m.exec(text)?.[1] ?? Number.NaN);
}

async function count(databaseUrl: string, table: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM ${table}`);
    return Number(rows[0]!.count);
  } finally {
    await client.end();
  }
}

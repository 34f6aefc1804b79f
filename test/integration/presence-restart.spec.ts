import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type DeviceView, type Fact, type FactBody, type Page } from '#contracts';
import { connectDevice, type TestDevice } from '../support/device.js';
import { testDatabase, type TestDatabase } from '../support/postgres.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { until } from '../support/until.js';

const LIMITS = {
  staleSeconds: 'dock=2,aircraft=2,remote_controller=2,other=2',
  offlineSeconds: 'dock=4,aircraft=4,remote_controller=4,other=4',
};

let database: TestDatabase;
let app: TestApp;
let docks: DeviceView[];
let aircraft: DeviceView[];

beforeAll(async () => {
  database = await testDatabase();
  await start();
  docks = (await app.api<Page<DeviceView>>('/api/v1/devices?kind=dock')).items;
  aircraft = (await app.api<Page<DeviceView>>('/api/v1/devices?kind=aircraft')).items;
});
afterAll(async () => {
  await app?.close();
  await database?.close();
});

async function start(): Promise<void> {
  app = await startApp({ databaseUrl: database.url, settings: LIMITS });
}
async function connect(sn: string): Promise<TestDevice> {
  return connectDevice(app.mqttUrl, await app.deviceAccount(sn));
}
const device = (sn: string) => app.api<DeviceView>(`/api/v1/devices/${sn}`);
const online = (sn: string) =>
  until(`${sn} is online`, async () => (await device(sn)).presence === 'online' && (await device(sn)));
type Change = FactBody<'device.presence_changed'> & { id: number };
const changes = async (sn: string): Promise<Change[]> => {
  const { items } = await app.api<Page<Fact>>(`/api/v1/events?device=${sn}&name=device.presence_changed&after=0`);
  return items.map((fact) => ({ id: fact.id, ...(fact.data as FactBody<'device.presence_changed'>) }));
};
const steps = async (sn: string) => (await changes(sn)).map(({ from, to, reason }) => `${from} → ${to} (${reason})`);

/** Speaks every 300 ms until it is stopped. */
function keepTalking(link: TestDevice, sn: string): () => void {
  const timer = setInterval(() => void link.osd(sn, { temperature: 20 }).catch(() => undefined), 300);
  return () => clearInterval(timer);
}

it('a restart neither invents a loss nor a recovery, and misses no loss that happened meanwhile', async () => {
  const [alive, dead, gone] = [docks[0]!.sn, docks[1]!.sn, docks[2]!.sn];
  let links = await Promise.all([alive, dead, gone].map(connect));
  const stops = links.map((link, nr) => keepTalking(link, [alive, dead, gone][nr]!));
  await Promise.all([alive, dead, gone].map(online));
  stops[2]!();
  await links[2]!.close();
  await until('the third is lost', async () => (await device(gone)).presenceReason === 'broker_disconnect');
  const lost = await steps(gone);
  stops[0]!();
  stops[1]!();
  await app.close();
  await Promise.all(links.map((link) => link.close()));
  await start();
  links = [await connect(alive)];
  const stop = keepTalking(links[0]!, alive);
  try {
    await until('the second is lost by silence', async () => (await device(dead)).presence === 'offline');
    expect(await steps(dead)).toEqual([
      'unknown → online (message)',
      'online → stale (silence)',
      'stale → offline (silence)',
    ]);
    expect(await steps(alive)).toEqual(['unknown → online (message)']);
    expect(await steps(gone)).toEqual(lost);
  } finally {
    stop();
    await links[0]!.close();
  }
});

it('a device that speaks by events alone is online, with the age of its last word, also after a restart', async () => {
  const { sn } = docks[3]!;
  const event = {
    tid: randomUUID(),
    bid: 'b',
    timestamp: Date.now(),
    gateway: sn,
    method: 'device_exit_homing_notify',
    data: { action: 0 },
  };
  let link = await connect(sn);
  await link.send(`thing/product/${sn}/events`, event);
  const { lastMessageAt } = await online(sn);
  expect(Date.now() - Date.parse(lastMessageAt!)).toBeLessThan(60_000);
  await app.close();
  await link.close();
  await start();
  expect(Date.parse((await device(sn)).lastMessageAt!)).toBeGreaterThanOrEqual(Date.parse(lastMessageAt!));
  link = await connect(sn);
  try {
    await until('it is lost by silence', async () => (await device(sn)).presence === 'offline');
    await link.send(`thing/product/${sn}/events`, { ...event, tid: randomUUID() });
    await online(sn);
    const told = await changes(sn);
    const recovery = told.at(-1)!;
    expect(recovery.endsEventId).toBe(told.find((change) => change.from === 'online')!.id);
  } finally {
    await link.close();
  }
});

it('an aircraft of which its dock says that it is switched off is no alarm, whether the dock says where it is or not', async () => {
  const { sn } = docks[4]!;
  const child = aircraft.find((one) => one.parentSn === sn)!.sn;
  const link = await connect(sn);
  const said = { sub_device: { device_sn: child, device_online_status: 0, device_paired: 1 } };
  const timer = setInterval(() => void link.osd(sn, said).catch(() => undefined), 300);
  try {
    await link.topo([{ sn: child }]);
    await link.osd(child, { mode_code: 0, latitude: 21.6, longitude: 110.2, height: 30 });
    await online(child);
    await until('it is off', async () => (await device(child)).presence === 'offline');
    expect(await device(child)).toMatchObject({ presenceReason: 'powered_off' });
  } finally {
    clearInterval(timer);
    await link.close();
  }
});

it('who leaves the register is offline because it left, and no loss is invented when it comes back', async () => {
  const { sn } = docks[5]!;
  const link = await connect(sn);
  try {
    await link.osd(sn, { temperature: 1 });
    await online(sn);
    const setStatus = (status: string) =>
      app.db.query(`WITH changed AS (UPDATE devices SET status = $2 WHERE sn = $1) SELECT pg_notify('topology', $1)`, [
        sn,
        status,
      ]);
    await setStatus('left');
    const stored = async () => (await app.db.query('SELECT state, reason FROM device_presence WHERE sn = $1', [sn]))[0];
    await until('it is recorded', async () => (await stored()).reason === 'left');
    await setStatus('registered');
    await until('it is seen again', async () => (await device(sn)).presenceReason === 'left');
    await link.osd(sn, { temperature: 2 });
    await online(sn);
    const told = await steps(sn);
    expect(told).toEqual(['unknown → online (message)', 'online → offline (left)', 'offline → online (message)']);
  } finally {
    await link.close();
  }
});

it('what is stored about each device is what the newest fact about it says', async () => {
  const rows: { sn: string; state: string; reason: string; to: string; why: string; since: Date; said: Date }[] =
    await app.db.query(
      `SELECT p.sn, p.state, p.reason, p.since, e.data->>'to' AS to, e.data->>'reason' AS why, (e.data->>'since')::timestamptz AS said
       FROM device_presence p JOIN LATERAL (SELECT data FROM events WHERE device_sn = p.sn AND name = 'device.presence_changed'
         ORDER BY id DESC LIMIT 1) e ON true`,
    );
  expect(rows.length).toBeGreaterThanOrEqual(6);
  for (const row of rows) expect({ ...row }).toMatchObject({ state: row.to, reason: row.why, since: row.said });
});

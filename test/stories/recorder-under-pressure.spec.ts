import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { type DeviceView, type Fact, type Page } from '#contracts';
import { connectDevice, type TestDevice } from '../support/device.js';
import { testPostgres } from '../support/postgres.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { until } from '../support/until.js';

const LIMITS = {
  staleSeconds: 'dock=3,aircraft=3,remote_controller=3,other=3',
  offlineSeconds: 'dock=6,aircraft=6,remote_controller=6,other=6',
};

async function docksOf(app: TestApp, count: number): Promise<TestDevice[]> {
  const docks = (await app.api<Page<DeviceView>>('/api/v1/devices?kind=dock')).items.slice(0, count);
  const links: TestDevice[] = [];
  for (const { sn } of docks) links.push(await connectDevice(app.mqttUrl, await app.deviceAccount(sn)));
  return links;
}
const snOf = (link: TestDevice) => link.client.options.username!;

it('holds devices back instead of filling the memory while the database is away, and invents no loss meanwhile', async () => {
  const postgres = await testPostgres();
  const app = await startApp({ databaseUrl: postgres.url, settings: LIMITS });
  let links: TestDevice[] = [];
  let timer: NodeJS.Timeout | undefined;
  try {
    links = await docksOf(app, 6);
    const sent: Promise<void>[] = [];
    const filler = 'x'.repeat(1_000);
    const tids: string[] = [];
    let stopped = false;
    timer = setInterval(() => {
      if (stopped) return;
      for (const link of links) {
        // as a device does: no more under way than it can hold itself
        for (let nr = 0; nr < 35 && link.client.queue.length === 0; nr += 1) {
          const tid = randomUUID();
          tids.push(tid);
          sent.push(link.osd(snOf(link), { job_number: tids.length, filler }, { tid }));
        }
      }
    }, 100);
    const facts = async () =>
      (await app.api<Page<Fact>>('/api/v1/events?name=device.presence_changed&after=0&limit=1000')).items;
    await until('all are online', async () => (await facts()).length >= links.length);
    await postgres.stop();
    const before = process.memoryUsage().rss;
    await new Promise((resolve) => setTimeout(resolve, 40_000));
    stopped = true;
    const grown = (process.memoryUsage().rss - before) / 1024 / 1024;
    await postgres.start();
    await until(
      'everything is stored',
      async () => {
        await Promise.all(sent);
        const [{ count }] = await app.db.query('SELECT count(*)::int AS count FROM device_messages');
        return count >= tids.length;
      },
      60_000,
    );
    expect(tids.length).toBeGreaterThan(20_000);
    expect(grown).toBeLessThan(400);
    const [{ twice }] = await app.db.query(
      `SELECT count(*)::int - count(DISTINCT payload::json->>'tid')::int AS twice FROM device_messages`,
    );
    expect(twice).toBe(0);
    const losses = (await facts()).filter((fact) => (fact.data as { from: string }).from === 'online');
    // the devices fall silent only at the end of this test
    for (const loss of losses)
      expect(Date.parse((loss.data as { since: string }).since)).toBeGreaterThan(Date.now() - 15_000);
  } finally {
    clearInterval(timer);
    for (const link of links) await link.close();
    await app.close().catch(() => undefined);
    await postgres.close();
  }
}, 240_000);

it('ends within seconds although the database is away, and says what it could not write', async () => {
  const postgres = await testPostgres();
  const app = await startApp({ databaseUrl: postgres.url });
  const [link] = await docksOf(app, 1);
  try {
    await postgres.stop();
    for (let nr = 0; nr < 50; nr += 1) await link!.osd(snOf(link!), { job_number: nr });
    const begun = Date.now();
    await link!.close();
    await app.close().catch(() => undefined);
    // ten seconds of patience with the database, and the goodbyes
    expect(Date.now() - begun).toBeLessThan(25_000);
  } finally {
    await postgres.close();
  }
}, 120_000);

it('records while people use up every connection for their questions', async () => {
  const app = await startApp();
  const [link] = await docksOf(app, 1);
  try {
    const pool = Array.from({ length: 30 }, () => app.api('/api/v1/events?limit=1000').catch(() => undefined));
    const held = await app.db.query(
      `SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name = 'xunhang recorder'`,
    );
    expect(held[0].count).toBeGreaterThan(0);
    await link!.osd(snOf(link!), { job_number: 7 });
    await until('it is stored', async () => {
      const [{ count }] = await app.db.query('SELECT count(*)::int AS count FROM device_messages');
      return count === 1;
    });
    await Promise.all(pool);
  } finally {
    await link!.close();
    await app.close();
  }
});

it('makes the partition of a day that nobody made, and goes on', async () => {
  const app = await startApp();
  const [link] = await docksOf(app, 1);
  try {
    const tables: { name: string }[] = await app.db.query(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent IN ('device_messages'::regclass, 'telemetry_points'::regclass)`,
    );
    for (const { name } of tables) await app.db.query(`DROP TABLE ${name}`);
    await link!.osd(snOf(link!), { latitude: 21.6, longitude: 110.2, height: 1 });
    await until('it is stored', async () => {
      const [{ count }] = await app.db.query(
        'SELECT (SELECT count(*) FROM device_messages)::int + (SELECT count(*) FROM telemetry_points)::int AS count',
      );
      return count === 2;
    });
  } finally {
    await link!.close();
    await app.close();
  }
});

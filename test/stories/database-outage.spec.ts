import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { type DeviceView, type Page } from '#contracts';
import { connectDevice, type TestDevice } from '../support/device.js';
import { testPostgres } from '../support/postgres.js';
import { startApp } from '../support/start-app.js';
import { until } from '../support/until.js';

const OUTAGE_MS = 60_000;
/** Messages a second of all devices together: a county's 28 gateways say about a hundred. */
const RATE = 200;

it('loses no QoS 1 message in an outage of the database of a minute, acknowledges none before it is stored, and says so', async () => {
  const postgres = await testPostgres();
  const app = await startApp({ databaseUrl: postgres.url });
  const devices: TestDevice[] = [];
  let timer: NodeJS.Timeout | undefined;
  try {
    const docks = (await app.api<Page<DeviceView>>('/api/v1/devices?kind=dock')).items.slice(0, 8);
    for (const { sn } of docks) devices.push(await connectDevice(app.mqttUrl, await app.deviceAccount(sn)));
    const sent: Promise<void>[] = [];
    const tids: string[] = [];
    timer = setInterval(() => {
      for (let index = 0; index < RATE / 20; index += 1) {
        const nr = tids.length;
        const tid = randomUUID();
        tids.push(tid);
        const { sn } = docks[nr % docks.length]!;
        const event = nr % 10 === 0;
        const body = event
          ? {
              tid,
              bid: 'b',
              timestamp: Date.now(),
              gateway: sn,
              need_reply: 1,
              method: 'file_upload_callback',
              data: { file: { name: `${nr}.JPG` } },
            }
          : { tid, bid: 'b', timestamp: Date.now(), gateway: sn, data: { temperature: nr } };
        sent.push(devices[nr % devices.length]!.send(`thing/product/${sn}/${event ? 'events' : 'osd'}`, body));
      }
    }, 50);
    await until('messages are being stored', async () => (await count(app)) > RATE);
    await postgres.stop();
    const answersBefore = devices.reduce((sum, device) => sum + device.answers.length, 0);
    await until(
      'the server says that its database is away',
      async () => (await fetch(`${app.url}/api/health/ready`)).status === 503,
    );
    const refused = await fetch(`${app.url}/api/v1/divisions`, { headers: { authorization: 'Bearer none' } });
    expect([401, 503]).toContain(refused.status);
    await new Promise((resolve) => setTimeout(resolve, OUTAGE_MS));
    const answersAfter = devices.reduce((sum, device) => sum + device.answers.length, 0);
    // what was committed just before the stop may still have been on its way; nothing else is answered in the minute
    expect(answersAfter - answersBefore).toBeLessThanOrEqual(RATE / 10);
    await postgres.start();
    await until(
      'the server is well again',
      async () => (await fetch(`${app.url}/api/health/ready`)).status === 200,
      30_000,
    );
    clearInterval(timer);
    await Promise.all(sent);
    expect(tids.length).toBeGreaterThan((RATE * OUTAGE_MS) / 1000 / 2);
    await until('every message is stored', async () => (await count(app)) >= tids.length, 60_000);
    const rows: { tid: string; copies: number }[] = await app.db.query(
      `SELECT payload::json->>'tid' AS tid, count(*)::int AS copies FROM device_messages GROUP BY 1`,
    );
    const stored = new Map(rows.map((row) => [row.tid, row.copies]));
    expect(tids.filter((tid) => stored.get(tid) !== 1)).toEqual([]);
    const asked = tids.filter((_, nr) => nr % 10 === 0);
    const answered = () => new Set(devices.flatMap((device) => device.answers.map((answer) => answer.body.tid)));
    await until('every event is acknowledged', () => asked.every((tid) => answered().has(tid)));
  } finally {
    clearInterval(timer);
    for (const device of devices) await device.close();
    await app.close().catch(() => undefined);
    await postgres.close();
  }
}, 240_000);

async function count(app: { db: { query(sql: string): Promise<{ count: number }[]> } }): Promise<number> {
  const [row] = await app.db.query('SELECT count(*)::int AS count FROM device_messages');
  return row!.count;
}

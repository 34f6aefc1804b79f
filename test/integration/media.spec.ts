import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type DeviceView, type MediaView, type Page, type RouteView, type TaskView } from '#contracts';
import { writeKmz } from '#wayline';
import { type Dock } from '../../apps/simulator/src/dock.js';
import { parseFault } from '../../apps/simulator/src/faults.js';
import { startSimulator, type RunningSimulator } from '../../apps/simulator/src/simulator.js';
import { routeAround } from '../support/drawn-routes.js';
import { freePort } from '../support/free-port.js';
import { RoutesClient } from '../support/routes-client.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { until } from '../support/until.js';

let app: TestApp;
let simulator: RunningSimulator;
let dock: Dock;
let route: RouteView;

beforeAll(async () => {
  app = await startApp({ settings: { port: String(await freePort()) } });
  const fleet = await app.prepared.fleet(app.mqttUrl);
  const gateway = fleet.gateways.find(({ kind }) => kind === 'dock')!;
  simulator = await startSimulator({ fleet: { ...fleet, gateways: [gateway] }, airborne: 0, speed: 100 });
  dock = simulator.gateways.get(gateway.sn) as Dock;
  const supervisor = await RoutesClient.of(app, 'county.supervisor', 'county_supervisor', '440881');
  const made = await supervisor.call<RouteView>('POST', '', { code: 'M-1', name: '拍照航线', homeDockSn: dock.sn });
  const { id } = made.body;
  const kmz = writeKmz(routeAround(gateway, { radius: 150, height: 60 }));
  expect((await supervisor.call('POST', `/${id}/versions?name=t.kmz`, kmz)).status).toBe(201);
  expect((await supervisor.call('POST', `/${id}/versions/1/approve`, {})).status).toBe(200);
  route = (await supervisor.call<RouteView>('GET', `/${id}`)).body;
  await until('the dock is online', async () => {
    const device = await app.api<DeviceView>(`/api/v1/devices/${dock.sn}`);
    return device.presence === 'online';
  });
});
afterAll(async () => {
  await simulator.close();
  await app.close();
});
afterEach(async () => {
  simulator.faults.clear('all');
  await until('the dock is free', async () => {
    dock.aircraft.battery = { ...dock.aircraft.battery, percent: 95 };
    return dock.sortie === null && dock.refusal === 0;
  });
});

const strike = (fault: string) => simulator.faults.strike(parseFault(fault.replace('SN', dock.sn)));
const post = (path: string, body: object = {}) => app.api<TaskView>(`/api/v1/tasks${path}`, { method: 'POST', body });
const media = (query: string) => app.api<Page<MediaView>>(`/api/v1/media?${query}`);

async function flown(): Promise<TaskView> {
  const windowStart = new Date(Date.now() - 1000).toISOString();
  const windowEnd = new Date(Date.now() + 3_600_000).toISOString();
  const { id } = await post('', { routeId: route.id, windowStart, windowEnd });
  await post(`/${id}/approve`);
  await post(`/${id}/file`, { filed: true, note: '粤空 2026-001' });
  await post(`/${id}/queue`);
  return until('the task ends', async () => {
    const task = await app.api<TaskView>(`/api/v1/tasks/${id}`);
    return task.outcome !== null && task;
  });
}

describe('the pictures of a flight', () => {
  it('come over the S3 door, are told of, and are there once', async () => {
    strike('upload_failure:SN:forever:p=0.3');
    const task = await flown();
    const page = await until('four pictures', async () => {
      const found = await media(`task=${task.id}`);
      return found.total === 4 && found.items.every(({ sha256 }) => sha256 !== null) && found;
    });
    for (const item of page.items) {
      const original = await fetch(`${app.url}${item.originalUrl!}`);
      expect([original.status, original.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
      const bytes = Buffer.from(await original.arrayBuffer());
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(item.sha256);
    }
  });
});

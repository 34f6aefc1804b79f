import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type DeviceView, type Fact, type Page, type RouteView, type TaskView } from '#contracts';
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
  simulator = await startSimulator({ fleet: { ...fleet, gateways: [gateway] }, airborne: 0, speed: 50 });
  dock = simulator.gateways.get(gateway.sn) as Dock;
  const supervisor = await RoutesClient.of(app, 'county.supervisor', 'county_supervisor', '440881');
  const { id } = (await supervisor.call('POST', '', { code: 'H-1', name: '堤围', homeDockSn: dock.sn })).body;
  const kmz = writeKmz(routeAround(gateway, { radius: 400, height: 60 }));
  expect((await supervisor.call('POST', `/${id}/versions?name=t.kmz`, kmz)).status).toBe(201);
  expect((await supervisor.call('POST', `/${id}/versions/1/approve`, {})).status).toBe(200);
  route = (await supervisor.call<RouteView>('GET', `/${id}`)).body;
  await until('the dock is online', isOnline);
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
  await until('the dock is online', isOnline);
});

const isOnline = async () => (await app.api<DeviceView>(`/api/v1/devices/${dock.sn}`)).presence === 'online';
const strike = (fault: string) => simulator.faults.strike(parseFault(fault.replace('SN', dock.sn)));
const get = (id: string) => app.api<TaskView>(`/api/v1/tasks/${id}`);
const post = (path: string, body: object = {}) => app.api<TaskView>(`/api/v1/tasks${path}`, { method: 'POST', body });
const flown = (id: string) => dock.takeOffs.filter(({ flightId }) => flightId === id).length;
async function queued(): Promise<string> {
  const windowStart = new Date(Date.now() - 1000).toISOString();
  const windowEnd = new Date(Date.now() + 3_600_000).toISOString();
  const { id } = await post('', { routeId: route.id, windowStart, windowEnd });
  await post(`/${id}/approve`);
  await post(`/${id}/file`);
  await post(`/${id}/queue`);
  return id;
}
const inTheAir = (id: string) => until('it is in the air', async () => (await get(id)).tookOffAt !== null, 40_000);
const ended = (id: string) =>
  until(
    'the task ends',
    async () => {
      const task = await get(id);
      return task.outcome !== null && task;
    },
    60_000,
  );
/** How often each state was told as a fact. */
async function told(id: string): Promise<Record<string, number>> {
  const { items } = await app.api<Page<Fact>>(`/api/v1/events?task=${id}&name=task.changed&limit=100`);
  const states: Record<string, number> = {};
  for (const { data } of items) {
    const { state } = (data as { task: TaskView }).task;
    states[state] = (states[state] ?? 0) + 1;
  }
  return states;
}

describe('a flight', () => {
  it('whose dock has no network until after the landing ends as the dock tells it then', async () => {
    const id = await queued();
    await inTheAir(id);
    strike('network_loss:SN:forever');
    await until('it has landed unheard', async () => dock.sortie === null, 60_000);
    expect(await get(id)).toMatchObject({ state: 'in_progress', outcome: null });
    simulator.faults.clear('all');
    expect(await ended(id)).toMatchObject({ state: 'ok', outcome: { code: 'flown' }, mediaExpected: 4 });
    expect(flown(id)).toBe(1);
  });

  it('whose dock restarts comes home, ends, and is not started again', async () => {
    const id = await queued();
    await inTheAir(id);
    strike('reboot:SN:forever:down=4');
    const task = await ended(id);
    expect(['failed', 'partially_done']).toContain(task.state);
    expect(task.outcome).toMatchObject({ acting: expect.any(String), nextZh: expect.any(String) });
    expect(flown(id)).toBe(1);
    await until('the dock is back', isOnline);
    const next = await queued();
    expect(await ended(next)).toMatchObject({ state: 'ok' });
    expect([flown(id), flown(next)]).toEqual([1, 1]);
  });

  it('of which everything is told twice is told once by us, and flown once', async () => {
    strike('duplicate:SN:forever:p=1');
    const id = await queued();
    expect(await ended(id)).toMatchObject({ state: 'ok', mediaExpected: 4 });
    expect(flown(id)).toBe(1);
    expect(await told(id)).toMatchObject({ preparing: 1, ok: 1 });
  });

  it('whose dock answers late is prepared again under the same id, and flown once', async () => {
    strike('late_reply:SN:25s:seconds=8');
    const id = await queued();
    expect(await ended(id)).toMatchObject({ state: 'ok' });
    expect(flown(id)).toBe(1);
  });

  it('ends once: what a dock says after the end is kept as its word', async () => {
    const id = await queued();
    await inTheAir(id);
    await post(`/${id}/cancel`);
    const before = await ended(id);
    expect(before).toMatchObject({ state: 'canceled' });
    dock.event('flighttask_progress', {
      output: { status: 'ok', progress: { percent: 100 }, ext: { flight_id: id } },
      result: 0,
    });
    await until('the word is kept', async () => (await get(id)).deviceWord === 'ok');
    expect(await get(id)).toMatchObject({ state: 'canceled', outcome: before.outcome });
    expect(flown(id)).toBe(1);
  });
});

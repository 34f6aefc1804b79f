import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type DeviceView,
  type Fact,
  type FlightOrderList,
  type FlightOrderView,
  type Page,
  type RouteView,
  type TaskCounts,
  type TaskView,
} from '#contracts';
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
/** Long enough to be told something on the way. */
let long: RouteView;

beforeAll(async () => {
  app = await startApp({ settings: { port: String(await freePort()) } });
  const fleet = await app.prepared.fleet(app.mqttUrl);
  const gateway = fleet.gateways.find(({ kind }) => kind === 'dock')!;
  simulator = await startSimulator({ fleet: { ...fleet, gateways: [gateway] }, airborne: 0, speed: 100 });
  dock = simulator.gateways.get(gateway.sn) as Dock;
  const supervisor = await RoutesClient.of(app, 'county.supervisor', 'county_supervisor', '440881');
  const approved = async (code: string, radius: number) => {
    const made = await supervisor.call<RouteView>('POST', '', { code, name: '测试航线', homeDockSn: dock.sn });
    const { id } = made.body;
    const kmz = writeKmz(routeAround(gateway, { radius, height: 60 }));
    expect((await supervisor.call('POST', `/${id}/versions?name=t.kmz`, kmz)).status).toBe(201);
    expect((await supervisor.call('POST', `/${id}/versions/1/approve`, {})).status).toBe(200);
    return (await supervisor.call<RouteView>('GET', `/${id}`)).body;
  };
  route = await approved('T-1', 150);
  long = await approved('T-2', 500);
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
const get = (id: string) => app.api<TaskView>(`/api/v1/tasks/${id}`);
const post = (path: string, body: object = {}) => app.api<TaskView>(`/api/v1/tasks${path}`, { method: 'POST', body });
const flown = (id: string) => dock.takeOffs.filter(({ flightId }) => flightId === id).length;

async function queued(more: object = {}): Promise<string> {
  const windowStart = new Date(Date.now() - 1000).toISOString();
  const windowEnd = new Date(Date.now() + 3_600_000).toISOString();
  const { id } = await post('', { routeId: route.id, windowStart, windowEnd, ...more });
  await post(`/${id}/approve`);
  await post(`/${id}/file`, { filed: true, note: '粤空 2026-001' });
  expect((await post(`/${id}/queue`)).state).toBe('queued');
  return id;
}
const ended = (id: string) =>
  until('the task ends', async () => {
    const task = await get(id);
    return task.outcome !== null && task;
  });

describe('a task', () => {
  it('flies once, is followed step by step, and ends with its pictures counted', async () => {
    const id = await queued();
    const task = await ended(id);
    expect(task).toMatchObject({ state: 'ok', deviceWord: 'ok', outcome: { code: 'flown' }, filing: '粤空 2026-001' });
    expect(task.mediaExpected).toBe(4);
    expect(flown(id)).toBe(1);
    const { items } = await app.api<Page<Fact>>('/api/v1/events?name=task.changed&limit=100');
    const states = items.map(({ data }) => (data as { task: TaskView }).task).filter((each) => each.id === id);
    expect([...new Set(states.reverse().map(({ state }) => state))]).toEqual([
      'approved',
      'filed',
      'queued',
      'preparing',
      'ready',
      'in_progress',
      'ok',
    ]);
    await expect(post(`/${id}/cancel`)).rejects.toThrow('not_in_this_state');
  });

  it('waits while its dock cannot fly, says why, and goes when it can', async () => {
    strike('rain:SN:forever:level=3');
    await until('the rain is known', async () => {
      const rows = await app.db.query('SELECT properties FROM device_states WHERE sn = $1', [dock.sn]);
      return (rows as { properties: { rainfall: number } }[])[0]?.properties.rainfall === 3;
    });
    const id = await queued();
    const waiting = await until('the reason', async () => {
      const task = await get(id);
      return task.waitingFor !== null && task;
    });
    expect(waiting).toMatchObject({ state: 'queued', waitingFor: { code: 'rain', acting: expect.any(String) } });
    const counts = await app.api<TaskCounts>('/api/v1/tasks/counts?division=440881');
    expect(counts.states).toContainEqual({ state: 'queued', count: 1 });
    expect(counts.reasons).toContainEqual({
      code: 'rain',
      zh: waiting.waitingFor!.zh,
      en: waiting.waitingFor!.en,
      count: 1,
    });
    const { items, total } = await app.api<Page<TaskView>>('/api/v1/tasks?reason=rain');
    expect([total, items[0]!.id]).toEqual([1, id]);
    simulator.faults.clear('all');
    expect(await ended(id)).toMatchObject({ state: 'ok', waitingFor: null });
    expect(flown(id)).toBe(1);
  });

  it('waits while the air over its route is closed, names the area, and goes when it is open', async () => {
    const { longitude, latitude } = await app.api<DeviceView & { longitude: number; latitude: number }>(
      `/api/v1/devices/${dock.sn}`,
    );
    const area = await app.api<{ id: string; version: number }>('/api/v1/airspace-areas', {
      method: 'POST',
      body: {
        name: '演习区',
        kind: 'temporary',
        geometry: { type: 'Circle', centre: { longitude, latitude }, radius: 5_000 },
        validFrom: new Date(Date.now() - 60_000).toISOString(),
        validTo: new Date(Date.now() + 3_600_000).toISOString(),
      },
    });
    const id = await queued();
    const waiting = await until('the reason', async () => {
      const task = await get(id);
      return task.waitingFor?.code === 'airspace_closed' && task;
    });
    expect(waiting.waitingFor).toMatchObject({
      code: 'airspace_closed',
      detailZh: expect.stringContaining('“演习区”'),
    });
    expect(flown(id)).toBe(0);
    await app.api(`/api/v1/airspace-areas/${area.id}`, { method: 'PATCH', body: { state: 'retired', version: 1 } });
    expect(await ended(id)).toMatchObject({ state: 'ok' });
    const { items } = await app.api<Page<Fact>>(`/api/v1/events?task=${id}&limit=100`);
    const told = items.map(({ data }) => (data as { task?: TaskView }).task?.waitingFor?.code);
    expect(told).toContain('airspace_closed');
  });

  it('is not started twice when the answer to the start gets lost', async () => {
    strike('lost_reply:SN:forever:start=1');
    const id = await queued();
    expect(await ended(id)).toMatchObject({ state: 'ok' });
    expect(flown(id)).toBe(1);
  });

  it('ends with the reason that the dock gives, and keeps a code that nobody knows', async () => {
    strike('refuse:SN:forever:code=999123');
    const refused = await ended(await queued());
    expect(refused).toMatchObject({ state: 'rejected', outcome: { code: 'unknown_device_code', deviceCode: 999123 } });
    expect(flown(refused.id)).toBe(0);
    simulator.faults.clear('all');
    strike('prepare_failure:SN:forever:code=314009');
    const failed = await ended(await queued());
    expect(failed).toMatchObject({ state: 'failed', outcome: { deviceCode: 314009 } });
    expect(flown(failed.id)).toBe(0);
  });

  it('comes home when it is canceled in the air', async () => {
    const id = await queued();
    await until('it is in the air', async () => (await get(id)).tookOffAt !== null);
    expect(await post(`/${id}/cancel`, { note: '会商占用' })).toMatchObject({
      state: expect.stringMatching(/progress/),
    });
    expect(await ended(id)).toMatchObject({ state: 'canceled', outcome: { code: 'canceled_in_flight' } });
    expect(flown(id)).toBe(1);
  });

  it('is flown on from its break point by another task', async () => {
    strike('break_off:SN:forever:waypoint=1,reason=784');
    const broken = await ended(await queued());
    expect(broken).toMatchObject({ state: 'failed', outcome: { code: 'wind_return' }, breakPoint: { index: 1 } });
    simulator.faults.clear('all');
    const id = (await post(`/${broken.id}/continue`)).id;
    await expect(post(`/${broken.id}/continue`)).rejects.toThrow('continued_already');
    expect(await ended(id)).toMatchObject({ state: 'ok', continues: broken.id });
    expect([flown(broken.id), flown(id)]).toEqual([1, 1]);
  });

  it('pauses, goes on or comes home when it is told to, each order sent once and answered', async () => {
    const orders = (id: string) => app.api<FlightOrderList>(`/api/v1/tasks/${id}/orders`);
    const order = (id: string, kind: string) =>
      app.api<FlightOrderView>(`/api/v1/tasks/${id}/${kind}`, { method: 'POST', body: { note: '查看情况' } });
    const state = (id: string, wanted: string) =>
      until(`it is ${wanted}`, async () => (await get(id)).state === wanted);
    const id = await queued({ routeId: long.id });
    await expect(order(id, 'pause')).rejects.toThrow('order_not_allowed');
    await until('it is in the air', async () => (await get(id)).tookOffAt !== null);
    expect(await order(id, 'pause')).toMatchObject({ kind: 'pause', by: 'admin', note: '查看情况' });
    await state(id, 'paused');
    const held = await until('the answer', async () => {
      const list = await orders(id);
      return list.items[0]!.state === 'accepted' && list;
    });
    expect(held.allowed).toEqual(['resume', 'return_home']);
    expect(held.refused.map(({ kind, zh }) => [kind, zh])).toEqual([
      ['pause', '已经暂停'],
      ['cancel_return_home', '没有下达过返航'],
    ]);
    await order(id, 'resume');
    expect(await ended(id)).toMatchObject({ state: 'ok' });
    expect((await orders(id)).items.map(({ kind, state: end }) => [kind, end])).toEqual([
      ['resume', 'accepted'],
      ['pause', 'accepted'],
    ]);
    await expect(order(id, 'pause')).rejects.toThrow('order_not_allowed');
    const { items } = await app.api<Page<Fact>>(`/api/v1/events?task=${id}&limit=100`);
    expect(items.filter(({ name }) => name === 'task.order_changed')).toHaveLength(6);
    expect(items.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['task.added', 'task.changed', 'task.order_changed', 'paperwork.changed']),
    );
    const other = await queued({ routeId: long.id });
    await until('it is in the air', async () => (await get(other)).tookOffAt !== null);
    await order(other, 'pause');
    await state(other, 'paused');
    await until('the order has its answer', async () => (await orders(other)).items[0]!.state === 'accepted');
    await order(other, 'return-home');
    expect(await ended(other)).toMatchObject({ outcome: { code: 'return_ordered' } });
    expect([flown(id), flown(other)]).toEqual([1, 1]);
  });

  it('keeps an order that a deaf dock never answered as unanswered, and does not send it again', async () => {
    const id = await queued({ routeId: long.id });
    await until('it is in the air', async () => (await get(id)).tookOffAt !== null);
    strike('deaf:SN:forever');
    await app.api(`/api/v1/tasks/${id}/pause`, { method: 'POST', body: {} });
    await until(
      'the order is given up',
      async () => (await app.api<FlightOrderList>(`/api/v1/tasks/${id}/orders`)).items[0]!.state === 'silent',
      20_000,
    );
    simulator.faults.clear('all');
    expect((await app.api<FlightOrderList>(`/api/v1/tasks/${id}/orders`)).items).toHaveLength(1);
    await ended(id);
  });

  it('gives its file to nobody but its dock', async () => {
    const url = `${app.url}/api/v1/mission-files/${(await app.api<Page<TaskView>>('/api/v1/tasks')).items[0]!.id}`;
    expect((await fetch(`${url}?until=${Date.now() + 1000}&signature=x`)).status).toBe(403);
    expect((await fetch(url)).status).toBe(400);
  });
});

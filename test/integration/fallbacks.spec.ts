import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type DeviceView, type Fact, type FallbackList, type Page, type RouteView, type TaskView } from '#contracts';
import { distance } from '#geo';
import { writeKmz } from '#wayline';
import { type Dock } from '../../apps/simulator/src/dock.js';
import { parseFault } from '../../apps/simulator/src/faults.js';
import { type FleetGateway } from '../../apps/simulator/src/fleet.js';
import { startSimulator, type RunningSimulator } from '../../apps/simulator/src/simulator.js';
import { routeAround } from '../support/drawn-routes.js';
import { freePort } from '../support/free-port.js';
import { RoutesClient } from '../support/routes-client.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { until } from '../support/until.js';

let app: TestApp;
let simulator: RunningSimulator;
/** Two docks that are near one another. */
let own: Dock;
let neighbour: Dock;
let route: RouteView;

beforeAll(async () => {
  app = await startApp({ settings: { port: String(await freePort()), fallbackMinutes: '0' } });
  const fleet = await app.prepared.fleet(app.mqttUrl);
  const pair = nearest(fleet.gateways.filter(({ kind }) => kind === 'dock'));
  simulator = await startSimulator({ fleet: { ...fleet, gateways: pair }, airborne: 0, speed: 100 });
  [own, neighbour] = pair.map(({ sn }) => simulator.gateways.get(sn) as Dock) as [Dock, Dock];
  const supervisor = await RoutesClient.of(app, 'county.supervisor', 'county_supervisor', '440881');
  const { id } = (await supervisor.call('POST', '', { code: 'F-1', name: '堤围', homeDockSn: own.sn })).body;
  const kmz = writeKmz(routeAround(pair[0], { radius: 150, height: 60 }));
  expect((await supervisor.call('POST', `/${id}/versions?name=t.kmz`, kmz)).status).toBe(201);
  expect((await supervisor.call('POST', `/${id}/versions/1/approve`, {})).status).toBe(200);
  route = (await supervisor.call<RouteView>('GET', `/${id}`)).body;
  for (const { sn } of [own, neighbour]) {
    await until('the dock is online', async () => {
      return (await app.api<DeviceView>(`/api/v1/devices/${sn}`)).presence === 'online';
    });
  }
});
afterAll(async () => {
  await simulator.close();
  await app.close();
});
afterEach(async () => {
  simulator.faults.clear('all');
  for (const dock of [own, neighbour]) {
    await until('the dock is free', async () => {
      dock.aircraft.battery = { ...dock.aircraft.battery, percent: 95 };
      return dock.sortie === null && dock.refusal === 0;
    });
  }
});

function nearest(docks: readonly FleetGateway[]): [FleetGateway, FleetGateway] {
  const pairs = docks.flatMap((one) => docks.filter((other) => other !== one).map((other) => [one, other] as const));
  const same = pairs.filter(([one, other]) => one.aircraft.modelKey === other.aircraft.modelKey);
  const [first] = same.toSorted(([a, b], [c, d]) => distance(a, b) - distance(c, d));
  return [...first!];
}
const get = (id: string) => app.api<TaskView>(`/api/v1/tasks/${id}`);
const post = (path: string, body: object = {}) => app.api<TaskView>(`/api/v1/tasks${path}`, { method: 'POST', body });
const fallbacks = (id: string) => app.api<FallbackList>(`/api/v1/tasks/${id}/fallbacks`);
const flown = (id: string) =>
  [own, neighbour].map(({ takeOffs }) => takeOffs.filter(({ flightId }) => flightId === id).length);
async function queued(more: object = {}): Promise<string> {
  const windowStart = new Date(Date.now() - 1000).toISOString();
  const windowEnd = new Date(Date.now() + 3_600_000).toISOString();
  const { id } = await post('', { routeId: route.id, windowStart, windowEnd, ...more });
  await post(`/${id}/approve`);
  await post(`/${id}/file`, { filed: true, note: '粤空 2026-001' });
  await post(`/${id}/queue`);
  return id;
}
const ended = (id: string) =>
  until(
    'the task ends',
    async () => {
      const task = await get(id);
      return task.outcome !== null && task;
    },
    40_000,
  );
async function rain(): Promise<void> {
  simulator.faults.strike(parseFault(`rain:${own.sn}:forever:level=3`));
  await until('the rain is known', async () => {
    const rows = await app.db.query('SELECT properties FROM device_states WHERE sn = $1', [own.sn]);
    return (rows as { properties: { rainfall: number } }[])[0]?.properties.rainfall === 3;
  });
}

describe('a task that is held up', () => {
  it('is flown by the neighbour dock when a person says so, and only there', async () => {
    await rain();
    const id = await queued();
    const list = await until('a fallback is ready', async () => {
      const found = await fallbacks(id);
      return found.items.some(({ ready }) => ready) && found;
    });
    expect(list).toMatchObject({ reason: { code: 'rain' }, refused: null, takenBy: null });
    const choice = list.items[0]!;
    expect(choice).toMatchObject({ kind: 'neighbour_dock', ready: true, refusal: null, dock: { sn: neighbour.sn } });
    const taken = await post(`/${id}/fallback`, {
      kind: choice.kind,
      routeId: choice.route.id,
      dockSn: neighbour.sn,
      note: '下雨',
    });
    expect(taken).toMatchObject({ state: 'queued', dockSn: neighbour.sn, fallbackOf: id, fallbackReason: 'rain' });
    expect(taken).toMatchObject({ filing: '粤空 2026-001', approvedBy: 'admin', createdBy: 'admin' });
    expect(await get(id)).toMatchObject({ state: 'canceled', outcome: { code: 'replaced' } });
    await expect(post(`/${id}/fallback`, { kind: 'mobile', routeId: route.id })).rejects.toThrow('fallback_taken');
    expect(await fallbacks(id)).toMatchObject({ takenBy: taken.id, refused: { code: 'fallback_taken' }, items: [] });
    expect(await ended(taken.id)).toMatchObject({ state: 'ok' });
    expect([flown(id), flown(taken.id)]).toEqual([
      [0, 0],
      [0, 1],
    ]);
  });

  it('is replaced by rule where it allows that, once, and the fact says why', async () => {
    await rain();
    const id = await queued({ autoFallback: true });
    const replaced = await ended(id);
    expect(replaced).toMatchObject({ state: 'canceled', outcome: { code: 'replaced' } });
    const { takenBy } = await fallbacks(id);
    expect(await ended(takenBy!)).toMatchObject({ state: 'ok', autoFallback: false, createdBy: 'system' });
    const { items } = await app.api<Page<Fact>>(`/api/v1/events?task=${id}&name=task.fallback_taken`);
    expect(items.map(({ data }) => data)).toMatchObject([
      { kind: 'neighbour_dock', reason: 'rain', by: null, inItsPlace: { id: takenBy } },
    ]);
    expect([flown(id), flown(takenBy!)]).toEqual([
      [0, 0],
      [0, 1],
    ]);
  });

  it('is replaced by rule when its dock refuses it', async () => {
    simulator.faults.strike(parseFault(`refuse:${own.sn}:forever:code=999123`));
    const id = await queued({ autoFallback: true });
    expect(await ended(id)).toMatchObject({ state: 'rejected' });
    const takenBy = await until('something stands in for it', async () => (await fallbacks(id)).takenBy);
    expect(await ended(takenBy)).toMatchObject({ state: 'ok', fallbackOf: id });
    expect([flown(id), flown(takenBy)]).toEqual([
      [0, 0],
      [0, 1],
    ]);
  });

  it('is left alone by rule where a person is to decide', async () => {
    await rain();
    const id = await queued({ autoFallback: true, priority: 'meeting' });
    const other = await queued({ autoFallback: true });
    await ended(other);
    expect(await get(id)).toMatchObject({ state: 'queued', waitingFor: { code: 'rain' } });
    await post(`/${id}/cancel`);
    await expect(post(`/${id}/fallback`, { kind: 'mobile', routeId: route.id })).rejects.toThrow('nothing_refused');
    const { takenBy } = await fallbacks(other);
    await ended(takenBy!);
  });
});

it('a task that may fly is never flown by another dock too', async () => {
  const id = await queued();
  await until('it is in the air', async () => (await get(id)).tookOffAt !== null);
  const choice = { kind: 'neighbour_dock', routeId: route.id, dockSn: neighbour.sn };
  await expect(post(`/${id}/fallback`, choice)).rejects.toThrow('may_fly');
  expect(await ended(id)).toMatchObject({ state: 'ok' });
  await expect(post(`/${id}/fallback`, choice)).rejects.toThrow('may_fly');
  expect(flown(id)).toEqual([1, 0]);
});

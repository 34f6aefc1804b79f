import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type DeviceView, type JoinCodeView, type JoinResult, type RouteView, type TaskView } from '#contracts';
import { type GeoPoint } from '#geo';
import { type Route, writeKmz } from '#wayline';
import { type FleetGateway } from '../../apps/simulator/src/fleet.js';
import { type RemoteController } from '../../apps/simulator/src/remote-controller.js';
import { startSimulator, type RunningSimulator } from '../../apps/simulator/src/simulator.js';
import { browserAt } from '../support/browser-session.js';
import { routeAround } from '../support/drawn-routes.js';
import { RoutesClient } from '../support/routes-client.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { until } from '../support/until.js';

/** A flight takes most of a minute. */
const PATIENCE = 150_000;
const PASSWORD = 'Lychee-Orchard-7';

let app: TestApp;
let simulator: RunningSimulator;
let gateway: FleetGateway;
let pilot: RemoteController;
let drawn: Route;
let route: RouteView;
/** Of 李飞, who flies. */
let token: string;
let workspaceId: string;

beforeAll(async () => {
  app = await startApp();
  const fleet = await app.prepared.fleet(app.mqttUrl);
  gateway = fleet.gateways.find(({ kind }) => kind === 'remote_controller')!;
  simulator = await startSimulator({ fleet: { ...fleet, gateways: [gateway] }, pilotsStandBy: true, speed: 7 });
  pilot = simulator.gateways.get(gateway.sn) as RemoteController;
  const supervisor = await RoutesClient.of(app, 'county.supervisor', 'county_supervisor', '440881');
  const { divisionCode } = await app.api<DeviceView>(`/api/v1/devices/${gateway.sn}`);
  const draft = { code: 'M-1', name: '机动堤围', homeDockSn: null, divisionCode };
  const { id } = (await supervisor.call('POST', '', draft)).body;
  drawn = routeAround(gateway, { radius: 100, height: 50 });
  expect((await supervisor.call('POST', `/${id}/versions?name=t.kmz`, writeKmz(drawn))).status).toBe(201);
  expect((await supervisor.call('POST', `/${id}/versions/1/approve`, {})).status).toBe(200);
  route = (await supervisor.call<RouteView>('GET', `/${id}`)).body;
  for (const username of ['li.fei', 'wang.fei']) {
    const body = { username, displayName: username, password: PASSWORD, roles: ['pilot'], divisionCode: '440881' };
    await app.api('/api/v1/users', { method: 'POST', body });
  }
  token = await app.token('li.fei', PASSWORD);
  const invitation = { pilotName: '来宾', permit: 'UAS-1', divisionCode };
  const { code } = await app.api<JoinCodeView>('/api/v1/join-codes', { method: 'POST', body: invitation });
  const joined = await browserAt(app.url).post<JoinResult>('/api/v1/joins', { code, gatewaySn: 'RC5YSZK0009' });
  ({ workspaceId } = joined.body);
  await until('the drone is heard', async () => {
    const rows = await app.db.query('SELECT sample FROM device_states WHERE sn = $1', [gateway.aircraft.sn]);
    return (rows as { sample: { airborne: boolean } }[])[0]?.sample.airborne === false;
  });
});
afterAll(async () => {
  await simulator.close();
  await app.close();
});
afterEach(async () => {
  await until('the drone is down', async () => pilot.aircraft.flight.phase === 'grounded', 120_000);
  pilot.aircraft.battery = { ...pilot.aircraft.battery, percent: 95 };
});

const get = (id: string) => app.api<TaskView>(`/api/v1/tasks/${id}`);
const post = (path: string, body: object = {}) => app.api<TaskView>(`/api/v1/tasks${path}`, { method: 'POST', body });
const ask = (path: string) =>
  fetch(`${app.url}/wayline/api/v1/workspaces/${workspaceId}/waylines${path}`, {
    redirect: 'manual',
    headers: { 'x-auth-token': token },
  });
async function queued(executor: object = {}, minutes = 60): Promise<string> {
  const windowStart = new Date(Date.now() - 1000).toISOString();
  const windowEnd = new Date(Date.now() + minutes * 60_000).toISOString();
  const mobile = { kind: 'mobile', aircraftSn: gateway.aircraft.sn, ...executor };
  const { id } = await post('', { routeId: route.id, windowStart, windowEnd, executor: mobile });
  await post(`/${id}/approve`);
  await post(`/${id}/file`);
  expect(await post(`/${id}/queue`)).toMatchObject({ state: 'queued', dockSn: null });
  return id;
}
/** Flies past these places, 50 m above take-off. */
function fly(places: readonly GeoPoint[]): void {
  const points = places.map((place) => ({ ...pilot.aircraft.frame.toMetres(place), z: 50 }));
  expect(pilot.fly({ points, speed: 8 })).toBe(true);
}
const waypoints = () => drawn.legs.flatMap((leg) => leg.waypoints);
const ended = (id: string) =>
  until(
    'the task ends',
    async () => {
      const task = await get(id);
      return task.outcome !== null && task;
    },
    PATIENCE,
  );

describe('a task of a pilot', () => {
  it(
    'is shown first in Pilot, taken with its file, flown once and ended by its landing',
    async () => {
      const id = await queued({ pilot: 'li.fei' });
      const { data } = (await (await ask('?page_size=100')).json()) as { data: { list: object[] } };
      expect(data.list[0]).toMatchObject({ id: route.id, favorited: true });
      expect((await ask(`/${route.id}/url`)).status).toBe(302);
      expect(await get(id)).toMatchObject({ state: 'ready', executor: { pilot: 'li.fei' } });
      fly(waypoints());
      const flying = await until('it is in the air', async () => {
        const task = await get(id);
        return task.state === 'in_progress' && task;
      });
      expect(flying).toMatchObject({ tookOffAt: expect.any(String), executor: { aircraftSn: gateway.aircraft.sn } });
      await expect(post(`/${id}/fallback`, { kind: 'mobile', routeId: route.id })).rejects.toThrow('not_of_a_dock');
      const done = await ended(id);
      expect(done).toMatchObject({ state: 'ok', deviceWord: 'landed', outcome: { code: 'flown' } });
      expect(done).toMatchObject({ progress: { percent: 100, waypoint: 3 }, media: { expected: 4, received: 0 } });
      expect(pilot.takeOffs).toHaveLength(1);
    },
    PATIENCE,
  );

  it(
    'is partly done when half of its route was flown, also when nobody had taken it',
    async () => {
      const id = await queued();
      fly(waypoints().slice(0, 2));
      const task = await ended(id);
      expect(task).toMatchObject({ state: 'partially_done', outcome: { code: 'legs_left_out' } });
      expect(task).toMatchObject({ progress: { percent: 50, waypoint: 1 } });
    },
    PATIENCE,
  );

  it(
    'was canceled when its pilot was called back',
    async () => {
      const canceled = await queued();
      const other = await queued({ aircraftSn: null });
      fly(waypoints().slice(0, 1));
      await until('it is in the air', async () => (await get(canceled)).tookOffAt !== null);
      await post(`/${canceled}/cancel`, { note: '空域占用' });
      expect(await ended(canceled)).toMatchObject({ state: 'canceled', outcome: { code: 'canceled_in_flight' } });
      expect(await get(other)).toMatchObject({ state: 'queued', tookOffAt: null });
      await post(`/${other}/cancel`);
    },
    PATIENCE,
  );

  it(
    'is taken only by its pilot, with a drone that no dock carries, and one at a time',
    async () => {
      const id = await queued({ pilot: 'wang.fei', aircraftSn: null });
      const take = (body: object, as: string) =>
        app.api<TaskView>(`/api/v1/tasks/${id}/take`, { method: 'POST', body, token: as });
      await expect(take({ aircraftSn: gateway.aircraft.sn }, token)).rejects.toThrow('other_pilot');
      const wang = await app.token('wang.fei', PASSWORD);
      await expect(take({}, wang)).rejects.toThrow('aircraft_needed');
      const [docked] = await app.db.query(
        `SELECT a.sn FROM devices a JOIN devices d ON d.sn = a.parent_sn AND d.kind = 'dock' WHERE a.kind = 'aircraft' LIMIT 1`,
      );
      await expect(take({ aircraftSn: docked.sn }, wang)).rejects.toThrow('not_mobile_aircraft');
      expect(await take({ aircraftSn: gateway.aircraft.sn }, wang)).toMatchObject({ state: 'ready' });
      await expect(take({ aircraftSn: gateway.aircraft.sn }, wang)).rejects.toThrow('not_in_this_state');
      const next = await queued();
      await expect(post(`/${next}/take`)).rejects.toThrow('mobile_busy');
      await post(`/${next}/cancel`);
      expect(await post(`/${id}/cancel`)).toMatchObject({ state: 'canceled' });
    },
    PATIENCE,
  );

  it(
    'times out in words of its own when no pilot took it',
    async () => {
      const id = await queued({ aircraftSn: null }, 0.1);
      expect(await ended(id)).toMatchObject({ state: 'timeout', outcome: { code: 'not_taken_in_window' } });
    },
    PATIENCE,
  );
});

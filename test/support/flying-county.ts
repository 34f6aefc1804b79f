import { expect } from '@jest/globals';
import { type DeviceView, type RouteView } from '#contracts';
import { distance } from '#geo';
import { writeKmz } from '#wayline';
import { type Dock } from '../../apps/simulator/src/dock.js';
import { type FleetGateway } from '../../apps/simulator/src/fleet.js';
import { type RunningSimulator, startSimulator } from '../../apps/simulator/src/simulator.js';
import { routeAround } from './drawn-routes.js';
import { freePort } from './free-port.js';
import { RoutesClient } from './routes-client.js';
import { startApp, type TestApp } from './start-app.js';
import { until } from './until.js';

/** The server with some docks that are online and live faster than time, and an approved route for each. */
export interface FlyingCounty {
  app: TestApp;
  simulator: RunningSimulator;
  docks: readonly Dock[];
  /** Of the dock at the same place. */
  routes: readonly RouteView[];
  /** Of a county supervisor, who may approve. */
  supervisor: { username: string; password: string };
  close(): Promise<void>;
}

const SUPERVISOR = { username: 'county.supervisor', password: 'Lychee-Orchard-7' };

/** Docks with the same aircraft, each as near the first as may be. */
function together(gateways: readonly FleetGateway[], count: number): FleetGateway[] {
  const docks = gateways.filter(({ kind }) => kind === 'dock');
  const groups = docks.map((dock) =>
    docks
      .filter(({ aircraft }) => aircraft.modelKey === dock.aircraft.modelKey)
      .sort((one, other) => distance(dock, one) - distance(dock, other))
      .slice(0, count),
  );
  const reach = (group: FleetGateway[]) => distance(group[0]!, group.at(-1)!);
  return groups.filter(({ length }) => length === count).sort((one, other) => reach(one) - reach(other))[0]!;
}

/** Starts it. Close it in `finally` or `afterAll`. */
export async function startFlyingCounty({ docks: count = 1, radius = 150, speed = 100 } = {}): Promise<FlyingCounty> {
  const app = await startApp({ settings: { port: String(await freePort()) } });
  const fleet = await app.prepared.fleet(app.mqttUrl);
  const gateways = together(fleet.gateways, count);
  const simulator = await startSimulator({ fleet: { ...fleet, gateways }, airborne: 0, speed });
  const client = await RoutesClient.of(app, SUPERVISOR.username, 'county_supervisor', '440881');
  const routes: RouteView[] = [];
  for (const [nr, gateway] of gateways.entries()) {
    const body = { code: `FLY-${nr + 1}`, name: `试飞航线${nr + 1}`, homeDockSn: gateway.sn };
    const { id } = (await client.call<RouteView>('POST', '', body)).body;
    const kmz = writeKmz(routeAround(gateway, { radius, height: 60 }));
    expect((await client.call('POST', `/${id}/versions?name=fly.kmz`, kmz)).status).toBe(201);
    expect((await client.call('POST', `/${id}/versions/1/approve`, {})).status).toBe(200);
    routes.push((await client.call<RouteView>('GET', `/${id}`)).body);
  }
  const docks = gateways.map(({ sn }) => simulator.gateways.get(sn) as Dock);
  await until('the docks are online, their batteries charged', async () => {
    const devices = await Promise.all(gateways.map(({ sn }) => app.api<DeviceView>(`/api/v1/devices/${sn}`)));
    for (const { aircraft } of docks) aircraft.battery = { ...aircraft.battery, percent: 98 };
    return devices.every(({ presence }) => presence === 'online');
  });
  return {
    app,
    simulator,
    docks,
    routes,
    supervisor: SUPERVISOR,
    close: async () => {
      await simulator.close();
      await app.close();
    },
  };
}

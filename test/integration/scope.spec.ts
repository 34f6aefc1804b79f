import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { io, type Socket } from 'socket.io-client';
import {
  type DeviceView,
  type DivisionView,
  type Fact,
  type JoinCodeView,
  type LiveSnapshot,
  type Page,
  type WatchResult,
  type LiveError,
} from '#contracts';
import { browserAt } from '../support/browser-session.js';
import { connectDevice } from '../support/device.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { until } from '../support/until.js';

const PASSWORD = 'Lychee-Orchard-7';
let app: TestApp;
let mine: DivisionView;
let other: DivisionView;
let county: DivisionView;
/** Access token of somebody whose scope is `mine`. */
let token: string;

beforeAll(async () => {
  app = await startApp();
  county = (await app.api<Page<DivisionView>>('/api/v1/divisions?level=county')).items[0]!;
  const docks = (await app.api<Page<DeviceView>>('/api/v1/devices?kind=dock')).items;
  const codes = [...new Set(docks.map(({ divisionCode }) => divisionCode))];
  mine = await app.api<DivisionView>(`/api/v1/divisions/${codes[0]}`);
  other = await app.api<DivisionView>(`/api/v1/divisions/${codes[1]}`);
  await app.api('/api/v1/users', {
    method: 'POST',
    body: {
      username: 'townsman',
      displayName: '镇员',
      password: PASSWORD,
      roles: ['operator'],
      divisionCode: mine.code,
    },
  });
  token = await app.token('townsman', PASSWORD);
});
afterAll(() => app.close());

const read = <Body>(path: string) => browserAt(app.url).get<Body>(path, token);
const inMine = (path: string) => path === mine.path || path.startsWith(`${mine.path}/`);

describe('a person of one town, over REST', () => {
  it('sees the divisions, devices, snapshot and events of that town, and counts only those', async () => {
    const divisions = (await read<Page<DivisionView>>('/api/v1/divisions?limit=1000')).body;
    expect(divisions.items.map(({ path }) => path).filter((path) => !inMine(path))).toEqual([]);
    expect(divisions.total).toBe(divisions.items.length);
    const devices = (await read<Page<DeviceView>>('/api/v1/devices?limit=1000')).body;
    expect(devices.items.length).toBeGreaterThan(0);
    expect(devices.total).toBe(devices.items.length);
    expect(devices.items.filter(({ divisionPath }) => !inMine(divisionPath))).toEqual([]);
    const snapshot = (await read<LiveSnapshot>('/api/v1/live/snapshot')).body;
    expect(snapshot.devices.map(({ sn }) => sn).sort()).toEqual(devices.items.map(({ sn }) => sn).sort());
    const events = (await read<Page<Fact>>('/api/v1/events?limit=1000')).body;
    expect(events.items.filter(({ divisionPath }) => !inMine(divisionPath))).toEqual([]);
    expect(events.items.length).toBeGreaterThan(0);
  });

  it('finds nothing elsewhere, as if it did not exist', async () => {
    const [foreign] = (await app.api<Page<DeviceView>>(`/api/v1/devices?division=${other.code}`)).items;
    const code = await app.api<JoinCodeView>('/api/v1/join-codes', {
      method: 'POST',
      body: { pilotName: 'x', permit: 'y', divisionCode: other.code },
    });
    const sn = foreign!.sn;
    for (const path of [
      `/api/v1/devices/${sn}`,
      `/api/v1/devices/${sn}/state`,
      `/api/v1/devices/${sn}/track`,
      `/api/v1/devices/${sn}/health-notices`,
      `/api/v1/devices?division=${other.code}`,
      `/api/v1/devices?division=${county.code}`,
      `/api/v1/divisions/${other.code}`,
      `/api/v1/live/snapshot?division=${other.code}`,
      `/api/v1/live/snapshot?division=${county.code}`,
      `/api/v1/events?division=${other.code}`,
      `/api/v1/devices/NOSUCHDEVICE`,
    ]) {
      expect([path, (await read(path)).status]).toEqual([path, 404]);
    }
    expect((await browserAt(app.url).delete(`/api/v1/join-codes/${code.id}`, token)).status).toBe(404);
    expect((await read<Page<JoinCodeView>>('/api/v1/join-codes')).body).toEqual({
      items: [],
      total: 0,
      nextCursor: null,
    });
    const invited = await browserAt(app.url).post(
      '/api/v1/join-codes',
      { pilotName: 'x', permit: 'y', divisionCode: other.code },
      token,
    );
    expect(invited.status).toBe(404);
  });

  it('answers the same for a thing elsewhere and a thing that never was', async () => {
    const [foreign] = (await app.api<Page<DeviceView>>(`/api/v1/devices?division=${other.code}`)).items;
    const there = (await read<{ code: string; detail: string }>(`/api/v1/devices/${foreign!.sn}`)).body;
    const nowhere = (await read<{ code: string; detail: string }>('/api/v1/devices/NOSUCHDEVICE')).body;
    expect(there.code).toBe(nowhere.code);
    expect(there.detail.replace(foreign!.sn, '*')).toBe(nowhere.detail.replace('NOSUCHDEVICE', '*'));
  });
});

describe('a person of one town, over the socket', () => {
  const sockets: Socket[] = [];
  afterAll(() => sockets.forEach((socket) => socket.close()));
  const socketOf = (accessToken: string) => {
    const socket = io(`${app.url}/live`, { auth: { token: accessToken }, transports: ['websocket'], forceNew: true });
    sockets.push(socket);
    return socket;
  };
  const watch = (socket: Socket, request: object): Promise<WatchResult | { error: LiveError }> =>
    socket.timeout(10_000).emitWithAck('watch', request) as never;

  it('may watch the town and below, and nothing else', async () => {
    const socket = socketOf(token);
    expect(await watch(socket, {})).toMatchObject({ division: mine.code });
    expect(await watch(socket, { division: mine.code })).toMatchObject({ division: mine.code });
    for (const division of [other.code, county.code, 'nonsense']) {
      expect(await watch(socket, { division })).toMatchObject({ error: { code: 'not_found' } });
    }
  });

  it('hears of the devices of that town only, though all of them speak', async () => {
    const docks = (await app.api<Page<DeviceView>>('/api/v1/devices?kind=dock&limit=1000')).items;
    const own = docks.find(({ divisionPath }) => inMine(divisionPath))!;
    const foreign = docks.find(({ divisionPath }) => !inMine(divisionPath))!;
    const [townsman, admin] = [socketOf(token), socketOf(await app.token())];
    const heard = { townsman: new Set<string>(), admin: new Set<string>() };
    const listen = (socket: Socket, into: Set<string>) => {
      socket.on('samples', ({ samples }: { samples: { sn: string }[] }) => samples.forEach(({ sn }) => into.add(sn)));
      socket.on('fact', ({ deviceSn }: Fact) => deviceSn && into.add(deviceSn));
    };
    listen(townsman, heard.townsman);
    listen(admin, heard.admin);
    await watch(townsman, {});
    await watch(admin, {});
    for (const { sn } of [foreign, own]) {
      const device = await connectDevice(app.mqttUrl, await app.deviceAccount(sn), sn);
      try {
        await device.osd(sn, { longitude: 110.2, latitude: 21.7, height: 10 });
      } finally {
        await device.close();
      }
    }
    await until(
      'the administrator hears of both, the townsman of one',
      () => heard.admin.has(foreign.sn) && heard.admin.has(own.sn) && heard.townsman.has(own.sn),
    );
    expect(heard.townsman.has(foreign.sn)).toBe(false);
  });

  it('is refused without a token and with a bad one', async () => {
    for (const bad of [undefined, '', 'nonsense']) {
      const socket = io(`${app.url}/live`, {
        auth: { token: bad },
        transports: ['websocket'],
        forceNew: true,
        reconnection: false,
      });
      sockets.push(socket);
      const error = await new Promise<Error & { data?: LiveError }>((resolve) =>
        socket.on('connect_error', resolve as never),
      );
      expect(error.data?.code).toBe('bad_token');
    }
  });
});

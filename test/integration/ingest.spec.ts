import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type DeviceStateView,
  type DeviceView,
  type Fact,
  type HealthNoticeView,
  type Page,
  type ProtocolNoteView,
  type TrackView,
  type UnknownDeviceView,
} from '#contracts';
import { connectDevice, type TestDevice } from '../support/device.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { until } from '../support/until.js';

let app: TestApp;
let dockSn: string;
let aircraftSn: string;
let dock: TestDevice;

beforeAll(async () => {
  app = await startApp();
  const docks = await app.api<Page<DeviceView>>('/api/v1/devices?kind=dock');
  dockSn = docks.items[0]!.sn;
  const aircraft = await app.api<Page<DeviceView>>('/api/v1/devices?kind=aircraft&limit=200');
  aircraftSn = aircraft.items.find((device) => device.parentSn === dockSn)!.sn;
  dock = await connectDevice(app.mqttUrl, await app.deviceAccount(dockSn));
});

afterAll(async () => {
  await dock?.close();
  await app?.close();
});

const state = (sn: string) => app.api<DeviceStateView>(`/api/v1/devices/${sn}/state`);
const device = (sn: string) => app.api<DeviceView>(`/api/v1/devices/${sn}`);
const answersTo = (tid: string) => dock.answers.filter((answer) => answer.body.tid === tid);

describe('what a device says', () => {
  it('is merged part by part, each property with its own time', async () => {
    await dock.osd(dockSn, { temperature: 25.4, humidity: 83, network_state: { type: 2, quality: 0, rate: 543 } });
    await dock.osd(dockSn, { job_number: 298, working_voltage: 47460 });
    const merged = await until('both parts are there', async () => {
      const { properties, times } = await state(dockSn);
      return 'job_number' in properties && 'temperature' in properties && { properties, times };
    });
    expect(merged.properties).toMatchObject({ temperature: 25.4, job_number: 298, network_state: { rate: 543 } });
    expect(Date.parse(merged.times['job_number']!.receivedAt)).toBeGreaterThanOrEqual(
      Date.parse(merged.times['temperature']!.receivedAt),
    );
  });

  it('becomes a point of the track with both times, and a position in the list', async () => {
    const deviceTime = Date.now() - 400;
    await dock.topo([{ sn: aircraftSn }]);
    await dock.osd(
      aircraftSn,
      {
        mode_code: 5,
        latitude: 21.61,
        longitude: 110.28,
        height: 92.5,
        elevation: 60,
        attitude_head: -90,
        horizontal_speed: 8,
        vertical_speed: 0,
        battery: { capacity_percent: 77 },
      },
      { timestamp: deviceTime },
    );
    const track = await until('the point is in the history', async () => {
      const view = await app.api<TrackView>(`/api/v1/devices/${aircraftSn}/track`);
      return view.recorded > 0 && view;
    });
    expect(track.items[0]).toMatchObject({
      longitude: 110.28,
      latitude: 21.61,
      heightEllipsoid: 92.5,
      heightAboveTakeoff: 60,
      heading: 270,
      batteryPercent: 77,
      deviceTime: new Date(deviceTime).toISOString(),
    });
    expect((await device(aircraftSn)).sample).toMatchObject({ longitude: 110.28, airborne: true, modeCode: 5 });
  });

  it('never moves backwards, and what came late is in the history all the same', async () => {
    const now = Date.now();
    const at = (latitude: number) => ({
      mode_code: 5,
      latitude,
      longitude: 110.29,
      height: 90,
      battery: { capacity_percent: 70 },
    });
    await dock.osd(aircraftSn, at(21.7), { timestamp: now + 2_000 });
    await dock.osd(aircraftSn, at(21.6), { timestamp: now });
    const track = await until('both points are recorded', async () => {
      const view = await app.api<TrackView>(`/api/v1/devices/${aircraftSn}/track`);
      return view.items.filter((point) => point.longitude === 110.29).length === 2 && view;
    });
    expect(track.items.map((point) => point.latitude)).toEqual(expect.arrayContaining([21.7, 21.6]));
    expect((await device(aircraftSn)).sample?.latitude).toBe(21.7);
  });

  it('is exported as GPX, GeoJSON and CSV', async () => {
    const read = async (format: string) => {
      const response = await fetch(`${app.url}/api/v1/devices/${aircraftSn}/track?format=${format}`, {
        headers: { authorization: `Bearer ${await app.token()}` },
      });
      return { type: response.headers.get('content-type'), text: await response.text() };
    };
    const gpx = await read('gpx');
    expect(gpx.type).toContain('application/gpx+xml');
    expect(gpx.text).toContain('<trkpt lat="21.61" lon="110.28">');
    const geojson = JSON.parse((await read('geojson')).text);
    expect(geojson.geometry.coordinates[0].slice(0, 2)).toEqual([110.28, 21.61]);
    expect((await read('csv')).text.split('\r\n').length).toBeGreaterThanOrEqual(4);
  });
});

describe('acknowledgement', () => {
  it('answers every copy of a message, after it is stored, and processes it once', async () => {
    const tid = randomUUID();
    const copy = (timestamp: number) =>
      dock.send(`thing/product/${dockSn}/events`, {
        tid,
        bid: 'b1',
        timestamp,
        gateway: dockSn,
        need_reply: 1,
        method: 'device_exit_homing_notify',
        data: { sn: aircraftSn, action: 1, reason: '5' },
      });
    await copy(Date.now());
    await until('the first copy is answered', () => answersTo(tid).length >= 1);
    const [{ stored }] = await app.db.query(
      `SELECT count(*)::int AS stored FROM device_messages WHERE sn = $1 AND payload LIKE $2`,
      [dockSn, `%${tid}%`],
    );
    expect(stored).toBe(1);
    await copy(Date.now() + 2_000);
    await copy(Date.now() + 6_000);
    await until('every copy is answered', () => answersTo(tid).length === 3);
    const [{ after }] = await app.db.query(
      `SELECT count(*)::int AS after FROM device_messages WHERE sn = $1 AND payload LIKE $2`,
      [dockSn, `%${tid}%`],
    );
    expect(after).toBe(1);
    expect(answersTo(tid)[0]!.body).toMatchObject({
      bid: 'b1',
      method: 'device_exit_homing_notify',
      data: { result: 0 },
    });
  });

  it.each([
    [
      'config',
      { config_type: 'json', config_scope: 'product' },
      (data: Record<string, unknown>) => 'ntp_server_host' in data && !('result' in data),
    ],
    [
      'airport_bind_status',
      { devices: [{ sn: 'NOBODY1' }, { sn: 'NOBODY2' }] },
      (data: Record<string, unknown>) => (data['output'] as { bind_status: unknown[] }).bind_status.length === 2,
    ],
    ['flight_areas_get', null, (data: Record<string, unknown>) => data['result'] === 0],
    ['offline_map_get', {}, (data: Record<string, unknown>) => data['result'] === 0],
    ['a_method_of_next_year', { x: 1 }, (data: Record<string, unknown>) => typeof data['result'] === 'number'],
  ])('answers the request %s', async (method, data, isRight) => {
    const tid = randomUUID();
    await dock.send(`thing/product/${dockSn}/requests`, {
      tid,
      bid: 'b',
      timestamp: Date.now(),
      gateway: dockSn,
      method,
      data,
    });
    const [answer] = await until('it is answered', () => answersTo(tid).length > 0 && answersTo(tid));
    expect(answer!.topic).toBe(`thing/product/${dockSn}/requests_reply`);
    expect(isRight(answer!.body.data as Record<string, unknown>)).toBe(true);
  });
});

describe('health notices', () => {
  const hms = (list: unknown[]) =>
    dock.send(`thing/product/${dockSn}/events`, {
      tid: randomUUID(),
      bid: randomUUID(),
      timestamp: Date.now(),
      gateway: dockSn,
      method: 'hms',
      data: { list },
    });
  const notice = (code: string, level = 1) => ({
    level,
    module: 3,
    in_the_sky: 0,
    code,
    device_type: '3-3-0',
    imminent: 0,
    args: { component_index: 0, sensor_index: 0 },
  });
  const active = async () =>
    (await app.api<Page<HealthNoticeView>>(`/api/v1/devices/${dockSn}/health-notices?active=true`)).items;

  it('are raised once in plain Chinese, and cleared when two sets in a row leave them out', async () => {
    await hms([notice('0x12040000', 2)]);
    await hms([notice('0x12040000', 2)]);
    const [raised] = await until('the notice is active', async () => (await active()).length > 0 && (await active()));
    expect(raised).toMatchObject({ code: '0x12040000', level: 2, textZh: '机场RTK设备断连', clearedAt: null });
    expect((await device(dockSn)).health).toEqual({ notice: 0, reminder: 0, warning: 1 });
    await hms([]);
    await hms([notice('0x12040000', 2)]);
    await hms([]);
    await hms([]);
    await until('it is cleared', async () => (await active()).length === 0);
    const all = await app.api<Page<HealthNoticeView>>(`/api/v1/devices/${dockSn}/health-notices`);
    expect(all.items.filter((one) => one.code === '0x12040000')).toHaveLength(1);
    const facts = await app.api<Page<Fact>>(
      `/api/v1/events?device=${dockSn}&name=device.health_raised,device.health_cleared`,
    );
    expect(facts.items.map((fact) => fact.name)).toEqual(['device.health_cleared', 'device.health_raised']);
  });

  it('with an unknown code are shown by the code, and counted', async () => {
    await hms([notice('0xDEADBEEF')]);
    const [raised] = await until('the notice is active', async () => (await active()).length > 0 && (await active()));
    expect(raised).toMatchObject({ code: '0xDEADBEEF', textZh: null });
    const note = await until('it is counted', async () => {
      const notes = await app.api<Page<ProtocolNoteView>>('/api/v1/protocol-notes?limit=1000');
      return notes.items.find((one) => one.kind === 'unknown_health_code' && one.name === 'hms.0xDEADBEEF');
    });
    expect(note.sn).toBe(dockSn);
  });
});

describe('a device that nobody registered', () => {
  const gatewaySn = 'FOREIGNDOCK01';
  const childSn = 'FOREIGNDRONE01';
  let foreign: TestDevice;
  const unknown = async (sn: string) =>
    (await app.api<Page<UnknownDeviceView>>('/api/v1/unknown-devices')).items.find((one) => one.sn === sn);

  beforeAll(async () => {
    foreign = await connectDevice(app.mqttUrl, await app.deviceAccount(gatewaySn));
  });
  afterAll(() => foreign.close());

  it('is visible with what it is, and its aircraft too, even before the topology is told', async () => {
    await foreign.osd(childSn, {
      mode_code: 0,
      latitude: 21.65,
      longitude: 110.13,
      height: 40,
      battery: { capacity_percent: 90 },
    });
    await foreign.topo([{ sn: childSn }]);
    const child = await until('the aircraft is listed', () => unknown(childSn));
    expect(child).toMatchObject({ kind: 'aircraft', gatewaySn, status: 'waiting', longitude: 110.13 });
    const gateway = await until('the dock is listed', () => unknown(gatewaySn));
    expect(gateway).toMatchObject({ kind: 'dock', modelKey: '3-3-0' });
    expect(foreign.answers.some((answer) => answer.topic === `sys/product/${gatewaySn}/status_reply`)).toBe(true);
  });

  it('can be adopted, with its history, and is then a device like any other', async () => {
    const adopt = (sn: string, name: string) =>
      app.api<DeviceView>(`/api/v1/unknown-devices/${sn}/adopt`, {
        method: 'POST',
        body: { name, divisionCode: '440881113' },
      });
    await adopt(gatewaySn, '石岭外来机场');
    const adopted = await adopt(childSn, '石岭外来无人机');
    expect(adopted).toMatchObject({ kind: 'aircraft', parentSn: gatewaySn, role: 'fixed', divisionName: '石岭镇' });
    expect(adopted.sample?.longitude).toBe(110.13);
    expect((await app.api<TrackView>(`/api/v1/devices/${childSn}/track`)).recorded).toBe(1);
    expect(await unknown(childSn)).toBeUndefined();
    await foreign.osd(childSn, { mode_code: 5, latitude: 21.66, longitude: 110.14, height: 80 });
    await until('it is online', async () => (await device(childSn)).presence === 'online');
  });

  it('can be refused: then it is counted and nothing of it is kept', async () => {
    await foreign.osd('STRANGER0001', { mode_code: 5, latitude: 21, longitude: 110, height: 1 });
    await until('it is listed', () => unknown('STRANGER0001'));
    await app.api('/api/v1/unknown-devices/STRANGER0001/refuse', {
      method: 'POST',
      body: { reason: '不是我们的设备' },
    });
    await until('the recorder knows', async () => {
      const before = (await unknown('STRANGER0001'))!.messages;
      const [{ kept }] = await app.db.query(
        `SELECT count(*)::int AS kept FROM device_messages WHERE sn = 'STRANGER0001'`,
      );
      await foreign.osd('STRANGER0001', { mode_code: 5, latitude: 22, longitude: 110, height: 1 });
      await until('it is counted', async () => (await unknown('STRANGER0001'))!.messages > before);
      const [{ after }] = await app.db.query(
        `SELECT count(*)::int AS after FROM device_messages WHERE sn = 'STRANGER0001'`,
      );
      return after === kept;
    });
    expect((await unknown('STRANGER0001'))!.status).toBe('refused');
  });
});

describe('what is not understood', () => {
  it('stops nothing: malformed, empty and strange messages are kept and counted', async () => {
    const topic = `thing/product/${dockSn}/osd`;
    for (const bad of [
      '',
      'not json',
      '{"data":',
      '[]',
      'null',
      '{"data":{"cover_state":"7","brand_new_field":{"a":1}}}',
    ])
      await dock.send(topic, bad);
    await dock.osd(dockSn, { temperature: 26.5 });
    await until(
      'the message behind them is there',
      async () => (await state(dockSn)).properties['temperature'] === 26.5,
    );
    const notes = await until('they are counted', async () => {
      const page = await app.api<Page<ProtocolNoteView>>('/api/v1/protocol-notes?limit=1000');
      return page.items.some((note) => note.kind === 'malformed') && page.items;
    });
    expect(notes.some((note) => note.kind === 'unknown_field' && note.name.includes('brand_new_field'))).toBe(true);
    expect((await state(dockSn)).properties['brand_new_field']).toEqual({ a: 1 });
    const rows: { payload: string }[] = await app.db.query(
      `SELECT payload FROM device_messages WHERE sn = $1 AND payload IN ('not json', '{"data":')`,
      [dockSn],
    );
    expect(rows).toHaveLength(2);
  });
});

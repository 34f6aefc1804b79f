import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type DeviceStateView,
  type DeviceView,
  type HealthNoticeView,
  type Page,
  type UnknownDeviceView,
} from '#contracts';
import { connectDevice, type TestDevice } from '../support/device.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { until } from '../support/until.js';

let app: TestApp;
let dockSn: string;
let aircraftSn: string;
let dock: TestDevice;
let otherSn: string;

beforeAll(async () => {
  app = await startApp();
  const docks = (await app.api<Page<DeviceView>>('/api/v1/devices?kind=dock')).items;
  dockSn = docks[0]!.sn;
  otherSn = docks[1]!.sn;
  const aircraft = (await app.api<Page<DeviceView>>('/api/v1/devices?kind=aircraft')).items;
  aircraftSn = aircraft.find((device) => device.parentSn === dockSn)!.sn;
  dock = await connectDevice(app.mqttUrl, await app.deviceAccount(dockSn));
});

afterAll(async () => {
  await dock?.close();
  await app?.close();
});

const state = (sn: string) => app.api<DeviceStateView>(`/api/v1/devices/${sn}/state`);
let probe = 0;

/** A message behind the strange ones is recorded and answered: the stream goes on. */
async function goesOn(): Promise<void> {
  probe += 1;
  await dock.osd(dockSn, { job_number: probe });
  await until(
    'a message behind it is there',
    async () => (await state(dockSn)).properties['job_number'] === probe,
    10_000,
  );
}
const random = (length: number) => Array.from({ length }, () => Math.floor(Math.random() * 36).toString(36)).join('');
const event = (method: string, data: unknown, sn = dockSn) =>
  dock.send(`thing/product/${sn}/events`, {
    tid: randomUUID(),
    bid: 'b',
    timestamp: Date.now(),
    gateway: dockSn,
    method,
    data,
  });

describe('a device that sends what no device should', () => {
  it('does not stop the recorder by a gateway name that no database can store', async () => {
    const gateway = 'GW\u0000\ud800';
    await dock.send(`thing/product/NUL${random(6)}/osd`, {
      tid: randomUUID(),
      timestamp: Date.now(),
      gateway,
      data: { mode_code: 1 },
    });
    await goesOn();
  });

  it('does not stop the recorder by a serial number longer than an index takes', async () => {
    await dock.send(`thing/product/${random(6_000)}/osd`, {
      tid: randomUUID(),
      timestamp: Date.now(),
      gateway: dockSn,
      data: { mode_code: 1 },
    });
    await dock.topo([{ sn: random(6_000) }, { sn: 'a/b' }, { sn: 'x\u0000y' }, { sn: aircraftSn }]);
    await goesOn();
  });

  it('does not stop the recorder by a health code longer than an index takes, nor by numbers that fit no column', async () => {
    const args = { component_index: random(5_000), sensor_index: 1e300 };
    await event('hms', {
      list: [
        { code: random(6_000), level: 1e12, module: 1e300, in_the_sky: 0, args },
        { code: '0x\u0000', level: 2, args: {} },
      ],
    });
    await goesOn();
    const notices = await until('they are raised', async () => {
      const { items } = await app.api<Page<HealthNoticeView>>(`/api/v1/devices/${dockSn}/health-notices?active=true`);
      return items.length === 2 && items;
    });
    expect(notices.every((notice) => notice.code.length <= 100)).toBe(true);
    await event('hms', { list: [] });
    await event('hms', { list: [] });
    await until(
      'they are cleared',
      async () => (await app.api<DeviceView>(`/api/v1/devices/${dockSn}`)).health.warning === 0,
    );
  });

  it('does not break the lists by numbers out of range', async () => {
    await dock.osd(aircraftSn, {
      mode_code: 1e300,
      latitude: 'NaN',
      longitude: 1e300,
      height: 1e308,
      attitude_head: 1e300,
      horizontal_speed: -1e300,
      battery: { capacity_percent: 1e300 },
    });
    await goesOn();
    const { sample } = await app.api<DeviceView>(`/api/v1/devices/${aircraftSn}`);
    expect(sample).toMatchObject({ modeCode: null, heading: null, longitude: null, batteryPercent: null });
    expect((await app.api<Page<DeviceView>>('/api/v1/devices?kind=aircraft')).items.length).toBeGreaterThan(0);
    await app.api(`/api/v1/devices/${aircraftSn}/track`);
    await app.api('/api/v1/live/snapshot');
  });

  it('has its words kept with characters that PostgreSQL cannot store, and names that fall together once cleaned', async () => {
    await dock.osd(dockSn, { 'odd\u0000name': 1, 'odd\ufffdname': 2, 'lone\ud800': 'x\u0000y\ud83d', __proto__x: 1 });
    await event(`meth\u0000od\ud800`, { text: '\u0000' });
    await goesOn();
  });

  it.each([-1, 8.64e15, 1e300, '275760-09-13T00:00:00Z', -62135596800000, 'yesterday', { a: 1 }])(
    'may say any time it likes: %j',
    async (timestamp) => {
      await dock.send(`thing/product/${aircraftSn}/osd`, {
        tid: randomUUID(),
        bid: 'b',
        timestamp,
        gateway: dockSn,
        data: { mode_code: 5, latitude: 21.5, longitude: 110.1, height: 10 },
      });
      await goesOn();
      await app.api(`/api/v1/devices/${aircraftSn}/state`);
    },
  );

  it('may send a megabyte, and a topology of thousands', async () => {
    await dock.osd(dockSn, { large: 'x'.repeat(900_000) });
    await dock.topo(Array.from({ length: 3_000 }, (_, index) => ({ sn: `SWARM${index}` })));
    await goesOn();
    const [{ links }] = await app.db.query(`SELECT count(*)::int AS links FROM device_links WHERE sn LIKE 'SWARM%'`);
    expect(links).toBeLessThanOrEqual(32);
  });

  it('does not fill the memory by ever new properties', async () => {
    for (let part = 0; part < 6; part += 1) {
      await dock.osd(
        dockSn,
        Object.fromEntries(Array.from({ length: 1_000 }, (_, nr) => [`made_up_${part}_${nr}`, nr])),
      );
    }
    await goesOn();
    expect(Object.keys((await state(dockSn)).properties).length).toBeLessThanOrEqual(2_000);
  });
});

describe('a gateway that claims what is not its own', () => {
  it('does not become the parent of a dock, nor of itself', async () => {
    await dock.topo([{ sn: otherSn }, { sn: dockSn }]);
    await goesOn();
    const rows = await app.db.query('SELECT sn FROM device_links WHERE sn = ANY ($1)', [[otherSn, dockSn]]);
    expect(rows).toEqual([]);
    expect((await app.api<DeviceView>(`/api/v1/devices/${otherSn}`)).parentSn).toBeNull();
    await dock.osd(otherSn, { temperature: 66 });
    await goesOn();
    expect((await state(otherSn)).properties).not.toHaveProperty('temperature');
  });

  it('does not make another gateway look alive by naming it', async () => {
    await dock.osd(dockSn, { temperature: 20 }, { gateway: otherSn });
    await dock.osd(aircraftSn, { mode_code: 0, latitude: 21.5, longitude: 110.1, height: 1 }, { gateway: otherSn });
    await goesOn();
    await until(
      'the dock itself is online',
      async () => (await app.api<DeviceView>(`/api/v1/devices/${dockSn}`)).presence === 'online',
    );
    expect((await app.api<DeviceView>(`/api/v1/devices/${otherSn}`)).presence).toBe('unknown');
    expect((await app.api<DeviceView>(`/api/v1/devices/${aircraftSn}`)).parentSn).toBe(dockSn);
  });

  it('does not take an aircraft of the county while nobody registered it', async () => {
    const stranger = await connectDevice(app.mqttUrl, await app.deviceAccount('STRANGEGW01'));
    try {
      await stranger.topo([{ sn: aircraftSn }]);
      await until('it was answered', () => stranger.answers.length > 0);
      expect((await app.api<DeviceView>(`/api/v1/devices/${aircraftSn}`)).parentSn).toBe(dockSn);
      const unknown = await app.api<Page<UnknownDeviceView>>('/api/v1/unknown-devices?limit=1000');
      expect(unknown.items.map((one) => one.sn)).toContain('STRANGEGW01');
    } finally {
      await stranger.close();
    }
  });
});

describe('topology', () => {
  const device = (sn: string) => app.api<DeviceView>(`/api/v1/devices/${sn}`);

  it('follows an aircraft from dock to dock and back, by the last word', async () => {
    const other = await connectDevice(app.mqttUrl, await app.deviceAccount(otherSn));
    try {
      await dock.topo([{ sn: aircraftSn }]);
      await other.topo([{ sn: aircraftSn }]);
      await until('it hangs below the other dock', async () => (await device(aircraftSn)).parentSn === otherSn);
      await dock.topo([]);
      await goesOn();
      expect((await device(aircraftSn)).parentSn).toBe(otherSn);
      await dock.topo([{ sn: aircraftSn }]);
      await until('it is back', async () => (await device(aircraftSn)).parentSn === dockSn);
    } finally {
      await other.close();
    }
  });

  it('is answered under the prefix on which it was told', async () => {
    await dock.client.subscribeAsync(`thing/product/${dockSn}/status_reply`, { qos: 1 });
    const tid = randomUUID();
    await dock.send(`thing/product/${dockSn}/status`, {
      tid,
      bid: 'b',
      timestamp: Date.now(),
      method: 'update_topo',
      data: { type: 174, sub_type: 0, sub_devices: [] },
    });
    const [answer] = await until('it is answered', () => {
      const found = dock.answers.filter(({ body }) => body.tid === tid);
      return found.length > 0 && found;
    });
    expect(answer).toMatchObject({
      topic: `thing/product/${dockSn}/status_reply`,
      body: { method: 'update_topo', data: { result: 0 } },
    });
  });

  it('says nothing about the aircraft where the list of children is missing', async () => {
    await dock.topo([{ sn: aircraftSn }]);
    await dock.osd(aircraftSn, { mode_code: 0, latitude: 21.5, longitude: 110.1, height: 1 });
    await until(
      'it is linked',
      async () => (await app.db.query('SELECT FROM device_links WHERE sn = $1 AND linked', [aircraftSn])).length === 1,
    );
    for (const data of [{}, { domain: '3', type: 3, sub_type: 0 }, { sub_devices: null }, null, []]) {
      await dock.send(`sys/product/${dockSn}/status`, {
        tid: randomUUID(),
        bid: 'b',
        timestamp: Date.now(),
        method: 'update_topo',
        data,
      });
    }
    await goesOn();
    expect(await app.db.query('SELECT linked FROM device_links WHERE sn = $1', [aircraftSn])).toEqual([
      { linked: true },
    ]);
  });
});

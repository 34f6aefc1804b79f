import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type DeviceView, type Fact, type FactBody, type Page } from '#contracts';
import { connectDevice, type TestDevice } from '../support/device.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { until } from '../support/until.js';

const LIMITS = 'dock=1,aircraft=1,remote_controller=1,other=1';
const OFFLINE = 'dock=3,aircraft=3,remote_controller=3,other=3';

let app: TestApp;
let docks: DeviceView[];
let aircraft: DeviceView[];
const open: TestDevice[] = [];

beforeAll(async () => {
  app = await startApp({ settings: { staleSeconds: LIMITS, offlineSeconds: OFFLINE } });
  docks = (await app.api<Page<DeviceView>>('/api/v1/devices?kind=dock')).items;
  aircraft = (await app.api<Page<DeviceView>>('/api/v1/devices?kind=aircraft')).items;
});

afterAll(async () => {
  for (const device of open) await device.close();
  await app?.close();
});

const device = (sn: string) => app.api<DeviceView>(`/api/v1/devices/${sn}`);
const childOf = (sn: string) => aircraft.find((one) => one.parentSn === sn)!.sn;
const changes = async (sn: string) =>
  (await app.api<Page<Fact>>(`/api/v1/events?device=${sn}&name=device.presence_changed&after=0`)).items.map((fact) => ({
    id: fact.id,
    at: Date.parse(fact.at),
    ...(fact.data as FactBody<'device.presence_changed'>),
  }));
const connect = async (sn: string) => {
  const connected = await connectDevice(app.mqttUrl, await app.deviceAccount(sn));
  open.push(connected);
  return connected;
};
const IN_DOCK = { drone_in_dock: 1, mode_code: 0, temperature: 25 };

describe('presence', () => {
  it('is unknown until a device speaks', async () => {
    expect(await device(docks[0]!.sn)).toMatchObject({
      presence: 'unknown',
      presenceReason: 'never_seen',
      lastMessageAt: null,
    });
  });

  it('goes online, stale and offline by the age of the last message, and each loss has its paired recovery', async () => {
    const { sn } = docks[0]!;
    const dock = await connect(sn);
    const spokeAt = Date.now();
    await dock.osd(sn, IN_DOCK);
    await until('it is lost by silence', async () => (await device(sn)).presence === 'offline');
    expect(await device(sn)).toMatchObject({ presenceReason: 'silence' });
    await dock.osd(sn, IN_DOCK);
    await until('it is back', async () => (await device(sn)).presence === 'online');
    const facts = await changes(sn);
    expect(facts.map((fact) => `${fact.from} → ${fact.to}`)).toEqual([
      'unknown → online',
      'online → stale',
      'stale → offline',
      'offline → online',
    ]);
    const loss = facts.find((fact) => fact.from === 'online')!;
    expect(facts.at(-1)!.endsEventId).toBe(loss.id);
    expect(loss.lastMessageAt).not.toBeNull();
    // at most two seconds after the limit, by the log's own clock
    expect(facts[2]!.at - spokeAt).toBeGreaterThanOrEqual(3_000);
    expect(facts[2]!.at - spokeAt).toBeLessThanOrEqual(5_000);
  });

  it('of an aircraft switched off in its dock is resting, which is no alarm', async () => {
    const { sn } = docks[1]!;
    const child = childOf(sn);
    const dock = await connect(sn);
    const alive = setInterval(() => void dock.osd(sn, IN_DOCK).catch(() => undefined), 300);
    try {
      await dock.topo([{ sn: child }]);
      await dock.osd(child, { mode_code: 0, latitude: 21.6, longitude: 110.2, height: 30 });
      await until('it is online', async () => (await device(child)).presence === 'online');
      await dock.topo([]);
      await until('it rests', async () => (await device(child)).presenceReason === 'resting');
      expect((await device(child)).presence).toBe('offline');
      const sheet = await app.api<{ todo: { sn: string }[]; devices: { kind: string; resting: number }[] }>(
        '/api/v1/morning-sheet',
      );
      expect(sheet.todo.map((todo) => todo.sn)).not.toContain(child);
      expect(sheet.devices.find((row) => row.kind === 'aircraft')!.resting).toBeGreaterThanOrEqual(1);
    } finally {
      clearInterval(alive);
    }
  });

  it('of a child follows its parent', async () => {
    const { sn } = docks[2]!;
    const child = childOf(sn);
    const dock = await connect(sn);
    await dock.topo([{ sn: child }]);
    await dock.osd(sn, { ...IN_DOCK, drone_in_dock: 0 });
    await dock.osd(child, { mode_code: 5, latitude: 21.6, longitude: 110.2, height: 80 });
    await until(
      'both are online',
      async () => (await device(child)).presence === 'online' && (await device(sn)).presence === 'online',
    );
    await dock.close();
    await until(
      'the dock is lost at once, the broker saw it go',
      async () => (await device(sn)).presenceReason === 'broker_disconnect',
    );
    await until('and so is its aircraft', async () => (await device(child)).presenceReason === 'parent_offline');
  });

  it('lists devices by presence', async () => {
    const list = await app.api<Page<DeviceView>>('/api/v1/devices?kind=dock&presence=offline');
    expect(list.items.map((one) => one.sn)).toContain(docks[2]!.sn);
    expect(list.total).toBe(list.items.length);
    for (const one of list.items) expect(one.presence).toBe('offline');
  });
});

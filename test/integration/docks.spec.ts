import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type DockDetail,
  type DockOrderPage,
  type DockOrderView,
  type DockView,
  type Fact,
  type MorningSheetView,
  type Page,
} from '#contracts';
import { type Dock } from '../../apps/simulator/src/dock.js';
import { parseFault } from '../../apps/simulator/src/faults.js';
import { startSimulator, type RunningSimulator } from '../../apps/simulator/src/simulator.js';
import { freePort } from '../support/free-port.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { until } from '../support/until.js';

let app: TestApp;
let simulator: RunningSimulator;
let dock: Dock;
/** A dock of the county that nobody plays: it has never said a word. */
let silent: string;
const people: Record<string, string> = {};

beforeAll(async () => {
  app = await startApp({ settings: { port: String(await freePort()) } });
  const fleet = await app.prepared.fleet(app.mqttUrl);
  const [gateway, other] = fleet.gateways.filter(({ kind }) => kind === 'dock');
  silent = other!.sn;
  simulator = await startSimulator({ fleet: { ...fleet, gateways: [gateway!] }, airborne: 0, speed: 20 });
  dock = simulator.gateways.get(gateway!.sn) as Dock;
  for (const [username, roles] of [
    ['operator.one', ['operator']],
    ['operator.two', ['operator']],
    ['town.reviewer', ['town_reviewer']],
  ] as const) {
    const password = 'Person-0123456789';
    const body = { username, displayName: username, password, roles, divisionCode: '440881' };
    await app.api('/api/v1/users', { method: 'POST', body });
    people[username] = await app.token(username, password);
  }
  await until('the dock is online', async () => (await get()).presence === 'online');
});
afterAll(async () => {
  await simulator.close();
  await app.close();
});
afterEach(() => void simulator.faults.clear('all'));

const at = (path = '') => `/api/v1/docks/${dock.sn}${path}`;
const get = () => app.api<DockDetail>(at());
const list = () => app.api<DockOrderPage>(at('/orders'));
const as = (username: string) => ({ token: people[username]! });
const ask = (method: string, action: number | null = null, who = 'operator.one') =>
  app.api<DockOrderView>(at('/orders'), { method: 'POST', body: { method, action, note: '检修' }, ...as(who) });
const confirm = (id: string, who = 'operator.one') =>
  app.api<DockOrderView>(at(`/orders/${id}/confirm`), { method: 'POST', ...as(who) });
const ended = (id: string) =>
  until('the order ends', async () => {
    const order = (await list()).items.find((one) => one.id === id)!;
    return order.outcome !== null && order;
  });
/** Both steps, seen through to the end. */
async function done(method: string, action: number | null = null): Promise<DockOrderView> {
  const { id } = await ask(method, action);
  expect((await confirm(id)).state).toBe('confirmed');
  return ended(id);
}
const mode = (wanted: string) => until(`the mode is ${wanted}`, async () => (await get()).state.mode.value === wanted);

describe('a dock', () => {
  it('is shown with all that it told, each value with its age', async () => {
    const view = await until('it told everything', async () => {
      const now = await get();
      const { counters, environment, filesToUpload } = now;
      const parts = [environment.windSpeed, counters.flights, filesToUpload];
      return parts.every(({ value }) => value !== null) && now;
    });
    expect(view).toMatchObject({
      standing: 'ready',
      reason: null,
      state: { mode: { value: 'idle' }, cover: { value: 'closed' }, droneInDock: { value: true } },
      environment: { rain: { value: 'none' } },
      network: { type: { value: 'ethernet' } },
      position: { fix: { value: 'fixed' }, alternate: { value: { configured: true } } },
      control: { drc: { value: 'off' } },
      filesToUpload: { value: 0 },
    });
    expect(view.power.batteryPercent.value).toBeGreaterThan(10);
    expect(view.storage.total.value).toBe(dock.model.storageTotal * 1024);
    expect(Date.parse(view.environment.windSpeed.at!)).toBeGreaterThan(Date.now() - 60_000);
    // it has never been maintained: that is unknown, not the year 1970
    expect(view.counters.maintainedAt).toEqual({ value: null, at: null });
    expect(view.counters.daysSinceMaintenance).toEqual({ value: null, at: null });
    expect(view.aircraft).toMatchObject({ sn: dock.aircraft.sn });
  });

  it('that never spoke is unknown in everything, and zero in nothing', async () => {
    const { items, total } = await app.api<Page<DockView>>('/api/v1/docks');
    expect([items.length, total]).toEqual([18, 18]);
    const { state, power, storage, counters, environment, standing, reason } = items.find(({ sn }) => sn === silent)!;
    const values = [state, power, storage, counters, environment].flatMap((part) => Object.values(part));
    expect(new Set(values.map((known) => known.value))).toEqual(new Set([null]));
    expect([standing, reason?.code]).toEqual(['not_ready', 'dock_offline']);
    const { today } = await app.api<MorningSheetView>('/api/v1/morning-sheet');
    expect(today?.docks).toMatchObject({ total: 18, ready: 1, busy: 0 });
    expect(today?.docks.notReady.find(({ sn }) => sn === silent)?.reason.code).toBe('dock_offline');
    expect(today?.flights).toMatchObject({ total: 0, states: [] });
    await expect(app.api('/api/v1/docks/NOBODY')).rejects.toThrow('not_found');
    await expect(app.api(`/api/v1/docks/${dock.aircraft.sn}`)).rejects.toThrow('not_found');
  });

  it('tells its notices in words, with the next step', async () => {
    simulator.faults.strike(parseFault(`rain:${dock.sn}:forever:level=3`));
    const wet = await until('the rain is known', async () => {
      const now = await get();
      return now.reason?.code === 'rain' && now.notices.length > 0 && now;
    });
    expect(wet.standing).toBe('not_ready');
    expect(wet.notices[0]).toMatchObject({
      sn: dock.sn,
      textZh: expect.any(String),
      nextZh: expect.stringMatching(/。|，|人/),
    });
  });
});

describe('an order to a dock', () => {
  it('is explained first, confirmed by the same person, sent once and followed to its end', async () => {
    await expect(ask('cover_open')).rejects.toThrow('open_debugging_first');
    const opened = await done('debug_mode_open');
    expect(opened).toMatchObject({ state: 'ok', outcome: { code: 'done' }, by: 'operator.one', note: '检修' });
    await mode('remote_debugging');
    expect(await get()).toMatchObject({ standing: 'not_ready', reason: { code: 'dock_in_debugging' } });

    const asked = await ask('cover_open');
    expect(asked).toMatchObject({ state: 'asked', risk: 'high', zh: '打开舱盖', sentAt: null });
    expect(asked.happensZh).toContain('舱盖打开');
    await expect(confirm(asked.id, 'operator.two')).rejects.toThrow('not_yours');
    expect(dock.coverState).toBe(0);
    await confirm(asked.id);
    expect(await ended(asked.id)).toMatchObject({ state: 'ok', percent: 100, step: 'open_cover', stepZh: '打开舱盖' });
    await until('the cover is open', () => dock.coverState === 1);
    await until('it shows', async () => (await get()).state.cover.value === 'open');
    await expect(confirm(asked.id)).rejects.toThrow('not_in_this_state');
    const { items } = await app.api<Page<Fact>>('/api/v1/events?name=dock_order.changed&limit=100');
    const course = items
      .map(({ data }) => (data as { order: DockOrderView }).order)
      .filter(({ id }) => id === asked.id)
      .reverse();
    const states = course.map(({ state }) => state).filter((state, nr, all) => state !== all[nr - 1]);
    expect(states).toEqual(['asked', 'confirmed', 'sent', 'in_progress', 'ok']);
    expect(course.map(({ percent }) => percent ?? 0)).toContain(40);

    expect(await done('cover_close')).toMatchObject({ state: 'ok' });
    await until('the cover is closed', () => dock.coverState === 0);
    expect(await done('alarm_state_switch', 1)).toMatchObject({ state: 'ok', zh: '打开声光警报' });
    expect(dock.alarm).toBe(true);
    expect(await done('alarm_state_switch', 0)).toMatchObject({ state: 'ok' });
  });

  it('ends with the reason that the dock gives, and with ours where it says nothing', async () => {
    await expect(ask('cover_force_close')).rejects.toThrow('aircraft_inside');
    await expect(ask('putter_open')).rejects.toThrow('not_on_this_model');
    await expect(ask('alarm_state_switch', 3)).rejects.toThrow('no_such_order');
    expect((await list()).offers.map(({ method }) => method)).not.toContain('putter_open');

    dock.emergencyStop = true;
    const refused = await done('drone_open').catch((error: Error) => error);
    dock.emergencyStop = false;
    // whoever learns first of the pressed button says no: the server from what it was told, or the dock
    if (refused instanceof Error) expect(refused.message).toContain('emergency_stop');
    else expect(refused).toMatchObject({ state: 'refused', outcome: { code: 'emergency_stop', deviceCode: 514121 } });
    await until('the button is known to be free', async () => (await get()).state.emergencyStop.value === false);

    simulator.faults.strike(parseFault(`deaf:${dock.sn}:forever`));
    const { id } = await ask('supplement_light_open');
    await confirm(id);
    await until('it was sent', async () => (await list()).items[0]!.state === 'sent');
    await expect(ask('charge_close', null, 'operator.two')).rejects.toThrow('order_under_way');
    expect((await get()).openOrder?.id).toBe(id);
    expect(await ended(id)).toMatchObject({ state: 'timeout', outcome: { code: 'no_answer', acting: 'operator' } });
    simulator.faults.clear('all');
    expect(dock.light).toBe(false);
  });

  it('whose end is never told is judged by what the dock shows', async () => {
    const { id } = await ask('cover_open');
    await confirm(id);
    await until('the dock begins', async () => (await list()).items[0]!.state === 'in_progress');
    // as if all its reports were lost from here on
    await app.db.query(
      `UPDATE dock_orders SET deadline = now() + interval '1 s', method = 'cover_open' WHERE id = $1`,
      [id],
    );
    const end = await ended(id);
    expect(['done', 'done_by_sight', 'not_as_wanted']).toContain(end.outcome!.code);
    await until('the cover is open', () => dock.coverState === 1);
    expect(await done('cover_close')).toMatchObject({ state: 'ok' });
  });

  it('lapses when nobody confirms it, and can be taken back', async () => {
    const { id } = await ask('charge_close');
    await app.db.query(`UPDATE dock_orders SET confirm_before = now() - interval '1 s' WHERE id = $1`, [id]);
    await expect(confirm(id)).rejects.toThrow(/too_late|not_in_this_state/);
    expect(await ended(id)).toMatchObject({ state: 'lapsed', sentAt: null, outcome: { code: 'not_confirmed' } });
    const other = await ask('charge_close');
    await app.api(at(`/orders/${other.id}/withdraw`), { method: 'POST', ...as('operator.one') });
    expect(await ended(other.id)).toMatchObject({ state: 'withdrawn', sentAt: null });
    await expect(ask('charge_close', null, 'town.reviewer')).rejects.toThrow('403');
    expect((await list()).items.length).toBeGreaterThan(3);
  });

  it('to restart is done when the dock is back', async () => {
    const { id, risk } = await ask('device_reboot');
    expect(risk).toBe('high');
    await confirm(id);
    expect(await ended(id)).toMatchObject({ state: 'ok', outcome: { code: 'came_back' } });
    expect(dock.ownMode).toBe(0);
  });

  it('is refused while the dock works, and the dock is left as it was found', async () => {
    await mode('idle');
    expect(await done('debug_mode_open')).toMatchObject({ state: 'ok' });
    await mode('remote_debugging');
    expect(await done('debug_mode_close')).toMatchObject({ state: 'ok' });
    await mode('idle');
    expect((await get()).standing).toBe('ready');
    await until('it can fly', () => dock.coverState === 0 && dock.patrol());
    await mode('working');
    await expect(ask('debug_mode_open')).rejects.toThrow('dock_working');
    expect((await get()).standing).toBe('busy');
  });
});

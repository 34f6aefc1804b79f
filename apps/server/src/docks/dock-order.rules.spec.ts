import { describe, expect, it } from '@jest/globals';
import { affectedBy, dockOrderRefusal, type DockSituation, seenDone } from './dock-order.rules.js';
import { DOCK_ORDERS, wordsOf } from './dock-order.words.js';
import { changeOfReport } from './dock-order.watch.js';

const IN_DEBUGGING = { mode_code: 2, flighttask_step_code: 5, drone_in_dock: 1 };
const calm: DockSituation = {
  name: '安铺镇机场',
  modelKey: '3-3-0',
  presence: 'online',
  properties: IN_DEBUGGING,
  flying: null,
  underWay: null,
  soon: [],
};
const code = (method: Parameters<typeof dockOrderRefusal>[0], change: Partial<DockSituation> = {}) =>
  dockOrderRefusal(method, { ...calm, ...change })?.code ?? null;
const known = (properties: object) => ({ properties: { ...IN_DEBUGGING, ...properties } });

describe('the rules of orders to docks', () => {
  it('let a dock in remote debugging be told everything that its model has', () => {
    const refused = DOCK_ORDERS.flatMap(({ method, action }) => {
      const why = code(method);
      return why === null ? [] : [[method, action, why]];
    });
    expect(refused).toEqual([
      ['debug_mode_open', null, 'already'],
      ['cover_force_close', null, 'aircraft_inside'],
      ['putter_open', null, 'not_on_this_model'],
      ['putter_close', null, 'not_on_this_model'],
    ]);
  });

  it('refuse what disturbs a task that prepares or flies, and nothing that does not', () => {
    const flying = { id: 't1', name: '河道巡查' };
    const allowed = DOCK_ORDERS.filter(({ method }) => code(method, { flying }) === null).map(({ method }) => method);
    expect(allowed).toEqual(['debug_mode_close', 'supplement_light_open', 'supplement_light_close']);
    expect(dockOrderRefusal('cover_open', { ...calm, flying })).toMatchObject({
      code: 'task_under_way',
      zh: '任务“河道巡查”正在准备或飞行',
    });
    expect(code('cover_open', known({ flighttask_step_code: 1 }))).toBe('dock_working');
    expect(code('debug_mode_open', known({ mode_code: 4 }))).toBe('dock_working');
  });

  it.each([
    ['an offline dock', 'cover_open', { presence: 'stale' }, 'dock_offline'],
    ['a dock that has another order', 'cover_open', { underWay: { zh: '关闭舱盖', en: 'close' } }, 'order_under_way'],
    ['a dock out of debugging', 'cover_open', known({ mode_code: 0 }), 'open_debugging_first'],
    ['a dock with somebody at it', 'debug_mode_open', known({ mode_code: 1 }), 'on_site_debugging'],
    ['a dock that upgrades', 'debug_mode_open', known({ mode_code: 3 }), 'dock_updating'],
    ['a pressed button', 'drone_open', known({ emergency_stop_state: 1 }), 'emergency_stop'],
    ['nobody knows where the aircraft is', 'cover_force_close', { properties: { mode_code: 2 } }, 'aircraft_unknown'],
    ['an empty dock to charge', 'charge_open', known({ drone_in_dock: 0 }), 'aircraft_missing'],
    ['pictures not uploaded', 'device_format', known({ media_file_detail: { remain_upload: 3 } }), 'files_to_upload'],
    ['nothing known: the dock checks itself', 'cover_open', { properties: {} }, null],
  ] as const)('%s: %s', (_, method, change, expected) => {
    expect(code(method, change)).toBe(expected);
  });

  it('tell whom an order touches', () => {
    const soon = [{ id: 't2', name: '早间巡查', windowStart: '2026-11-24T01:00:00Z' }];
    const lines = affectedBy('debug_mode_open', { ...calm, soon, ...known({ drc_state: 2 }) }, () => '09:00');
    expect(lines.map(({ zh }) => zh)).toEqual([
      '任务“早间巡查”09:00 起可飞，退出远程调试前不会起飞',
      '有人正在实时操控这台机场的飞机',
    ]);
    expect(affectedBy('debug_mode_close', { ...calm, soon }, () => '')).toEqual([]);
  });

  it('judge by what was seen after the order was sent, and by nothing older', () => {
    expect(seenDone('cover_open', { cover_state: 1 }, () => true)).toBe(true);
    expect(seenDone('cover_open', { cover_state: 2 }, () => true)).toBe(false);
    expect(seenDone('cover_open', { cover_state: 1 }, () => false)).toBeNull();
    expect(seenDone('drone_close', { sub_device: { device_online_status: 0 } }, () => true)).toBe(true);
    expect(seenDone('drone_format', {}, () => true)).toBeNull();
  });

  it('every order has words of its own', () => {
    const keys = DOCK_ORDERS.map(({ method, action }) => `${method} ${action}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(DOCK_ORDERS.map(({ zh }) => zh)).size).toBe(keys.length);
    expect(wordsOf('alarm_state_switch', 3)).toBeUndefined();
  });
});

describe('a report of a dock', () => {
  const report = (status: string | undefined, result = 0) =>
    changeOfReport({ result, output: { status, progress: { percent: 60, step_key: 'close_cover' } } });

  it.each([
    ['in_progress', 0, 'in_progress', undefined],
    ['a word of tomorrow', 0, 'in_progress', undefined],
    ['ok', 0, 'ok', 'done'],
    ['failed', 514108, 'failed', 'device_said_no'],
    ['canceled', 0, 'failed', 'device_said_no'],
  ])('%s (%d) is %s', (status, result, state, reason) => {
    expect(report(status, result)).toMatchObject({ state, step: 'close_cover', ...(reason && { reason }) });
    expect(report(status, result).reason).toBe(reason);
  });
});

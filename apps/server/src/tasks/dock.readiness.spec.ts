import { describe, expect, it } from '@jest/globals';
import { type DockKnowledge, dockRefusal, type FlightNeeds } from './dock.readiness.js';

const idle: DockKnowledge = {
  presence: 'online',
  properties: {
    mode_code: 0,
    drone_in_dock: 1,
    rainfall: 0,
    wind_speed: 3,
    emergency_stop_state: 0,
    drone_charge_state: { state: 0, capacity_percent: 95 },
    storage: { total: 60_000_000, used: 1_000_000 },
  },
  aircraft: { storage: { total: 60_000_000, used: 1_000_000 } },
  clockOffsetMs: 200,
  busyWith: null,
};
const needs: FlightNeeds = { batteryPercent: 40, limits: null };
const limits = { windSpeed: 8, rainfall: 0, batteryPercent: 60 };
const told = (properties: object, more: Partial<DockKnowledge> = {}) =>
  dockRefusal({ ...idle, ...more, properties: { ...idle.properties, ...properties } }, needs)?.reason ?? null;

describe('a dock', () => {
  it('may fly when nothing known speaks against it, also when it has told nothing but that it lives', () => {
    expect(dockRefusal(idle, needs)).toBeNull();
    expect(
      dockRefusal({ ...idle, properties: {}, aircraft: {}, clockOffsetMs: null }, { ...needs, limits }),
    ).toBeNull();
  });

  it.each<[string, object, Partial<DockKnowledge>]>([
    ['dock_offline', {}, { presence: 'stale' }],
    ['dock_busy', {}, { busyWith: '另一任务' }],
    ['clock_differs', {}, { clockOffsetMs: -40_000 }],
    ['dock_in_debugging', { mode_code: 2 }, {}],
    ['dock_updating', { mode_code: 3 }, {}],
    ['dock_busy', { mode_code: 4 }, {}],
    ['emergency_stop', { emergency_stop_state: 1 }, {}],
    ['aircraft_missing', { drone_in_dock: 0 }, {}],
    ['rain', { rainfall: 3 }, {}],
    ['wind', { wind_speed: 12 }, {}],
    ['storage_full', { storage: { total: 60_000_000, used: 59_000_000 } }, {}],
    ['storage_full', {}, { aircraft: { storage: { total: 1_000_000, used: 0 } } }],
    ['battery_low', { drone_charge_state: { capacity_percent: 69 } }, {}],
  ])('is held back by %s (%j %j)', (reason, properties, more) => {
    expect(told(properties, more)).toBe(reason);
  });

  it('keeps what a plan allows, and says what was found and what is allowed', () => {
    const at = (properties: object) =>
      dockRefusal({ ...idle, properties: { ...idle.properties, ...properties } }, { batteryPercent: 10, limits });
    expect(at({ wind_speed: 8 })).toBeNull();
    expect(at({ wind_speed: 8.5 })).toMatchObject({ reason: 'wind', detail: { zh: '现为 8.5 米/秒，限 8 米/秒' } });
    expect(at({ rainfall: 1 })).toMatchObject({ reason: 'rain', detail: { zh: '现为小雨，限无雨' } });
    expect(at({ drone_charge_state: { capacity_percent: 55 } })).toMatchObject({
      reason: 'battery_low',
      detail: { en: '55 % now, 60 % needed' },
    });
  });

  it('does not wait for more than docks keep in a battery', () => {
    const at = (percent: number) =>
      dockRefusal(
        { ...idle, properties: { ...idle.properties, drone_charge_state: { capacity_percent: percent } } },
        { batteryPercent: 68, limits: null },
      )?.reason ?? null;
    expect([at(89), at(90)]).toEqual(['battery_low', null]);
  });

  it('never flies in heavy rain or strong wind, whatever a plan allows', () => {
    const wild = { batteryPercent: 10, limits: { windSpeed: 15, rainfall: 2, batteryPercent: 30 } };
    const at = (properties: object) =>
      dockRefusal({ ...idle, properties: { ...idle.properties, ...properties } }, wild)?.reason;
    expect([at({ wind_speed: 12 }), at({ rainfall: 3 }), at({ rainfall: 2 })]).toEqual(['wind', 'rain', undefined]);
  });
});

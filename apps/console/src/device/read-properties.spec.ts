import { describe, expect, it } from '@jest/globals';
import type { DeviceStateView } from '#contracts';
import { readProperties } from './read-properties.js';

const AT = '2026-11-23T02:00:00.000Z';

function stateOf(properties: Record<string, unknown>): DeviceStateView {
  const times = Object.fromEntries(Object.keys(properties).map((key) => [key, { receivedAt: AT, deviceTime: null }]));
  return { sn: 'X', properties, times, sample: null, clockOffsetSeconds: null };
}
const rowsOf = (properties: Record<string, unknown>, kind: 'dock' | 'aircraft' = 'dock', language = 'zh') =>
  readProperties(stateOf(properties), kind, language).flatMap(({ group, rows }) =>
    rows.map((row) => ({ ...row, group })),
  );

describe('everything last known about a device', () => {
  it('names enumerations and units in Chinese and in English', () => {
    expect(rowsOf({ rainfall: 2 })[0]).toMatchObject({
      label: '雨量',
      text: '中雨',
      group: 'environment',
      receivedAt: AT,
    });
    expect(rowsOf({ rainfall: 2 }, 'dock', 'en')[0]).toMatchObject({ label: 'Rain', text: 'moderate' });
    expect(rowsOf({ working_voltage: 35_400 })[0]?.text).toBe('35.4 V');
  });

  it('reads the wind of an aircraft in tenths of a metre per second and that of a dock in metres', () => {
    expect(rowsOf({ wind_speed: 54 }, 'aircraft')[0]?.text).toBe('5.4 m/s');
    expect(rowsOf({ wind_speed: 5.4 }, 'dock')[0]?.text).toBe('5.4 m/s');
  });

  it('shows a value that is no value as such, with the number that said so, never as zero', () => {
    const [row] = rowsOf({ drone_battery_maintenance_info: { batteries: [{ voltage: 32767 }] } });
    expect(row).toMatchObject({ label: '舱内电池电压 #1', text: '无值 (32767)' });
    expect(rowsOf({ rainfall: null })[0]?.text).toBe('无值');
  });

  it('keeps fields and values it does not know, as they came', () => {
    const rows = rowsOf({ brand_new: { inner: [1, 2] }, rainfall: 9 });
    expect(rows.find(({ path }) => path === 'brand_new.inner')).toMatchObject({
      text: '[1,2]',
      known: false,
      group: null,
    });
    expect(rows.find(({ path }) => path === 'rainfall')).toMatchObject({ text: '9', known: true });
  });

  it('finds payloads by the shape of their index', () => {
    expect(rowsOf({ '99-0-0': { gimbal_pitch: -90 } }, 'aircraft')[0]).toMatchObject({
      path: '99-0-0.gimbal_pitch',
      label: '云台俯仰',
      text: '-90.0°',
    });
  });
});

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { pauseBetween, payloadToSend, readCapture, substituted } from './captured.js';
import { InvalidLog, movedTo, osdOfRow, readFlightLog, thinned } from './flight-log.js';
import { localFrame } from './local-frame.js';
import { InvalidOptions } from './options.js';
import { parseReplayOptions } from './replay-options.js';

const FIXTURES = join(import.meta.dirname, '../fixtures');
const fixture = (name: string) => readFileSync(join(FIXTURES, name), 'utf8');

describe('the replay of captured messages', () => {
  const { messages, skipped } = readCapture(fixture('captured.jsonl'));

  it('takes every uplink of the capture, in the order of its own timestamps', () => {
    expect(messages.length + skipped.length).toBe(fixture('captured.jsonl').trim().split('\n').length);
    const times = messages.map(({ timestamp }) => timestamp ?? 0);
    expect(times).toEqual([...times].sort((one, other) => one - other));
  });

  it('leaves out the messages of the cloud and broken lines, and says why', () => {
    const lines = [
      '{"topic":"thing/product/A/services","payload":{}}',
      'nonsense',
      '{"topic":"thing/product/A/osd","payload":{"data":{}}}',
      '{"a":1}',
    ];
    const capture = readCapture(lines.join('\n'));
    expect(capture.messages).toHaveLength(1);
    expect(capture.skipped).toEqual([
      { line: 1, reason: 'not from a device: thing/product/A/services' },
      { line: 2, reason: 'not JSON' },
      { line: 4, reason: 'no topic or no payload' },
    ]);
  });

  it('puts other serials into topic and payload, and no template is left', () => {
    for (const message of messages) {
      const text = JSON.stringify(substituted(message, { gateway: 'GW1', aircraft: 'AC1' }));
      expect(text).not.toMatch(/SN_DOCK_FIXTURE|SN_DRONE_FIXTURE|M3M_SN|RCPRO_SN|\{dock_sn\}|\{device_sn\}/);
    }
    const drone = messages.find(({ topic }) => topic === 'thing/product/SN_DRONE_FIXTURE/state')!;
    expect(substituted(drone, { gateway: 'GW1', aircraft: 'AC1' })).toMatchObject({
      topic: 'thing/product/AC1/state',
      payload: { gateway: 'GW1' },
    });
    const live = messages.find(({ payload }) => JSON.stringify(payload).includes('live_status'))!;
    expect(JSON.stringify(substituted(live, { gateway: 'GW1', aircraft: 'AC1' }))).toContain('"AC1/99-0-0/wide-0"');
  });

  it('keeps the pauses of the capture, shortened by the speed and by the longest allowed', () => {
    const at = (timestamp: number | null) => ({ topic: '', payload: {}, timestamp, line: 1 });
    expect(pauseBetween(at(1000), at(3000), 10_000, 1)).toBe(2000);
    expect(pauseBetween(at(1000), at(3000), 10_000, 20)).toBe(100);
    expect(pauseBetween(at(1000), at(900_000), 10_000, 10)).toBe(1000);
    expect(pauseBetween(at(null), at(1000), 10_000, 1)).toBe(20);
  });

  it('keeps timestamps and ids unless told otherwise', () => {
    const payload = { tid: 'a', timestamp: 5, data: {} };
    expect(JSON.parse(payloadToSend(payload, { now: null, newIds: false }))).toEqual(payload);
    const shifted = JSON.parse(payloadToSend(payload, { now: 99, newIds: true })) as typeof payload;
    expect(shifted.timestamp).toBe(99);
    expect(shifted.tid).not.toBe('a');
  });
});

describe('the replay of recorded flights', () => {
  it.each(readdirSync(FIXTURES).filter((name) => name.endsWith('.csv')))(
    'maps %s without inventing a value',
    (name) => {
      const text = fixture(name);
      const rows = readFlightLog(text);
      expect(rows.length).toBe(text.trim().split('\n').length - 1);
      for (const row of rows) {
        const osd = osdOfRow(row, '99-0-0', null);
        expect(osd['longitude']).toBe(row.lon);
        expect('attitude_head' in osd).toBe(row.yaw_deg !== null);
        expect('battery' in osd).toBe(row.battery_pct !== null || row.battery_v !== null);
        expect('horizontal_speed' in osd).toBe(row.speed_mps !== null);
        expect('height' in osd).toBe(false);
      }
    },
  );

  it('gives the ellipsoid height only when that of the ground is known', () => {
    const [row] = readFlightLog('t_s,lat,lon,rel_alt_m\n0,21.6,110.3,12.5');
    expect(osdOfRow(row!, '99-0-0', 7.5)).toEqual({ latitude: 21.6, longitude: 110.3, elevation: 12.5, height: 20 });
  });

  it('moves a flight without bending it', () => {
    const rows = readFlightLog(fixture('dronedeploy_matrice200.csv'));
    const moved = movedTo(rows, { longitude: 110.28, latitude: 21.6 });
    const shape = (list: typeof rows) => {
      const frame = localFrame({ longitude: list[0]!.lon!, latitude: list[0]!.lat! });
      return list.map(({ lon, lat }) => frame.toMetres({ longitude: lon!, latitude: lat! }));
    };
    expect(moved[0]).toMatchObject({ lon: 110.28, lat: 21.6 });
    const [before, after] = [shape(rows), shape(moved)];
    const worst = before.map((point, index) => Math.hypot(point.x - after[index]!.x, point.y - after[index]!.y));
    expect(Math.max(...worst)).toBeLessThan(0.01);
  });

  it('sends one position for each two seconds of flight', () => {
    const rows = readFlightLog(fixture('dronedeploy_matrice200.csv'));
    expect(thinned(rows, 2).length).toBeGreaterThan(72);
    expect(thinned(rows, 2).length).toBeLessThan(82);
    expect(thinned(rows, 0)).toHaveLength(rows.length);
  });

  it('refuses a log without positions', () => {
    expect(() => readFlightLog('t_s,lat\n0,1')).toThrow(InvalidLog);
    expect(() => readFlightLog('t_s,lat,lon\n0,,')).toThrow(InvalidLog);
  });
});

describe('the options of the replay', () => {
  it.each([
    [['--messages', 'f'], '--broker'],
    [['--broker', 'mqtt://h'], '--messages'],
    [['--broker', 'mqtt://h', '--flight', 'f'], '--gateway'],
    [['--broker', 'mqtt://h', '--messages', 'f', '--gateway', 'a'], '--aircraft'],
    [['--broker', 'mqtt://h', '--messages', 'f', '--speed', '0'], '--speed'],
    [['--broker', 'mqtt://h', '--messages', 'f', '--at', '200,1'], '--at'],
    [['--bogus'], '--help'],
  ])('refuses %j and names the option', (argv, named) => {
    expect(() => parseReplayOptions(argv)).toThrow(InvalidOptions);
    expect(() => parseReplayOptions(argv)).toThrow(named);
  });
});

import { describe, expect, it } from '@jest/globals';
import { decode, type Decoded, MAX_NOTES } from './index.js';

const OSD = 'thing/product/A1/osd';
const EVENTS = 'thing/product/D1/events';

function noteNames(decoded: Decoded): string[] {
  return decoded.notes.map(({ kind, name }) => `${kind} ${name}`);
}

function osd(data: unknown, frame: Record<string, unknown> = {}): Decoded & { type: 'properties' } {
  const decoded = decode(OSD, JSON.stringify({ tid: 't', bid: 'b', timestamp: 1784600000000, data, ...frame }));
  if (decoded.type !== 'properties') throw new Error(`decoded as ${decoded.type}`);
  return decoded;
}

describe('what is strange is kept and said', () => {
  it('keeps an unknown property as it came', () => {
    const decoded = osd({ mode_code: 0, attitude_head: 1, laser_state: { on: true } });
    expect(decoded.properties).toEqual({ mode_code: 0, attitude_head: 1, laser_state: { on: true } });
    expect(decoded.notes).toEqual([
      { kind: 'unknown_field', name: 'aircraft.osd.laser_state', example: 'object with on' },
    ]);
  });

  it('names unknown members of lists and of payload objects without their positions', () => {
    const decoded = osd({ cameras: [{ foo: 1 }, { foo: 2 }], '99-0-0': { bar: 1 }, '81-0-0': { bar: 1 } });
    expect(noteNames(decoded)).toEqual([
      'unknown_field aircraft.osd.cameras[].foo',
      'unknown_field aircraft.osd.{payload}.bar',
    ]);
  });

  it('keeps an unknown mode and says for which kind of device', () => {
    const aircraft = osd({ mode_code: 99, elevation: 0 });
    expect(aircraft.properties['mode_code']).toBe(99);
    expect(noteNames(aircraft)).toEqual(['unknown_value aircraft.mode_code=99']);
    expect(noteNames(osd({ mode_code: 14, cover_state: 0 }))).toEqual(['unknown_value dock.mode_code=14']);
    expect(noteNames(osd({ mode_code: 14, elevation: 0 }))).toEqual([]);
  });

  it('keeps unknown methods of every channel with their bodies', () => {
    for (const [channel, type] of [
      ['events', 'event'],
      ['requests', 'request'],
      ['services', 'service'],
      ['drc/up', 'drc'],
    ]) {
      const decoded = decode(`thing/product/D1/${channel}`, '{"tid":"t","method":"brand_new","data":{"a":[1]}}');
      expect(decoded).toMatchObject({ type, method: 'brand_new', body: { a: [1] } });
      expect(decoded.notes.map((note) => note.kind)).toEqual(['unknown_method']);
    }
  });

  it('notes a health code that the table does not know, once', () => {
    const list = [
      { code: '0xDEADBEEF', level: 2, device_type: '3-3-0' },
      { code: '0xDEADBEEF', level: 2 },
      { code: '0x12040000', level: 1 },
    ];
    const decoded = decode(EVENTS, JSON.stringify({ method: 'hms', data: { list } }));
    expect(noteNames(decoded)).toEqual(['unknown_health_code hms.0xDEADBEEF']);
    expect(decoded).toMatchObject({ type: 'event', body: { list } });
  });

  it('names strange topics without the serial number', () => {
    const decoded = decode('thing/product/D1/weather', '{"data":{}}');
    expect(decoded).toMatchObject({ type: 'unknown', reason: 'unknown_topic', topic: null });
    expect(noteNames(decoded)).toEqual(['unknown_topic thing/product/+/weather']);
  });

  it('stops collecting notes from a body made of nothing else', () => {
    const data = Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`key${at}`, at]));
    const decoded = osd(data);
    expect(decoded.notes).toHaveLength(MAX_NOTES);
    expect(Object.keys(decoded.properties)).toHaveLength(5000);
  });
});

describe('drifted types', () => {
  it('reads numbers written as text, also in nested members', () => {
    const decoded = osd({
      latitude: '21.61',
      attitude_head: '-12.5',
      battery: { capacity_percent: ' 81 ' },
      mode_code: '5',
    });
    expect(decoded.properties).toEqual({
      latitude: 21.61,
      attitude_head: -12.5,
      battery: { capacity_percent: 81 },
      mode_code: 5,
    });
    expect(decoded.notes.map((note) => note.example)).toEqual(['"21.61"', '"-12.5"', '" 81 "', '"5"']);
  });

  it('leaves a text alone that only looks like a number', () => {
    expect(osd({ elevation: '0x10', height_limit: '12m' }).properties).toEqual({
      elevation: '0x10',
      height_limit: '12m',
    });
    expect(osd({ track_id: '0012', firmware_version: '07.01' }).notes).toEqual([]);
  });

  it.each([['NaN'], ['nan'], [''], ['Infinity'], ['null'], ['--']])(
    'reads %p in place of a number as no value',
    (word) => {
      const decoded = osd({ elevation: word });
      expect(decoded.properties).toEqual({ elevation: null });
      expect(noteNames(decoded)).toEqual(['type_drift aircraft.osd.elevation']);
    },
  );

  it('reads switches as 0 and 1 and truth values as true and false, however they come', () => {
    const decoded = osd({
      drone_in_dock: true,
      cover_state: '1',
      rid_state: 1,
      air_transfer_enable: 'false',
      temp_mode_state: 0,
    });
    expect(decoded.properties).toEqual({
      drone_in_dock: 1,
      cover_state: 1,
      rid_state: true,
      air_transfer_enable: false,
      temp_mode_state: false,
    });
    expect(decoded.notes).toHaveLength(5);
  });

  it('turns placeholders into null and says so', () => {
    const decoded = osd({
      height: 9999999.9,
      elevation: 0,
      battery: { remain_job_time: 65535, remain_flight_time: 0 },
      drone_battery_maintenance_info: {
        batteries: [{ voltage: 32767, temperature: 32767, capacity_percent: 32767, index: 0 }],
      },
      fts_info: { fts_status: 65535 },
    });
    expect(decoded.properties).toEqual({
      height: null,
      elevation: 0,
      battery: { remain_job_time: null, remain_flight_time: 0 },
      drone_battery_maintenance_info: {
        batteries: [{ voltage: null, temperature: null, capacity_percent: null, index: 0 }],
      },
      fts_info: { fts_status: null },
    });
    expect(new Set(decoded.notes.map((note) => note.kind))).toEqual(new Set(['type_drift']));
  });

  it('keeps 0/0 as it came and says that it is no position', () => {
    const decoded = osd({ latitude: 0, longitude: 0, cover_state: 0 });
    expect(decoded.properties).toEqual({ latitude: 0, longitude: 0, cover_state: 0 });
    expect(noteNames(decoded)).toEqual(['type_drift dock.osd.position']);
  });

  it('takes commands without arguments in every spelling', () => {
    for (const data of [null, {}, '', [], { flight_ids: [''] }]) {
      const decoded = decode('thing/product/D1/services', JSON.stringify({ tid: 't', method: 'return_home', data }));
      expect(decoded).toMatchObject({ type: 'service', method: 'return_home', body: data, notes: [] });
    }
  });

  it('takes the body of airsense_warning as a list, and notes it as an object', () => {
    const aircraft = { icao: 'B-5931', warning_level: 9 };
    const decoded = decode(EVENTS, JSON.stringify({ method: 'airsense_warning', data: [aircraft] }));
    expect(decoded).toMatchObject({ type: 'event', body: [aircraft] });
    expect(noteNames(decoded)).toEqual(['unknown_value events.airsense_warning[].warning_level=9']);
    const object = decode(EVENTS, JSON.stringify({ method: 'airsense_warning', data: aircraft }));
    expect(object).toMatchObject({ type: 'event', body: aircraft });
    expect(noteNames(object)).toEqual(['type_drift events.airsense_warning']);
  });
});

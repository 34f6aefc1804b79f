import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
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

describe('dialects', () => {
  it('takes a body without any frame', () => {
    const decoded = decode(OSD, '{"elevation":12,"latitude":21.6,"longitude":110.2}');
    expect(decoded).toMatchObject({
      type: 'properties',
      properties: { elevation: 12, latitude: 21.6, longitude: 110.2 },
    });
    expect(noteNames(decoded)).toEqual(['type_drift envelope.bare_body']);
  });

  it('takes members beside the frame for the body when there is no data', () => {
    const decoded = decode(OSD, '{"tid":"t","timestamp":1784600000000,"elevation":12,"sn":"A1"}');
    expect(decoded).toMatchObject({
      type: 'properties',
      properties: { elevation: 12 },
      envelope: { tid: 't', timestamp: 1784600000000 },
    });
  });

  it('takes a message of data alone', () => {
    expect(decode(OSD, '{"data":{"elevation":12}}')).toMatchObject({
      type: 'properties',
      properties: { elevation: 12 },
      envelope: { tid: null, bid: null, timestamp: null, gateway: null },
      notes: [],
    });
  });

  it('unwraps the host of a push to Pilot, inside and in place of data', () => {
    const inside = decode(OSD, '{"biz_code":"device_osd","data":{"host":{"elevation":12},"sn":"A1"}}');
    expect(inside).toMatchObject({ type: 'properties', properties: { elevation: 12 } });
    expect(decode(OSD, '{"host":{"elevation":12},"sn":"A1"}')).toMatchObject({
      type: 'properties',
      properties: { elevation: 12 },
    });
  });

  it('reads the legacy health events of the RC Pro, which name their method inside the body', () => {
    const body = { event: 'hms', method: 'hms', output: { codes: [] } };
    const decoded = decode(EVENTS, JSON.stringify({ tid: '00000000-0000-0000-0000-000000000000', data: body }));
    expect(decoded).toMatchObject({ type: 'event', method: 'hms', body });
  });

  it('tells DRC pushes apart by their members', () => {
    const method = (data: object) =>
      (decode('thing/product/D1/drc/up', JSON.stringify({ data })) as { method?: string }).method;
    expect(method({ attitude_head: 1, latitude: 2, speed_x: 0, speed_y: 0 })).toBe('osd_info_push');
    expect(method({ around_distances: [60000] })).toBe('hsi_info_push');
    expect(method({ sdr_cmd_delay: 10 })).toBe('delay_info_push');
    expect(method({ timestamp: 1670415891013 })).toBe('heart_beat');
  });

  it('says that it cannot tell the method, and keeps the body', () => {
    const decoded = decode(EVENTS, '{"tid":"t","data":{"what":1}}');
    expect(decoded).toMatchObject({ type: 'unknown', reason: 'no_method', envelope: { data: { what: 1 } } });
  });

  it('takes a state that carries a method', () => {
    const decoded = decode('thing/product/D1/state', '{"method":"state","data":{"job_number":1}}');
    expect(decoded).toMatchObject({ type: 'properties', channel: 'state', properties: { job_number: 1 }, notes: [] });
  });

  it('takes a topology from the thing prefix and without a domain', () => {
    const data = {
      type: 174,
      sub_type: 0,
      version: 1,
      sub_devices: [{ sn: 'A1', domain: '0', type: 99, sub_type: 1, index: 'A' }],
    };
    const decoded = decode('thing/product/R1/status', JSON.stringify({ method: 'update_topo', data }));
    expect(decoded).toMatchObject({
      type: 'topology',
      topology: {
        domain: 2,
        modelKey: '2-174-0',
        thingVersion: '1',
        children: [{ sn: 'A1', modelKey: '0-99-1', index: 'A' }],
      },
      notes: [],
    });
  });

  it('takes data and whole messages that were serialised twice', () => {
    const inner = JSON.stringify({ elevation: 12 });
    expect(decode(OSD, JSON.stringify({ data: inner }))).toMatchObject({
      type: 'properties',
      properties: { elevation: 12 },
    });
    expect(decode(OSD, JSON.stringify(`{"data":${inner}}`))).toMatchObject({
      type: 'properties',
      properties: { elevation: 12 },
    });
  });

  it('reads replies with and without a result', () => {
    const reply = (channel: string, data: unknown) =>
      decode(`thing/product/D1/${channel}`, JSON.stringify({ tid: 't', method: 'config', data }));
    expect(reply('services_reply', { result: 314000, output: { status: 'failed' } })).toMatchObject({
      type: 'reply',
      channel: 'services_reply',
      result: 314000,
      output: { status: 'failed' },
    });
    expect(reply('requests_reply', { ntp_server_host: 'x' })).toMatchObject({
      result: null,
      output: null,
      body: { ntp_server_host: 'x' },
    });
    expect(reply('property/set_reply', { height_limit: { result: 0 } })).toMatchObject({
      result: null,
      body: { height_limit: { result: 0 } },
    });
  });
});

describe('bytes', () => {
  it.each([
    ['a byte order mark', '\ufeff{"data":{"elevation":1}}'],
    ['trailing NUL bytes', '{"data":{"elevation":1}}\0\0'],
    ['line ends around it', '\r\n {"data":{"elevation":1}} \n'],
  ])('reads a payload with %s', (_, payload) => {
    expect(decode(OSD, Buffer.from(payload))).toMatchObject({ type: 'properties', properties: { elevation: 1 } });
  });

  it('reads bare NaN and Infinity as no value, but not inside texts', () => {
    const payload =
      '{"data":{"elevation":NaN,"home_distance":-Infinity,"gear":1,"track_id":"a NaN \\" NaN","battery":{"landing_power":Infinity}}}';
    const decoded = decode(OSD, Buffer.from(payload));
    expect(decoded).toMatchObject({
      type: 'properties',
      properties: {
        elevation: null,
        home_distance: null,
        gear: 1,
        track_id: 'a NaN " NaN',
        battery: { landing_power: null },
      },
    });
    expect(noteNames(decoded)).toEqual(['malformed payload.NaN or Infinity']);
  });

  it('reads broken UTF-8 inside a text', () => {
    const bytes = Buffer.concat([
      Buffer.from('{"data":{"elevation":1,"track_id":"'),
      Buffer.from([0xff, 0xc3]),
      Buffer.from('"}}'),
    ]);
    for (const payload of [bytes, new Uint8Array(bytes)]) {
      expect(decode(OSD, payload)).toMatchObject({
        type: 'properties',
        properties: { elevation: 1, track_id: '\ufffd\ufffd' },
      });
    }
  });

  it.each([
    ['nothing', ''],
    ['NUL bytes alone', '\0\0'],
    ['a cut-off message', '{"data":{"elevation":12.'],
    ['a list', '[1,2]'],
    ['a number', '17'],
    ['null', 'null'],
    ['words', 'online'],
    ['XML', '<osd/>'],
  ])('says malformed to %s', (_, payload) => {
    const decoded = decode(OSD, payload);
    expect(decoded).toMatchObject({ type: 'unknown', reason: 'malformed', topic: { sn: 'A1' }, envelope: null });
    expect(decoded.notes.map((note) => note.kind)).toEqual(['malformed']);
  });

  it('refuses a body nested so deeply that writers would break', () => {
    const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    const objects = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`;
    for (const bomb of [deep, objects]) {
      for (const [topic, payload] of [
        [OSD, `{"data":{"foo":${bomb}}}`],
        [OSD, `{"data":{"battery":${bomb}}}`],
        [OSD, `{"data":{"cameras":[[${bomb}]]}}`],
        [EVENTS, `{"method":"x","data":${bomb}}`],
        [EVENTS, `{"data":${bomb}}`],
        [EVENTS, `{"method":"hms","data":{"list":${bomb}}}`],
        ['sys/product/D1/status', `{"data":{"sub_devices":[],"x":${bomb}}}`],
        ['thing/product/D1/services_reply', `{"method":"y","data":${bomb}}`],
        [OSD, `{"data":{},"strange":${bomb}}`],
      ] as const) {
        expect(decode(topic, payload)).toMatchObject({ type: 'unknown', reason: 'malformed' });
      }
    }
  });

  it('cannot be made to change a prototype', () => {
    for (const name of ['__proto__', '\\u005f_proto__', '__proto\\u005F_']) {
      const decoded = decode(
        OSD,
        `{"${name}":{"polluted":1},"data":{"elevation":1,"${name}":{"polluted":1},"battery":{"${name}":{"polluted":1}}}}`,
      );
      expect(decoded).toMatchObject({ type: 'properties', properties: { elevation: 1 } });
      if (decoded.type !== 'properties') throw new Error('not reached');
      expect(Object.keys(decoded.properties)).toEqual(['elevation', 'battery']);
      expect('polluted' in decoded.properties).toBe(false);
      expect('polluted' in {}).toBe(false);
      expect(noteNames(decoded)).toContain('malformed payload.__proto__');
    }
  });
});

describe('whatever comes', () => {
  const topics = fc.constantFrom(
    ...[
      'osd',
      'state',
      'status',
      'events',
      'requests',
      'services',
      'services_reply',
      'requests_reply',
      'state_reply',
      'property/set',
      'property/set_reply',
      'drc/up',
      'drc/down',
      'nonsense',
    ].map((channel) => `thing/product/S/${channel}`),
    'sys/product/S/status',
    '',
  );
  const names = fc.constantFrom(
    'tid',
    'timestamp',
    'method',
    'data',
    'need_reply',
    'gateway',
    'host',
    'battery',
    'cameras',
    'list',
    'output',
    'sub_devices',
    'mode_code',
    '99-0-0',
    '__proto__',
    'constructor',
    'hasOwnProperty',
    'length',
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      fc.jsonValue({ maxDepth: 2 }),
      fc.dictionary(fc.oneof(names, fc.string()), tie('tree')),
      fc.array(tie('tree')),
    ),
  }));

  it('any JSON is decoded without an error, and twice the same', () => {
    fc.assert(
      fc.property(
        topics,
        fc.oneof(
          tree,
          fc.record({
            tid: tree,
            timestamp: tree,
            method: fc.oneof(fc.constantFrom('hms', 'update_topo', 'flighttask_progress', 'config'), tree),
            data: tree,
            need_reply: tree,
          }),
        ),
        (topic, message) => {
          const payload = JSON.stringify(message) ?? '';
          const decoded = decode(topic, payload);
          expect(decode(topic, Buffer.from(payload))).toEqual(decoded);
          for (const note of decoded.notes) {
            expect(note.name.length).toBeLessThanOrEqual(160);
            expect(note.example.length).toBeLessThanOrEqual(120);
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('any bytes are decoded without an error', () => {
    fc.assert(
      fc.property(
        topics,
        fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.string({ unit: 'binary' })),
        (topic, payload) => {
          expect(decode(topic, payload)).toHaveProperty('type');
        },
      ),
      { numRuns: 400 },
    );
  });

  it('any cut of a real message is either the whole or malformed', () => {
    const payload = JSON.stringify({ tid: 't', timestamp: 1784600000000, data: { elevation: 1.5, track_id: '航迹' } });
    const bytes = Buffer.from(payload);
    for (let end = 0; end < bytes.length; end++) {
      expect(decode(OSD, bytes.subarray(0, end))).toMatchObject({ type: 'unknown', reason: 'malformed' });
    }
  });

  it('unknown members of any shape come out as they went in', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-z]{3,8}_made_up$/), fc.jsonValue({ maxDepth: 4 })),
        (members) => {
          const plain = JSON.parse(JSON.stringify(members)) as Record<string, unknown>;
          fc.pre(!JSON.stringify(plain).includes('__proto__'));
          expect(osd({ ...plain, elevation: 1 }).properties).toEqual({ ...plain, elevation: 1 });
        },
      ),
    );
  });
});

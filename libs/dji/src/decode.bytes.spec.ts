import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decode, type Decoded } from './index.js';

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

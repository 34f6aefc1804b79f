import { describe, expect, it } from '@jest/globals';
import { decode, type Decoded } from './index.js';

const OSD = 'thing/product/A1/osd';
const EVENTS = 'thing/product/D1/events';

function noteNames(decoded: Decoded): string[] {
  return decoded.notes.map(({ kind, name }) => `${kind} ${name}`);
}

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

  it('tells events without a method apart by their members', () => {
    const method = (data: unknown) => (decode(EVENTS, JSON.stringify({ data })) as { method?: string }).method;
    expect(method([{ icao: 'B-5931' }])).toBe('airsense_warning');
    expect(method({ list: [{ code: '0x12040000' }] })).toBe('hms');
    expect(method({ file: { object_key: 'k' } })).toBe('file_upload_callback');
    expect(method({ output: { ext: { wayline_mission_state: 6 } } })).toBe('flighttask_progress');
    expect(method([])).toBeUndefined();
  });

  it('tells requests without a method apart by their members', () => {
    const method = (data: unknown) =>
      (decode('thing/product/D1/requests', JSON.stringify({ data })) as { method?: string }).method;
    expect(method({ config_type: 'json' })).toBe('config');
    expect(method({ devices: [{ sn: 'D1' }] })).toBe('airport_bind_status');
    expect(method({ flight_id: 'f' })).toBeUndefined();
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

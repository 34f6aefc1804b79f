import { describe, expect, it } from '@jest/globals';
import {
  bindStatusReply,
  configReply,
  decode,
  emptyResult,
  flighttaskResourceReply,
  needsReply,
  organizationBindReply,
  organizationGetReply,
  replyTo,
  storageConfigReply,
  unknownRequestReply,
} from './index.js';

const NOW = 1784600000020;

function answer(topic: string, message: unknown, data: unknown) {
  const { topic: parsed, envelope } = decode(topic, JSON.stringify(message));
  const reply = replyTo(parsed!, envelope!, data, NOW);
  return { topic: reply.topic, payload: JSON.parse(reply.payload) as unknown };
}

describe('answers', () => {
  it('go back under the same prefix with the same tid and bid', () => {
    const message = { tid: 't', bid: 'b', timestamp: 1, method: 'update_topo', data: { sub_devices: [] } };
    const payload = { tid: 't', bid: 'b', timestamp: NOW, method: 'update_topo', data: { result: 0 } };
    expect(answer('sys/product/D1/status', message, emptyResult())).toEqual({
      topic: 'sys/product/D1/status_reply',
      payload,
    });
    expect(answer('thing/product/R1/status', message, emptyResult())).toEqual({
      topic: 'thing/product/R1/status_reply',
      payload,
    });
  });

  it('to a state carry no method', () => {
    const message = { tid: 't', bid: 'b', need_reply: 1, method: 'state', data: {} };
    expect(answer('thing/product/A1/state', message, emptyResult())).toEqual({
      topic: 'thing/product/A1/state_reply',
      payload: { tid: 't', bid: 'b', timestamp: NOW, data: { result: 0 } },
    });
  });

  it('do not exist where the protocol has none', () => {
    expect(() => answer('thing/product/D1/osd', { data: {} }, {})).toThrow(RangeError);
    expect(() => answer('thing/product/D1/services_reply', { data: {} }, {})).toThrow(/services_reply/);
  });

  it('are needed by topologies and requests always, by events and states when they say so', () => {
    const needs = (topic: string, message: unknown) => needsReply(decode(topic, JSON.stringify(message)));
    expect(needs('sys/product/D1/status', { data: {} })).toBe(true);
    expect(needs('thing/product/D1/requests', { method: 'brand_new', data: {} })).toBe(true);
    expect(needs('thing/product/D1/events', { method: 'brand_new', need_reply: 1, data: {} })).toBe(true);
    expect(needs('thing/product/D1/state', { need_reply: true, data: {} })).toBe(true);
    expect(needs('thing/product/D1/events', { method: 'hms', data: {} })).toBe(false);
    expect(needs('thing/product/D1/osd', { need_reply: 1, data: {} })).toBe(false);
    expect(needsReply(decode('thing/product/D1/requests', 'broken'))).toBe(false);
  });

  it('to the requests of a dock have the members of the protocol and no others', () => {
    expect(configReply({ ntpServerHost: 'ntp', appId: 'i', appKey: 'k', appLicense: 'l' })).toEqual({
      ntp_server_host: 'ntp',
      ntp_server_port: 123,
      app_id: 'i',
      app_key: 'k',
      app_license: 'l',
    });
    expect(
      bindStatusReply([
        { sn: 'D1', bound: true, organizationId: 'o', organizationName: 'Lianjiang', callsign: 'A' },
        { sn: 'A1', bound: false },
      ]),
    ).toEqual({
      result: 0,
      output: {
        bind_status: [
          {
            sn: 'D1',
            is_device_bind_organization: true,
            organization_id: 'o',
            organization_name: 'Lianjiang',
            device_callsign: 'A',
          },
          {
            sn: 'A1',
            is_device_bind_organization: false,
            organization_id: '',
            organization_name: '',
            device_callsign: '',
          },
        ],
      },
    });
    expect(organizationGetReply('Lianjiang')).toEqual({ result: 0, output: { organization_name: 'Lianjiang' } });
    expect(organizationGetReply(null)).toEqual({ result: 210229 });
    expect(
      organizationBindReply([
        { sn: 'D1', errorCode: 0 },
        { sn: 'A1', errorCode: 210231 },
      ]),
    ).toEqual({
      result: 0,
      output: {
        err_infos: [
          { sn: 'D1', err_code: 0 },
          { sn: 'A1', err_code: 210231 },
        ],
      },
    });
    expect(flighttaskResourceReply({ url: 'u', fingerprint: 'f' })).toEqual({
      result: 0,
      output: { file: { url: 'u', fingerprint: 'f' } },
    });
    expect(
      storageConfigReply({
        provider: 'minio',
        bucket: 'b',
        endpoint: 'e',
        region: 'r',
        objectKeyPrefix: 'p',
        credentials: { accessKeyId: 'i', accessKeySecret: 's', securityToken: 't', expire: 3600 },
      }),
    ).toEqual({
      result: 0,
      output: {
        provider: 'minio',
        bucket: 'b',
        endpoint: 'e',
        region: 'r',
        object_key_prefix: 'p',
        credentials: { access_key_id: 'i', access_key_secret: 's', security_token: 't', expire: 3600 },
      },
    });
  });

  it('to requests nobody serves are "nothing" before a take-off and a refusal otherwise', () => {
    expect(unknownRequestReply('flight_areas_get')).toEqual({ result: 0, output: { files: [] } });
    expect(unknownRequestReply('offline_map_get')).toEqual({ result: 0 });
    expect(unknownRequestReply('brand_new')).toEqual({ result: 314000 });
    expect(unknownRequestReply(null)).toEqual({ result: 314000 });
  });
});

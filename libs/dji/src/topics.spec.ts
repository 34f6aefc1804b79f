import { describe, expect, it } from '@jest/globals';
import { parseTopic, topicOf, UPLINK_FILTERS } from './index.js';

/** Whether an MQTT filter with + covers a topic. */
function covers(filter: string, topic: string): boolean {
  const parts = topic.split('/');
  const wanted = filter.split('/');
  return parts.length === wanted.length && wanted.every((part, at) => part === '+' || part === parts[at]);
}

describe('topics', () => {
  it('come back from what was parsed', () => {
    for (const topic of [
      'sys/product/D1/status',
      'thing/product/R1/status',
      'thing/product/D1/osd',
      'thing/product/D1/property/set_reply',
      'thing/product/D1/drc/up',
      'sys/product/D1/status_reply',
    ]) {
      const parsed = parseTopic(topic)!;
      expect(topicOf(parsed.channel, parsed.sn, parsed.prefix)).toBe(topic);
    }
  });

  it('go under sys for status and under thing for the rest, unless told otherwise', () => {
    expect(topicOf('status', 'D1')).toBe('sys/product/D1/status');
    expect(topicOf('status_reply', 'D1', 'thing')).toBe('thing/product/D1/status_reply');
    expect(topicOf('services', 'D1')).toBe('thing/product/D1/services');
  });

  it.each([
    '',
    'thing/product//osd',
    'thing/product/D1',
    'thing/product/D1/',
    'thing/product/D1/osd/x',
    'sys/product/D1/osd',
    'xthing/product/D1/osd',
    '/thing/product/D1/osd',
    'thing/product/D1/OSD',
    '$SYS/broker/uptime',
  ])('%p is none of the protocol', (topic) => {
    expect(parseTopic(topic)).toBeUndefined();
  });

  it('keep a serial number as it came', () => {
    expect(parseTopic('thing/product/1581F 飞/osd')).toEqual({ prefix: 'thing', sn: '1581F 飞', channel: 'osd' });
  });

  it('that devices publish are all covered by the nine filters', () => {
    const up = [
      'status',
      'osd',
      'state',
      'events',
      'requests',
      'services_reply',
      'property/set_reply',
      'drc/up',
    ] as const;
    for (const topic of [...up.map((channel) => topicOf(channel, 'S', 'thing')), topicOf('status', 'S')]) {
      expect(UPLINK_FILTERS.filter((filter) => covers(filter, topic))).toHaveLength(1);
    }
    for (const channel of [
      'services',
      'events_reply',
      'requests_reply',
      'property/set',
      'drc/down',
      'state_reply',
    ] as const) {
      expect(UPLINK_FILTERS.some((filter) => covers(filter, topicOf(channel, 'S')))).toBe(false);
    }
  });
});

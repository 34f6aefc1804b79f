/** The part of a topic behind the serial number (Cloud API reference 1.2). */
export type Channel =
  | 'status'
  | 'status_reply'
  | 'osd'
  | 'state'
  | 'state_reply'
  | 'services'
  | 'services_reply'
  | 'events'
  | 'events_reply'
  | 'requests'
  | 'requests_reply'
  | 'property/set'
  | 'property/set_reply'
  | 'drc/up'
  | 'drc/down';

/** A parsed topic: `{prefix}/product/{sn}/{channel}`. */
export interface Topic {
  prefix: 'sys' | 'thing';
  /** Serial number of the gateway or, on osd, state and events, of any device. Kept as it came. */
  sn: string;
  channel: Channel;
}

const CHANNELS: ReadonlySet<string> = new Set<Channel>([
  'status',
  'status_reply',
  'osd',
  'state',
  'state_reply',
  'services',
  'services_reply',
  'events',
  'events_reply',
  'requests',
  'requests_reply',
  'property/set',
  'property/set_reply',
  'drc/up',
  'drc/down',
]);

/** What the cloud subscribes to so that nothing is missed (reference 1.2). */
export const UPLINK_FILTERS: readonly string[] = [
  'sys/product/+/status',
  'thing/product/+/status',
  'thing/product/+/osd',
  'thing/product/+/state',
  'thing/product/+/events',
  'thing/product/+/requests',
  'thing/product/+/services_reply',
  'thing/product/+/property/set_reply',
  'thing/product/+/drc/up',
];

/**
 * Reads a topic; undefined when it is none of the protocol's. `status` exists under both prefixes (the RC Plus 2
 * publishes its topology under `thing`), everything else under `thing` alone.
 */
export function parseTopic(topic: string): Topic | undefined {
  let prefix: 'sys' | 'thing';
  let start: number;
  if (topic.startsWith('thing/product/')) {
    prefix = 'thing';
    start = 14;
  } else if (topic.startsWith('sys/product/')) {
    prefix = 'sys';
    start = 12;
  } else return undefined;
  const end = topic.indexOf('/', start);
  if (end <= start) return undefined;
  const channel = topic.slice(end + 1);
  if (!CHANNELS.has(channel)) return undefined;
  if (prefix === 'sys' && channel !== 'status' && channel !== 'status_reply') return undefined;
  return { prefix, sn: topic.slice(start, end), channel: channel as Channel };
}

/** Builds a topic. Without a prefix, `status` and `status_reply` go under `sys`, the others under `thing`. */
export function topicOf(channel: Channel, sn: string, prefix?: 'sys' | 'thing'): string {
  const root = prefix ?? (channel === 'status' || channel === 'status_reply' ? 'sys' : 'thing');
  return `${root}/product/${sn}/${channel}`;
}

import type { Decoded } from './decode.js';
import type { Envelope } from './envelope.js';
import { type Channel, type Topic, topicOf } from './topics.js';

/** A message ready to publish. */
export interface Outgoing {
  topic: string;
  payload: string;
}

const REPLY_CHANNEL: Partial<Record<Channel, Channel>> = {
  status: 'status_reply',
  state: 'state_reply',
  events: 'events_reply',
  requests: 'requests_reply',
  services: 'services_reply',
  'property/set': 'property/set_reply',
};

/**
 * The answer to a message, under the same prefix and with the same tid and bid (reference 1.1). `now` in ms. Throws a
 * RangeError for a channel that has no replies.
 */
export function replyTo(topic: Topic, envelope: Envelope, data: unknown, now: number): Outgoing {
  const channel = REPLY_CHANNEL[topic.channel];
  if (channel === undefined)
    throw new RangeError(`no reply exists on ${topic.channel} · ${topic.channel} 没有应答主题`);
  const method =
    envelope.method === null || topic.channel === 'state' || topic.channel === 'property/set'
      ? {}
      : { method: envelope.method };
  const ids = {
    ...(envelope.tid === null ? {} : { tid: envelope.tid }),
    ...(envelope.bid === null ? {} : { bid: envelope.bid }),
  };
  return {
    topic: topicOf(channel, topic.sn, topic.prefix),
    payload: JSON.stringify({ ...ids, timestamp: now, ...method, data }),
  };
}

/** Whether the sender waits for an answer: always after status and requests, by need_reply after events and state. */
export function needsReply(decoded: Decoded): boolean {
  const channel = decoded.topic?.channel;
  if (decoded.envelope === null) return false;
  if (channel === 'status' || channel === 'requests') return true;
  return (channel === 'events' || channel === 'state') && decoded.envelope.needReply;
}

/** `{result: 0}`: taken. */
export function emptyResult(): { result: number } {
  return { result: 0 };
}

/** What a dock needs to work with this cloud (reference 2.2, step 2). */
export interface CloudConfig {
  ntpServerHost: string;
  /** Default 123. */
  ntpServerPort?: number;
  appId: string;
  appKey: string;
  appLicense: string;
}

/** Answer to `config`: flat, without a result. */
export function configReply(config: CloudConfig): Record<string, unknown> {
  return {
    ntp_server_host: config.ntpServerHost,
    ntp_server_port: config.ntpServerPort ?? 123,
    app_id: config.appId,
    app_key: config.appKey,
    app_license: config.appLicense,
  };
}

/** Whether a device is bound, and as what. */
export interface Binding {
  sn: string;
  bound: boolean;
  organizationId?: string;
  organizationName?: string;
  callsign?: string;
}

/** Answer to `airport_bind_status`: one entry for every serial number asked, also unknown ones. */
export function bindStatusReply(bindings: readonly Binding[]): Record<string, unknown> {
  const bind_status = bindings.map((binding) => ({
    sn: binding.sn,
    is_device_bind_organization: binding.bound,
    organization_id: binding.organizationId ?? '',
    organization_name: binding.organizationName ?? '',
    device_callsign: binding.callsign ?? '',
  }));
  return { result: 0, output: { bind_status } };
}

/** A wrong binding code, as third parties answer it (reference 2.2, step 4). */
export const WRONG_BINDING_CODE = 210229;

/** Answer to `airport_organization_get`; null refuses the binding code. */
export function organizationGetReply(organizationName: string | null): Record<string, unknown> {
  if (organizationName === null) return { result: WRONG_BINDING_CODE };
  return { result: 0, output: { organization_name: organizationName } };
}

/** Answer to `airport_organization_bind`: an error code for every device, 0 where it is bound now. */
export function organizationBindReply(results: readonly { sn: string; errorCode: number }[]): Record<string, unknown> {
  return { result: 0, output: { err_infos: results.map(({ sn, errorCode }) => ({ sn, err_code: errorCode })) } };
}

/** Where a device uploads to (reference 6.1). */
export interface StorageConfig {
  provider: 'ali' | 'aws' | 'minio';
  bucket: string;
  /** Reachable from the device, which uploads there directly. */
  endpoint: string;
  region: string;
  /** Put before every object key. */
  objectKeyPrefix: string;
  /** Temporary keys; `expire` in seconds. */
  credentials: { accessKeyId: string; accessKeySecret: string; securityToken: string; expire: number };
}

/** Answer to `storage_config_get`. */
export function storageConfigReply(config: StorageConfig): Record<string, unknown> {
  const { accessKeyId, accessKeySecret, securityToken, expire } = config.credentials;
  return {
    result: 0,
    output: {
      provider: config.provider,
      bucket: config.bucket,
      endpoint: config.endpoint,
      region: config.region,
      object_key_prefix: config.objectKeyPrefix,
      credentials: {
        access_key_id: accessKeyId,
        access_key_secret: accessKeySecret,
        security_token: securityToken,
        expire,
      },
    },
  };
}

/** Answer to `flighttask_resource_get`: the KMZ again, with the same MD5 as in the mission. */
export function flighttaskResourceReply(file: { url: string; fingerprint: string }): Record<string, unknown> {
  return { result: 0, output: { file: { url: file.url, fingerprint: file.fingerprint } } };
}

/** Answer to `flight_areas_get`: SHA-256 and bytes of each file; an empty list is "none". */
export function flightAreasReply(
  files: readonly { name: string; url: string; checksum: string; size: number }[],
): Record<string, unknown> {
  return {
    result: 0,
    output: { files: files.map(({ name, url, checksum, size }) => ({ name, url, checksum, size })) },
  };
}

/** "Not supported in this state": what is told to a request that cannot be served. */
export const UNSUPPORTED = 314000;

/**
 * Answer to a request that is not served. Silence would make the device wait, up to 40 s before a take-off. The two
 * checks before take-off are told "there is nothing" (reference 4.3); whatever else might be harmful is refused.
 */
export function unknownRequestReply(method: string | null): Record<string, unknown> {
  if (method === 'flight_areas_get') return flightAreasReply([]);
  return { result: method === 'offline_map_get' ? 0 : UNSUPPORTED };
}

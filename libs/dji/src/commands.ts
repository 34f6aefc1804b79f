import { topicOf } from './topics.js';
import type { Outgoing } from './replies.js';

/** Identity of a command: a reply is matched by serial number, tid and bid together (reference 1.4). */
export interface CommandIds {
  tid: string;
  bid: string;
}

/** Builds a `services` message to a gateway. `now` in ms. */
export function serviceMessage(
  gatewaySn: string,
  method: string,
  data: unknown,
  ids: CommandIds,
  now: number,
): Outgoing {
  return { topic: topicOf('services', gatewaySn), payload: JSON.stringify({ ...ids, timestamp: now, method, data }) };
}

import type { ServiceBodies } from './bodies.table.js';
import type { Outgoing } from './replies.js';
import { topicOf } from './topics.js';

/** Identity of a command: its reply is matched by serial number, tid and bid together (reference 1.4). */
export interface CommandIds {
  /** New for every message. */
  tid: string;
  /** The business process: the mission's id for missions. */
  bid: string;
}

/** Builds a `services` message to a gateway. `now` in ms. A command without arguments has null as its data. */
export function serviceMessage<M extends keyof ServiceBodies>(
  gatewaySn: string,
  method: M,
  data: ServiceBodies[M] | null,
  ids: CommandIds,
  now: number,
): Outgoing {
  const payload = JSON.stringify({ tid: ids.tid, bid: ids.bid, timestamp: now, method, data });
  return { topic: topicOf('services', gatewaySn), payload };
}

/** Builds a `property/set` message: one property or one member of one (reference 3.4). `now` in ms. */
export function propertySetMessage(
  gatewaySn: string,
  property: string,
  value: unknown,
  ids: CommandIds,
  now: number,
): Outgoing {
  const payload = JSON.stringify({ tid: ids.tid, bid: ids.bid, timestamp: now, data: { [property]: value } });
  return { topic: topicOf('property/set', gatewaySn), payload };
}

/** What one `property/set` came to: 0 ok, 1 failed, 2 timed out, else a result code. */
export interface PropertySetResult {
  /** The property, with its member behind a dot. */
  property: string;
  result: number;
}

/** Reads the body of a `property/set_reply`, where every property or member of one has a result of its own. */
export function propertySetResults(body: unknown): PropertySetResult[] {
  const results: PropertySetResult[] = [];
  collectResults(body, '', 0, results);
  return results;
}

function collectResults(value: unknown, path: string, depth: number, into: PropertySetResult[]): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth > 4) return;
  const { result } = value as { result?: unknown };
  if (path !== '' && typeof result === 'number') into.push({ property: path, result });
  else {
    for (const [key, member] of Object.entries(value)) {
      collectResults(member, path === '' ? key : `${path}.${key}`, depth + 1, into);
    }
  }
}

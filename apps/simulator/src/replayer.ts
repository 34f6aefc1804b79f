import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type MqttClient } from 'mqtt';
import { pauseBetween, payloadToSend, readCapture, substituted } from './captured.js';
import { movedTo, osdOfRow, readFlightLog, thinned } from './flight-log.js';
import { aircraftModel, gatewayModel } from './models.js';
import { type ReplayOptions } from './replay-options.js';

/** Milliseconds after which a gateway that only carries a flight says again that it is there. */
const TOPOLOGY_EVERY = 5000;

/** What one pass sent, and the lines it left out with the reason. */
export interface Played {
  sent: number;
  skipped: { line: number; reason: string }[];
}

/** Plays once over a connection; `pass` counts from 0. Ends early when stopped. */
export type Player = (client: MqttClient, pass: number) => Promise<Played>;

/** Plays a capture (its text) with its own timing. In a second pass messages get new ids, or they would be repetitions. */
export function messagePlayer(text: string, options: ReplayOptions, stop: AbortSignal): Player {
  const { messages, skipped } = readCapture(text);
  const { gateway, aircraft } = options;
  const ready = gateway && aircraft ? messages.map((message) => substituted(message, { gateway, aircraft })) : messages;
  return async (client, pass) => {
    let sent = 0;
    for (const [index, message] of ready.entries()) {
      const before = ready[index - 1];
      if (before && !(await rested(pauseBetween(before, message, options.longestPause, options.speed), stop))) break;
      const payload = payloadToSend(message.payload, { now: options.shiftTime ? Date.now() : null, newIds: pass > 0 });
      await client.publishAsync(message.topic, payload, { qos: options.qos });
      sent++;
    }
    return { sent, skipped };
  };
}

/** Plays a flight (the text of its log) as the osd of one aircraft, its topology first and an empty one at the end. */
export function flightPlayer(text: string, options: ReplayOptions, stop: AbortSignal): Player {
  const { camera } = aircraftModel(options.aircraftModel);
  const log = thinned(readFlightLog(text), options.period);
  const rows = options.at ? movedTo(log, options.at) : log;
  return async (client) => {
    let [sent, announced] = [0, -Infinity];
    for (const [index, row] of rows.entries()) {
      const before = rows[index - 1];
      const wait = before ? Math.min(options.longestPause, (row.t_s! - before.t_s!) * 1000) / options.speed : 0;
      if (!(await rested(wait, stop))) break;
      if (Date.now() - announced >= TOPOLOGY_EVERY) {
        await publish(client, options, `sys/product/${options.gateway}/status`, topology(options, true));
        announced = Date.now();
      }
      await publish(client, options, `thing/product/${options.aircraft}/osd`, {
        data: osdOfRow(row, camera, options.ground),
      });
      sent++;
    }
    await publish(client, options, `sys/product/${options.gateway}/status`, topology(options, false));
    return { sent, skipped: [] };
  };
}

function topology(
  { gatewayModel: key, aircraftModel: childKey, aircraft }: ReplayOptions,
  here: boolean,
): Record<string, unknown> {
  const { domain, type, subType } = gatewayModel(key);
  const [childDomain, childType, childSubType] = childKey.split('-').map(Number);
  const child = {
    sn: aircraft,
    domain: childDomain,
    type: childType,
    sub_type: childSubType,
    index: 'A',
    thing_version: '1.2.0',
  };
  const own = { ...(domain !== null && { domain }), type, sub_type: subType, thing_version: '1.2.0' };
  return { method: 'update_topo', data: { ...own, sub_devices: here ? [child] : [] } };
}

async function publish(
  client: MqttClient,
  { gateway, qos }: ReplayOptions,
  topic: string,
  more: Record<string, unknown>,
): Promise<void> {
  const message = { tid: randomUUID(), bid: randomUUID(), timestamp: Date.now(), gateway, ...more };
  await client.publishAsync(topic, JSON.stringify(message), { qos });
}

/** Waits; false when the replay was stopped meanwhile. */
async function rested(milliseconds: number, stop: AbortSignal): Promise<boolean> {
  if (milliseconds >= 1) await pause(milliseconds, undefined, { signal: stop }).catch(() => {});
  return !stop.aborted;
}

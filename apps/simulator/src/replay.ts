import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import mqtt, { type MqttClient } from 'mqtt';
import { pauseBetween, payloadToSend, readCapture, substituted } from './captured.js';
import { InvalidLog, movedTo, osdOfRow, readFlightLog, thinned } from './flight-log.js';
import { aircraftModel, gatewayModel } from './models.js';
import { InvalidOptions } from './options.js';
import { parseReplayOptions, REPLAY_HELP, type ReplayOptions } from './replay-options.js';

/** Milliseconds after which a gateway that only carries a flight says again that it is there. */
const TOPOLOGY_EVERY = 5000;
const stop = new AbortController();

async function run(argv: string[]): Promise<number> {
  const options = parseReplayOptions(argv);
  if (options.help) {
    process.stdout.write(REPLAY_HELP);
    return 0;
  }
  const play = options.messages === null ? flightPlayer(options) : messagePlayer(options);
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  const password = options.passwordFile === null ? options.password : read(options.passwordFile).trim();
  const client = await mqtt.connectAsync(
    options.broker,
    {
      ...(options.username !== undefined && { username: options.username }),
      ...(password !== undefined && { password }),
      clientId: `replay-${randomUUID().slice(0, 8)}`,
      reconnectPeriod: 0,
    },
    false,
  );
  client.on('error', () => stop.abort());
  client.on('close', () => stop.abort());
  try {
    let pass = 0;
    do await play(client, pass++);
    while (options.loop && !stop.signal.aborted);
  } finally {
    client.removeAllListeners('close');
    await client.endAsync();
  }
  return 0;
}

/** Sends a capture with its own timing. */
function messagePlayer(options: ReplayOptions): (client: MqttClient, pass: number) => Promise<void> {
  const { messages, skipped } = readCapture(read(options.messages!));
  for (const { line, reason } of skipped) process.stdout.write(`跳过 skipped line ${line}: ${reason}\n`);
  const serials = options.gateway && options.aircraft ? { gateway: options.gateway, aircraft: options.aircraft } : null;
  const ready = serials ? messages.map((message) => substituted(message, serials)) : messages;
  return async (client, pass) => {
    let sent = 0;
    for (const [index, message] of ready.entries()) {
      const before = ready[index - 1];
      if (before && !(await rested(pauseBetween(before, message, options.longestPause, options.speed)))) break;
      const payload = payloadToSend(message.payload, { now: options.shiftTime ? Date.now() : null, newIds: pass > 0 });
      await client.publishAsync(message.topic, payload, { qos: options.qos });
      sent++;
    }
    process.stdout.write(
      `已发送 ${sent} 条，跳过 ${skipped.length} 条。 Sent ${sent} messages, skipped ${skipped.length}.\n`,
    );
  };
}

/** Sends a flight as the osd of one aircraft below one gateway, its topology first, and an empty topology at the end. */
function flightPlayer(options: ReplayOptions): (client: MqttClient, pass: number) => Promise<void> {
  const { gateway, aircraft, speed, qos } = options;
  const [carrier, craft] = [gatewayModel(options.gatewayModel), aircraftModel(options.aircraftModel)];
  const log = thinned(readFlightLog(read(options.flight!)), options.period);
  const rows = options.at ? movedTo(log, options.at) : log;
  const [domain, type, subType] = craft.key.split('-').map(Number);
  const publish = (client: MqttClient, topic: string, more: Record<string, unknown>) => {
    const message = { tid: randomUUID(), bid: randomUUID(), timestamp: Date.now(), gateway, ...more };
    return client.publishAsync(topic, JSON.stringify(message), { qos });
  };
  const announce = (client: MqttClient, here: boolean) => {
    const child = { sn: aircraft, domain, type, sub_type: subType, index: 'A', thing_version: '1.2.0' };
    const { domain: own, type: ownType, subType: ownSubType } = carrier;
    const data = {
      ...(own !== null && { domain: own }),
      type: ownType,
      sub_type: ownSubType,
      thing_version: '1.2.0',
      sub_devices: here ? [child] : [],
    };
    return publish(client, `sys/product/${gateway}/status`, { method: 'update_topo', data });
  };
  return async (client) => {
    let sent = 0;
    let announced = -Infinity;
    for (const [index, row] of rows.entries()) {
      const before = rows[index - 1];
      if (before && !(await rested(Math.min(options.longestPause, (row.t_s! - before.t_s!) * 1000) / speed))) break;
      if (Date.now() - announced >= TOPOLOGY_EVERY) {
        await announce(client, true);
        announced = Date.now();
      }
      await publish(client, `thing/product/${aircraft}/osd`, { data: osdOfRow(row, craft.camera, options.ground) });
      sent++;
    }
    await announce(client, false);
    process.stdout.write(`已发送 ${sent} 个位置。 Sent ${sent} positions.\n`);
  };
}

/** Waits; false when the replay was stopped meanwhile. */
async function rested(milliseconds: number): Promise<boolean> {
  if (milliseconds >= 1) await pause(milliseconds, undefined, { signal: stop.signal }).catch(() => {});
  return !stop.signal.aborted;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'error';
    throw new InvalidOptions(`读不到文件 ${path}（${reason}）。 Cannot read ${path} (${reason}).`);
  }
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  const known = error instanceof InvalidOptions || error instanceof InvalidLog;
  process.stderr.write(`${(error as Error).message || 'connection failed'}\n`);
  process.exitCode = known ? 2 : 1;
}

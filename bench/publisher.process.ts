import { configuration, tell, when } from './child.js';
import { osdMessage, osdTopic } from './messages.js';
import { MqttWriter } from './mqtt-writer.js';

interface PublisherConfig {
  host: string;
  port: number;
  connections: number;
  devices: number;
  account: { username: string; password: string } | null;
}

/** Milliseconds between two bursts: a rate is kept without a timer for each message. */
const TICK_MS = 4;
const MOST_IN_A_TICK = 400;

const config = configuration<PublisherConfig>();
const writers = await Promise.all(
  Array.from({ length: config.connections }, (_, index) =>
    MqttWriter.open(config.host, config.port, `bench-publisher-${process.pid}-${index}`, config.account),
  ),
);
let sent = 0;
let committed = 0;
let timer: NodeJS.Timeout | null = null;

function send(count: number): void {
  const now = Date.now();
  for (let nr = 0; nr < count; nr++) {
    const device = sent % config.devices;
    // A device always speaks through the same connection, so that its messages stay in order.
    const writer = writers[device % writers.length]!;
    writer.add(osdTopic(device), osdMessage(device, Math.floor(sent / config.devices), now));
    sent += 1;
  }
  for (const writer of writers) writer.flush();
}

when('committed', ({ count }) => {
  committed = count as number;
});

/** Keeps `window` messages on their way: as fast as the other end commits, with a bounded backlog. */
when('flood', ({ window }) => {
  const base = sent - committed;
  timer = setInterval(() => {
    const room = (window as number) - (sent - base - committed);
    if (room > 0 && writers.every((writer) => writer.writable)) send(Math.min(room, MOST_IN_A_TICK));
  }, TICK_MS);
});

/** Sends at a steady rate, in messages a second. */
when('rate', ({ perSecond }) => {
  const start = performance.now();
  const base = sent;
  timer = setInterval(() => {
    const due = Math.floor(((performance.now() - start) / 1000) * (perSecond as number)) - (sent - base);
    if (due > 0) send(due);
  }, TICK_MS);
});

/** Stops and waits until the broker has everything. */
when('halt', async () => {
  if (timer) clearInterval(timer);
  const acknowledged = () => writers.reduce((sum, writer) => sum + writer.acknowledged, 0);
  const deadline = Date.now() + 60_000;
  while (acknowledged() < sent && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 10));
  return { sent, acknowledged: acknowledged() };
});

when('count', () => ({ sent }));
when('end', () => writers.forEach((writer) => writer.close()));
tell('ready');

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

/** Commits a second, smoothed over the last one or two. */
let pace = 0;
let told = { at: performance.now(), count: 0 };
when('committed', ({ count }) => {
  committed = count as number;
  const now = performance.now();
  if (now - told.at < 400) return;
  const latest = ((committed - told.count) / (now - told.at)) * 1000;
  pace = pace === 0 ? latest : (pace + latest) / 2;
  told = { at: now, count: committed };
});

/**
 * As fast as the other end commits: the rate is its pace, more while less than `patience` seconds of work (or ten thousand
 * messages) are on their way, less while more are. Evenly spaced, because bursts would make the other end take turns with
 * itself.
 */
when('flood', ({ patience }) => {
  let due = 0;
  let last = performance.now();
  timer = setInterval(() => {
    const backlog = sent - committed;
    const target = Math.max(10_000, pace * (patience as number));
    const perSecond = Math.max(5_000, pace) * (1 + (1.5 * (target - backlog)) / target);
    const now = performance.now();
    due = Math.max(0, Math.min(due + ((now - last) / 1000) * perSecond, perSecond / 10));
    last = now;
    if (writers.some((writer) => !writer.writable)) return;
    const count = Math.floor(due);
    due -= count;
    send(count);
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

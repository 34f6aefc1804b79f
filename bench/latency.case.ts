import { setTimeout as delay } from 'node:timers/promises';
import { Child } from './child.js';
import { quiet } from './machine.js';
import { type BenchOptions } from './options.js';
import { startSubject, type SubjectKind, type Surroundings } from './subject.js';
import { printTable, progress, ratio, whole } from './table.js';

const RATE = 1_000;
/** Each speaks once a second, so that no message is overtaken by the next before it was shown. */
const DEVICES = 1_000;
const SOCKETS = 500;
/** A thousand devices that come online at once are two thousand facts; then the steady state begins. */
const WARM_UP_MS = 8_000;

/** From publishing to a browser's socket, at a rate that a province would have. */
export async function latencyCase(options: BenchOptions, around: Surroundings): Promise<void> {
  const rows: string[][] = [];
  const kinds: SubjectKind[] = ['plain-jsonb', 'product', 'product-embedded'];
  for (const kind of kinds) {
    progress(`latency: ${kind}`);
    await quiet(options.patienceMinutes);
    const profile = options.profile !== null && kind !== 'plain-jsonb';
    const nodeFlags = profile
      ? ['--cpu-prof', `--cpu-prof-dir=${options.profile}`, `--cpu-prof-name=latency-${kind}.cpuprofile`]
      : [];
    const subject = await startSubject(kind, { ...around, devices: DEVICES, nodeFlags });
    try {
      rows.push([subject.name, ...(await measure(subject, options))]);
    } finally {
      await subject.stop();
    }
  }
  printTable(
    `Publish → browser: ${whole(RATE)} messages a second of ${whole(DEVICES)} devices, ${SOCKETS} sockets in 20 rooms; milliseconds`,
    ['subject', 'p50', 'p99', 'worst', 'updates shown a second', 'frames a second'],
    rows,
  );
}

async function measure(subject: Awaited<ReturnType<typeof startSubject>>, options: BenchOptions): Promise<string[]> {
  const { child: browsers } = await Child.start('browsers', {
    kind: subject.token === null ? 'plain' : 'product',
    address: subject.address,
    sockets: SOCKETS,
    token: subject.token,
    rooms: subject.rooms,
  });
  const { port, account } = subject.mqtt;
  const { child: publisher } = await Child.start('publisher', {
    host: '127.0.0.1',
    port,
    connections: 20,
    devices: DEVICES,
    account,
  });
  try {
    publisher.tell('rate', { perSecond: RATE });
    await delay(WARM_UP_MS);
    await browsers.ask('reset');
    await delay(options.latencySeconds * 1000);
    const seen = (await browsers.ask('delays')) as unknown as Record<
      'p50' | 'p99' | 'worst' | 'updates' | 'frames',
      number
    >;
    await publisher.ask('halt');
    const { p50, p99, worst, updates, frames } = seen;
    return [
      whole(p50),
      whole(p99),
      whole(worst),
      whole(updates / options.latencySeconds),
      ratio(frames / options.latencySeconds),
    ];
  } finally {
    await publisher.stop();
    await browsers.stop();
  }
}

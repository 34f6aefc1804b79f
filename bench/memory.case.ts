import { setTimeout as delay } from 'node:timers/promises';
import { Child } from './child.js';
import { residentBytes } from './machine.js';
import { type BenchOptions } from './options.js';
import { startSubject, type Surroundings } from './subject.js';
import { printTable, progress, ratio, whole } from './table.js';

const RATE = 1_000;
const DEVICES = 1_000;
const SOCKETS = 50;
const SAMPLES = 12;

interface Sample {
  minute: number;
  heap: number;
  resident: number;
}

/** Memory of the server while messages go through it at a steady rate: it must not grow with time. */
export async function memoryCase(options: BenchOptions, around: Surroundings): Promise<void> {
  const subject = await startSubject('product', { ...around, devices: DEVICES, nodeFlags: ['--expose-gc'] });
  const samples: Sample[] = [];
  try {
    const { child: browsers } = await Child.start('browsers', {
      kind: 'product',
      address: subject.address,
      sockets: SOCKETS,
      token: subject.token,
      rooms: subject.rooms,
    });
    const { child: publisher } = await Child.start('publisher', {
      host: '127.0.0.1',
      port: subject.mqtt.port,
      connections: 20,
      devices: DEVICES,
      account: null,
    });
    publisher.tell('rate', { perSecond: RATE });
    const start = performance.now();
    for (let nr = 1; nr <= SAMPLES; nr++) {
      const due = start + (options.memorySeconds * 1000 * nr) / SAMPLES;
      await delay(Math.max(0, due - performance.now()));
      const { heapUsed } = (await subject.child.ask('memory')) as unknown as { heapUsed: number };
      const minute = (performance.now() - start) / 60_000;
      samples.push({ minute, heap: heapUsed / 2 ** 20, resident: residentBytes(subject.child.pid) / 2 ** 20 });
      progress(`memory: minute ${ratio(minute)}, heap ${whole(heapUsed / 2 ** 20)} MiB`);
    }
    await publisher.ask('halt');
    await publisher.stop();
    await browsers.stop();
  } finally {
    await subject.stop();
  }
  report(samples);
}

function report(samples: readonly Sample[]): void {
  printTable(
    `Memory of the server at ${whole(RATE)} messages a second with ${SOCKETS} sockets, after a collection`,
    ['minute', 'heap in use, MiB', 'resident, MiB'],
    samples.map(({ minute, heap, resident }) => [ratio(minute), ratio(heap), whole(resident)]),
  );
  // The first third warms up: caches of code, of statements, of the register.
  const settled = samples.slice(Math.floor(samples.length / 3));
  process.stdout.write(`\nheap after the first third: ${ratio(slope(settled))} MiB a minute\n`);
}

/** Least squares. */
function slope(samples: readonly Sample[]): number {
  const mean = (read: (sample: Sample) => number) =>
    samples.reduce((sum, sample) => sum + read(sample), 0) / samples.length;
  const [x, y] = [mean(({ minute }) => minute), mean(({ heap }) => heap)];
  const above = samples.reduce((sum, { minute, heap }) => sum + (minute - x) * (heap - y), 0);
  return above / samples.reduce((sum, { minute }) => sum + (minute - x) ** 2, 0);
}

import { setTimeout as delay } from 'node:timers/promises';
import { startBenchBroker } from './broker.js';
import { Child } from './child.js';
import { busySeconds, cpuSeconds, quiet } from './machine.js';
import { type BenchOptions } from './options.js';
import { startSubject, type Subject, type SubjectKind, type Surroundings } from './subject.js';
import { median, printTable, progress, ratio, whole } from './table.js';

/** A rate is sustained when all of it is committed within this time after the publisher would stop. */
const PATIENCE_SECONDS = 1;
const WARM_UP_MS = 6_000;
const DEVICES = 200;
const BROWSERS = 40;

export interface IngestRound {
  perSecond: number;
  /** Sent and stored are the same number, or something was lost. */
  sent: number;
  stored: number;
  cores: { subject: number; postgres: number; broker: number; publisher: number };
  /** Cores that everything else on the machine used, the browsers of the bench left out. */
  others: number;
}

/**
 * How many messages a second become rows, with nothing lost: the publisher's rate follows what the subject commits, one
 * second behind at most. All subjects in one run, round by round.
 */
export async function ingestCase(options: BenchOptions, around: Surroundings): Promise<void> {
  const kinds: SubjectKind[] = ['plain-jsonb', 'plain-text', 'product', 'product-embedded'];
  const results = new Map<SubjectKind, { name: string; rounds: IngestRound[] }>();
  const counter: number[] = [];
  let brokerName = '';
  for (let round = 1; round <= options.rounds; round++) {
    progress(`ingest, round ${round} of ${options.rounds}: counting subscriber`);
    await quiet(options.patienceMinutes);
    counter.push(await countOnly(options));
    for (const kind of kinds) {
      const profiled = options.profile !== null && kind.startsWith('product') && round === 1;
      const nodeFlags = profiled
        ? ['--cpu-prof', `--cpu-prof-dir=${options.profile}`, `--cpu-prof-name=${kind}.cpuprofile`]
        : [];
      progress(`ingest, round ${round} of ${options.rounds}: ${kind}`);
      await quiet(options.patienceMinutes);
      const subject = await startSubject(kind, { ...around, devices: DEVICES, nodeFlags });
      try {
        if (kind !== 'product-embedded') brokerName = subject.mqtt.name;
        const result = await flood(subject, options, around);
        const known = results.get(kind) ?? { name: subject.name, rounds: [] };
        known.rounds.push(result);
        results.set(kind, known);
      } finally {
        await subject.stop();
      }
    }
  }
  report(results, counter, brokerName);
}

async function countOnly(options: BenchOptions): Promise<number> {
  const broker = await startBenchBroker();
  const { child: counter } = await Child.start('counter', { url: `mqtt://127.0.0.1:${broker.port}` });
  const publisher = await startPublisher(broker.port, null);
  let counted = 0;
  counter.on('committed', ({ count }) => {
    counted = count as number;
    publisher.tell('committed', { count: counted });
  });
  publisher.tell('flood', { patience: PATIENCE_SECONDS });
  await delay(WARM_UP_MS);
  const [before, start] = [counted, performance.now()];
  await delay(options.ingestSeconds * 1000);
  const perSecond = (counted - before) / ((performance.now() - start) / 1000);
  await publisher.ask('halt');
  await publisher.stop();
  await counter.stop();
  await broker.stop();
  return perSecond;
}

async function startPublisher(port: number, account: object | null): Promise<Child> {
  const { child } = await Child.start('publisher', {
    host: '127.0.0.1',
    port,
    connections: 4,
    devices: DEVICES,
    account,
  });
  return child;
}

async function flood(subject: Subject, options: BenchOptions, around: Surroundings): Promise<IngestRound> {
  const publisher = await startPublisher(subject.mqtt.port, subject.mqtt.account);
  const { child: browsers } = await Child.start('browsers', {
    kind: subject.token === null ? 'plain' : 'product',
    address: subject.address,
    sockets: BROWSERS,
    token: subject.token,
    rooms: subject.rooms,
  });
  try {
    let committed = 0;
    subject.onCommitted((count) => {
      committed = count;
      publisher.tell('committed', { count });
    });
    const already = await subject.stored();
    publisher.tell('flood', { patience: PATIENCE_SECONDS });
    await delay(WARM_UP_MS);
    const pids = {
      subject: subject.child.pid,
      postgres: around.postgres.pid,
      broker: subject.mqtt.pid,
      publisher: publisher.pid,
      browsers: browsers.pid,
    };
    const cpu = () => ({ machine: busySeconds(), ...mapped(pids, (pid) => (pid === null ? 0 : cpuSeconds(pid))) });
    const [before, cpuBefore, start] = [committed, cpu(), performance.now()];
    await delay(options.ingestSeconds * 1000);
    const [after, cpuAfter, seconds] = [committed, cpu(), (performance.now() - start) / 1000];
    const { sent } = (await publisher.ask('halt')) as unknown as { sent: number };
    for (const deadline = Date.now() + 60_000; committed < sent && Date.now() < deadline;) await delay(50);
    const cores = mapped(cpuAfter, (used, part) => (used - cpuBefore[part]) / seconds);
    const own = cores.subject + cores.postgres + cores.broker + cores.publisher + cores.browsers;
    return {
      perSecond: (after - before) / seconds,
      sent,
      stored: (await subject.stored()) - already,
      cores,
      others: cores.machine - own,
    };
  } finally {
    await publisher.stop();
    await browsers.stop();
  }
}

function mapped<Key extends string, From, To>(
  from: Record<Key, From>,
  change: (value: From, key: Key) => To,
): Record<Key, To> {
  const entries = Object.entries(from) as [Key, From][];
  return Object.fromEntries(entries.map(([key, value]) => [key, change(value, key)])) as Record<Key, To>;
}

function report(
  results: ReadonlyMap<SubjectKind, { name: string; rounds: IngestRound[] }>,
  counter: readonly number[],
  brokerName: string,
): void {
  const rate = (kind: SubjectKind) => median(results.get(kind)!.rounds.map(({ perSecond }) => perSecond));
  const line = rate('plain-jsonb');
  const rows = [...results].map(([kind, { name, rounds }]) => {
    const cores = (part: keyof IngestRound['cores']) => ratio(median(rounds.map((round) => round.cores[part])));
    const lost = rounds.reduce((sum, round) => sum + round.sent - round.stored, 0);
    const rates = rounds.map(({ perSecond }) => perSecond);
    return [
      name,
      whole(rate(kind)),
      `${whole(Math.min(...rates))}–${whole(Math.max(...rates))}`,
      ratio(rate(kind) / line),
      lost === 0 ? 'none' : whole(lost),
      `${cores('subject')} / ${cores('postgres')} / ${cores('broker')} / ${cores('publisher')}`,
      ratio(median(rounds.map(({ others }) => others))),
      whole(
        median(
          rounds.map(
            (round) => (1e6 * (round.cores.subject + round.cores.postgres + round.cores.broker)) / round.perSecond,
          ),
        ),
      ),
    ];
  });
  rows.unshift([
    'mqtt.js that only counts',
    whole(median(counter)),
    `${whole(Math.min(...counter))}–${whole(Math.max(...counter))}`,
    ratio(median(counter) / line),
    '',
    '',
    '',
    '',
  ]);
  printTable(
    `Ingest: 1.2 kB telemetry, QoS 1, ${DEVICES} devices, through ${brokerName}, ${BROWSERS} browsers in 20 rooms; messages a second that became rows`,
    [
      'subject',
      'per second',
      'range',
      'of the plain pipeline',
      'lost',
      'cores: it / PostgreSQL / broker / publisher',
      'others',
      'µs of processor a message',
    ],
    rows,
  );
}

import { parseArgs } from 'node:util';

export interface BenchOptions {
  /** Seconds instead of minutes: one short round of each case. */
  quick: boolean;
  /** Only these cases; all when empty. */
  only: string[];
  /** Folder for CPU profiles of the product; none when null. */
  profile: string | null;
  rounds: number;
  /** Measured part of each ingest round. */
  ingestSeconds: number;
  latencySeconds: number;
  memorySeconds: number;
  /** Minutes to wait before each round until nobody else uses the machine. */
  patienceMinutes: number;
}

export const CASES = [
  'decode',
  'routes',
  'proposal',
  'copy',
  'ingest',
  'latency',
  'memory',
  'media',
  'dispatch',
  'start',
] as const;

const HELP = `npm run bench [-- flags]
  --quick          one short round of each case, about a minute and a half
  --only a,b       only these cases: ${CASES.join(', ')}
  --profile DIR    write CPU profiles of the product's process to DIR
  --rounds N       rounds of the cases ingest and media (default 3, quick 1)
  --patient N      wait up to N minutes before each round until nobody else uses the machine
  --minutes N      length of the memory case (default 10)`;

/** Reads the flags; prints the help and returns null when asked for it. Throws a `TypeError` for an unknown flag. */
export function readOptions(args: string[]): BenchOptions | null {
  const { values } = parseArgs({
    args,
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', default: '' },
      profile: { type: 'string' },
      rounds: { type: 'string' },
      minutes: { type: 'string' },
      patient: { type: 'string', default: '0' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${HELP}\n`);
    return null;
  }
  const only = values.only.split(',').filter(Boolean);
  const unknown = only.find((name) => !CASES.some((known) => known === name));
  if (unknown) throw new TypeError(`--only: there is no case "${unknown}"; there are ${CASES.join(', ')}`);
  const { quick } = values;
  return {
    quick,
    only,
    profile: values.profile ?? null,
    rounds: Number(values.rounds ?? (quick ? 1 : 3)),
    ingestSeconds: quick ? 5 : 10,
    latencySeconds: quick ? 6 : 20,
    memorySeconds: values.minutes === undefined ? (quick ? 20 : 600) : Number(values.minutes) * 60,
    patienceMinutes: Number(values.patient),
  };
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedPostgres, startPostgres } from '../apps/standalone/src/postgres.js';
import { copyCase } from './copy.case.js';
import { decodeCase } from './decode.case.js';
import { dispatchCase } from './dispatch.case.js';
import { ingestCase } from './ingest.case.js';
import { latencyCase } from './latency.case.js';
import { machine } from './machine.js';
import { mediaCase } from './media.case.js';
import { memoryCase } from './memory.case.js';
import { type BenchOptions, CASES, readOptions } from './options.js';
import { routesCase } from './routes.case.js';
import { proposalCase } from './proposal.case.js';
import { startCase } from './start.case.js';

/** Measures the product beside its raw limits, in one run, and prints the tables (docs/performance.md explains them). */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (!options) return;
  const wanted = (name: (typeof CASES)[number]) => options.only.length === 0 || options.only.includes(name);
  process.stdout.write(`${new Date().toISOString().slice(0, 10)}, ${machine()}\n`);
  if (wanted('decode')) decodeCase(options);
  if (wanted('routes')) routesCase(options);
  if (wanted('proposal')) proposalCase(options);
  if (
    ['copy', 'ingest', 'latency', 'memory', 'media', 'dispatch'].some((name) => wanted(name as (typeof CASES)[number]))
  ) {
    await withSurroundings(options, wanted);
  }
  if (wanted('start')) await startCase(options);
}

async function withSurroundings(
  options: BenchOptions,
  wanted: (name: (typeof CASES)[number]) => boolean,
): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'xunhang-bench-'));
  const postgres = await startPostgres({
    dataDirectory: dataDir,
    database: 'bench',
    preferredPort: null,
    log: () => undefined,
    onLost: (error) => {
      throw error;
    },
  });
  try {
    await Promise.race([interrupted(), runCases(options, wanted, postgres, dataDir)]);
  } finally {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Rejects when somebody ends the bench, so that the database does not outlive it. */
function interrupted(): Promise<never> {
  return new Promise((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => reject(new Error(`the bench was ended by ${signal}`)));
    }
  });
}

async function runCases(
  options: BenchOptions,
  wanted: (name: (typeof CASES)[number]) => boolean,
  postgres: EmbeddedPostgres,
  dataDir: string,
): Promise<void> {
  const around = { postgres, dataDir, devices: 0 };
  if (wanted('copy')) await copyCase(options, postgres);
  if (wanted('ingest')) await ingestCase(options, around);
  if (wanted('latency')) await latencyCase(options, around);
  if (wanted('memory')) await memoryCase(options, around);
  if (wanted('media')) await mediaCase(options, around);
  if (wanted('dispatch')) await dispatchCase(options, around);
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    process.stderr.write(`${error.stack ?? error.message}\n`);
    process.exit(1);
  },
);

import { finished } from 'node:stream/promises';
import pg from 'pg';
import copy from 'pg-copy-streams';
import { type EmbeddedPostgres } from '../apps/standalone/src/postgres.js';
import { aircraftSn, osdMessage } from './messages.js';
import { type BenchOptions } from './options.js';
import { median, printTable, progress, ratio, whole } from './table.js';

const BATCH = 2_000;

/** The raw limit of the writing side: batches of ready rows into a table like ours, one in flight. */
export async function copyCase(options: BenchOptions, postgres: EmbeddedPostgres): Promise<void> {
  await postgres.createDatabase('bench_copy');
  const client = new pg.Client({ connectionString: postgres.url('bench_copy') });
  await client.connect();
  const results = new Map<string, number[]>();
  try {
    for (const raw of ['text', 'jsonb']) {
      await client.query(`CREATE TABLE ready_${raw} (sn text NOT NULL, received_at timestamptz NOT NULL, device_time timestamptz,
        channel text NOT NULL, method text, payload ${raw} NOT NULL)`);
      await client.query(`CREATE INDEX ON ready_${raw} (sn, received_at DESC)`);
    }
    for (let round = 1; round <= options.rounds; round++) {
      progress(`copy of ready rows, round ${round} of ${options.rounds}`);
      for (const [raw, format] of [
        ['text', 'binary'],
        ['text', 'text'],
        ['jsonb', 'text'],
      ] as const) {
        const name = `COPY ${format}, payload as ${raw}`;
        const rate = await copyFor(client, raw, format, options.quick ? 2_000 : 5_000);
        results.set(name, [...(results.get(name) ?? []), rate]);
        await client.query(`TRUNCATE ready_${raw}`);
      }
    }
  } finally {
    await client.end();
    await postgres.query('DROP DATABASE bench_copy WITH (FORCE)');
  }
  const best = median([...results.values()][0]!);
  printTable(
    `Raw limit of writing: batches of ${whole(BATCH)} ready rows of 1.2 kB; rows a second`,
    ['method', 'per second', 'of the first'],
    [...results].map(([name, rates]) => [name, whole(median(rates)), ratio(median(rates) / best)]),
  );
}

async function copyFor(
  client: pg.Client,
  raw: string,
  format: 'binary' | 'text',
  milliseconds: number,
): Promise<number> {
  const batch = format === 'binary' ? binaryBatch() : textBatch();
  const start = performance.now();
  let rows = 0;
  while (performance.now() - start < milliseconds) {
    const stream = client.query(copy.from(`COPY ready_${raw} FROM STDIN (FORMAT ${format})`));
    stream.end(batch);
    await finished(stream);
    rows += BATCH;
  }
  return rows / ((performance.now() - start) / 1000);
}

function readyRows(): { sn: string; payload: string }[] {
  return Array.from({ length: BATCH }, (_, nr) => ({
    sn: aircraftSn(nr % 200),
    payload: osdMessage(nr % 200, nr, Date.now()),
  }));
}

function textBatch(): Buffer {
  const time = new Date().toISOString();
  return Buffer.from(
    readyRows()
      .map(({ sn, payload }) => `${sn}\t${time}\t${time}\tosd\t\\N\t${payload}\n`)
      .join(''),
  );
}

/** PostgreSQL's binary COPY format: signature, flags, header length; each field with its length; -1 at the end. */
function binaryBatch(): Buffer {
  const micros = BigInt(Date.now() - Date.UTC(2000, 0, 1)) * 1000n;
  const time = Buffer.alloc(12);
  time.writeInt32BE(8, 0);
  time.writeBigInt64BE(micros, 4);
  const field = (text: string) => {
    const bytes = Buffer.from(text);
    const length = Buffer.alloc(4);
    length.writeInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const none = Buffer.from([0xff, 0xff, 0xff, 0xff]);
  const rows = readyRows().map(({ sn, payload }) =>
    Buffer.concat([Buffer.from([0, 6]), field(sn), time, time, field('osd'), none, field(payload)]),
  );
  const header = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
  return Buffer.concat([header, ...rows, Buffer.from([0xff, 0xff])]);
}

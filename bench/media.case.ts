import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { DataSource } from 'typeorm';
import { readConfig } from '../apps/server/src/config.js';
import { openDatabase } from '../apps/server/src/database/data-source.js';
import { EventLog } from '../apps/server/src/events/event-log.js';
import { MediaObjectsStore } from '../apps/server/src/media/media-objects.store.js';
import { DiskMedia } from '../apps/server/src/media/media.disk.js';
import { MediaService } from '../apps/server/src/media/media.service.js';
import { MediaIntake } from '../apps/server/src/pictures/media.intake.js';
import { MediaFileStore } from '../apps/server/src/pictures/media-file.store.js';
import { prepareServer } from '../apps/server/src/server.js';
import { exifSegment } from '../apps/simulator/src/exif.js';
import { withoutMetadata } from '../apps/simulator/src/jpeg.js';
import { type BenchOptions } from './options.js';
import { type Surroundings } from './subject.js';
import { median, printTable, progress, ratio, whole } from './table.js';

/** As many at once as the worker takes. */
const AT_ONCE = 2;
const SMALLER = [
  { side: 1600, quality: 82 },
  { side: 400, quality: 75 },
];

/**
 * Pictures a second that become rows with place, links, preview and thumbnail, from the word of the device to the last
 * fact, beside hashing and shrinking the same bytes with nothing around it. In turns, as many at once.
 */
export async function mediaCase(options: BenchOptions, around: Surroundings): Promise<void> {
  const database = `bench_media_${process.pid}`;
  await around.postgres.createDatabase(database);
  const databaseUrl = around.postgres.url(database);
  const dataDir = await mkdtemp(join(tmpdir(), 'xunhang-bench-media-'));
  const config = readConfig({ dataDir, databaseUrl, roles: 'worker', port: '0', logLevel: 'error' }, {});
  const prepared = await prepareServer(config);
  const server = await prepared.start({ url: 'mqtt://127.0.0.1:9', username: null, password: null });
  const db = await openDatabase(databaseUrl);
  try {
    const product = new Product(db, new MediaService(new DiskMedia(config), new MediaObjectsStore(db)));
    const photo = readFileSync(
      fileURLToPath(new URL('../../apps/simulator/fixtures/photos/DJI_0018.JPG', import.meta.url)),
    );
    const large = await sharp(photo).resize(5280, 3956, { fit: 'fill' }).jpeg({ quality: 90 }).toBuffer();
    const rows: string[][] = [];
    for (const [what, bytes, count] of [
      ['1600 × 900', photo, options.quick ? 40 : 120],
      ['5280 × 3956', large, options.quick ? 12 : 40],
    ] as const) {
      const times = { raw: [] as Cost[], product: [] as Cost[] };
      for (let round = 0; round < options.rounds; round++) {
        progress(`media: ${what}, round ${round + 1} of ${options.rounds}`);
        const pictures = Array.from({ length: count }, (_, nr) => pictureOf(bytes, what, round * count + nr));
        times.raw.push(await costOf(count, () => raw(pictures)));
        const told = await product.put(pictures);
        times.product.push(await costOf(count, () => product.ingest(told)));
      }
      const of = (list: readonly Cost[], part: keyof Cost) => median(list.map((cost) => cost[part]));
      const [bare, ours] = [of(times.raw, 'perSecond'), of(times.product, 'perSecond')];
      const processor = `${whole(of(times.raw, 'processorMs'))} / ${whole(of(times.product, 'processorMs'))}`;
      const size = `${ratio(bytes.length / 1e6)} MB`;
      rows.push([what, size, bare.toFixed(1), ours.toFixed(1), ratio(ours / bare), processor]);
    }
    printTable(
      `Pictures a second, ${AT_ONCE} at once; median of ${options.rounds}`,
      ['pixels', 'each', 'hash and sharp alone', 'the product', 'of that', 'processor ms a picture: alone / product'],
      rows,
    );
  } finally {
    await server.close();
    await db.destroy();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** The real photo with a place and time of its own: no two have the same bytes. */
function pictureOf(bytes: Buffer, what: string, nr: number): { name: string; bytes: Buffer } {
  const { head, rest } = withoutMetadata(bytes);
  const shot = {
    kind: 'photo' as const,
    number: nr + 1,
    suffix: '',
    waypoint: 0,
    at: Date.now() - 60_000 + nr,
    place: { longitude: 110.1 + (nr % 100) * 0.003, latitude: 21.5 + nr * 0.0005 },
    absoluteHeight: 100,
    relativeHeight: 80,
    gimbalPitch: -60,
    gimbalYaw: 0,
    heading: 0,
  };
  return { name: `${what.length}-${nr}.JPG`, bytes: Buffer.concat([head, exifSegment(shot, 'M4D'), rest]) };
}

async function raw(pictures: readonly { bytes: Buffer }[]): Promise<void> {
  const queue = pictures[Symbol.iterator]();
  const work = async () => {
    for (const { bytes } of queue) {
      createHash('sha256').update(bytes).digest('hex');
      let from = bytes;
      for (const { side, quality } of SMALLER) {
        from = await sharp(from).resize({ width: side, height: side, fit: 'inside' }).jpeg({ quality }).toBuffer();
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

interface Cost {
  perSecond: number;
  /** Of this process; the database's is not in it. */
  processorMs: number;
}

async function costOf(pictures: number, work: () => Promise<void>): Promise<Cost> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return { perSecond: (1000 * pictures) / (performance.now() - start), processorMs: (user + system) / 1000 / pictures };
}

/** The product's worker, which runs beside, and a device that tells it of files. */
class Product {
  private readonly files: MediaFileStore;
  private readonly intake: MediaIntake;
  private divisionPath = '';

  constructor(
    private readonly db: DataSource,
    private readonly media: MediaService,
  ) {
    this.files = new MediaFileStore(db);
    this.intake = new MediaIntake(this.files, new EventLog(db));
  }

  /** As the S3 door keeps them; not part of what is measured. */
  async put(pictures: readonly { name: string; bytes: Buffer }[]): Promise<string[]> {
    const keys: string[] = [];
    for (const { name, bytes } of pictures) {
      const key = `dock/BENCH/${name}`;
      await this.media.put({ key, contentType: 'image/jpeg', by: 'bench' }, Readable.from([bytes]));
      keys.push(key);
    }
    return keys;
  }

  async ingest(keys: readonly string[]): Promise<void> {
    this.divisionPath ||= (
      (await this.db.query('SELECT path FROM divisions WHERE parent_code IS NULL')) as { path: string }[]
    )[0]!.path;
    for (const key of keys) await this.db.transaction((tx) => this.tell(tx, key));
    for (;;) {
      const [row]: { open: number }[] = await this.db.query(
        `SELECT count(*)::int AS open FROM media_files WHERE state <> 'ingested'`,
      );
      if (row!.open === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  private async tell(tx: Parameters<MediaIntake['register']>[0], objectKey: string): Promise<void> {
    const nothing = { longitude: null, latitude: null, absoluteHeight: null, relativeHeight: null, gimbalYaw: null };
    await this.intake.register(
      tx,
      {
        source: 'dock',
        objectKey,
        name: objectKey.split('/').at(-1)!,
        flightId: null,
        divisionPath: this.divisionPath,
        gatewaySn: 'BENCH',
        deviceSn: null,
        payload: null,
        original: true,
        fingerprint: null,
        tinyFingerprint: null,
        deviceTime: null,
        takenAt: null,
        ...nothing,
        expectedFiles: null,
        told: {},
      },
      Date.now(),
    );
  }
}

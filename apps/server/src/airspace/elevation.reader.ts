import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Inject, Injectable } from '@nestjs/common';
import { type ElevationCells } from '#geo';
import { Refusal } from '../common/refusal.js';
import { COUNTY, type County } from '../county/county.js';
import { ROOT } from '../root.js';

/** What an elevation model may cost. A county of 80 × 60 km at 30 m has some five million cells. */
export const ELEVATION_LIMITS = {
  fileBytes: 64 * 2 ** 20,
  cells: 8_000_000,
  models: 12,
  threadMs: 60_000,
  threadMegabytes: 512,
} as const;
/** Degrees around the county's frame that are kept: flights near the border look at the ground behind it. */
const MARGIN = 0.05;

/** What the thread is asked. */
export interface ElevationTask {
  bytes: ArrayBuffer;
  title: { zh: string; en: string };
  accuracy: number | null;
  box: { west: number; south: number; east: number; north: number };
  maxCells: number;
}
/** What it answers: the grid as plain data, or why the file cannot be used. */
export type ElevationAnswer =
  { cells: ElevationCells; lowest: number; highest: number } | { fault: { code: string; zh: string; en: string } };
export type ReadElevation = Extract<ElevationAnswer, { cells: ElevationCells }>;

/** The compiled thread: also when the program itself runs from its sources. */
const THREAD = fileURLToPath(new URL('dist/apps/server/src/airspace/elevation.reader.worker.js', ROOT));

/** Reads uploaded elevation models, one after another, in a thread: unpacking one takes seconds. */
@Injectable()
export class ElevationReader {
  private last: Promise<unknown> = Promise.resolve();

  constructor(@Inject(COUNTY) private readonly county: County) {}

  /**
   * The cells of a GeoTIFF in and around the county. Throws `Refusal` 422 with the code of an `ElevationFileError`, or
   * `elevation_too_complex`.
   */
  async read(bytes: Buffer, title: ElevationTask['title'], accuracy: number | null): Promise<ReadElevation> {
    const [west, south, east, north] = this.county.bbox;
    const box = { west: west - MARGIN, south: south - MARGIN, east: east + MARGIN, north: north + MARGIN };
    // A copy of its own: buffers of small bodies lie in a pool that is shared.
    const task = { bytes: new Uint8Array(bytes).buffer, title, accuracy, box, maxCells: ELEVATION_LIMITS.cells };
    const reading = this.last.then(() => inThread(task));
    this.last = reading.catch(() => undefined);
    const answer = await reading;
    if ('cells' in answer) return answer;
    const { code, zh, en } = answer.fault;
    throw new Refusal(422, code, zh, en);
  }
}

function inThread(task: ElevationTask): Promise<ElevationAnswer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(THREAD, {
      workerData: task,
      transferList: [task.bytes],
      resourceLimits: { maxOldGenerationSizeMb: ELEVATION_LIMITS.threadMegabytes },
    });
    const timer = setTimeout(() => {
      reject(tooComplex());
      void worker.terminate();
    }, ELEVATION_LIMITS.threadMs);
    worker.once('message', resolve);
    worker.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooComplex() : error),
    );
    worker.once('exit', () => {
      clearTimeout(timer);
      reject(new Error('the thread that reads an elevation model ended without an answer'));
    });
  });
}

function tooComplex(): Refusal {
  return new Refusal(
    422,
    'elevation_too_complex',
    '高程文件读取超时或内存不足，请裁剪到本县范围后再上传',
    'reading the elevation file takes too long or too much memory: cut it to the county and upload it again',
  );
}

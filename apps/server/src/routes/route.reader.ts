import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Injectable } from '@nestjs/common';
import { type RouteIssue, type RouteTarget, WaylineError } from '#wayline';
import { Refusal } from '../common/refusal.js';
import { ROOT } from '../root.js';
import { type DrawnRoute, drawnRoute } from './drawn.route.js';
import { ROUTE_FILE_LIMITS, tooLarge } from './route.limits.js';

/** A `WaylineError` as it crosses the border of a thread. */
export interface ReadFault {
  code: string;
  file: string;
  /** From 1; 0 where there is none. */
  line: number;
  zh: string;
  en: string;
  issues: readonly RouteIssue[];
}
/** What the thread answers. */
export type ReadAnswer = { drawn: DrawnRoute; fault?: undefined } | { drawn?: undefined; fault: ReadFault };

/** The compiled thread: also when the program itself runs from its sources. */
const THREAD = fileURLToPath(new URL('dist/apps/server/src/routes/route.reader.worker.js', ROOT));

/** Reads route files: small ones at once, large and strange ones in a thread, so that others need not wait for them. */
@Injectable()
export class RouteReader {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  /**
   * A file made ready for a dock. Throws `Refusal` 422 `unreadable_route` with file and line, 413 `route_too_large`, and
   * 422 `route_too_complex` when reading takes too long.
   */
  async read(bytes: Uint8Array, file: string, target: RouteTarget | null): Promise<DrawnRoute> {
    if (bytes.length > ROUTE_FILE_LIMITS.fileBytes) throw tooLarge();
    if (bytes.length <= ROUTE_FILE_LIMITS.atOnce.fileBytes) {
      try {
        return drawnRoute(bytes, file, target, ROUTE_FILE_LIMITS.atOnce);
      } catch (error) {
        if (!(error instanceof WaylineError)) throw error;
        if (!BEYOND.has(error.code)) throw unreadable(error);
      }
    }
    await this.turn();
    try {
      const { drawn, fault } = await inThread(bytes, file, target);
      if (drawn) return { ...drawn, kmz: Buffer.from(drawn.kmz) };
      throw unreadable(fault!);
    } finally {
      this.running--;
      this.waiting.shift()?.();
    }
  }

  private async turn(): Promise<void> {
    if (this.running >= ROUTE_FILE_LIMITS.threads) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.running++;
  }
}

function inThread(bytes: Uint8Array, file: string, target: RouteTarget | null): Promise<ReadAnswer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(THREAD, {
      workerData: { bytes, file, target },
      resourceLimits: { maxOldGenerationSizeMb: ROUTE_FILE_LIMITS.threadMegabytes },
    });
    const timer = setTimeout(() => {
      reject(tooComplex());
      void worker.terminate();
    }, ROUTE_FILE_LIMITS.threadMs);
    worker.once('message', resolve);
    worker.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooComplex() : error),
    );
    worker.once('exit', () => {
      clearTimeout(timer);
      reject(new Error('the thread that reads a route ended without an answer'));
    });
  });
}

/** Faults that may only mean that the narrow limits were passed. */
const BEYOND = new Set(['too_large', 'too_many_elements', 'too_many_waypoints']);

/** 422 `unreadable_route`: names file and line, and what else was wrong in the file. */
export function unreadable({ code, file, line, zh, en, issues }: ReadFault | WaylineError): Refusal {
  const grave = issues.filter(({ severity }) => severity === 'error').slice(0, ROUTE_FILE_LIMITS.shownIssues);
  return new Refusal(422, 'unreadable_route', `无法读取航线文件：${zh}`, `the route file cannot be read: ${en}`, [
    { path: `${file}:${line} ${code}`, message: `${zh} / ${en}` },
    ...grave.map((issue) => ({
      path: `${issue.file}:${issue.line} ${issue.code}`,
      message: `${issue.zh} / ${issue.en}`,
    })),
  ]);
}

function tooComplex(): Refusal {
  return new Refusal(
    422,
    'route_too_complex',
    '航线文件过于复杂，读取超时或内存不足，请拆分后重试',
    'the route file is too complex: reading it takes too long or too much memory; split it',
  );
}

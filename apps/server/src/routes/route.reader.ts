import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Injectable } from '@nestjs/common';
import { type ArchivedFile, routeFilesOf, type RouteIssue, type RouteTarget, WaylineError } from '#wayline';
import { Refusal } from '../common/refusal.js';
import { ROOT } from '../root.js';
import { type DrawnRoute, drawnRoute } from './drawn.route.js';
import { IMPORT_LIMITS, ROUTE_FILE_LIMITS, tooLarge } from './route.limits.js';

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
/** A file of an archive; one that is damaged has a fault in place of its bytes. */
export type UnpackedFile = { path: string; bytes: Uint8Array; fault?: undefined } | { path: string; fault: ReadFault };
/** What a thread is asked. */
export type ReadTask = { bytes: Uint8Array; file: string } & (
  { what: 'read'; target: RouteTarget | null } | { what: 'unpack' }
);
/** What it answers. */
export type ReadAnswer = { drawn: DrawnRoute } | { files: UnpackedFile[] | null } | { fault: ReadFault };

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
    const answer = await this.inTurn({ what: 'read', bytes, file, target });
    if ('drawn' in answer) return { ...answer.drawn, kmz: Buffer.from(answer.drawn.kmz) };
    throw unreadable((answer as { fault: ReadFault }).fault);
  }

  /** The files of an archive of route files; null for bytes that are none. Throws `Refusal` 422 `unreadable_route`. */
  async unpack(bytes: Uint8Array, file: string): Promise<UnpackedFile[] | null> {
    if (bytes.length > ROUTE_FILE_LIMITS.fileBytes) throw tooLarge();
    const answer =
      bytes.length <= ROUTE_FILE_LIMITS.atOnce.fileBytes
        ? unpacked(bytes, file)
        : await this.inTurn({ what: 'unpack', bytes, file });
    if ('files' in answer) return answer.files;
    throw unreadable((answer as { fault: ReadFault }).fault);
  }

  private async inTurn(task: ReadTask): Promise<ReadAnswer> {
    await this.turn();
    try {
      return await inThread(task);
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

/** The answer for an archive, within the limits of an import. */
export function unpacked(bytes: Uint8Array, file: string): ReadAnswer {
  const limits = { entries: IMPORT_LIMITS.entries, totalBytes: IMPORT_LIMITS.unpackedBytes };
  try {
    const files = routeFilesOf(bytes, file, { limits });
    return { files: files && files.map(plain) };
  } catch (error) {
    if (!(error instanceof WaylineError)) throw error;
    return { fault: faultOf(error) };
  }
}

function plain(file: ArchivedFile): UnpackedFile {
  return file.fault ? { path: file.path, fault: faultOf(file.fault) } : { path: file.path, bytes: file.bytes };
}

/** An error as plain data. */
export function faultOf({ code, file, line, zh, en, issues }: WaylineError): ReadFault {
  return { code, file, line, zh, en, issues };
}

function inThread(task: ReadTask): Promise<ReadAnswer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(THREAD, {
      workerData: task,
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

import { Injectable } from '@nestjs/common';
import { type RouteTarget, WaylineError } from '#wayline';
import { Refusal } from '../common/refusal.js';
import { type DrawnRoute, drawnRoute } from './drawn.route.js';
import { ROUTE_FILE_LIMITS, tooLarge } from './route.limits.js';
import { faultOf, type ReadFault, resultOf, type RouteTaskResults, type UnpackedFile } from './route.task.js';
import { RouteThreads } from './route.threads.js';

/** Faults that may only mean that the narrow limits were passed. */
const BEYOND = new Set(['too_large', 'too_many_elements', 'too_many_waypoints']);

/** Reads route files: small ones at once, large ones in a thread, so that others need not wait for them. */
@Injectable()
export class RouteReader {
  constructor(private readonly threads: RouteThreads) {}

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
        if (!BEYOND.has(error.code)) throw unreadable(faultOf(error));
      }
    }
    const answer = await this.threads.run({ what: 'read', bytes, file, target });
    if ('fault' in answer) throw unreadable(answer.fault);
    return { ...answer.drawn, kmz: Buffer.from(answer.drawn.kmz) };
  }

  /** The files of an archive of route files; null for bytes that are none. Throws `Refusal` 422 `unreadable_route`. */
  async unpack(bytes: Uint8Array, file: string): Promise<UnpackedFile[] | null> {
    if (bytes.length > ROUTE_FILE_LIMITS.fileBytes) throw tooLarge();
    const task = { what: 'unpack', bytes, file } as const;
    const isSmall = bytes.length <= ROUTE_FILE_LIMITS.atOnce.fileBytes;
    const answer = isSmall ? (resultOf(task) as RouteTaskResults['unpack']) : await this.threads.run(task);
    if ('fault' in answer) throw unreadable(answer.fault);
    return answer.files;
  }
}

/** 422 `unreadable_route`: names file and line, and what else was wrong in the file. */
function unreadable({ code, file, line, zh, en, issues }: ReadFault): Refusal {
  const grave = issues.filter(({ severity }) => severity === 'error').slice(0, ROUTE_FILE_LIMITS.shownIssues);
  return new Refusal(422, 'unreadable_route', `无法读取航线文件：${zh}`, `the route file cannot be read: ${en}`, [
    { path: `${file}:${line} ${code}`, message: `${zh} / ${en}` },
    ...grave.map((issue) => ({
      path: `${issue.file}:${issue.line} ${issue.code}`,
      message: `${issue.zh} / ${issue.en}`,
    })),
  ]);
}

import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { Injectable } from '@nestjs/common';
import { Refusal } from '../common/refusal.js';
import { ROOT } from '../root.js';
import { ROUTE_FILE_LIMITS } from './route.limits.js';
import { type RouteTask, type RouteTaskResults } from './route.task.js';

/** The compiled thread: also when the program itself runs from its sources. */
const THREAD = fileURLToPath(new URL('dist/apps/server/src/routes/route.thread.js', ROOT));

/** Long work with route files, beside everything else that a process does. */
@Injectable()
export class RouteThreads {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  /**
   * Does a task in a thread, as soon as one is free. Throws `Refusal` 422 `route_too_complex` when it takes too much, and
   * 503 `busy` when too many wait already.
   */
  async run<Task extends RouteTask>(task: Task): Promise<RouteTaskResults[Task['what']]> {
    if (this.waiting.length >= ROUTE_FILE_LIMITS.waiting) throw busy();
    if (this.running >= ROUTE_FILE_LIMITS.threads) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.running++;
    try {
      return (await inThread(task)) as RouteTaskResults[Task['what']];
    } finally {
      // The turn goes to whoever waits.
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }
}

function inThread(task: RouteTask): Promise<unknown> {
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
      reject(new Error('the thread that works on a route ended without an answer'));
    });
  });
}

function tooComplex(): Refusal {
  return new Refusal(
    422,
    'route_too_complex',
    '航线文件过于复杂，处理超时或内存不足，请拆分后重试',
    'the route file is too complex: it takes too long or too much memory; split it',
  );
}

function busy(): Refusal {
  return new Refusal(
    503,
    'busy',
    '正在处理的大航线文件过多，请稍后重试',
    'too many large route files are being worked on: try again later',
    undefined,
    30,
  );
}

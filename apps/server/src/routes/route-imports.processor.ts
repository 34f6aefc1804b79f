import { randomUUID } from 'node:crypto';
import { InjectQueue, Processor, WorkerHost } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import { type Queue } from 'bullmq';
import { Notifications } from '../database/notifications.js';
import { type JobOf } from '../jobs/jobs.js';
import { keepRecurring } from '../jobs/recurring.js';
import { RouteImportRunner } from './route-import.runner.js';
import { ROUTE_IMPORTS_CHANNEL, RouteImportsStore } from './route-imports.store.js';

const REMIND_MS = 60_000;

/** Bulk imports that were started. A job only reminds of one: its rows say what is left to do. */
@Processor('routes', { concurrency: 1 })
export class RouteImportsProcessor extends WorkerHost {
  private readonly log = new Logger(RouteImportsProcessor.name);
  /** In the ids of jobs: one that died with another process holds up nobody. */
  private readonly instance = randomUUID();
  private failing = false;

  constructor(
    @InjectQueue('routes') private readonly queue: Queue,
    private readonly runner: RouteImportRunner,
    private readonly store: RouteImportsStore,
    private readonly notifications: Notifications,
  ) {
    super();
    queue.on('error', (error) => this.failed(error));
  }

  /** Listens for imports that are started, and takes up those that a process before this one left. */
  async schedule(): Promise<void> {
    this.worker.on('error', (error) => this.failed(error));
    await this.notifications.listen(ROUTE_IMPORTS_CHANNEL, (id) => {
      void (id === '' ? this.remindAll() : this.remind(id)).catch((error: Error) => this.failed(error));
    });
    await keepRecurring(this.queue, [{ name: 'remind-imports', everyMs: REMIND_MS }], (error) => this.failed(error));
    await this.remindAll();
  }

  override async process(job: JobOf<'routes'>): Promise<void> {
    switch (job.name) {
      case 'import-routes':
        await this.runner.run(job.data.importId);
        break;
      case 'remind-imports':
        await this.store.dropForgotten();
        await this.remindAll();
        break;
    }
  }

  private async remindAll(): Promise<void> {
    for (const id of await this.store.running()) await this.remind(id);
    this.failing = false;
  }

  private async remind(importId: string): Promise<void> {
    const jobId = `import-routes-${importId}-${this.instance}`;
    await this.queue.add('import-routes', { importId }, { jobId, removeOnComplete: true, removeOnFail: true });
  }

  private failed(error: Error): void {
    if (!this.failing) this.log.warn({ message: 'the queue of routes does not answer', error: error.message });
    this.failing = true;
  }
}

import { randomUUID } from 'node:crypto';
import { InjectQueue, Processor, WorkerHost } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import { type Queue } from 'bullmq';
import { Notifications } from '../database/notifications.js';
import { type JobOf } from '../jobs/jobs.js';
import { keepRecurring } from '../jobs/recurring.js';
import { PaperNotices } from '../papers/paper.notices.js';
import { PLANS_CHANNEL } from './plan.store.js';
import { PlanTasks } from './plan.tasks.js';

const HOUR_MS = 3_600_000;

/** Plans become tasks: every hour, and whenever a plan changed. Papers that run out are told of every hour. */
@Processor('plans', { concurrency: 1 })
export class PlansProcessor extends WorkerHost {
  private readonly log = new Logger(PlansProcessor.name);
  /** In the ids of jobs: one that died with another process holds up nobody. */
  private readonly instance = randomUUID();
  private failing = false;

  constructor(
    @InjectQueue('plans') private readonly queue: Queue,
    private readonly tasks: PlanTasks,
    private readonly papers: PaperNotices,
    private readonly notifications: Notifications,
  ) {
    super();
    queue.on('error', (error) => this.failed(error));
  }

  /** Begins to look: now, whenever a plan changed, and every hour. */
  async schedule(): Promise<void> {
    this.worker.on('error', (error) => this.failed(error));
    const look = () => void this.remind().catch((error: Error) => this.failed(error));
    await this.notifications.listen(PLANS_CHANNEL, look);
    const jobs = ['make-tasks', 'tell-papers'].map((name) => ({ name, everyMs: HOUR_MS }));
    await keepRecurring(this.queue, jobs, (error) => this.failed(error));
    look();
  }

  override async process(job: JobOf<'plans'>): Promise<void> {
    switch (job.name) {
      case 'make-tasks':
        await this.tasks.make(Date.now());
        break;
      case 'tell-papers':
        await this.papers.tell(new Date());
        break;
    }
    this.failing = false;
  }

  /** A change that comes while tasks are made is looked at once more: the one that runs may have read before it. */
  private async remind(): Promise<void> {
    const jobId = `make-tasks-${this.instance}-${randomUUID()}`;
    await this.queue.add('make-tasks', {}, { jobId, removeOnComplete: true, removeOnFail: true });
  }

  private failed(error: Error): void {
    if (!this.failing) this.log.warn({ message: 'the queue of plans does not answer', error: error.message });
    this.failing = true;
  }
}

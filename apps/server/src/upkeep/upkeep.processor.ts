import { InjectQueue, Processor, WorkerHost } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import { type Queue } from 'bullmq';
import { GuestsService } from '../guests/guests.service.js';
import { Partitions } from '../telemetry/partitions.js';
import { type JobOf } from '../jobs/jobs.js';
import { keepRecurring } from '../jobs/recurring.js';

const HOUR_MS = 3_600_000;
const GUESTS_MS = 15_000;

/** Work that the clock asks for. */
@Processor('upkeep', { concurrency: 1 })
export class UpkeepProcessor extends WorkerHost {
  private readonly log = new Logger(UpkeepProcessor.name);
  private failing = false;

  constructor(
    @InjectQueue('upkeep') private readonly queue: Queue,
    private readonly partitions: Partitions,
    private readonly guests: GuestsService,
  ) {
    super();
    queue.on('error', (error) => this.failed(error));
  }

  /** Throws when the store of the queue does not answer. */
  async probe(): Promise<void> {
    await this.queue.getJobCounts('failed');
    if (this.failing) this.log.log('the queue store answers again');
    this.failing = false;
  }

  /** Puts the recurring jobs into the queue; the same ids each time, so that there is one of each. */
  async schedule(): Promise<void> {
    const jobs = [
      { name: 'keep-partitions', everyMs: HOUR_MS },
      { name: 'expire-guests', everyMs: GUESTS_MS },
    ];
    await keepRecurring(this.queue, jobs, (error) => this.failed(error));
    this.worker.on('error', (error) => this.failed(error));
  }

  override async process(job: JobOf<'upkeep'>): Promise<void> {
    switch (job.name) {
      case 'keep-partitions':
        await this.partitions.keep(new Date());
        break;
      case 'expire-guests':
        await this.guests.expire(new Date());
        break;
    }
  }

  private failed(error: Error): void {
    if (!this.failing) this.log.warn({ message: 'the queue store does not answer', error: error.message });
    this.failing = true;
  }
}

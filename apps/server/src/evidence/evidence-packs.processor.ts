import { randomUUID } from 'node:crypto';
import { InjectQueue, Processor, WorkerHost } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import { type Queue } from 'bullmq';
import { Notifications } from '../database/notifications.js';
import { type JobOf } from '../jobs/jobs.js';
import { keepRecurring } from '../jobs/recurring.js';
import { EvidenceBuilder } from './evidence.builder.js';
import { EVIDENCE_CHANNEL, EvidencePackStore } from './evidence-pack.store.js';

const REMIND_MS = 60_000;

/** Packs that were asked for. A job only reminds of one: its row says what is to be done. */
@Processor('evidence', { concurrency: 1 })
export class EvidencePacksProcessor extends WorkerHost {
  private readonly log = new Logger(EvidencePacksProcessor.name);
  /** In the ids of jobs: one that died with another process holds up nobody. */
  private readonly instance = randomUUID();
  private failing = false;

  constructor(
    @InjectQueue('evidence') private readonly queue: Queue,
    private readonly builder: EvidenceBuilder,
    private readonly store: EvidencePackStore,
    private readonly notifications: Notifications,
  ) {
    super();
    queue.on('error', (error) => this.failed(error));
  }

  /** Listens for packs that are asked for, and takes up those that a process before this one left. */
  async schedule(): Promise<void> {
    this.worker.on('error', (error) => this.failed(error));
    await this.notifications.listen(EVIDENCE_CHANNEL, (id) => {
      void (id === '' ? this.remindAll() : this.remind(id)).catch((error: Error) => this.failed(error));
    });
    await keepRecurring(this.queue, [{ name: 'remind-packs', everyMs: REMIND_MS }], (error) => this.failed(error));
    await this.remindAll();
  }

  override async process(job: JobOf<'evidence'>): Promise<void> {
    switch (job.name) {
      case 'build-pack':
        await this.builder.run(job.data.packId);
        break;
      case 'remind-packs':
        await this.remindAll();
        break;
    }
  }

  private async remindAll(): Promise<void> {
    for (const id of await this.store.open()) await this.remind(id);
    this.failing = false;
  }

  private async remind(packId: string): Promise<void> {
    const jobId = `build-pack-${packId}-${this.instance}`;
    await this.queue.add('build-pack', { packId }, { jobId, removeOnComplete: true, removeOnFail: true });
  }

  private failed(error: Error): void {
    if (!this.failing) this.log.warn({ message: 'the queue of evidence does not answer', error: error.message });
    this.failing = true;
  }
}

import { randomUUID } from 'node:crypto';
import { InjectQueue, Processor, WorkerHost } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import { type Queue } from 'bullmq';
import { Notifications } from '../database/notifications.js';
import { type JobOf } from '../jobs/jobs.js';
import { keepRecurring } from '../jobs/recurring.js';
import { DOCK_ORDERS_CHANNEL } from './dock-order.recorder.js';
import { DockOrderSender } from './dock-order.sender.js';

/** How often everything that is open is looked at; an order that is confirmed is looked at at once. */
const RECONCILE_MS = 5_000;

/** Orders to docks. A job only reminds of an order: its row says what is to be done, and what was. */
@Processor('docks', { concurrency: 8 })
export class DockOrdersProcessor extends WorkerHost {
  private readonly log = new Logger(DockOrdersProcessor.name);
  /** In the ids of jobs: one that died with another process holds up nobody. */
  private readonly instance = randomUUID();
  private failing = false;

  constructor(
    @InjectQueue('docks') private readonly queue: Queue,
    private readonly sender: DockOrderSender,
    private readonly notifications: Notifications,
  ) {
    super();
    queue.on('error', (error) => this.failed(error));
  }

  /** Begins to look: now, on every order that is confirmed, and from time to time. */
  async schedule(): Promise<void> {
    this.worker.on('error', (error) => this.failed(error));
    const look = () => void this.remind('reconcile').catch((error: Error) => this.failed(error));
    await this.notifications.listen(DOCK_ORDERS_CHANNEL, look);
    await keepRecurring(this.queue, [{ name: 'reconcile', everyMs: RECONCILE_MS }], (error) => this.failed(error));
    look();
  }

  override async process(job: JobOf<'docks'>): Promise<void> {
    switch (job.name) {
      case 'send':
        await this.sender.send(job.data.orderId);
        break;
      case 'reconcile':
        for (const orderId of await this.sender.due(Date.now())) await this.remind('send', orderId);
        this.failing = false;
        break;
    }
  }

  private async remind(name: 'send' | 'reconcile', orderId?: string): Promise<void> {
    const jobId = `${name}-${orderId ?? 'all'}-${this.instance}`;
    const data = orderId === undefined ? {} : { orderId };
    await this.queue.add(name, data, { jobId, removeOnComplete: true, removeOnFail: true });
  }

  private failed(error: Error): void {
    if (!this.failing) this.log.warn({ message: 'the queue of docks does not answer', error: error.message });
    this.failing = true;
  }
}

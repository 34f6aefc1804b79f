import { randomUUID } from 'node:crypto';
import { InjectQueue, Processor, WorkerHost } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import { type Queue } from 'bullmq';
import { Notifications } from '../database/notifications.js';
import { type JobOf } from '../jobs/jobs.js';
import { keepRecurring } from '../jobs/recurring.js';
import { FallbackRule } from './fallback.rule.js';
import { FlightOrderSender } from './flight-order.sender.js';
import { MobileJudge } from './mobile.judge.js';
import { TaskDispatcher } from './task.dispatcher.js';
import { TASKS_CHANNEL } from './task.recorder.js';

/** How often everything that is open is looked at; a task that moved is looked at at once. */
const RECONCILE_MS = 5_000;

/** Missions of docks. A job only reminds of a task: its row says what is to be done, and what was. */
@Processor('sorties', { concurrency: 8 })
export class SortiesProcessor extends WorkerHost {
  private readonly log = new Logger(SortiesProcessor.name);
  /** In the ids of jobs: one that died with another process holds up nobody. */
  private readonly instance = randomUUID();
  private failing = false;

  constructor(
    @InjectQueue('sorties') private readonly queue: Queue,
    private readonly dispatcher: TaskDispatcher,
    private readonly orders: FlightOrderSender,
    private readonly fallbacks: FallbackRule,
    private readonly mobile: MobileJudge,
    private readonly notifications: Notifications,
  ) {
    super();
    queue.on('error', (error) => this.failed(error));
  }

  /** Begins to look: now, on every task that moved, and from time to time. */
  async schedule(): Promise<void> {
    this.worker.on('error', (error) => this.failed(error));
    const look = () => void this.remind('reconcile', {}).catch((error: Error) => this.failed(error));
    await this.notifications.listen(TASKS_CHANNEL, look);
    await keepRecurring(this.queue, [{ name: 'reconcile', everyMs: RECONCILE_MS }], (error) => this.failed(error));
    look();
  }

  override async process(job: JobOf<'sorties'>): Promise<void> {
    switch (job.name) {
      case 'dispatch':
        await this.dispatcher.dispatch(job.data.taskId);
        break;
      case 'order':
        await this.orders.send(job.data.orderId);
        break;
      case 'reconcile':
        for (const orderId of await this.orders.due(Date.now())) await this.remind('order', { orderId });
        for (const taskId of await this.dispatcher.due(Date.now())) await this.remind('dispatch', { taskId });
        await this.mobile.settle();
        await this.fallbacks.apply(Date.now());
        this.failing = false;
        break;
    }
  }

  private async remind(
    name: 'dispatch' | 'order' | 'reconcile',
    data: { taskId?: string; orderId?: string },
  ): Promise<void> {
    const jobId = `${name}-${data.taskId ?? data.orderId ?? 'all'}-${this.instance}`;
    await this.queue.add(name, data, { jobId, removeOnComplete: true, removeOnFail: true });
  }

  private failed(error: Error): void {
    if (!this.failing) this.log.warn({ message: 'the queue of sorties does not answer', error: error.message });
    this.failing = true;
  }
}

import { randomUUID } from 'node:crypto';
import { InjectQueue, Processor, WorkerHost } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import { type Queue } from 'bullmq';
import { Notifications } from '../database/notifications.js';
import { type JobOf, type Jobs } from '../jobs/jobs.js';
import { keepRecurring } from '../jobs/recurring.js';
import { TASKS_CHANNEL } from '../tasks/task.recorder.js';
import { MEDIA_CHANNEL, MediaFileStore } from './media-file.store.js';
import { PictureIngest } from './picture.ingest.js';
import { TaskMediaCounter } from './task-media.counter.js';
import { TaskMediaStore } from './task-media.store.js';

/** How often rows are looked through for what no reminder told of. */
const LOOK_MS = 5_000;
/** Files that one look puts into the queue; the next look takes more. */
const MOST_FILES = 500;

/** Files that arrived and tasks whose files are to be counted. A job only reminds of a row. */
@Processor('media', { concurrency: 2 })
export class MediaProcessor extends WorkerHost {
  private readonly log = new Logger(MediaProcessor.name);
  /** In the ids of jobs: one that died with another process holds up nobody. */
  private readonly instance = randomUUID();
  private failing = false;

  constructor(
    @InjectQueue('media') private readonly queue: Queue,
    private readonly ingest: PictureIngest,
    private readonly counter: TaskMediaCounter,
    private readonly files: MediaFileStore,
    private readonly counts: TaskMediaStore,
    private readonly notifications: Notifications,
  ) {
    super();
    queue.on('error', (error) => this.failed(error));
  }

  /** Begins to look: now, on every file and every task that moved, and from time to time. */
  async schedule(): Promise<void> {
    this.worker.on('error', (error) => this.failed(error));
    const soon = (adding: Promise<void>) => void adding.catch((error: Error) => this.failed(error));
    await this.notifications.listen(MEDIA_CHANNEL, (mediaId) =>
      soon(mediaId ? this.remind('ingest', mediaId, { mediaId }) : this.remind('look', 'all', {})),
    );
    await this.notifications.listen(TASKS_CHANNEL, () => soon(this.remind('look', 'all', {})));
    await keepRecurring(this.queue, [{ name: 'look', everyMs: LOOK_MS }], (error) => this.failed(error));
    soon(this.remind('look', 'all', {}));
  }

  override async process(job: JobOf<'media'>): Promise<void> {
    switch (job.name) {
      case 'ingest':
        await this.ingest.take(job.data.mediaId);
        break;
      case 'count':
        await this.counter.count(job.data.taskId);
        break;
      case 'look':
        for (const mediaId of await this.files.due(MOST_FILES)) await this.remind('ingest', mediaId, { mediaId });
        for (const taskId of await this.counts.due()) await this.remind('count', taskId, { taskId });
        this.failing = false;
        break;
    }
  }

  private async remind<Name extends keyof Jobs['media'] & string>(
    name: Name,
    of: string,
    data: Jobs['media'][Name],
  ): Promise<void> {
    const jobId = `${name}-${of}-${this.instance}`;
    await this.queue.add(name, data, { jobId, removeOnComplete: true, removeOnFail: true });
  }

  private failed(error: Error): void {
    if (!this.failing) this.log.warn({ message: 'the queue of media does not answer', error: error.message });
    this.failing = true;
  }
}

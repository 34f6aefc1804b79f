import { type Queue } from 'bullmq';

/** How often it is looked whether the store still knows the recurring work. */
const LOOK_MS = 10_000;

/** A job that the clock asks for. */
export interface Recurring {
  name: string;
  everyMs: number;
}

/**
 * Puts recurring jobs into a queue, and again whenever its store has forgotten them: a Redis that was killed comes back
 * empty. Resolves when they are there the first time; afterwards it goes on until the queue closes, and tells `failed`.
 */
export async function keepRecurring(
  queue: Queue,
  jobs: readonly Recurring[],
  failed: (error: Error) => void,
): Promise<void> {
  const opts = { removeOnComplete: { count: 20 }, removeOnFail: { count: 100 } };
  const put = async ({ name, everyMs }: Recurring) => {
    await queue.upsertJobScheduler(name, { every: everyMs }, { name, data: {}, opts });
  };
  for (const job of jobs) await put(job);
  let looking = false;
  const look = async () => {
    looking = true;
    try {
      for (const job of jobs) if (!(await queue.getJobScheduler(job.name))) await put(job);
    } catch (error) {
      failed(error as Error);
    } finally {
      looking = false;
    }
  };
  const timer = setInterval(() => {
    if (queue.closing) clearInterval(timer);
    else if (!looking) void look();
  }, LOOK_MS).unref();
}

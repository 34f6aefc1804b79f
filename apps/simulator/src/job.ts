import { type Gateway } from './gateway.js';

/** Work that takes its time and reports by events of one method and one `bid`. */
export interface Job {
  method: string;
  bid: string;
  /** `key` is a `step_key` when a text, a `current_step` when a number. */
  steps: { key: string | number; percent: number; seconds: number; act?: () => void }[];
  /** Members of `output.ext`. */
  ext?: Record<string, unknown>;
  /** Called after the last step; its code is the job's result. */
  done?: () => number;
}

/** Runs the steps one after another at the pace of the world; the last report wants an answer. */
export function runJob(gateway: Gateway, job: Job): void {
  const next = (index: number) => {
    const step = job.steps[index];
    if (!step) return finish(gateway, job);
    step.act?.();
    gateway.event(job.method, bodyOf(job, 'in_progress', step.percent, step.key, 0), {
      bid: job.bid,
      markNoReply: true,
    });
    gateway.world.wheel.after((step.seconds * 1000) / gateway.world.speed, () => next(index + 1));
  };
  next(0);
}

function finish(gateway: Gateway, job: Job): void {
  const result = job.done?.() ?? 0;
  const key = job.steps.at(-1)?.key ?? '';
  gateway.event(job.method, bodyOf(job, result === 0 ? 'ok' : 'failed', 100, key, result), {
    bid: job.bid,
    needReply: true,
  });
}

function bodyOf(
  job: Job,
  status: string,
  percent: number,
  key: string | number,
  result: number,
): Record<string, unknown> {
  const step = typeof key === 'number' ? { current_step: key } : { step_key: key };
  return { result, output: { status, progress: { percent, ...step }, ...(job.ext && { ext: job.ext }) } };
}

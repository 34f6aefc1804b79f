import type { TaskState } from '#contracts';

/** How a bar of the chart or a tag is filled, so that states are told apart without colour. */
export type TaskFill = 'dashed' | 'hollow' | 'tinted' | 'striped' | 'half' | 'solid';

export interface TaskLook {
  /** Text, outline and filling; at least 4.5 : 1 on white and under white text. */
  color: string;
  /** Ground of a tag, and of what is tinted or striped. */
  tint: string;
  fill: TaskFill;
  /** The mark's path in a square of 12, drawn as a line. */
  mark: string;
}

const ACCENT = { color: '#0a6480', tint: '#e3eff3' };
const GOOD = { color: '#006f5f', tint: '#e0f1ed' };
const WARN = { color: '#955300', tint: '#fbeeda' };
const BAD = { color: '#b3202c', tint: '#fbe6e7' };
const GREY = { color: '#53646f', tint: '#e9edef' };

/** The only place that gives the states of tasks their look: bars, tags, steps and legends read it. */
export const TASK_LOOK: Readonly<Record<TaskState, TaskLook>> = {
  draft: { ...GREY, fill: 'dashed', mark: 'M2.5 9.5 3 7.3 8.3 2l1.7 1.7L4.7 9Z' },
  approved: { ...ACCENT, fill: 'hollow', mark: 'M2.2 6.3 5 9l4.8-6' },
  filed: { ...ACCENT, fill: 'tinted', mark: 'M3 1.5h4l2 2v7H3ZM4.5 5.5h3M4.5 7.8h3' },
  queued: { ...ACCENT, fill: 'striped', mark: 'M2 3h8M2 6h8M2 9h8' },
  preparing: { ...ACCENT, fill: 'striped', mark: 'M6 1.5v4M6 10.5A4.5 4.5 0 1 1 10.5 6' },
  ready: { ...ACCENT, fill: 'half', mark: 'M6 1.8v8.4M2.5 5.3 6 1.8l3.5 3.5' },
  in_progress: { ...ACCENT, fill: 'solid', mark: 'M3.5 2v8L10 6Z' },
  paused: { ...WARN, fill: 'solid', mark: 'M4 2.3v7.4M8 2.3v7.4' },
  ok: { ...GOOD, fill: 'solid', mark: 'M2.2 6.3 5 9l4.8-6' },
  partially_done: { ...WARN, fill: 'half', mark: 'M6 1.8a4.2 4.2 0 1 0 0 8.4ZM6 1.8a4.2 4.2 0 0 1 0 8.4' },
  failed: { ...BAD, fill: 'solid', mark: 'M2.8 2.8l6.4 6.4M9.2 2.8 2.8 9.2' },
  canceled: { ...GREY, fill: 'striped', mark: 'M2.2 6h7.6' },
  rejected: { ...BAD, fill: 'hollow', mark: 'M6 1.8a4.2 4.2 0 1 1 0 8.4 4.2 4.2 0 0 1 0-8.4ZM3 9l6-6' },
  timeout: { ...BAD, fill: 'striped', mark: 'M6 1.8a4.2 4.2 0 1 1 0 8.4 4.2 4.2 0 0 1 0-8.4ZM6 3.7V6l1.6 1.3' },
};

import { type TaskPaperworkView } from '#contracts';
import { type TaskClock } from './paper.gate.js';

/** The paperwork of a task as the API tells it. */
export function viewOfPaperwork({ task, row, clock, required }: TaskClock): TaskPaperworkView {
  const instant = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  const done = <Done extends { at: number }>(step: Done | null) =>
    step && { ...step, at: new Date(step.at).toISOString() };
  return {
    taskId: task.id,
    required,
    filingKind: row.filingKind,
    takeOffAt: new Date(task.takeOff).toISOString(),
    level: clock.level,
    blocksStart: required && clock.blocksStart,
    steps: clock.steps.map((step) => ({ ...step, dueAt: instant(step.dueAt), doneAt: instant(step.doneAt) })),
    filed: done(row.filed),
    answer: done(row.answer),
    reported: done(row.reported),
    override: row.override && {
      ...row.override,
      askedAt: new Date(row.override.askedAt).toISOString(),
      confirmedAt: instant(row.override.confirmedAt),
    },
    nextChangeAt: instant(clock.nextChangeAt),
  };
}

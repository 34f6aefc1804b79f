import { type OpenTaskState } from '#contracts';
import { hasEnded, type TaskCourse } from './task.course.js';
import { type TaskReason } from './task.reasons.js';

/** When a state is over at the latest: an instant of the task, so many seconds, so many times the expected flight. */
export interface DeadlineRule {
  after: 'window_end' | 'state_entered' | 'execute_sent' | 'started' | 'cancel_requested';
  seconds: number;
  /** Times the expected seconds from take-off to landing. */
  flights: number;
  /** Why a task ends there. */
  reason: TaskReason;
}

/** `start_sent`: ready, and the start has been sent. `cancel_requested`: whatever the state. */
export type DeadlineOf = OpenTaskState | 'start_sent' | 'cancel_requested';

/** No task is ever stuck: each state that is no end has a deadline. */
export const DEADLINES: Readonly<Record<DeadlineOf, DeadlineRule>> = {
  draft: { after: 'window_end', seconds: 0, flights: 0, reason: 'not_approved_in_time' },
  approved: { after: 'window_end', seconds: 0, flights: 0, reason: 'not_filed_in_time' },
  filed: { after: 'window_end', seconds: 0, flights: 0, reason: 'not_queued_in_time' },
  queued: { after: 'window_end', seconds: 0, flights: 0, reason: 'no_slot_in_window' },
  // The dock answers within seconds; the preparation is repeated until then.
  preparing: { after: 'state_entered', seconds: 180, flights: 0, reason: 'prepare_silent' },
  ready: { after: 'window_end', seconds: 0, flights: 0, reason: 'not_started_in_window' },
  // Boot, RTK and upload take one or two minutes, and a dock without a network tells of it when it is back.
  start_sent: { after: 'execute_sent', seconds: 900, flights: 1, reason: 'no_word_after_start' },
  in_progress: { after: 'started', seconds: 1_800, flights: 2, reason: 'flight_overdue' },
  // An aircraft that hovers has no more battery than this.
  paused: { after: 'state_entered', seconds: 1_800, flights: 0, reason: 'paused_too_long' },
  // The way home and the landing.
  cancel_requested: { after: 'cancel_requested', seconds: 1_200, flights: 0, reason: 'cancel_unconfirmed' },
};

/** The deadline that counts for a task; null when it has ended. */
export function deadlineRule(task: TaskCourse): DeadlineRule | null {
  if (hasEnded(task.state)) return null;
  if (task.cancelRequestedAt !== null) return DEADLINES.cancel_requested;
  if (task.state === 'ready' && task.executeSentAt !== null) return DEADLINES.start_sent;
  return DEADLINES[task.state];
}

/** When a task's state is over at the latest, in ms since 1970; null when it has ended. Pure. */
export function deadlineOf(task: TaskCourse, plan: { windowEnd: number; flightSeconds: number }): number | null {
  const rule = deadlineRule(task);
  if (!rule) return null;
  const from = {
    window_end: plan.windowEnd,
    state_entered: task.since,
    execute_sent: task.executeSentAt ?? task.since,
    started: task.startedAt ?? task.since,
    cancel_requested: task.cancelRequestedAt ?? task.since,
  }[rule.after];
  return from + (rule.seconds + rule.flights * plan.flightSeconds) * 1000;
}

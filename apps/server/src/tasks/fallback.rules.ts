import { hasEnded } from './task.course.js';
import { type Hold } from './task.hold.js';
import { type TaskReason } from './task.reasons.js';
import { type StoredTask } from './task.rows.js';

/** Why a task does not fly: what it waits for, or why it ended without a take-off; null: nothing holds it up. Pure. */
export function heldUpBy({ course, waitReason }: Pick<StoredTask, 'course' | 'waitReason'>): {
  reason: TaskReason;
  deviceCode: number | null;
  detail?: Hold['detail'];
} | null {
  if (!hasEnded(course.state)) return waitReason;
  return course.tookOffAt === null ? course.outcome : null;
}

/** Ends after which nobody wants another flight in its place, or another flies already. */
const NOT_REPLACED: ReadonlySet<TaskReason> = new Set<TaskReason>(['canceled_by_person', 'plan_withdrawn', 'replaced']);
/** Ends after which the aircraft may have flown, or may still: a second one is not sent. */
const UNCERTAIN: ReadonlySet<TaskReason> = new Set<TaskReason>([
  'aircraft_may_be_lost',
  'cancel_unconfirmed',
  'flight_overdue',
  'no_word_after_start',
]);

/**
 * Why nothing may fly in place of a task, in both languages; null: something may. Whatever may be in the air keeps every
 * other from its place: never do both fly. `takenBy`: the task that stands in for it already. Pure.
 */
export function fallbackRefusal(
  task: Pick<StoredTask, 'course' | 'waitReason' | 'dockSn' | 'approvedBy'>,
  takenBy: string | null,
): { code: string; zh: string; en: string } | null {
  const { course } = task;
  if (takenBy !== null) {
    return { code: 'fallback_taken', zh: '已有任务代替它', en: 'another task stands in for it already' };
  }
  if (task.dockSn === null) {
    return { code: 'not_of_a_dock', zh: '机动任务请改派其他飞手', en: 'it is flown by a pilot: give it to another' };
  }
  const open = !hasEnded(course.state);
  if (course.tookOffAt !== null || (open && course.executeSentAt !== null) || isUncertain(task)) {
    return { code: 'may_fly', zh: '飞行器可能已经起飞，不能再派另一架', en: 'its aircraft may fly: no other is sent' };
  }
  if (task.approvedBy === null) return { code: 'not_approved', zh: '还没有批准', en: 'it was never approved' };
  const held = heldUpBy(task);
  if (!held || NOT_REPLACED.has(held.reason)) {
    return { code: 'nothing_refused', zh: '没有被检查拦下，不需要备用方案', en: 'nothing holds it up' };
  }
  return null;
}

function isUncertain({ course }: Pick<StoredTask, 'course'>): boolean {
  return course.outcome !== null && UNCERTAIN.has(course.outcome.reason);
}

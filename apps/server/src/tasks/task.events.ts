import { type TaskReason } from './task.reasons.js';

/** Who says why a task ended; `deviceCode` when a device said it. */
interface Ending {
  reason: TaskReason;
  deviceCode: number | null;
  /** User name; null: the product or the device. */
  by: string | null;
}

/** What can happen to a task. `at` in ms since 1970: the machine has no clock. */
export type TaskEvent = { at: number } & (
  | { type: 'approve' | 'file' | 'queue' | 'reschedule' | 'waive_filing' }
  /** A pilot takes it, to be flown with a mobile drone. */
  | { type: 'taken' }
  /** The preparation goes out; it may be repeated, the sortie's id is its key. */
  | { type: 'prepare_sent' | 'prepared' | 'postpone' }
  /** Recorded and committed before the command leaves us. */
  | { type: 'execute_sent' }
  /** The device works on it; the aircraft left the ground. */
  | { type: 'started' | 'took_off' | 'paused' | 'resumed' }
  /** The device's own status word, kept beside ours. */
  | { type: 'told'; word: string }
  | { type: 'completed' }
  | { type: 'partially_completed'; reason: TaskReason; deviceCode: number | null }
  /** refused: it never began (a person, an authority, a check, the dock); failed: it was tried. */
  | ({ type: 'failed' | 'refused' } & Ending)
  | { type: 'cancel'; reason: TaskReason; by: string | null }
  /** The deadline of the state passed; `reason` where that of the state does not fit. */
  | { type: 'deadline'; reason?: TaskReason }
);
export type TaskEventType = TaskEvent['type'];

/** Every event as a sentence says it, in the order of a task's life. */
export const EVENT_WORDS: Readonly<Record<TaskEventType, { zh: string; en: string }>> = {
  approve: { zh: '批准', en: 'approve' },
  reschedule: { zh: '改期', en: 'move to another time' },
  file: { zh: '报飞行计划', en: 'file' },
  waive_filing: { zh: '免报放行', en: 'waive the filing' },
  queue: { zh: '排队', en: 'queue' },
  taken: { zh: '领取', en: 'take' },
  prepare_sent: { zh: '下发准备', en: 'send the preparation' },
  prepared: { zh: '记为准备完成', en: 'prepared' },
  postpone: { zh: '推迟', en: 'put off' },
  execute_sent: { zh: '下发起飞', en: 'send the start' },
  started: { zh: '记为已开始', en: 'started' },
  took_off: { zh: '记为起飞', en: 'took off' },
  paused: { zh: '暂停', en: 'paused' },
  resumed: { zh: '继续', en: 'resumed' },
  told: { zh: '记录设备状态', en: 'word of the device' },
  completed: { zh: '记为完成', en: 'completed' },
  partially_completed: { zh: '记为部分完成', en: 'partly completed' },
  failed: { zh: '记为失败', en: 'failed' },
  refused: { zh: '拒绝', en: 'refuse' },
  cancel: { zh: '取消', en: 'cancel' },
  deadline: { zh: '判为超时', en: 'deadline' },
};

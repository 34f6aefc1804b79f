import { type TaskReason } from './task.reasons.js';

/** Why a task does not go yet: the reason, the device's own code if it gave one, and what exactly was found. */
export interface Hold {
  reason: TaskReason;
  deviceCode: number | null;
  /** Such as the wind now and the wind allowed; null: the reason says it all. */
  detail: { zh: string; en: string } | null;
}

/** A reason of our own. */
export function hold(reason: TaskReason, detail: Hold['detail'] = null): Hold {
  return { reason, deviceCode: null, detail };
}

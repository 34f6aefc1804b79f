import { type TaskReasonView } from '#contracts';
import { errorOf } from '#dji';
import { breakText } from './break.reasons.js';
import { reasonOfDeviceCode } from './device.codes.js';
import { type ReasonWords } from './reason.words.js';
import { AIRCRAFT_REASONS } from './reasons.aircraft.js';
import { DOCK_REASONS } from './reasons.dock.js';
import { FLIGHT_REASONS } from './reasons.flight.js';
import { MOBILE_REASONS } from './reasons.mobile.js';
import { PEOPLE_REASONS } from './reasons.people.js';

const REASONS = { ...PEOPLE_REASONS, ...DOCK_REASONS, ...AIRCRAFT_REASONS, ...FLIGHT_REASONS, ...MOBILE_REASONS };

/** Our code of why a task stopped or ended. Stable: it is stored. */
export type TaskReason = keyof typeof REASONS;

/** Every reason with its words, in the order of a task's life. */
export const TASK_REASONS: Readonly<Record<TaskReason, ReasonWords>> = REASONS;

/** Why a device's `result` code stopped a task. A code that nobody has described is `unknown_device_code`, and kept. */
export function reasonOfCode(code: number): TaskReason {
  return reasonOfDeviceCode(code) ?? 'unknown_device_code';
}

/**
 * Why a route was broken off. A `break_reason` n is told again as the result 321000 + n (1283 as 322283), so both have
 * one table. Null for 0: it was not broken off.
 */
export function reasonOfBreak(breakReason: number): TaskReason | null {
  return breakReason === 0 ? null : reasonOfCode(BREAK_CODES_FROM + breakReason);
}
const BREAK_CODES_FROM = 321_000;

/** Reasons after which a flight may go on from its break point. Not `obstacle`: there a person looks first. */
export const RESUMABLE: ReadonlySet<TaskReason> = new Set<TaskReason>([
  'canceled_in_flight',
  'interrupted',
  'legs_left_out',
  'link_lost',
  'low_battery_return',
  'paused_too_long',
  'positioning_lost',
  'return_ordered',
  'taken_over',
  'wind_return',
]);

/** A reason as the API tells it, beside the device's own code and its meaning where somebody described it. */
export function reasonView(
  reason: TaskReason,
  deviceCode: number | null = null,
  detail: { zh: string; en: string } | null = null,
): TaskReasonView {
  const meaning = deviceCode === null ? undefined : errorOf(deviceCode);
  const broken = deviceCode === null ? undefined : breakText(deviceCode - BREAK_CODES_FROM);
  return {
    code: reason,
    ...TASK_REASONS[reason],
    detailZh: detail?.zh ?? null,
    detailEn: detail?.en ?? null,
    deviceCode,
    deviceZh: meaning?.meaningZh ?? broken?.zh ?? null,
    deviceEn: meaning?.meaningEn ?? broken?.en ?? null,
  };
}

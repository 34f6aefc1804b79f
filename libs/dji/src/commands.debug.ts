import { type CommandIds, serviceMessage } from './commands.js';
import type { Outgoing } from './replies.js';

/** Commands and jobs of remote debugging without arguments (reference 7.1). */
export type PlainDebugCommand =
  | 'debug_mode_open'
  | 'debug_mode_close'
  | 'supplement_light_open'
  | 'supplement_light_close'
  | 'device_reboot'
  | 'drone_open'
  | 'drone_close'
  | 'drone_format'
  | 'device_format'
  | 'cover_open'
  | 'cover_close'
  | 'cover_force_close'
  | 'charge_open'
  | 'charge_close'
  | 'putter_open'
  | 'putter_close';

/** Switches of remote debugging, with the numbers that each takes as its action. */
export const DEBUG_SWITCHES = {
  /** 0 off, 1 on. */
  alarm_state_switch: [0, 1],
  /** 0 idle, 1 cool, 2 heat, 3 dry. */
  air_conditioner_mode_switch: [0, 1, 2, 3],
  /** 1 plan (55-60 %), 2 standby (90-95 %). */
  battery_store_mode_switch: [1, 2],
  /** 0 off, 1 on. */
  battery_maintenance_switch: [0, 1],
} as const satisfies Record<string, readonly number[]>;
export type DebugSwitch = keyof typeof DEBUG_SWITCHES;

/**
 * A command of remote debugging. `action` is null for all but switches; throws a RangeError for what no dock accepts.
 * The bid is that of every event by which a job reports.
 */
export function debugCommand(
  gatewaySn: string,
  method: PlainDebugCommand | DebugSwitch,
  action: number | null,
  ids: CommandIds,
  now: number,
): Outgoing {
  const taken: readonly number[] | undefined = isSwitch(method) ? DEBUG_SWITCHES[method] : undefined;
  if (taken === undefined ? action !== null : action === null || !taken.includes(action)) {
    throw new RangeError(`${method}: ${action} is no action of it · ${method} 没有动作 ${action}`);
  }
  return serviceMessage(gatewaySn, method, action === null ? null : { action }, ids, now);
}

function isSwitch(method: string): method is DebugSwitch {
  return Object.hasOwn(DEBUG_SWITCHES, method);
}

/** How far a job of remote debugging is, from the body of its answer or of an event. */
export interface JobReport {
  /** 0, or a result code. */
  result: number;
  /** The device's own word, such as `in_progress`; null: it said none. */
  status: string | null;
  percent: number | null;
  /** The step as the device calls it. */
  step: string | null;
}

/** Reads a report; what is missing or no number stays null. */
export function jobReport(body: unknown): JobReport {
  const { result, output } = objectOf(body);
  const { status, progress } = objectOf(output);
  const { percent, step_key: key, current_step: nr } = objectOf(progress);
  const step = typeof key === 'string' && key !== '' ? key : typeof nr === 'number' ? String(nr) : null;
  return {
    result: typeof result === 'number' && Number.isSafeInteger(result) ? result : 0,
    status: typeof status === 'string' ? status.slice(0, 40) : null,
    percent: typeof percent === 'number' && percent >= 0 && percent <= 100 ? percent : null,
    step: step === null ? null : step.slice(0, 60),
  };
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

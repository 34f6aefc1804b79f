import { type TaskReason } from './task.reasons.js';

/** What is last known of a dock and its aircraft. Members under the device's own names: the codec has fitted them. */
export interface DockKnowledge {
  presence: 'unknown' | 'online' | 'stale' | 'offline' | 'resting' | null;
  properties: Readonly<Record<string, unknown>>;
  /** Device clock minus ours, ms; null: it has told no time. */
  clockOffsetMs: number | null;
  /** Another task of ours that keeps it busy. */
  busyWith: string | null;
}

/** Percent that the battery must hold beyond what the flight takes. */
const RESERVE = 30;
/** Docks refuse a mission whose time is further than this from their own clock (319008). */
const CLOCK_TOLERANCE_MS = 25_000;
const HEAVY_RAIN = 3;
/** m/s above which a dock does not start (reference 4.3 and the maker's limits of Dock 2 and 3). */
const WIND_LIMIT = 12;
/** `mode_code` of a dock: 0 idle; 1, 2 debugging; 3 upgrading; 4 working; 5 waiting for calibration. */
const MODES: Readonly<Record<number, TaskReason>> = {
  1: 'dock_in_debugging',
  2: 'dock_in_debugging',
  3: 'dock_updating',
  4: 'dock_busy',
  5: 'dock_not_calibrated',
};

/**
 * Why a dock cannot fly now; null when nothing known speaks against it. A value that was not told is not held against
 * it: the dock checks itself once more. `batteryNeeded`: percent that the flight takes.
 */
export function dockRefusal(dock: DockKnowledge, batteryNeeded: number): TaskReason | null {
  const { properties } = dock;
  const number = (name: string) => (typeof properties[name] === 'number' ? (properties[name] as number) : null);
  if (dock.presence !== 'online') return 'dock_offline';
  if (dock.busyWith !== null) return 'dock_busy';
  if (dock.clockOffsetMs !== null && Math.abs(dock.clockOffsetMs) > CLOCK_TOLERANCE_MS) return 'clock_differs';
  const mode = MODES[number('mode_code') ?? 0];
  if (mode) return mode;
  if (number('emergency_stop_state') === 1) return 'emergency_stop';
  if (number('drone_in_dock') === 0) return 'aircraft_missing';
  if ((number('rainfall') ?? 0) >= HEAVY_RAIN) return 'rain';
  if ((number('wind_speed') ?? 0) >= WIND_LIMIT) return 'wind';
  const battery = batteryOf(properties);
  if (battery !== null && battery < Math.min(100 - 1, batteryNeeded + RESERVE)) return 'battery_low';
  return null;
}

/** Percent of the aircraft's battery as the dock's charger sees it; null while it does not. */
function batteryOf(properties: DockKnowledge['properties']): number | null {
  const charge = properties['drone_charge_state'] as { capacity_percent?: unknown } | undefined;
  const percent = charge?.capacity_percent;
  return typeof percent === 'number' && percent <= 100 ? percent : null;
}

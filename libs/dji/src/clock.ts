/**
 * Order within one device's clock. Device clocks drift, jump when NTP sets them, and start in a wrong year after a
 * power cut; messages also arrive late. The two are told apart here, purely by the times.
 */
export interface DeviceClock {
  /** Newest believable device time seen since the clock last stepped, ms. */
  newest: number | null;
  /** How many late messages came one after another in rising order. */
  lateRun: number;
  /** Device time of the last of them, ms. */
  lateTime: number | null;
}

/**
 * in_order: at or after the newest. late: up to ten minutes before it. stepped: the clock itself went back.
 * implausible: a time that cannot be true, order by receive time. absent: no time at all, likewise.
 */
export type ClockVerdict = 'in_order' | 'late' | 'stepped' | 'implausible' | 'absent';

/** A message this much older than the newest is no straggler: the device rebooted with a wrong clock. */
export const STEP_BACK_MS = 10 * 60_000;
/** So many late messages in rising order mean that the clock was set back, not that five stragglers queued. */
export const STEP_RUN = 5;
/** The product is younger than this: an older time is a clock that was never set. */
export const EARLIEST_MS = Date.UTC(2015, 0, 1);
/** A time further ahead of ours than this is not believed. */
export const MAX_AHEAD_MS = 24 * 3_600_000;

/** The clock of a device nobody has heard yet. */
export function emptyClock(): DeviceClock {
  return { newest: null, lateRun: 0, lateTime: null };
}

/** True when a device time may be believed: not before 2015 and not more than a day ahead of the receive time. */
export function isPlausible(deviceTime: number, receivedAt: number): boolean {
  return deviceTime >= EARLIEST_MS && deviceTime <= receivedAt + MAX_AHEAD_MS;
}

/**
 * Judges one message's device time and moves the clock on. Call it once for each message, in the order received.
 * Times in ms. Stateless but for `clock`, which it changes.
 */
export function judgeClock(clock: DeviceClock, deviceTime: number | null, receivedAt: number): ClockVerdict {
  if (deviceTime === null) return 'absent';
  if (!isPlausible(deviceTime, receivedAt)) return 'implausible';
  if (clock.newest === null || deviceTime >= clock.newest) return moveOn(clock, deviceTime, 'in_order');
  if (clock.newest - deviceTime > STEP_BACK_MS) return moveOn(clock, deviceTime, 'stepped');
  const rising = clock.lateTime !== null && deviceTime > clock.lateTime;
  clock.lateRun = rising ? clock.lateRun + 1 : 1;
  clock.lateTime = deviceTime;
  return clock.lateRun >= STEP_RUN ? moveOn(clock, deviceTime, 'stepped') : 'late';
}

function moveOn(clock: DeviceClock, deviceTime: number, verdict: ClockVerdict): ClockVerdict {
  clock.newest = deviceTime;
  clock.lateRun = 0;
  clock.lateTime = null;
  return verdict;
}

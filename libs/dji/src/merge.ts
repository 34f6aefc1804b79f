import { type DeviceClock, emptyClock, isPlausible, judgeClock } from './clock.js';
import { MAX_DEPTH } from './json.js';
import type { Properties } from './properties.js';
import { isObject } from './values.js';

/** When a property was received and what the device's clock said then; both ms. */
export interface PropertyTime {
  receivedAt: number;
  /** As reported, also when it cannot be true; null when the message had none. */
  deviceTime: number | null;
}

/** Everything last known about a device: the merged bodies of osd and state with the times of each top-level key. */
export interface MergedState {
  properties: Properties;
  times: Record<string, PropertyTime>;
  /** Order within the device's clock; made from `times` when a stored state comes back without it. */
  clock?: DeviceClock;
}

/** What {@link mergeProperties} did: keys whose value changed, and keys kept out because a newer value is there. */
export interface MergeResult {
  changed: string[];
  late: string[];
}

/** The state of a device nobody has heard yet. */
export function emptyState(): MergedState {
  return { properties: {}, times: {}, clock: emptyClock() };
}

/**
 * Merges one body of osd or state into what is known (reference 3): a dock says only a part in each message, so a
 * missing key is never an absent value. Objects are merged member by member, because firmware leaves members out
 * (a link without its 4G half, a sub device without its model while the aircraft is off); arrays and single values
 * are replaced whole; null is a report of "no value" and replaces too.
 *
 * A key never moves backwards within one clock of the device: an older one is kept out and named in `late`. After a
 * clock step ({@link judgeClock}) everything is taken again. Where a device time is missing or cannot be true, receive
 * time decides. Changes `state`, never `properties` or objects handed out before.
 */
export function mergeProperties(
  state: MergedState,
  properties: Properties,
  receivedAt: number,
  deviceTime: number | null,
): MergeResult {
  const clock = (state.clock ??= clockFrom(state.times));
  judgeClock(clock, deviceTime, receivedAt);
  const result: MergeResult = { changed: [], late: [] };
  // one object for all keys of the message; never changed, only replaced
  const time: PropertyTime = { receivedAt, deviceTime };
  // keys that came together share their time, so one judgement serves them all
  let judged: PropertyTime | undefined;
  let late = false;
  const { times, properties: stored } = state;
  for (const key in properties) {
    if (key === '__proto__') continue;
    const known = own(times, key) as PropertyTime | undefined;
    if (known !== judged) {
      judged = known;
      late = known !== undefined && isLate(known, clock, receivedAt, deviceTime);
    }
    if (late) {
      result.late.push(key);
      continue;
    }
    const before = own(stored, key);
    const after = merged(before, properties[key], 0);
    if (after !== before) {
      stored[key] = after;
      result.changed.push(key);
    }
    times[key] = time;
  }
  return result;
}

function isLate(known: PropertyTime, clock: DeviceClock, receivedAt: number, deviceTime: number | null): boolean {
  const comparable =
    deviceTime !== null &&
    known.deviceTime !== null &&
    isPlausible(deviceTime, receivedAt) &&
    isPlausible(known.deviceTime, known.receivedAt);
  if (!comparable) return receivedAt < known.receivedAt;
  // newer than anything this clock has said: stamped before the clock stepped back, not to be compared any more
  if (known.deviceTime! > (clock.newest ?? 0)) return false;
  return deviceTime < known.deviceTime!;
}

function clockFrom(times: Record<string, PropertyTime>): DeviceClock {
  const clock = emptyClock();
  for (const { deviceTime, receivedAt } of Object.values(times)) {
    if (deviceTime !== null && isPlausible(deviceTime, receivedAt) && deviceTime > (clock.newest ?? 0)) {
      clock.newest = deviceTime;
    }
  }
  return clock;
}

/** The merged value; the very same `before` when nothing changed. Shares what it can, changes nothing in place. */
function merged(before: unknown, now: unknown, depth: number): unknown {
  if (before === now) return before;
  if (isObject(before) && isObject(now) && depth < MAX_DEPTH) return mergedObjects(before, now, depth);
  if (Array.isArray(before) && Array.isArray(now)) return isSame(before, now, depth) ? before : now;
  return now;
}

function mergedObjects(before: Record<string, unknown>, now: Record<string, unknown>, depth: number): unknown {
  let copy: Record<string, unknown> | undefined;
  for (const key in now) {
    if (key === '__proto__') continue;
    const old = own(before, key);
    const value = merged(old, now[key], depth + 1);
    if (value === old) continue;
    copy ??= { ...before };
    copy[key] = value;
  }
  return copy ?? before;
}

/** A member of an object that came from JSON. What is inherited there is a function, and JSON has none: asking costs more. */
function own(values: object, key: string): unknown {
  const value = (values as Record<string, unknown>)[key];
  return typeof value === 'function' ? undefined : value;
}

function isSame(a: unknown, b: unknown, depth: number): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || depth > MAX_DEPTH) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  return keys.every((key) => Object.hasOwn(right, key) && isSame(left[key], right[key], depth + 1));
}

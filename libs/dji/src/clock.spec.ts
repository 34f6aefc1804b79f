import { describe, expect, it } from '@jest/globals';
import { emptyClock, isPlausible, judgeClock, MAX_AHEAD_MS, STEP_BACK_MS } from './index.js';

const T = Date.UTC(2026, 6, 21);

/** Judges device times, each relative to T, all received at T. */
function judge(...times: (number | null)[]): string[] {
  const clock = emptyClock();
  return times.map((time) => judgeClock(clock, time === null ? null : T + time, T));
}

describe('a device clock', () => {
  it('is in order while it rises or stands', () => {
    expect(judge(0, 0, 5, 1000)).toEqual(['in_order', 'in_order', 'in_order', 'in_order']);
  });

  it('has stragglers up to ten minutes back', () => {
    expect(judge(0, -STEP_BACK_MS, 1)).toEqual(['in_order', 'late', 'in_order']);
  });

  it('has stepped when it is further back', () => {
    expect(judge(0, -STEP_BACK_MS - 1, -STEP_BACK_MS)).toEqual(['in_order', 'stepped', 'in_order']);
  });

  it('has stepped when five in a row rise below the newest', () => {
    expect(judge(0, -90, -80, -70, -60, -50, -40)).toEqual([
      'in_order',
      'late',
      'late',
      'late',
      'late',
      'stepped',
      'in_order',
    ]);
  });

  it('has not stepped when they fall, stand or are interrupted', () => {
    expect(judge(0, -50, -60, -70, -80, -90, -95)).not.toContain('stepped');
    expect(judge(0, -50, -50, -50, -50, -50, -50)).not.toContain('stepped');
    expect(judge(0, -90, -80, -70, -60, 1, -50, -40)).not.toContain('stepped');
  });

  it('is not believed before 2015 and more than a day ahead, and is not moved by that', () => {
    expect(judge(0, MAX_AHEAD_MS + 1, MAX_AHEAD_MS, 5 - T)).toEqual([
      'in_order',
      'implausible',
      'in_order',
      'implausible',
    ]);
    expect(isPlausible(Date.UTC(2015, 0, 1), T)).toBe(true);
    expect(isPlausible(Date.UTC(2015, 0, 1) - 1, T)).toBe(false);
  });

  it('may be absent', () => {
    expect(judge(null, 0, null, -1)).toEqual(['absent', 'in_order', 'absent', 'late']);
  });
});

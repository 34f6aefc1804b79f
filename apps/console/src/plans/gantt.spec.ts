import { describe, expect, it } from '@jest/globals';
import { dayStart } from '../common/local-time.js';
import { type GanttBar, lanesOf, neighbourOf } from './gantt-model.js';
import { fractionAt, movedBy, scaleFor, ticksOf, timeAt } from './gantt-scale.js';

const [HOUR, MINUTE] = [3_600_000, 60_000];
const DAY = '2026-11-25';
const clock = (day: string, hour: number) => dayStart(day) + hour * HOUR;

describe('the scale of the chart', () => {
  it('shows the hours of work, and more when something lies outside of them', () => {
    expect(scaleFor(DAY, 1, [clock(DAY, 9)])).toMatchObject({ days: [DAY], fromHour: 5, toHour: 21 });
    expect(scaleFor(DAY, 1, [clock(DAY, 3.5), clock(DAY, 22.2)])).toMatchObject({ fromHour: 3, toHour: 23 });
    // What lies on other days does not widen it.
    expect(scaleFor(DAY, 1, [clock('2026-11-26', 23)])).toMatchObject({ toHour: 21 });
  });

  it('finds a time where it put it, on each of seven days', () => {
    const scale = scaleFor(DAY, 7, []);
    for (const day of scale.days) {
      const at = clock(day, 10.25);
      expect(Math.abs(timeAt(scale, fractionAt(scale, at)) - at)).toBeLessThan(1);
    }
    expect(fractionAt(scale, clock(DAY, 5))).toBe(0);
    expect(fractionAt(scale, clock('2026-11-28', 5))).toBeCloseTo(3 / 7);
    // The night between lies at the edge of its day.
    expect(fractionAt(scale, clock(DAY, 23))).toBeCloseTo(1 / 7);
  });

  it('moves over the night to the next day, on whole steps', () => {
    const scale = scaleFor(DAY, 7, []);
    const moved = movedBy(scale, clock(DAY, 9) + 2 * MINUTE, 1 / 7, 5 * MINUTE);
    expect(moved).toBe(clock('2026-11-26', 9));
  });

  it('has each hour on one day', () => {
    expect(ticksOf(scaleFor(DAY, 1, [])).map(({ label }) => label)).toEqual(
      Array.from({ length: 15 }, (_, nr) => `${String(nr + 6).padStart(2, '0')}:00`),
    );
  });
});

describe('the rows of the chart', () => {
  const bar = (key: string, from: number, to: number) =>
    ({ key, start: clock(DAY, from), end: clock(DAY, to), ready: clock(DAY, to) }) as GanttBar;
  const row = (key: string, ...bars: GanttBar[]) => ({
    key,
    name: key,
    to: null,
    status: null,
    group: 'dock' as const,
    bars,
  });

  it('puts flights at the same time side by side, and no more lanes than are needed', () => {
    const { placed, lanes } = lanesOf([bar('c', 10, 11), bar('a', 8, 9), bar('b', 8.5, 9.5)]);
    expect(placed.map(({ bar: { key }, lane }) => [key, lane])).toEqual([
      ['a', 0],
      ['b', 1],
      ['c', 0],
    ]);
    expect(lanes).toBe(2);
    expect(lanesOf([]).lanes).toBe(1);
  });

  it('is walked along by the arrow keys: in the row by time, to other rows by nearness', () => {
    const rows = [row('1', bar('a', 8, 9), bar('b', 12, 13)), row('2'), row('3', bar('c', 6, 7), bar('d', 11, 12))];
    expect(neighbourOf(rows, 'a', 'ArrowRight')).toBe('b');
    expect(neighbourOf(rows, 'a', 'ArrowLeft')).toBeNull();
    expect(neighbourOf(rows, 'b', 'ArrowDown')).toBe('d');
    expect(neighbourOf(rows, 'c', 'ArrowUp')).toBe('a');
    expect(neighbourOf(rows, 'd', 'ArrowDown')).toBeNull();
  });
});

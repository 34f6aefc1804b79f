import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NewPlan } from '#contracts';
import { dayMarks, dayOff, NO_MARKS } from '../county/county-days.js';
import { addDays, instantAt, localClockOf, localDayOf, weekdayOf } from '../common/local-day.js';
import { checkRecurrence, plannedDays, type Recurrence } from './recurrence.js';

const always: Recurrence = { rule: null, firstDay: '2026-01-31', lastDay: null, onHolidays: 'fly', noFlyDays: [] };
const marks = dayMarks(
  JSON.parse(readFileSync(new URL('../../../../counties/lianjiang/days.json', import.meta.url), 'utf8')),
);
const days = (plan: Partial<Recurrence>, from: string, to: string, known = NO_MARKS) =>
  plannedDays({ ...always, ...plan }, from, to, known);
const flown = (plan: Partial<Recurrence>, from: string, to: string, known = NO_MARKS) =>
  days(plan, from, to, known)
    .filter(({ skipped }) => skipped === null)
    .map(({ day }) => day.slice(5));

describe('the days of a plan', () => {
  it('that flies once are the first day', () => {
    expect(flown({}, '2026-01-01', '2026-12-31')).toEqual(['01-31']);
    expect(flown({}, '2026-02-01', '2026-12-31')).toEqual([]);
  });

  it('leave out months without a 31st, and find each last day', () => {
    const range = ['2026-01-01', '2026-06-30'] as const;
    expect(flown({ rule: 'FREQ=MONTHLY' }, ...range)).toEqual(['01-31', '03-31', '05-31']);
    expect(flown({ rule: 'FREQ=MONTHLY;BYMONTHDAY=-1' }, ...range)).toEqual([
      '01-31',
      '02-28',
      '03-31',
      '04-30',
      '05-31',
      '06-30',
    ]);
    expect(flown({ rule: 'FREQ=MONTHLY;BYMONTHDAY=-1' }, '2028-02-01', '2028-03-01')).toEqual(['02-29']);
  });

  it('find the second Tuesday and the last working day of a month', () => {
    expect(flown({ rule: 'FREQ=MONTHLY;BYDAY=2TU' }, '2026-02-01', '2026-04-30')).toEqual(['02-10', '03-10', '04-14']);
    expect(flown({ rule: 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1' }, '2026-02-01', '2026-05-31')).toEqual([
      '02-27',
      '03-31',
      '04-30',
      '05-29',
    ]);
  });

  it('keep every second week across the end of a year, from the first day on', () => {
    expect(
      flown({ rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH', firstDay: '2026-12-14' }, '2026-12-01', '2027-01-15'),
    ).toEqual(['12-14', '12-17', '12-28', '12-31', '01-11', '01-14']);
  });

  it('end with the last day and with a count', () => {
    expect(flown({ rule: 'FREQ=DAILY', lastDay: '2026-02-02' }, '2026-01-01', '2026-12-31')).toHaveLength(3);
    expect(flown({ rule: 'FREQ=DAILY;COUNT=4' }, '2026-01-01', '2026-12-31')).toHaveLength(4);
    expect(flown({ rule: 'FREQ=DAILY;COUNT=4' }, '2026-02-03', '2026-12-31')).toEqual(['02-03']);
  });

  it('on days off are flown, left out, or put off to the next working day', () => {
    const monday = { rule: 'FREQ=WEEKLY;BYDAY=MO', firstDay: '2026-02-02' };
    expect(flown({ ...monday, onHolidays: 'fly' }, '2026-02-09', '2026-03-02', marks)).toHaveLength(4);
    expect(flown({ ...monday, onHolidays: 'skip' }, '2026-02-09', '2026-03-02', marks)).toEqual(['02-09', '03-02']);
    // 16 and 23 February both lie in the Spring Festival: the working day after it flies once.
    const put = days({ ...monday, onHolidays: 'next_workday' }, '2026-02-24', '2026-02-24', marks);
    expect(put).toEqual([{ day: '2026-02-24', movedFrom: '2026-02-16', skipped: null }]);
  });

  it('that are left out say why', () => {
    const closed = dayMarks({
      format: 1,
      source: '',
      years: [],
      days: [{ day: '2026-03-05', kind: 'no_fly', name: '重大活动' }],
    });
    const plan = { rule: 'FREQ=DAILY', noFlyDays: ['2026-03-06'] };
    expect(days(plan, '2026-03-05', '2026-03-07', closed).map(({ skipped }) => skipped?.code ?? null)).toEqual([
      'county_no_fly_day',
      'no_fly_day',
      null,
    ]);
    expect(days(plan, '2026-03-05', '2026-03-05', closed)[0]?.skipped?.zh).toContain('重大活动');
  });

  it('refuse a rule that is none, and one that never flies', () => {
    expect(() => checkRecurrence({ ...always, rule: 'FREQ=WEEKLY;BYDAY=XX' })).toThrow(
      expect.objectContaining({ code: 'bad_recurrence', status: 422 }),
    );
    expect(() => checkRecurrence({ ...always, rule: 'FREQ=MONTHLY;BYMONTHDAY=31', lastDay: '2026-01-30' })).toThrow(
      expect.objectContaining({ code: 'bad_recurrence' }),
    );
    const plan = {
      code: 'P1',
      name: 'x',
      mainRoute: 'R1',
      executor: { kind: 'dock', dockSn: 'D' },
      firstDay: '2026-01-01',
    };
    const window = { from: '08:00', to: '11:00' };
    expect(NewPlan.safeParse({ ...plan, window, recurrence: 'FREQ=HOURLY' }).success).toBe(false);
    expect(NewPlan.safeParse({ ...plan, window, recurrence: 'FREQ=WEEKLY;BYDAY=MO' }).success).toBe(true);
    expect(NewPlan.safeParse({ ...plan, window: { from: '11:00', to: '08:00' } }).success).toBe(false);
  });

  it('are the same however the range is cut', () => {
    const rules = ['FREQ=DAILY;INTERVAL=3', 'FREQ=WEEKLY;BYDAY=MO,SA', 'FREQ=MONTHLY;BYMONTHDAY=15,-1'];
    fc.assert(
      fc.property(
        fc.constantFrom(...rules),
        fc.constantFrom('fly' as const, 'skip' as const, 'next_workday' as const),
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 1, max: 60 }),
        (rule, onHolidays, start, length) => {
          const [from, to] = [addDays('2026-01-01', start), addDays('2026-01-01', start + 2 * length)];
          const middle = addDays(from, length);
          const cut = [
            ...days({ rule, onHolidays }, from, middle, marks),
            ...days({ rule, onHolidays }, addDays(middle, 1), to, marks),
          ];
          expect(cut).toEqual(days({ rule, onHolidays }, from, to, marks));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('days and clocks of the county', () => {
  it('follow its time zone, also where clocks change', () => {
    expect(new Date(instantAt('2026-11-25', '08:30', 'Asia/Shanghai')).toISOString()).toBe('2026-11-25T00:30:00.000Z');
    expect(localDayOf(Date.parse('2026-11-24T16:00:00Z'), 'Asia/Shanghai')).toBe('2026-11-25');
    expect(localClockOf(Date.parse('2026-11-24T16:05:00Z'), 'Asia/Shanghai')).toBe('00:05');
    expect(new Date(instantAt('2026-03-29', '12:00', 'Europe/Berlin')).toISOString()).toBe('2026-03-29T10:00:00.000Z');
    expect(new Date(instantAt('2026-03-28', '12:00', 'Europe/Berlin')).toISOString()).toBe('2026-03-28T11:00:00.000Z');
  });

  it('know weekends, holidays and the working days made up for them', () => {
    expect(weekdayOf('2026-11-25')).toBe(3);
    expect(dayOff('2026-11-28', marks)).toBe('周末');
    expect(dayOff('2026-10-10', marks)).toBeNull();
    expect(dayOff('2026-10-05', marks)).toBe('国庆节');
  });
});

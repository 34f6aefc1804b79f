import { RRuleTemporal } from 'rrule-temporal';
import { type HolidayRule, type LocalDay, type NewPlan } from '#contracts';
import { Refusal } from '../common/refusal.js';
import { dayOff, type DayMarks } from '../county/county-days.js';
import { addDays } from '../common/local-day.js';

/** When a plan flies, in days of the county. */
export interface Recurrence {
  /** RRULE text; null: once, on the first day. */
  rule: string | null;
  firstDay: LocalDay;
  /** Null: without an end. */
  lastDay: LocalDay | null;
  onHolidays: HolidayRule;
  noFlyDays: readonly LocalDay[];
}

/** A day of a plan, and why it does not fly then. */
export interface PlannedDay {
  day: LocalDay;
  /** The day of the rule it was put off from; null: it is the rule's own. */
  movedFrom: LocalDay | null;
  skipped: { code: 'no_fly_day' | 'day_off' | 'county_no_fly_day'; zh: string; en: string } | null;
}

/** So many days are looked at for a working day: the longest holidays have nine. */
const FURTHEST = 15;

/**
 * The days of a plan from `from` to `to`, both included, in order; those that are left out say why. Pure. A day that is
 * put off may come from before `from`. Throws `Refusal` 422 `bad_recurrence`.
 */
export function plannedDays(plan: Recurrence, from: LocalDay, to: LocalDay, marks: DayMarks): PlannedDay[] {
  const early = plan.onHolidays === 'next_workday' ? addDays(from, -FURTHEST) : from;
  const found = new Map<LocalDay, PlannedDay>();
  for (const day of daysOfRule(plan, early, to)) {
    const planned = atDay(plan, day, marks);
    if (planned.day < from || planned.day > to) continue;
    // A day that two days of the rule end on is flown once.
    const known = found.get(planned.day);
    if (!known || (known.skipped && !planned.skipped)) found.set(planned.day, planned);
  }
  return [...found.values()].sort((a, b) => a.day.localeCompare(b.day));
}

/** Throws `Refusal` 422 `bad_recurrence` when the text is no rule, or one that never flies. */
export function checkRecurrence(plan: Recurrence): void {
  if (daysOfRule(plan, plan.firstDay, plan.lastDay ?? addDays(plan.firstDay, 366)).length > 0) return;
  throw new Refusal(
    422,
    'bad_recurrence',
    `按规则 ${plan.rule} 从 ${plan.firstDay} 起没有任何一天会飞，请核对规则和起止日期`,
    `by the rule ${plan.rule} there is no day to fly from ${plan.firstDay} on: look at the rule and the first and last day`,
  );
}

/** When a plan flies, of all that it holds. */
export function recurrenceOf(
  plan: Pick<NewPlan, 'recurrence' | 'firstDay' | 'lastDay' | 'onHolidays' | 'noFlyDays'>,
): Recurrence {
  const { recurrence: rule, firstDay, lastDay, onHolidays, noFlyDays } = plan;
  return { rule, firstDay, lastDay, onHolidays, noFlyDays };
}

/** The rule's own days within the range and the plan's first and last day. */
function daysOfRule({ rule, firstDay, lastDay }: Recurrence, from: LocalDay, to: LocalDay): LocalDay[] {
  const [first, last] = [from > firstDay ? from : firstDay, lastDay !== null && lastDay < to ? lastDay : to];
  if (first > last) return [];
  if (rule === null) return first <= firstDay ? [firstDay] : [];
  try {
    // Whole days have no clock to change: they are counted in UTC, and the county's time zone comes in with the window.
    const days = new RRuleTemporal({
      rruleString: `DTSTART;TZID=UTC:${firstDay.replaceAll('-', '')}T000000\nRRULE:${rule}`,
    });
    const between = days.between(new Date(`${first}T00:00:00Z`), new Date(`${last}T00:00:00Z`), true);
    return between.map((day) => day.toPlainDate().toString());
  } catch (error) {
    const text = (error as Error).message;
    const [zh, en] = [`重复规则“${rule}”不可用：${text}`, `the rule "${rule}" cannot be used: ${text}`];
    throw new Refusal(422, 'bad_recurrence', zh, en);
  }
}

function atDay(plan: Recurrence, ruled: LocalDay, marks: DayMarks): PlannedDay {
  let day = ruled;
  const off = dayOff(day, marks);
  if (off !== null && plan.onHolidays === 'skip') {
    return skip(day, null, 'day_off', `${off}，按计划不飞`, `a day off (${off}): the plan leaves it out`);
  }
  if (off !== null && plan.onHolidays === 'next_workday') {
    for (let tried = 0; tried < FURTHEST && dayOff(day, marks) !== null; tried++) day = addDays(day, 1);
  }
  const movedFrom = day === ruled ? null : ruled;
  const closed = marks.noFly.get(day);
  if (closed !== undefined) {
    return skip(day, movedFrom, 'county_no_fly_day', `全县禁飞日：${closed}`, `nobody flies in the county: ${closed}`);
  }
  if (plan.noFlyDays.includes(day)) {
    return skip(day, movedFrom, 'no_fly_day', '计划设定的禁飞日', 'a no-fly day of the plan');
  }
  return { day, movedFrom, skipped: null };
}

function skip(
  day: LocalDay,
  movedFrom: LocalDay | null,
  code: NonNullable<PlannedDay['skipped']>['code'],
  zh: string,
  en: string,
): PlannedDay {
  return { day, movedFrom, skipped: { code, zh, en } };
}

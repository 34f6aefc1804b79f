import { type PlanPriority } from '#contracts';
import { type Interval } from './intervals.js';
import { addDays, daysBetween, localDayOf } from '../common/local-day.js';
import { windowOn } from './proposal.ground.js';
import { type Demand, type ProposalInput } from './proposal.input.js';

/** What a demand counts beside a routine one. */
export const DEMAND_WEIGHTS: Readonly<Record<PlanPriority, number>> = { emergency: 8, meeting: 3, routine: 1 };
/** A demand that is so many days late counts twice. */
const DOUBLE_AFTER_DAYS = 30;

/** A demand as it stands: on which days of the proposal it is in time. */
export interface LedgerRow {
  demand: Demand;
  weight: number;
  /** Days since it was last seen, on the first day; null: never. */
  age: number | null;
  /** How often each day is covered: by the past, and by each flight for `everyDays` days from it. */
  covered: Int32Array;
  /** For each day, when a flight must lie to count; null: any time. */
  times: readonly (readonly Interval[])[] | null;
  /** Of the window, so that rows with the same one are tried once. */
  windowKey: string;
}

/**
 * The demands and which of their days are in time. A visit on a day keeps the demand in time for `everyDays` days, that
 * day included; so the days in time are a union of stretches, and a further flight never adds more than it would alone.
 */
export class DemandLedger {
  readonly rows: readonly LedgerRow[];

  constructor(private readonly input: ProposalInput) {
    this.rows = input.demands.map((demand) => this.rowOf(demand));
  }

  /** Weighted days that come in time by a visit on this day. */
  gain(row: LedgerRow, day: number): number {
    let days = 0;
    const end = Math.min(day + row.demand.everyDays, this.input.days);
    for (let at = day; at < end; at++) if (row.covered[at] === 0) days++;
    return days * row.weight;
  }

  /** Books a visit, or takes it back with `-1`. */
  visit(row: LedgerRow, day: number, by: 1 | -1): void {
    const end = Math.min(day + row.demand.everyDays, this.input.days);
    for (let at = day; at < end; at++) row.covered[at] = row.covered[at]! + by;
  }

  /** True when a flight from start to end counts for the demand on that day. */
  counts(row: LedgerRow, day: number, start: number, end: number): boolean {
    return row.times === null || row.times[day]!.some(([from, to]) => start >= from && end <= to);
  }

  /** Demand-days in time and late, over all days; plain and weighted. */
  totals(): { inTime: number; late: number; weightedInTime: number } {
    let [inTime, late, weightedInTime] = [0, 0, 0];
    for (const { covered, weight } of this.rows) {
      for (const count of covered) {
        if (count > 0) {
          inTime++;
          weightedInTime += weight;
        } else late++;
      }
    }
    return { inTime, late, weightedInTime };
  }

  private rowOf(demand: Demand): LedgerRow {
    const { firstDay, days, timeZone } = this.input;
    const seen = demand.lastSeen === null ? null : localDayOf(demand.lastSeen, timeZone);
    const age = seen === null ? null : daysBetween(seen, firstDay);
    const covered = new Int32Array(days);
    for (let day = 0; day < days; day++) if (age !== null && age + day < demand.everyDays) covered[day] = 1;
    const late = age === null ? DOUBLE_AFTER_DAYS : Math.max(0, Math.min(age - demand.everyDays, DOUBLE_AFTER_DAYS));
    const times = demand.window && {
      list: Array.from({ length: days }, (_, day) => windowOn(addDays(firstDay, day), demand.window, timeZone)),
    };
    return {
      demand,
      weight: DEMAND_WEIGHTS[demand.priority] * (1 + late / DOUBLE_AFTER_DAYS),
      age,
      covered,
      times: times?.list ?? null,
      windowKey: demand.window ? `${demand.window.from}-${demand.window.to}` : '',
    };
  }
}

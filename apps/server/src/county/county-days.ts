import { z } from 'zod';
import { LocalDay } from '#contracts';
import { type FolderCheck } from './folder-check.js';

export const DAYS_FILE = 'days.json';

/**
 * The county's list of special days (counties/<name>/days.json). Public holidays of China are told by a notice of each
 * year, so they are data: a year whose notice is not in the list has plain weekends alone.
 */
export const CountyDays = z.object({
  format: z.literal(1),
  /** Where the list comes from, for people. */
  source: z.string(),
  /** Years whose notice is in the list. */
  years: z.array(z.number().int()),
  days: z.array(
    z.object({
      day: LocalDay,
      /** holiday 放假, workday 调休上班, no_fly 禁飞. */
      kind: z.enum(['holiday', 'workday', 'no_fly']),
      name: z.string(),
    }),
  ),
});
export type CountyDays = z.infer<typeof CountyDays>;

/** Special days, ready to be asked. */
export interface DayMarks {
  /** Days off that are told by the notice, with their name. */
  holidays: ReadonlyMap<LocalDay, string>;
  /** Saturdays and Sundays on which people work. */
  workdays: ReadonlySet<LocalDay>;
  /** Days on which nobody flies, with the reason. */
  noFly: ReadonlyMap<LocalDay, string>;
}

export const NO_MARKS: DayMarks = { holidays: new Map(), workdays: new Set(), noFly: new Map() };

/** Reads the list of a county's folder; null when it has none. */
export function readDays(text: string | null, check: FolderCheck): CountyDays | null {
  if (text === null) return null;
  try {
    const read = CountyDays.safeParse(JSON.parse(text));
    if (read.success) return read.data;
    for (const { path, message } of read.error.issues) check.fault(`${DAYS_FILE} ${path.join('.')}`, message, message);
  } catch (error) {
    const reason = (error as Error).message;
    check.fault(DAYS_FILE, `不是 JSON（${reason}）`, `is not JSON (${reason})`);
  }
  return null;
}

/** Reads the list; throws what zod throws when it is not one. */
export function dayMarks(list: unknown): DayMarks {
  const { days } = CountyDays.parse(list);
  const named = (kind: string) =>
    new Map(days.filter((entry) => entry.kind === kind).map(({ day, name }) => [day, name] as const));
  return { holidays: named('holiday'), workdays: new Set(named('workday').keys()), noFly: named('no_fly') };
}

/** Why people do not work on a day: the holiday's name, or 周末; null: they do. */
export function dayOff(day: LocalDay, marks: DayMarks): string | null {
  const holiday = marks.holidays.get(day);
  if (holiday !== undefined) return holiday;
  const weekend = new Date(`${day}T00:00:00Z`).getUTCDay() % 6 === 0;
  return weekend && !marks.workdays.has(day) ? '周末' : null;
}

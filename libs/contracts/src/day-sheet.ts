import { z } from 'zod';
import { Instant } from './common.js';
import { LocalDay } from './plans.js';
import { PaperLevel } from './papers.js';
import { TaskReasonView, TaskState } from './tasks.js';

/** A task with what is to be said of it. */
const row = { taskId: z.string(), name: z.string(), dockSn: z.string().nullable(), dockName: z.string().nullable() };

/** The day on the morning sheet: what flies today, what stands in its way, and what it has brought. */
export const DaySheetView = z
  .object({
    day: LocalDay,
    flights: z.object({
      /** Tasks whose window touches the day. */
      total: z.number().int(),
      /** Of them, by state; each number opens its rows with `query`. */
      states: z.array(z.object({ state: TaskState, count: z.number().int(), query: z.string() })),
      query: z.string(),
    }),
    /** Tasks that do not go, and those that ended badly, with why; the newest trouble first, at most 20. */
    troubled: z.array(
      z.object({
        ...row,
        state: TaskState,
        windowStart: Instant,
        windowEnd: Instant,
        reason: TaskReasonView,
      }),
    ),
    /** Files of the day's flights that were to come and that came. */
    pictures: z.object({
      expected: z.number().int(),
      received: z.number().int(),
      /** Flights with files missing. */
      short: z.array(
        z.object({ ...row, expected: z.number().int(), received: z.number().int(), missing: z.number().int() }),
      ),
    }),
    /** Tasks of today and tomorrow whose paperwork is red, or turns red before the day ends. */
    papers: z.array(
      z.object({
        ...row,
        level: PaperLevel,
        /** When it turns red; null: it is. */
        redAt: Instant.nullable(),
        zh: z.string(),
        en: z.string(),
      }),
    ),
    /** Docks that could not fly now, and why. */
    docks: z.object({
      total: z.number().int(),
      ready: z.number().int(),
      busy: z.number().int(),
      notReady: z.array(
        z.object({ sn: z.string(), name: z.string(), divisionName: z.string(), reason: TaskReasonView }),
      ),
    }),
  })
  .meta({ id: 'DaySheet' });
export type DaySheetView = z.infer<typeof DaySheetView>;

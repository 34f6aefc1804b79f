import { z } from 'zod';
import { Instant } from './common.js';
import { PaperLevel } from './papers.js';
import { LocalDay } from './plans.js';
import { TaskView } from './task-orders.js';
import { TaskPriority, TaskState } from './tasks.js';

/** A task as a bar of the chart: from take-off over landing to when its dock can fly again. */
export const ScheduledTask = z
  .object({
    id: z.string(),
    name: z.string(),
    route: z.object({ id: z.string(), code: z.string(), name: z.string() }),
    plan: z.object({ id: z.string(), code: z.string(), name: z.string() }).nullable(),
    priority: TaskPriority,
    state: TaskState,
    /** Take-off: as planned, or as it was. */
    start: Instant,
    /** Landing, as expected. */
    end: Instant,
    /** When the dock can fly again, as expected. */
    ready: Instant,
    /** It may start until here. */
    windowEnd: Instant,
    /** Its paperwork now; null: it has ended, or needs none. */
    papers: PaperLevel.nullable(),
    /** Whether it can still be moved to another time. */
    movable: z.boolean(),
  })
  .meta({ id: 'ScheduledTask' });
export type ScheduledTask = z.infer<typeof ScheduledTask>;

/** One line of the chart. */
export const ScheduleRow = z
  .object({
    executor: z.enum(['dock', 'mobile']),
    /** The dock, or the mobile drone; null: tasks that any mobile drone may take. */
    sn: z.string().nullable(),
    name: z.string(),
    divisionPath: z.string(),
    /** Its presence, such as `online`; null: it was never heard of. */
    presence: z.string().nullable(),
    tasks: z.array(ScheduledTask),
  })
  .meta({ id: 'ScheduleRow' });
export type ScheduleRow = z.infer<typeof ScheduleRow>;

/** Docks and mobile drones with their tasks. */
export const ScheduleView = z
  .object({
    from: Instant,
    to: Instant,
    timeZone: z.string(),
    rows: z.array(ScheduleRow),
    /** Days of these on which nobody flies, and why. */
    noFlyDays: z.array(z.object({ day: LocalDay, reason: z.string() })),
  })
  .meta({ id: 'Schedule' });
export type ScheduleView = z.infer<typeof ScheduleView>;

/** At most 15 days. */
export const ScheduleQuery = z.object({
  from: z.iso.datetime({ offset: true }),
  to: z.iso.datetime({ offset: true }),
  division: z.string().max(20).optional(),
});
export type ScheduleQuery = z.infer<typeof ScheduleQuery>;

/** Where a task is dragged to. */
export const TaskMove = z
  .object({
    windowStart: Instant,
    /** True: only says what speaks against it. */
    dry: z.boolean().default(false),
  })
  .meta({ id: 'TaskMove' });
export type TaskMove = z.infer<typeof TaskMove>;

/** What speaks against a time, and the next three at which nothing does. */
export const TaskMoveResult = z
  .object({
    conflicts: z.array(
      z.object({
        code: z.string(),
        zh: z.string(),
        en: z.string(),
        /** The task that is in its way; null: no task is. */
        taskId: z.string().nullable(),
      }),
    ),
    slots: z.array(z.object({ start: Instant, end: Instant })),
    /** All of it as one sentence. */
    zh: z.string(),
    en: z.string(),
    /** As it stands now. */
    task: TaskView,
  })
  .meta({ id: 'TaskMoveResult' });
export type TaskMoveResult = z.infer<typeof TaskMoveResult>;

const acceptedFlight = z.object({
  day: LocalDay,
  routeCode: z.string().min(1).max(32),
  dockSn: z.string().min(1).max(64),
  startAt: Instant,
});

/** The flights of a proposal that are wanted, as proposed or adjusted. */
export const ProposalAcceptance = z
  .object({
    flights: z.array(acceptedFlight).min(1).max(500),
    /** True: approves them too, for those who may. */
    approve: z.boolean().default(false),
  })
  .meta({ id: 'ProposalAcceptance' });
export type ProposalAcceptance = z.infer<typeof ProposalAcceptance>;

/** What became of each. */
export const ProposalAcceptanceResult = z
  .object({
    created: z.array(TaskView),
    refused: z.array(acceptedFlight.extend({ code: z.string(), zh: z.string(), en: z.string() })),
  })
  .meta({ id: 'ProposalAcceptanceResult' });
export type ProposalAcceptanceResult = z.infer<typeof ProposalAcceptanceResult>;

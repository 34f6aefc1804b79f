import { z } from 'zod';
import { Instant, PageQuery, pageOf } from './common.js';
import { TaskMediaCount } from './media.js';
import { LocalDay, PlanExecutor, PlanLimits } from './plans.js';
import { TaskPriority, TaskReasonView, TaskState } from './tasks.js';

/** A flight of an approved route by a dock, or by a mobile drone and its pilot. */
export const NewTask = z
  .object({
    name: z.string().trim().min(1).max(100).optional(),
    routeId: z.uuid(),
    /** The route's own dock when left out. */
    dockSn: z.string().min(1).max(64).optional(),
    /** Who flies it; left out: the dock. */
    executor: PlanExecutor.optional(),
    /** Flown when the main one cannot be. */
    backupRouteId: z.uuid().nullable().default(null),
    /** What the weather and the aircraft must allow beyond what the dock asks for itself; null: nothing more. */
    limits: PlanLimits.nullable().default(null),
    /** True: what stands in for it may be taken without asking a person. */
    autoFallback: z.boolean().default(false),
    priority: TaskPriority.default('routine'),
    /** It may start from here on … */
    windowStart: Instant,
    /** … and until here. */
    windowEnd: Instant,
    note: z.string().trim().max(500).default(''),
    /** The task whose broken route is to be flown on from its break point. */
    continues: z.uuid().nullable().default(null),
  })
  .meta({ id: 'NewTask' });
export type NewTask = z.infer<typeof NewTask>;

/** How the flight plan was filed with the authority. */
export const TaskFiling = z
  .object({
    /** False: this flight needs no filing. */
    filed: z.boolean().default(true),
    /** The authority's number, or why none is needed. */
    note: z.string().trim().max(200).default(''),
  })
  .meta({ id: 'TaskFiling' });
export type TaskFiling = z.infer<typeof TaskFiling>;

export const TaskDecision = z.object({ note: z.string().trim().max(500).default('') }).meta({ id: 'TaskDecision' });
export type TaskDecision = z.infer<typeof TaskDecision>;

/** What a dock says of a mission that it flies; times are ours. */
export const TaskProgress = z
  .object({
    /** Percent and step as the device says them: they jump. */
    percent: z.number().nullable(),
    step: z.number().int().nullable(),
    /** The waypoint it flies to, from 0. */
    waypoint: z.number().int().nullable(),
    at: Instant,
  })
  .meta({ id: 'TaskProgress' });
export type TaskProgress = z.infer<typeof TaskProgress>;

/** Where a flight was broken off. */
export const TaskBreakPoint = z
  .object({
    index: z.number().int(),
    state: z.number().int(),
    progress: z.number(),
    waylineId: z.number().int(),
    reason: z.number().int().nullable(),
  })
  .meta({ id: 'TaskBreakPoint' });
export type TaskBreakPoint = z.infer<typeof TaskBreakPoint>;

/** A task 任务: one flight at most. */
export const TaskView = z
  .object({
    /** The mission's id on the device as well. */
    id: z.string(),
    name: z.string(),
    route: z.object({ id: z.string(), code: z.string(), name: z.string(), version: z.number().int(), md5: z.string() }),
    /** The plan that made it, and the day that it is for. */
    plan: z.object({ id: z.string(), code: z.string(), name: z.string(), day: LocalDay }).nullable(),
    executor: PlanExecutor,
    /** Null: a mobile drone flies it. */
    dockSn: z.string().nullable(),
    dockName: z.string().nullable(),
    /** Of the aircraft that is named for it; null: none is, as for a dock. */
    aircraftName: z.string().nullable(),
    backupRoute: z.object({ id: z.string(), code: z.string(), name: z.string() }).nullable(),
    limits: PlanLimits.nullable(),
    autoFallback: z.boolean(),
    /** The task that it stands in for, and the reason code. */
    fallbackOf: z.string().nullable(),
    fallbackReason: z.string().nullable(),
    divisionPath: z.string(),
    priority: TaskPriority,
    windowStart: Instant,
    windowEnd: Instant,
    note: z.string(),
    filing: z.string().nullable(),
    state: TaskState,
    since: Instant,
    executeSentAt: Instant.nullable(),
    startedAt: Instant.nullable(),
    tookOffAt: Instant.nullable(),
    cancelRequestedAt: Instant.nullable(),
    /** When this state is over at the latest; null when it has ended. */
    deadline: Instant.nullable(),
    /** The device's own status word. */
    deviceWord: z.string().nullable(),
    /** Why it waits in the queue; null: it does not. */
    waitingFor: TaskReasonView.nullable(),
    /** Why it ended, and who acts; null until then. */
    outcome: TaskReasonView.nullable(),
    progress: TaskProgress.nullable(),
    breakPoint: TaskBreakPoint.nullable(),
    /** Files that the device announced; null: it has said no number. */
    mediaExpected: z.number().int().nullable(),
    /** Files that were to come, that came, and that are missing. */
    media: TaskMediaCount,
    expectedFlightSeconds: z.number(),
    continues: z.string().nullable(),
    createdAt: Instant,
    createdBy: z.string(),
    approvedBy: z.string().nullable(),
  })
  .meta({ id: 'Task' });
export type TaskView = z.infer<typeof TaskView>;

export const TaskQuery = PageQuery.extend({
  /** open: not ended; ended; or one state. */
  state: z.union([z.enum(['open', 'ended', 'all']), TaskState]).default('all'),
  dock: z.string().max(64).optional(),
  route: z.uuid().optional(),
  division: z.string().max(20).optional(),
  /** Code of what a task waits for or ended with, such as `rain`. */
  reason: z.string().max(64).optional(),
  /** Windows that touch this time. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
});
export type TaskQuery = z.infer<typeof TaskQuery>;
/** The same without state and reason: those are what is counted. */
export const TaskCountQuery = TaskQuery.pick({ dock: true, route: true, division: true, from: true, to: true });
export type TaskCountQuery = z.infer<typeof TaskCountQuery>;

/** How many tasks there are of each state, and of each reason that tasks wait for or ended with; the most first. */
export const TaskCounts = z
  .object({
    states: z.array(z.object({ state: TaskState, count: z.number().int() })),
    reasons: z.array(z.object({ code: z.string(), zh: z.string(), en: z.string(), count: z.number().int() })),
  })
  .meta({ id: 'TaskCounts' });
export type TaskCounts = z.infer<typeof TaskCounts>;

export const TaskPage = pageOf(TaskView).meta({ id: 'TaskPage' });

import { z } from 'zod';
import { Instant } from './common.js';
import { TaskReasonView } from './tasks.js';

/** backup_route 备用航线; neighbour_dock 相邻机场; mobile 机动无人机. */
export const FallbackKind = z.enum(['backup_route', 'neighbour_dock', 'mobile']).meta({ id: 'FallbackKind' });
export type FallbackKind = z.infer<typeof FallbackKind>;
export const FALLBACK_KINDS: Readonly<Record<FallbackKind, { zh: string; en: string }>> = {
  backup_route: { zh: '备用航线', en: 'backup route' },
  neighbour_dock: { zh: '相邻机场', en: 'neighbour dock' },
  mobile: { zh: '机动无人机', en: 'mobile drone' },
};

/** What could be flown in place of a task. */
export const FallbackView = z
  .object({
    kind: FallbackKind,
    route: z.object({ id: z.string(), code: z.string(), name: z.string() }),
    /** Who flies it: a dock, or a mobile drone. */
    dock: z.object({ sn: z.string(), name: z.string() }).nullable(),
    aircraft: z.object({ sn: z.string(), name: z.string() }).nullable(),
    /** Why it is offered; stable, such as `sees_same_targets`. */
    code: z.string(),
    zh: z.string(),
    en: z.string(),
    /** Metres from the dock of the task; null: the same one, or nobody knows where. */
    metres: z.number().nullable(),
    /** Nothing known speaks against it now. */
    ready: z.boolean(),
    /** What does; null when it is ready. */
    refusal: TaskReasonView.nullable(),
  })
  .meta({ id: 'Fallback' });
export type FallbackView = z.infer<typeof FallbackView>;

export const FallbackList = z
  .object({
    /** Why the task does not fly; null: nothing holds it up. */
    reason: TaskReasonView.nullable(),
    /** Why nothing may stand in for it now; null: something may. */
    refused: z.object({ code: z.string(), zh: z.string(), en: z.string() }).nullable(),
    /** The task that stands in for it already. */
    takenBy: z.string().nullable(),
    /** Those that are ready come first. */
    items: z.array(FallbackView),
  })
  .meta({ id: 'FallbackList' });
export type FallbackList = z.infer<typeof FallbackList>;

/** The one that is taken. */
export const FallbackChoice = z
  .object({
    kind: FallbackKind,
    routeId: z.uuid(),
    dockSn: z.string().min(1).max(64).optional(),
    /** For a mobile drone; left out: any. */
    aircraftSn: z.string().min(1).max(64).optional(),
    /** User name; left out: whoever takes it. */
    pilot: z.string().min(1).max(64).optional(),
    /** It may start until here; left out: as the task that it stands in for. */
    windowEnd: Instant.optional(),
    note: z.string().trim().max(500).default(''),
  })
  .meta({ id: 'FallbackChoice' });
export type FallbackChoice = z.infer<typeof FallbackChoice>;

/** A pilot takes a task; the drone must be named where the task names none. */
export const TaskTaking = z.object({ aircraftSn: z.string().min(1).max(64).optional() }).meta({ id: 'TaskTaking' });
export type TaskTaking = z.infer<typeof TaskTaking>;

/** Flies on from where a task was broken off. */
export const TaskContinuation = z
  .object({
    /** It may start until here; left out: as before, or two hours from now when that is over. */
    windowEnd: Instant.optional(),
    note: z.string().trim().max(500).default(''),
  })
  .meta({ id: 'TaskContinuation' });
export type TaskContinuation = z.infer<typeof TaskContinuation>;

import { z } from 'zod';
import { Instant, PageQuery, pageOf } from './common.js';
import { CatalogueCode } from './points.js';
import { TaskPriority, TaskState } from './tasks.js';

/** A day of the county's calendar, such as `2026-11-25`. */
export const LocalDay = z.iso.date().meta({ id: 'LocalDay' });
export type LocalDay = z.infer<typeof LocalDay>;

/** A time of the county's day, such as `08:30`. */
export const LocalClock = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, '时刻格式为 08:30 / a time of day such as 08:30')
  .meta({ id: 'LocalClock' });
export type LocalClock = z.infer<typeof LocalClock>;

/** The higher one gets the dock: emergency 应急 before meeting 会议保障 before routine 日常. */
export const PlanPriority = TaskPriority;
export type PlanPriority = TaskPriority;
export const PLAN_PRIORITIES: Readonly<Record<PlanPriority, { zh: string; en: string }>> = {
  emergency: { zh: '应急', en: 'emergency' },
  meeting: { zh: '会议保障', en: 'meeting' },
  routine: { zh: '日常', en: 'routine' },
};

/** active 启用: makes tasks; suspended 暂停: makes none until it is taken up again; ended 已结束: kept with its history. */
export const PlanState = z.enum(['active', 'suspended', 'ended']).meta({ id: 'PlanState' });
export type PlanState = z.infer<typeof PlanState>;

/** Who flies it: a dock by serial number, or a mobile drone and its pilot. */
export const PlanExecutor = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('dock'), dockSn: z.string().min(1).max(64) }),
    z.object({
      kind: z.literal('mobile'),
      /** Serial number of the aircraft; null: any. */
      aircraftSn: z.string().max(64).nullable().default(null),
      /** User name of the pilot; null: whoever takes it. */
      pilot: z.string().max(64).nullable().default(null),
    }),
  ])
  .meta({ id: 'PlanExecutor' });
export type PlanExecutor = z.infer<typeof PlanExecutor>;

/** Local time from and to which a flight may begin and end, on one day. */
export const PlanWindow = z
  .object({ from: LocalClock, to: LocalClock })
  .refine(({ from, to }) => from < to, '时段的结束须晚于开始 / a window must end after it begins')
  .meta({ id: 'PlanWindow' });
export type PlanWindow = z.infer<typeof PlanWindow>;

/** What the weather and the aircraft must allow. */
export const PlanLimits = z
  .object({
    /** m/s at the dock, at most. */
    windSpeed: z.number().min(1).max(15),
    /** The dock's rain word, at most: 0 none, 1 light, 2 moderate. At 3 a dock refuses by itself. */
    rainfall: z.number().int().min(0).max(2),
    /** Only between sunrise and sunset. */
    daylight: z.boolean(),
    /** Percent of the aircraft's battery at take-off, at least. */
    batteryPercent: z.number().int().min(30).max(100),
  })
  .meta({ id: 'PlanLimits' });
export type PlanLimits = z.infer<typeof PlanLimits>;
/** As long as nobody says otherwise. */
export const PLAN_LIMITS: PlanLimits = { windSpeed: 8, rainfall: 0, daylight: true, batteryPercent: 60 };

/** What happens on a day off: flown all the same, left out, or put off to the next working day. */
export const HolidayRule = z.enum(['fly', 'skip', 'next_workday']).meta({ id: 'HolidayRule' });
export type HolidayRule = z.infer<typeof HolidayRule>;

const rule = z
  .string()
  .trim()
  .toUpperCase()
  .max(200)
  .regex(
    /^FREQ=(DAILY|WEEKLY|MONTHLY)(;(INTERVAL|COUNT|BYDAY|BYMONTHDAY|BYSETPOS|WKST)=[-+0-9A-Z,]+)*$/,
    '重复规则须为 iCalendar RRULE，如 FREQ=WEEKLY;BYDAY=MO,TH / a rule as in iCalendar, such as FREQ=WEEKLY;BYDAY=MO,TH',
  );
const days = z
  .array(LocalDay)
  .max(366)
  .transform((list) => [...new Set(list)].sort());
const members = {
  name: z.string().trim().min(1).max(100),
  scenarioCode: z.string().max(32).nullable(),
  mainRoute: z.string().min(1).max(32),
  /** Flown when the main one cannot be. */
  backupRoute: z.string().max(32).nullable(),
  executor: PlanExecutor,
  priority: PlanPriority,
  /** RRULE text by RFC 5545 (DAILY, WEEKLY, MONTHLY); null: once, on the first day. */
  recurrence: rule.nullable(),
  firstDay: LocalDay,
  /** Null: until it is ended. */
  lastDay: LocalDay.nullable(),
  window: PlanWindow,
  limits: PlanLimits,
  onHolidays: HolidayRule,
  /** Days of its own on which it does not fly. */
  noFlyDays: days,
  note: z.string().trim().max(500),
} as const;
const inOrder = ({ firstDay, lastDay }: { firstDay: string; lastDay: string | null }) =>
  lastDay === null || lastDay >= firstDay;

/** A patrol plan 巡查计划 as it is made. */
export const NewPlan = z
  .object({
    code: CatalogueCode,
    ...members,
    scenarioCode: members.scenarioCode.default(null),
    backupRoute: members.backupRoute.default(null),
    priority: members.priority.default('routine'),
    recurrence: members.recurrence.default(null),
    lastDay: members.lastDay.default(null),
    limits: members.limits.default(PLAN_LIMITS),
    onHolidays: members.onHolidays.default('fly'),
    noFlyDays: members.noFlyDays.default([]),
    note: members.note.default(''),
  })
  .refine(inOrder, '最后一天不能早于第一天 / the last day must not lie before the first')
  .meta({ id: 'NewPlan' });
export type NewPlan = z.infer<typeof NewPlan>;

/** Members left out stay as they are, and the version that was read must be told. */
export const PlanChange = z
  .object(members)
  .partial()
  .extend({ state: PlanState.optional(), version: z.number().int().min(1).optional() })
  .meta({ id: 'PlanChange' });
export type PlanChange = z.infer<typeof PlanChange>;

/** A patrol plan 巡查计划. */
export const PlanView = z
  .object({
    id: z.string(),
    code: z.string(),
    ...members,
    noFlyDays: z.array(LocalDay),
    recurrence: z.string().nullable(),
    state: PlanState,
    /** The rule in words. */
    recurrenceZh: z.string(),
    recurrenceEn: z.string(),
    divisionCode: z.string(),
    divisionPath: z.string(),
    /** Who approved it as it is now: its tasks are approved with it. Null: they are drafts. */
    approval: z.object({ by: z.string(), at: Instant, note: z.string() }).nullable(),
    /** The next days on which it flies, at most five. */
    nextDays: z.array(LocalDay),
    version: z.number().int(),
    createdAt: Instant,
    updatedAt: Instant,
    updatedBy: z.string().nullable(),
  })
  .meta({ id: 'Plan' });
export type PlanView = z.infer<typeof PlanView>;

/** The version that was read goes into `If-Match` or `version`. */
export const PlanApproval = z
  .object({ note: z.string().trim().max(500).default(''), version: z.number().int().min(1).optional() })
  .meta({ id: 'PlanApproval' });
export type PlanApproval = z.infer<typeof PlanApproval>;

/** From today on when `from` is left out, and for the days for which tasks are made when `to` is. */
export const PlanDaysQuery = z.object({ from: LocalDay.optional(), to: LocalDay.optional() });
export type PlanDaysQuery = z.infer<typeof PlanDaysQuery>;

/** The days of a plan: the task of each, or why there is none. */
export const PlanDays = z
  .object({
    items: z.array(
      z.object({
        day: LocalDay,
        /** The day of the rule that it was put off from; null: it is the rule's own. */
        movedFrom: LocalDay.nullable(),
        task: z.object({ id: z.string(), name: z.string(), state: TaskState, startAt: Instant }).nullable(),
        /** Left out by the plan, or without a time to fly; null: it has a task, or will have one. */
        refused: z.object({ code: z.string(), zh: z.string(), en: z.string() }).nullable(),
      }),
    ),
  })
  .meta({ id: 'PlanDays' });
export type PlanDays = z.infer<typeof PlanDays>;

/** When a plan would fly, while its form is filled in. */
export const PlanPreviewRequest = z
  .object({
    recurrence: members.recurrence.default(null),
    firstDay: LocalDay,
    lastDay: members.lastDay.default(null),
    onHolidays: members.onHolidays.default('fly'),
    noFlyDays: members.noFlyDays.default([]),
  })
  .refine(inOrder, '最后一天不能早于第一天 / the last day must not lie before the first')
  .meta({ id: 'PlanPreviewRequest' });
export type PlanPreviewRequest = z.infer<typeof PlanPreviewRequest>;

/** The rule in words and its next days, at most ten; those that are left out say why. */
export const PlanPreview = z
  .object({
    zh: z.string(),
    en: z.string(),
    days: z.array(
      z.object({
        day: LocalDay,
        /** The day of the rule that it was put off from; null: it is the rule's own. */
        movedFrom: LocalDay.nullable(),
        skipped: z.object({ code: z.string(), zh: z.string(), en: z.string() }).nullable(),
      }),
    ),
  })
  .meta({ id: 'PlanPreview' });
export type PlanPreview = z.infer<typeof PlanPreview>;

export const PlanQuery = PageQuery.extend({
  state: z.enum(['current', 'active', 'suspended', 'ended', 'all']).default('current'),
  division: z.string().max(20).optional(),
  dock: z.string().max(64).optional(),
  scenario: z.string().max(32).optional(),
  /** Part of a code, name or route. */
  search: z.string().max(100).optional(),
});
export type PlanQuery = z.infer<typeof PlanQuery>;
export const PlanPage = pageOf(PlanView).meta({ id: 'PlanPage' });

export const ProposalQuery = z.object({
  day: LocalDay,
  days: z.coerce.number().int().min(1).max(7).default(1),
  division: z.string().max(20).optional(),
});
export type ProposalQuery = z.infer<typeof ProposalQuery>;

const proposed = {
  day: LocalDay,
  route: z.object({ code: z.string(), name: z.string() }),
  dock: z.object({ sn: z.string(), name: z.string() }),
  /** Stable, such as `overdue` or `dock_full`. */
  code: z.string(),
  zh: z.string(),
  en: z.string(),
} as const;

/** Flights that are proposed for some days: nothing is kept until they are accepted. */
export const ProposalView = z
  .object({
    firstDay: LocalDay,
    days: z.number().int(),
    madeAt: Instant,
    flights: z.array(
      z.object({
        ...proposed,
        startAt: Instant,
        /** Landing. */
        endAt: Instant,
        /** When its dock can fly again. */
        readyAt: Instant,
        /** How many targets of scenarios it sees in time. */
        serves: z.number().int(),
      }),
    ),
    /** Every other route of each day, and why it is not flown. */
    refusals: z.array(z.object(proposed)),
    /** Days of targets that are in time and late with it, and late without any further flight. */
    inTime: z.number().int(),
    late: z.number().int(),
    lateWithout: z.number().int(),
    /** Targets of scenarios that none of their routes sees: no proposal helps them. */
    unseen: z.number().int(),
    /** What was not known and had to be assumed. */
    assumptions: z.array(z.object({ zh: z.string(), en: z.string() })),
  })
  .meta({ id: 'Proposal' });
export type ProposalView = z.infer<typeof ProposalView>;

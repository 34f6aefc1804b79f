import {
  type HolidayRule,
  type NewPlan,
  PLAN_LIMITS,
  type PlanExecutor,
  type PlanLimits,
  type PlanPreviewRequest,
  type PlanPriority,
  type PlanView,
} from '#contracts';
import { fieldsOf, ONCE, type RecurrenceValues, ruleOf } from './recurrence-rule.js';

/** A plan as its form holds it. */
export interface PlanFormValues {
  code: string;
  name: string;
  scenarioCode?: string | null;
  mainRoute: string;
  backupRoute?: string | null;
  executor: PlanExecutor['kind'];
  aircraftSn?: string | null;
  pilot?: string | null;
  priority: PlanPriority;
  recurrence: RecurrenceValues;
  firstDay: string;
  lastDay?: string | null;
  from: string;
  to: string;
  limits: PlanLimits;
  onHolidays: HolidayRule;
  noFlyDays?: string[];
  note?: string;
}

/** Of a new plan. */
export function newPlanValues(today: string): Partial<PlanFormValues> {
  return {
    executor: 'dock',
    priority: 'routine',
    recurrence: ONCE,
    firstDay: today,
    from: '08:00',
    to: '11:00',
    limits: PLAN_LIMITS,
    onHolidays: 'fly',
    noFlyDays: [],
  };
}

/** The form's members of a plan. */
export function planValuesOf(plan: PlanView): PlanFormValues {
  const { executor, recurrence, window, ...rest } = plan;
  return {
    ...rest,
    executor: executor.kind,
    aircraftSn: executor.kind === 'mobile' ? executor.aircraftSn : null,
    pilot: executor.kind === 'mobile' ? executor.pilot : null,
    recurrence: fieldsOf(recurrence),
    from: window.from,
    to: window.to,
  };
}

/** The request's members; a code never changes, so it is sent for a new plan alone. */
export function planRequestOf(
  values: PlanFormValues,
  dockOf: (routeCode: string) => string | null,
  isNew: boolean,
): Record<string, unknown> {
  const { aircraftSn, pilot } = values;
  const executor: PlanExecutor =
    values.executor === 'dock'
      ? { kind: 'dock', dockSn: dockOf(values.mainRoute) ?? '' }
      : { kind: 'mobile', aircraftSn: aircraftSn || null, pilot: pilot?.trim() || null };
  const members: Omit<NewPlan, 'code'> = {
    name: values.name,
    scenarioCode: values.scenarioCode ?? null,
    mainRoute: values.mainRoute,
    backupRoute: values.backupRoute ?? null,
    executor,
    priority: values.priority,
    recurrence: ruleOf(values.recurrence),
    firstDay: values.firstDay,
    lastDay: values.lastDay || null,
    window: { from: values.from, to: values.to },
    limits: values.limits,
    onHolidays: values.onHolidays,
    noFlyDays: values.noFlyDays ?? [],
    note: values.note ?? '',
  };
  return { ...(isNew ? { code: values.code } : {}), ...members };
}

/** What the next days are counted from; null while something is missing. */
export function planTimesOf(values: Partial<PlanFormValues>): PlanPreviewRequest | null {
  const { recurrence, firstDay, lastDay, onHolidays, noFlyDays } = values;
  if (!recurrence || !firstDay || !onHolidays) return null;
  const { repeat, every, weekdays, monthDays, rule } = recurrence;
  if (repeat === 'weekly' && !weekdays?.length) return null;
  if (repeat === 'monthly' && !monthDays?.length) return null;
  if (repeat === 'rule' && !rule.trim()) return null;
  if (repeat !== 'once' && repeat !== 'rule' && !every) return null;
  return {
    recurrence: ruleOf({ ...ONCE, ...recurrence }),
    firstDay,
    lastDay: lastDay || null,
    onHolidays,
    noFlyDays: noFlyDays ?? [],
  };
}

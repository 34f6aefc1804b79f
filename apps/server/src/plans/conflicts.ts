import { type LocalDay, type PlanWindow } from '#contracts';
import { AirBook, type Wanted } from './air.book.js';
import { daylightOf } from '../common/daylight.js';
import { type Interval, intersect } from './intervals.js';
import { addDays, localClockOf, localDayOf } from '../common/local-day.js';
import { paperClock, type Paperwork, paperTimes } from '../papers/paperwork.js';
import { type Cause, dayInterval, dockGround, routeGround, shownTimes, windowOn } from './proposal.ground.js';
import {
  type ProposalDock,
  type ProposalInput,
  type ProposalRoute,
  recoverySeconds,
  type StandingTask,
} from './proposal.input.js';

const MINUTE = 60_000;
/** Free slots begin at whole five minutes where they can, and so far apart. */
const SLOT_STEP = 5 * MINUTE;
const SLOTS_APART = 30 * MINUTE;
const SLOT_DAYS = 14;

/** A task that somebody wants at a time, such as one that is dragged on the day's chart. */
export interface WantedTask {
  /** Of the task that is moved; null: a new one. */
  id: string | null;
  route: ProposalRoute;
  dock: ProposalDock;
  /** ms since 1970. */
  start: number;
  /** Its plan's window and days without flights; null: it has no plan. */
  plan: { window: PlanWindow; noFlyDays: readonly LocalDay[] } | null;
  /** What was filed and which papers there are; `takeOff` is the wanted start. Null: papers are not looked at. */
  paperwork: Omit<Paperwork, 'takeOff' | 'timeZone'> | null;
}

/** What the wish is held against. */
export type ConflictContext = Pick<
  ProposalInput,
  'timeZone' | 'now' | 'standing' | 'crossings' | 'closures' | 'forecasts' | 'limits' | 'working' | 'marks'
>;

/** Why it cannot be flown then. */
export interface Conflict extends Cause {
  /** The task that is in its way; null: no task is. */
  taskId: string | null;
}

/** A time at which nothing speaks against it, in ms since 1970. */
export interface FreeSlot {
  start: number;
  end: number;
}

/** Everything that speaks against a task at its time, in words; none: it may stand there. Pure. */
export function conflictsOf(wish: WantedTask, context: ConflictContext): Conflict[] {
  const { timeZone } = context;
  const end = wish.start + wish.route.flightSeconds * 1000;
  const day = localDayOf(wish.start, timeZone);
  const causes: (Cause | null)[] = [
    wish.start < context.now ? told('in_the_past', '时间已过', 'that time is over') : null,
    wish.dock.unavailable,
    noFly(wish, context, day),
    outside('outside_working_hours', ['作业时段', 'the working hours'], context.working, wish, end, timeZone),
    wish.plan && outside('outside_window', ['计划时段', 'the plan’s window'], wish.plan.window, wish, end, timeZone),
    context.limits.daylight ? inTheDark(wish, end, day, timeZone) : null,
    closed(wish, end, context),
    weather(wish, end, context),
    papers(wish, context),
  ];
  const alone = causes.filter((cause) => cause !== null).map((cause): Conflict => ({ ...cause, taskId: null }));
  return [...alone, ...withTasks(wish, context)];
}

/** The next times at or after the wanted one at which nothing speaks against it: three, within two weeks. Pure. */
export function freeSlots(wish: WantedTask, context: ConflictContext, count = 3): FreeSlot[] {
  const { timeZone } = context;
  const { book, wanted } = bookOf(wish, context);
  const input = { ...context, firstDay: '', days: 0, routes: [], docks: [], demands: [] };
  const slots: FreeSlot[] = [];
  let from = Math.max(wish.start, context.now);
  const firstDay = localDayOf(from, timeZone);
  for (let nr = 0; nr < SLOT_DAYS && slots.length < count; nr++) {
    const day = addDays(firstDay, nr);
    if (wish.plan?.noFlyDays.includes(day)) continue;
    const ground = routeGround(input, wish.route, dockGround(input, wish.dock, day));
    if (ground.refused) continue;
    const times = intersect(ground.free, windowOn(day, wish.plan?.window ?? null, timeZone));
    from = Math.max(from, dayInterval(day, timeZone)[0]);
    while (slots.length < count) {
      const start = slotFrom(book, wanted, times, from);
      if (start === null) break;
      from = start + SLOTS_APART;
      if (papers({ ...wish, start }, context) === null) slots.push({ start, end: start + wanted.flightMs });
    }
  }
  return slots;
}

/** Conflicts and slots as sentences for the person who dragged it. */
export function explained(
  conflicts: readonly Conflict[],
  slots: readonly FreeSlot[],
  timeZone: string,
): { zh: string; en: string } {
  if (conflicts.length === 0) return { zh: '可以安排', en: 'it can be flown then' };
  const when = slots.map(({ start }) => `${localDayOf(start, timeZone).slice(5)} ${localClockOf(start, timeZone)}`);
  return {
    zh: `${conflicts.map(({ zh }) => zh).join('；')}。${when.length > 0 ? `最近的空闲时段：${when.join('、')}` : '两周内没有空闲时段'}`,
    en: `${conflicts.map(({ en }) => en).join('; ')}. ${when.length > 0 ? `Next free: ${when.join(', ')}` : 'Nothing is free within two weeks'}`,
  };
}

/** The earliest start within the times at which nobody is in the way, at whole five minutes where they are free; null: none. */
export function slotFrom(
  book: AirBook<StandingTask>,
  wanted: Wanted,
  times: readonly Interval[],
  from: number,
): number | null {
  const start = book.earliest(wanted, times, from);
  if (start === null) return null;
  const round = Math.ceil(start / SLOT_STEP) * SLOT_STEP;
  const fits = times.some(([a, b]) => round >= a && round + wanted.flightMs <= b);
  return fits && book.blockers(wanted, round).length === 0 ? round : start;
}

function bookOf({ id, route, dock }: WantedTask, { standing, crossings }: ConflictContext) {
  const book = new AirBook<StandingTask>(crossings);
  for (const task of standing) if (task.id !== id) book.add(task);
  const wanted: Wanted = {
    routeCode: route.code,
    dockSn: dock.sn,
    flightMs: route.flightSeconds * 1000,
    recoveryMs: recoverySeconds(route, dock) * 1000,
  };
  return { book, wanted };
}

function withTasks(wish: WantedTask, context: ConflictContext): Conflict[] {
  const { book, wanted } = bookOf(wish, context);
  const landing = wish.start + wanted.flightMs;
  const clock = (at: number) => localClockOf(at, context.timeZone);
  return book.blockers(wanted, wish.start).map(({ flight, kind }): Conflict => {
    const { name, start, end, ready } = flight;
    const id = flight.id === '' ? null : flight.id;
    const times = `${clock(start)}–${clock(end)}`;
    if (kind === 'crossing') {
      const zh = `与“${name}”（${times}）的航线交叉，不能同时在空中`;
      return { code: 'crossing', taskId: id, zh, en: `it crosses "${name}" (${times}): never both in the air` };
    }
    if (wish.start < end && landing > start) {
      const zh = `与“${name}”（${times}）时间重叠，${wish.dock.name}只有一架飞机`;
      return { code: 'dock_busy', taskId: id, zh, en: `it overlaps "${name}" (${times}) of the same dock` };
    }
    if (wish.start >= end) {
      const zh = `“${name}”之后充电到 ${clock(ready)}`;
      return { code: 'charging', taskId: id, zh, en: `the drone charges after "${name}" until ${clock(ready)}` };
    }
    const zh = `落地后充电到 ${clock(landing + wanted.recoveryMs)}，赶不上 ${clock(start)} 的“${name}”`;
    const until = clock(landing + wanted.recoveryMs);
    return {
      code: 'charging',
      taskId: id,
      zh,
      en: `it charges until ${until}, too late for "${name}" at ${clock(start)}`,
    };
  });
}

function told(code: string, zh: string, en: string): Cause {
  return { code, zh, en };
}

function noFly({ plan }: WantedTask, { marks }: ConflictContext, day: LocalDay): Cause | null {
  const closedBy = marks.noFly.get(day);
  if (closedBy !== undefined)
    return told('no_fly_day', `全县禁飞日：${closedBy}`, `nobody flies in the county: ${closedBy}`);
  if (!plan?.noFlyDays.includes(day)) return null;
  return told('no_fly_day', '计划设定的禁飞日', 'a no-fly day of the plan');
}

function outside(
  code: string,
  [zh, en]: readonly [string, string],
  window: PlanWindow,
  wish: WantedTask,
  end: number,
  timeZone: string,
): Cause | null {
  const times = windowOn(localDayOf(wish.start, timeZone), window, timeZone);
  if (times.some(([from, to]) => wish.start >= from && end <= to)) return null;
  return told(code, `不在${zh} ${window.from}–${window.to} 内`, `outside of ${en} ${window.from}–${window.to}`);
}

function inTheDark({ start, dock }: WantedTask, end: number, day: LocalDay, timeZone: string): Cause | null {
  const light = daylightOf(day, dock, timeZone);
  if (light && start >= light.sunrise && end <= light.sunset) return null;
  const times = light ? shownTimes([[light.sunrise, light.sunset]], timeZone) : '—';
  return told('no_daylight', `不在日出至日落 ${times} 内`, `outside of daylight ${times}`);
}

function closed({ start, route }: WantedTask, end: number, { closures }: ConflictContext): Cause | null {
  const over = closures.find(({ routeCode, from, to }) => routeCode === route.code && start < to && end > from);
  return over ? told('airspace_closed', over.zh, over.en) : null;
}

function weather(wish: WantedTask, end: number, { forecasts, limits }: ConflictContext): Cause | null {
  for (const { dockSn, from, to, windSpeed, rainfall } of forecasts) {
    if ((dockSn !== null && dockSn !== wish.dock.sn) || wish.start >= to || end <= from) continue;
    if ((rainfall ?? 0) > limits.rainfall) return told('rain', '预报有雨', 'rain is forecast');
    if ((windSpeed ?? 0) > limits.windSpeed) {
      return told(
        'wind',
        `预报风速 ${windSpeed} m/s，超过 ${limits.windSpeed} m/s`,
        `wind of ${windSpeed} m/s is forecast`,
      );
    }
  }
  return null;
}

/** A start that cannot be filed in time any more, or for which papers are missing. What was filed was another time. */
function papers({ paperwork, start }: WantedTask, { now, timeZone }: ConflictContext): Cause | null {
  if (!paperwork) return null;
  const work: Paperwork = { ...paperwork, takeOff: start, timeZone };
  const due = paperTimes(work).filing;
  if (paperwork.filing !== 'exempt' && paperwork.filedAt === null && now >= due) {
    const by = `${localDayOf(due, timeZone).slice(5)} ${localClockOf(due, timeZone)}`;
    return told('filing_too_late', `须在 ${by} 前报飞行计划，已来不及`, `it had to be filed by ${by}`);
  }
  const missing = paperClock(work, now).steps.find(({ level, dueAt }) => level === 'red' && dueAt === null);
  return missing ? told('papers_missing', missing.zh, missing.en) : null;
}

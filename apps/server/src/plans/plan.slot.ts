import { type LocalDay } from '#contracts';
import { type AirBook, type Wanted } from './air.book.js';
import { type ConflictContext, slotFrom } from './conflicts.js';
import { intersect } from './intervals.js';
import { type StoredPlan } from './plan.store.js';
import { type Cause, dockGround, routeGround, windowOn } from './proposal.ground.js';
import { type ProposalDock, type ProposalRoute, recoverySeconds, type StandingTask } from './proposal.input.js';

/** Where a plan flies on a day (ms since 1970), or why it cannot. */
export type PlanSlot = { start: number; end: number; ready: number } | { refused: Cause };

/**
 * The earliest time of a plan's day at which nothing speaks against its flight: the ground and the book of proposals, within
 * the window and the limits of the plan. A dock that is offline now may be back by then. Pure.
 */
export function slotOf(
  plan: Pick<StoredPlan, 'window' | 'limits' | 'priority'>,
  route: ProposalRoute,
  dock: ProposalDock,
  day: LocalDay,
  { book, context }: { book: AirBook<StandingTask>; context: ConflictContext },
): PlanSlot {
  const input = { ...context, limits: plan.limits, firstDay: '', days: 0, routes: [], docks: [], demands: [] };
  const ground = routeGround(input, route, dockGround(input, { ...dock, unavailable: null }, day));
  if (ground.refused) return { refused: ground.refused };
  const times = intersect(ground.free, windowOn(day, plan.window, context.timeZone));
  const wanted: Wanted = {
    routeCode: route.code,
    dockSn: dock.sn,
    flightMs: route.flightSeconds * 1000,
    recoveryMs: recoverySeconds(route, dock) * 1000,
  };
  const longest = Math.max(0, ...times.map(([from, to]) => to - from));
  if (longest < wanted.flightMs) return { refused: tooShort(plan, longest, wanted.flightMs) };
  const start = slotFrom(book, wanted, times, 0);
  if (start === null) return { refused: noRoom(plan) };
  const end = start + wanted.flightMs;
  return { start, end, ready: end + wanted.recoveryMs };
}

function tooShort({ window: { from, to } }: Pick<StoredPlan, 'window'>, longest: number, flight: number): Cause {
  const [needed, left] = [Math.ceil(flight / 60_000), Math.floor(longest / 60_000)];
  return {
    code: 'window_too_short',
    zh: `计划时段 ${from}–${to} 内可飞 ${left} 分钟，需 ${needed} 分钟`,
    en: `of the window ${from}–${to} there are ${left} min to fly, and ${needed} are needed`,
  };
}

function noRoom({ window: { from, to } }: Pick<StoredPlan, 'window'>): Cause {
  return {
    code: 'no_room',
    zh: `计划时段 ${from}–${to} 已被其他架次占满（同一机场或交叉航线）`,
    en: `the window ${from}–${to} is full of other flights, of the same dock or of crossing routes`,
  };
}

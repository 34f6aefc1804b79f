import { type LocalDay, type PlanPriority, type PlanWindow } from '#contracts';
import { type DayMarks } from '../county/county-days.js';

/** A route that may be flown: its approved version. */
export interface ProposalRoute {
  code: string;
  name: string;
  dockSn: string;
  /** From take-off to landing. */
  flightSeconds: number;
  /** Percent of a full battery. */
  batteryPercent: number;
  /** Codes of the targets that it sees. */
  sees: readonly string[];
  /** Codes of the scenarios that it is flown for. */
  scenarios: readonly string[];
  /** The main route that it stands in for; null: it is a main route. */
  backupOf: string | null;
}

/** A dock with its drone. */
export interface ProposalDock {
  sn: string;
  name: string;
  /** WGS84 degrees, for daylight. */
  latitude: number;
  longitude: number;
  /** Seconds to charge one percent, from the dock's history. */
  chargeSecondsPerPercent: number;
  /** Seconds from landing to the start of charging, and from full to the next take-off. */
  turnaroundSeconds: number;
  /** Why it cannot fly at all; null: it can. */
  unavailable: { code: string; zh: string; en: string } | null;
}

/** One target that a scenario wants seen again and again. */
export interface Demand {
  scenario: string;
  scenarioName: string;
  target: string;
  targetName: string;
  /** Days from one visit to the next, at most. */
  everyDays: number;
  /** Local time within which it must be seen; null: any time. It may run past midnight. */
  window: { from: string; to: string } | null;
  /** ms since 1970; null: never. */
  lastSeen: number | null;
  priority: PlanPriority;
}

/** A task that stands already: it is not moved. Times in ms since 1970. */
export interface StandingTask {
  /** Empty: one that the caller may not see. */
  id: string;
  name: string;
  /** Null: a mobile drone's. */
  dockSn: string | null;
  routeCode: string;
  start: number;
  /** Landing. */
  end: number;
  /** When its dock can fly again. */
  ready: number;
}

/** A time when a route must not be flown, such as a keep-out area that it touches while it is valid. */
export interface Closure {
  routeCode: string;
  from: number;
  to: number;
  zh: string;
  en: string;
}

/** A forecast; null as `dockSn`: of the whole county. */
export interface Forecast {
  dockSn: string | null;
  from: number;
  to: number;
  /** m/s; null: unknown, which forbids nothing. */
  windSpeed: number | null;
  /** The dock's rain words, 0 none to 3 heavy; null: unknown. */
  rainfall: number | null;
}

/** Everything a proposal is made of. */
export interface ProposalInput {
  timeZone: string;
  firstDay: LocalDay;
  /** 1 to 14. */
  days: number;
  /** ms since 1970: nothing begins before. */
  now: number;
  routes: readonly ProposalRoute[];
  docks: readonly ProposalDock[];
  demands: readonly Demand[];
  standing: readonly StandingTask[];
  /** Pairs of route codes that come close: they are never in the air together. */
  crossings: readonly (readonly [string, string])[];
  closures: readonly Closure[];
  forecasts: readonly Forecast[];
  limits: { windSpeed: number; rainfall: number; daylight: boolean };
  /** Local time in which docks fly at all. */
  working: PlanWindow;
  marks: DayMarks;
}

/** Seconds that two flights which cross are kept apart. */
export const CROSSING_SECONDS = 60;

/** Seconds from landing until the dock can fly again after this route. */
export function recoverySeconds(route: Pick<ProposalRoute, 'batteryPercent'>, dock: ProposalDock): number {
  return Math.ceil(dock.turnaroundSeconds + route.batteryPercent * dock.chargeSecondsPerPercent);
}

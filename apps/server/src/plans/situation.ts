import { Inject, Injectable } from '@nestjs/common';
import { type LocalDay, PLAN_LIMITS, type PlanWindow } from '#contracts';
import { Scope } from '../auth/scope.js';
import { addDays, instantAt } from '../common/local-day.js';
import { COUNTY, type County } from '../county/county.js';
import { dayMarks, type DayMarks, NO_MARKS } from '../county/county-days.js';
import { RouteClosures } from '../routes/route.closures.js';
import { RouteCrossings } from '../routes/route.crossings.js';
import { type ConflictContext } from './conflicts.js';
import {
  type Closure,
  type ProposalDock,
  type ProposalRoute,
  recoverySeconds,
  type StandingTask,
} from './proposal.input.js';
import { type KnownDock, type KnownRoute, type KnownTask, ProposalStore } from './proposal.store.js';

/** When docks fly at all. */
const WORKING: PlanWindow = { from: '07:00', to: '18:30' };
/** Assumed for every dock, whatever its flights were like: half an hour to fifty minutes for a usual flight. */
export const CHARGE_SECONDS_PER_PERCENT = 30;
export const TURNAROUND_SECONDS = 240;
/** A pilot lands, changes the batteries and goes on. */
const BATTERY_CHANGE_SECONDS = 600;
/** A flight of the day before may still keep its dock busy. */
const BEFORE_MS = 12 * 3_600_000;

/** Everything that a flight on some days is held against: who flies when, and what is closed. */
export interface Situation extends ConflictContext {
  known: readonly KnownRoute[];
  /** The approved routes of the scope that have a dock and an estimate; what they see is not looked at here. */
  routes: readonly ProposalRoute[];
  docks: readonly ProposalDock[];
}

/** Gathers what proposals, moves and plans ask before they choose a time. */
@Injectable()
export class Situations {
  readonly marks: DayMarks;

  constructor(
    @Inject(COUNTY) private readonly county: County,
    private readonly store: ProposalStore,
    private readonly near: RouteCrossings,
    private readonly closures: RouteClosures,
  ) {
    this.marks = county.days ? dayMarks(county.days) : NO_MARKS;
  }

  /**
   * The situation of so many days from a day on. Routes and docks are those of a division (by path) and below; flights of
   * all the county stand in their way, and those outside of `scope` are not named.
   */
  async of(
    { path, scope, firstDay, days }: { path: string; scope: Scope; firstDay: LocalDay; days: number },
    now: number,
  ): Promise<Situation> {
    const { timeZone } = this.county;
    const [from, to] = [firstDay, addDays(firstDay, days)].map((day) => instantAt(day, '00:00', timeZone));
    const county = { scope: new Scope(this.county.code) };
    const [known, tasks, near, closures] = await Promise.all([
      this.store.routes(path),
      this.store.tasks(new Date(from! - BEFORE_MS), new Date(to!)),
      this.near.list(county),
      this.closures.between(this.county.code, from!, to!),
    ]);
    const sns = new Set([...known, ...tasks].map(({ dockSn }) => dockSn).filter((sn) => sn !== null));
    const docks = (await this.store.docks([...sns])).map((dock) => this.dock(dock));
    return {
      timeZone,
      now,
      known,
      routes: known.map(({ points: _, lastFlown: __, ...route }) => ({ ...route, sees: [] })),
      docks,
      standing: tasks.map((task) => standing(task, docks, scope)),
      crossings: near.items.map(({ routes: [one, other] }): [string, string] => [one!.code, other!.code]),
      closures: closures.map(({ routeCode, area: { name }, ...times }): Closure => ({
        routeCode,
        ...times,
        zh: `航线 ${routeCode} 进入“${name}”，该时段空域关闭`,
        en: `route ${routeCode} enters "${name}", which is closed then`,
      })),
      forecasts: [],
      limits: PLAN_LIMITS,
      working: WORKING,
      marks: this.marks,
    };
  }

  /** The docks of these tasks, by serial number. */
  async docks(tasks: readonly { dockSn: string | null }[]): Promise<Map<string, ProposalDock>> {
    const sns = new Set(tasks.map(({ dockSn }) => dockSn).filter((sn) => sn !== null));
    const found = sns.size === 0 ? [] : await this.store.docks([...sns]);
    return new Map(found.map((dock) => [dock.sn, this.dock(dock)]));
  }

  /** A mobile drone as if it were a dock: one flight at a time, and a change of batteries in between. */
  mobile(aircraftSn: string | null, name: string | null): ProposalDock {
    const [west, south, east, north] = this.county.bbox;
    return {
      sn: aircraftSn ?? '',
      name: name ?? '机动无人机',
      longitude: (west + east) / 2,
      latitude: (south + north) / 2,
      chargeSecondsPerPercent: 0,
      turnaroundSeconds: BATTERY_CHANGE_SECONDS,
      unavailable: null,
    };
  }

  /** A dock without a place has the county's daylight. */
  private dock({ sn, name, longitude, latitude, presence }: KnownDock): ProposalDock {
    const [west, south, east, north] = this.county.bbox;
    const offline = { code: 'dock_offline', zh: `${name}离线`, en: `${name} is offline` };
    return {
      sn,
      name,
      longitude: longitude ?? (west + east) / 2,
      latitude: latitude ?? (south + north) / 2,
      chargeSecondsPerPercent: CHARGE_SECONDS_PER_PERCENT,
      turnaroundSeconds: TURNAROUND_SECONDS,
      unavailable: presence === 'offline' ? offline : null,
    };
  }
}

function standing(task: KnownTask, docks: readonly ProposalDock[], scope: Scope): StandingTask {
  const { dockSn, routeCode, batteryPercent } = task;
  const start = task.startAt.getTime();
  const end = start + task.flightSeconds * 1000;
  const dock = docks.find(({ sn }) => sn === dockSn);
  const recovery = dock ? recoverySeconds({ batteryPercent }, dock) : BATTERY_CHANGE_SECONDS;
  const ready = end + recovery * 1000;
  const seen = scope.covers(task.path);
  const name = seen ? task.name : '其他区划的任务';
  return { id: seen ? task.id : '', name, dockSn, routeCode, start, end, ready };
}

import { Inject, Injectable } from '@nestjs/common';
import { PLAN_LIMITS, type PlanWindow, type ProposalQuery, type ProposalView } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { COUNTY, type County } from '../county/county.js';
import { dayMarks, type DayMarks, NO_MARKS } from '../county/county-days.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { RouteCoverage } from '../routes/route.coverage.js';
import { RouteCrossings } from '../routes/route.crossings.js';
import { addDays, instantAt } from '../common/local-day.js';
import { demandsOf } from './proposal.demands.js';
import { type ProposalDock, type ProposalInput, type ProposalRoute, recoverySeconds } from './proposal.input.js';
import { type KnownDock, type KnownRoute, ProposalStore } from './proposal.store.js';
import { propose } from './proposal.js';

/** When docks fly at all. */
const WORKING: PlanWindow = { from: '07:00', to: '18:30' };
/** Assumed until the docks have a history: half an hour to fifty minutes for a usual flight. */
const CHARGE_SECONDS_PER_PERCENT = 30;
const TURNAROUND_SECONDS = 240;
const ASSUMPTIONS: ProposalView['assumptions'] = [
  {
    zh: `充电按每 1% 电量 ${CHARGE_SECONDS_PER_PERCENT} 秒、起降间隔 ${TURNAROUND_SECONDS / 60} 分钟估算`,
    en: `charging is taken as ${CHARGE_SECONDS_PER_PERCENT} s a percent, and ${TURNAROUND_SECONDS / 60} min between landing and charging`,
  },
  { zh: '未计入天气预报', en: 'no weather forecast is known' },
  { zh: '临时管制区在起飞前检查，未计入本方案', en: 'temporary airspace is checked before take-off, not here' },
];

/** Makes proposals from what is known: routes and what they see, scenarios, docks, tasks that stand. */
@Injectable()
export class ProposalsService {
  private readonly marks: DayMarks;

  constructor(
    @Inject(COUNTY) private readonly county: County,
    private readonly store: ProposalStore,
    private readonly divisions: DivisionsService,
    private readonly coverage: RouteCoverage,
    private readonly near: RouteCrossings,
  ) {
    this.marks = county.days ? dayMarks(county.days) : NO_MARKS;
  }

  /** Throws `NotFound` for a division outside the scope. Nothing is stored. */
  async propose(query: ProposalQuery, actor: Actor): Promise<ProposalView> {
    const now = Date.now();
    const { input, unseen } = await this.inputOf(query, actor, now);
    const proposal = propose(input);
    const routes = new Map(input.routes.map(({ code, name }) => [code, { code, name }]));
    const docks = new Map(input.docks.map(({ sn, name }) => [sn, { sn, name }]));
    const instant = (at: number) => new Date(at).toISOString();
    const named = <Row extends { routeCode: string; dockSn: string }>({ routeCode, dockSn, ...row }: Row) => ({
      ...row,
      route: routes.get(routeCode)!,
      dock: docks.get(dockSn)!,
    });
    return {
      firstDay: query.day,
      days: query.days,
      madeAt: instant(now),
      flights: proposal.flights.map(({ start, end, ready, serves, ...flight }) => ({
        ...named(flight),
        startAt: instant(start),
        endAt: instant(end),
        readyAt: instant(ready),
        serves: serves.length,
      })),
      refusals: proposal.refusals.map(named),
      inTime: proposal.inTime,
      late: proposal.late,
      lateWithout: proposal.lateWithout,
      unseen,
      assumptions: ASSUMPTIONS,
    };
  }

  private async inputOf(
    query: ProposalQuery,
    actor: Actor,
    now: number,
  ): Promise<{ input: ProposalInput; unseen: number }> {
    const { timeZone } = this.county;
    const known = await this.store.routes(this.divisions.pathWithin(actor.scope, query.division));
    const docks = (await this.store.docks([...new Set(known.map(({ dockSn }) => dockSn))])).map((dock) =>
      this.dock(dock),
    );
    const [from, to] = [query.day, addDays(query.day, query.days)].map(
      (day) => new Date(instantAt(day, '00:00', timeZone)),
    );
    const [seen, near, scenarios, tasks] = await Promise.all([
      this.coverage.of(undefined, actor),
      this.near.list(actor),
      this.store.scenarios([...new Set(known.flatMap((route) => route.scenarios))]),
      this.store.tasks(from!, to!),
    ]);
    const villages = this.divisions.list({ level: 'village', limit: Number.MAX_SAFE_INTEGER }, actor.scope).items;
    const routes = known.map((route) => routeOf(route, seen));
    const { demands, unseen } = demandsOf({ scenarios, villages, routes, known });
    const crossings = near.items.map(({ routes: [one, other] }): [string, string] => [one!.code, other!.code]);
    const standing = tasks.map(({ id, name, dockSn, routeCode, startAt, flightSeconds, batteryPercent }) => {
      const end = startAt.getTime() + flightSeconds * 1000;
      const dock = docks.find(({ sn }) => sn === dockSn);
      const ready = end + (dock ? recoverySeconds({ batteryPercent }, dock) * 1000 : 0);
      return { id, name, dockSn, routeCode, start: startAt.getTime(), end, ready };
    });
    const input: ProposalInput = {
      timeZone,
      firstDay: query.day,
      days: query.days,
      now,
      routes,
      docks,
      demands,
      standing,
      crossings,
      closures: [],
      forecasts: [],
      limits: PLAN_LIMITS,
      working: WORKING,
      marks: this.marks,
    };
    return { input, unseen };
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

/** What a route sees: by its camera, and the feature points that people registered it with. */
function routeOf(
  { points, lastFlown: _, ...route }: KnownRoute,
  seen: Awaited<ReturnType<RouteCoverage['of']>>,
): ProposalRoute {
  const by = (targets: typeof seen.villages) =>
    targets.filter(({ routes }) => routes.some(({ code }) => code === route.code));
  const sees = [
    ...by(seen.villages).map(({ code }) => `village ${code}`),
    ...by(seen.featurePoints).map(({ code }) => `point ${code}`),
    ...points.map((code) => `point ${code}`),
  ];
  return { ...route, sees: [...new Set(sees)] };
}

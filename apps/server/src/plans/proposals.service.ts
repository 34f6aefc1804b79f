import { Injectable } from '@nestjs/common';
import { type ProposalQuery, type ProposalView } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { RouteCoverage } from '../routes/route.coverage.js';
import { demandsOf } from './proposal.demands.js';
import { type ProposalInput } from './proposal.input.js';
import { type KnownRoute, ProposalStore } from './proposal.store.js';
import { propose } from './proposal.js';
import { CHARGE_SECONDS_PER_PERCENT, Situations, TURNAROUND_SECONDS } from './situation.js';

const CHARGING: ProposalView['assumptions'][number] = {
  zh: `充电按每 1% 电量 ${CHARGE_SECONDS_PER_PERCENT} 秒、起降间隔 ${TURNAROUND_SECONDS / 60} 分钟估算`,
  en: `charging is taken as ${CHARGE_SECONDS_PER_PERCENT} s a percent, and ${TURNAROUND_SECONDS / 60} min between landing and charging`,
};
const NO_FORECAST: ProposalView['assumptions'][number] = { zh: '未计入天气预报', en: 'no weather forecast is known' };

/** Makes proposals from what is known: routes and what they see, scenarios, docks, tasks that stand. */
@Injectable()
export class ProposalsService {
  constructor(
    private readonly situations: Situations,
    private readonly store: ProposalStore,
    private readonly divisions: DivisionsService,
    private readonly coverage: RouteCoverage,
  ) {}

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
      assumptions: [CHARGING, NO_FORECAST],
    };
  }

  private async inputOf(
    query: ProposalQuery,
    actor: Actor,
    now: number,
  ): Promise<{ input: ProposalInput; unseen: number }> {
    const path = this.divisions.pathWithin(actor.scope, query.division);
    const days = { firstDay: query.day, days: query.days };
    const [{ known, routes: flown, ...situation }, seen] = await Promise.all([
      this.situations.of({ path, scope: actor.scope, ...days }, now),
      this.coverage.of(undefined, actor),
    ]);
    const [scenarios, pictured] = await Promise.all([
      this.store.scenarios([...new Set(known.flatMap((route) => route.scenarios))]),
      this.store.pictured(),
    ]);
    const villages = this.divisions.list({ level: 'village', limit: Number.MAX_SAFE_INTEGER }, actor.scope).items;
    const routes = flown.map((route, index) => ({ ...route, sees: seenBy(known[index]!, seen) }));
    const { demands, unseen } = demandsOf({ scenarios, villages, routes, known, pictured });
    return { input: { ...situation, ...days, routes, demands }, unseen };
  }
}

/** What a route sees: by its camera, and the feature points that people registered it with. */
function seenBy({ code, points }: KnownRoute, seen: Awaited<ReturnType<RouteCoverage['of']>>): string[] {
  const by = (targets: typeof seen.villages) =>
    targets.filter(({ routes }) => routes.some((route) => route.code === code));
  const sees = [
    ...by(seen.villages).map((village) => `village ${village.code}`),
    ...by(seen.featurePoints).map((point) => `point ${point.code}`),
    ...points.map((point) => `point ${point}`),
  ];
  return [...new Set(sees)];
}

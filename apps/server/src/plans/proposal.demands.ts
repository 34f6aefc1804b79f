import { type Demand, type ProposalRoute } from './proposal.input.js';
import { type KnownRoute, type KnownScenario } from './proposal.store.js';

/**
 * What scenarios want seen: each of their feature points, and each village of their divisions. Targets that none of a
 * scenario's routes sees are counted, not demanded. A target was last seen when a route that sees it was last flown, or when
 * the newest picture of it was taken. Pure.
 */
export function demandsOf({
  scenarios,
  villages,
  routes,
  known,
  pictured,
}: {
  scenarios: readonly KnownScenario[];
  villages: readonly { code: string; name: string; path: string }[];
  routes: readonly ProposalRoute[];
  known: readonly Pick<KnownRoute, 'code' | 'lastFlown'>[];
  /** When feature points were last pictured, by code. */
  pictured: ReadonlyMap<string, Date>;
}): { demands: Demand[]; unseen: number } {
  const flown = new Map(known.map(({ code, lastFlown }) => [code, lastFlown?.getTime() ?? null]));
  const pictures = new Map([...pictured].map(([code, at]) => [`point ${code}`, at.getTime()]));
  const demands: Demand[] = [];
  let unseen = 0;
  for (const { code, name, cadence, points, paths } of scenarios) {
    const own = routes.filter((route) => route.scenarios.includes(code));
    const inside = (path: string) => paths.some((above) => path === above || path.startsWith(`${above}/`));
    const targets = [
      ...points.map((point) => ({ target: `point ${point.code}`, targetName: point.name })),
      ...villages
        .filter(({ path }) => inside(path))
        .map((village) => ({ target: `village ${village.code}`, targetName: village.name })),
    ];
    for (const { target, targetName } of targets) {
      if (!own.some(({ sees }) => sees.includes(target))) {
        unseen++;
        continue;
      }
      const times = routes.filter(({ sees }) => sees.includes(target)).map((route) => flown.get(route.code) ?? null);
      const last = [...times, pictures.get(target) ?? null].filter((time) => time !== null);
      demands.push({
        scenario: code,
        scenarioName: name,
        target,
        targetName,
        everyDays: cadence.unit === 'week' ? cadence.every * 7 : cadence.every,
        window: cadence.window,
        lastSeen: last.length > 0 ? Math.max(...last) : null,
        priority: 'routine',
      });
    }
  }
  return { demands, unseen };
}

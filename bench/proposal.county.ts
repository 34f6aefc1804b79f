import { NO_MARKS } from '../apps/server/src/county/county-days.js';
import { addDays, instantAt } from '../apps/server/src/common/local-day.js';
import { type Demand, type ProposalInput, type ProposalRoute } from '../apps/server/src/plans/proposal.input.js';

/** What a generated county is like. */
export interface CountyShape {
  name: string;
  docks: number;
  routes: number;
  days: number;
  /** Minutes of a flight, from and to. */
  minutes: readonly [number, number];
  chargeSecondsPerPercent: number;
  /** Shares from 0 to 1: demands with a window, pairs of neighbours that cross, docks that cannot fly, half days of rain. */
  windows: number;
  crossings: number;
  broken: number;
  rain: number;
}

const PLAIN: Omit<CountyShape, 'name'> = {
  docks: 18,
  routes: 46,
  days: 7,
  minutes: [15, 35],
  chargeSecondsPerPercent: 30,
  windows: 0.25,
  crossings: 0.1,
  broken: 0.05,
  rain: 0.1,
};

/** The counties of the table in docs/performance.md. */
export const COUNTY_SHAPES: readonly CountyShape[] = [
  { ...PLAIN, name: '18 docks, 46 routes, 7 days' },
  { ...PLAIN, name: 'the same, one day', days: 1 },
  { ...PLAIN, name: 'half of the half days rainy', rain: 0.5 },
  { ...PLAIN, name: 'every third dock broken, many crossings', broken: 0.33, crossings: 0.6 },
  { ...PLAIN, name: '120 routes, slow charging', routes: 120, chargeSecondsPerPercent: 75, windows: 0.5 },
  {
    ...PLAIN,
    name: '160 routes, slow charging, rain, crossings',
    routes: 160,
    chargeSecondsPerPercent: 90,
    windows: 0.6,
    rain: 0.3,
    crossings: 0.4,
  },
];

const DAY = '2026-11-25';
const ZONE = 'Asia/Shanghai';
const HOUR = 3_600_000;
const CADENCES = [1, 1, 2, 3, 7, 7, 7, 14, 30] as const;
const WINDOWS = [
  { from: '07:30', to: '09:30' },
  { from: '10:00', to: '14:00' },
  { from: '15:30', to: '17:30' },
] as const;

/** A county by its shape and a seed; the same seed gives the same county. */
export function generatedCounty(shape: CountyShape, seed: number): ProposalInput {
  const random = randomOf(seed);
  const chance = (share: number) => random() < share;
  const pick = <Item>(list: readonly Item[]): Item => list[Math.floor(random() * list.length)]!;
  const between = (from: number, to: number) => from + random() * (to - from);
  const start = instantAt(DAY, '00:00', ZONE);
  const docks = Array.from({ length: shape.docks }, (_, index) => ({
    sn: `D${index}`,
    name: `${index} 号机场`,
    latitude: between(21.4, 21.95),
    longitude: between(109.75, 110.5),
    chargeSecondsPerPercent: shape.chargeSecondsPerPercent,
    turnaroundSeconds: 240,
    unavailable: chance(shape.broken) ? { code: 'dock_offline', zh: '机场离线', en: 'the dock is offline' } : null,
  }));
  const demands: Demand[] = [];
  const scenarios = Array.from({ length: 30 }, (_, index) => ({
    code: `S${index}`,
    everyDays: pick(CADENCES),
    window: chance(shape.windows) ? pick(WINDOWS) : null,
  }));
  const routes: ProposalRoute[] = Array.from({ length: shape.routes }, (_, index) => {
    const dock = docks[index % shape.docks]!;
    const minutes = between(...shape.minutes);
    const own = Array.from({ length: 2 + Math.floor(random() * 3) }, () => pick(scenarios).code);
    // Two thirds of what a dock's routes see is seen by one of them alone.
    const sees = Array.from({ length: 4 + Math.floor(random() * 6) }, (_unused, nr) =>
      chance(0.33) ? `${dock.sn}-shared-${Math.floor(random() * 4)}` : `${dock.sn}-${index}-${nr}`,
    );
    return {
      code: `R${String(index).padStart(3, '0')}`,
      name: `航线 ${index}`,
      dockSn: dock.sn,
      flightSeconds: Math.round(minutes * 60),
      batteryPercent: Math.round(minutes * 2),
      sees: [...new Set(sees)],
      scenarios: [...new Set(own)],
      backupOf: null,
    };
  });
  const asked = new Set<string>();
  for (const route of routes) {
    for (const scenario of scenarios.filter(({ code }) => route.scenarios.includes(code))) {
      for (const target of route.sees) {
        const key = `${scenario.code} ${target}`;
        if (asked.has(key)) continue;
        asked.add(key);
        const age = chance(0.05) ? null : Math.floor(between(0, 2 * scenario.everyDays));
        demands.push({
          scenario: scenario.code,
          scenarioName: `场景 ${scenario.code}`,
          target,
          targetName: `村 ${target}`,
          everyDays: scenario.everyDays,
          window: scenario.window,
          lastSeen: age === null ? null : instantAt(addDays(DAY, -1 - age), '10:00', ZONE),
          priority: chance(0.03) ? 'emergency' : chance(0.05) ? 'meeting' : 'routine',
        });
      }
    }
  }
  const crossings = routes.flatMap((one, index) =>
    routes
      .slice(index + 1)
      .filter(
        ({ dockSn }) => dockSn !== one.dockSn && Math.abs(Number(dockSn.slice(1)) - Number(one.dockSn.slice(1))) === 1,
      )
      .filter(() => chance(shape.crossings))
      .map((other): [string, string] => [one.code, other.code]),
  );
  const halves = Array.from(
    { length: 2 * shape.days },
    (_, half) => start + (6 + 6 * (half % 2) + 24 * Math.floor(half / 2)) * HOUR,
  );
  const forecasts = halves
    .filter(() => chance(shape.rain))
    .map((from) => ({ dockSn: null, from, to: from + 6 * HOUR, windSpeed: null, rainfall: 2 }));
  return {
    timeZone: ZONE,
    firstDay: DAY,
    days: shape.days,
    now: start - 10 * HOUR,
    routes,
    docks,
    demands,
    standing: standingOf(routes, start, chance),
    crossings,
    closures: routes
      .filter(() => chance(0.05))
      .map(({ code }) => ({
        routeCode: code,
        from: start + 9 * HOUR,
        to: start + 34 * HOUR,
        zh: '临时管制',
        en: 'closed',
      })),
    forecasts,
    limits: { windSpeed: 8, rainfall: 0, daylight: true },
    working: { from: '07:00', to: '18:30' },
    marks: NO_MARKS,
  };
}

/** Some tasks that stand already, one a dock at most. */
function standingOf(
  routes: readonly ProposalRoute[],
  start: number,
  chance: (share: number) => boolean,
): ProposalInput['standing'] {
  const docks = new Set<string>();
  return routes
    .filter(({ dockSn }) => !docks.has(dockSn) && chance(0.2) && docks.add(dockSn))
    .map(({ code, dockSn, flightSeconds }) => {
      const at = start + 10 * HOUR;
      const end = at + flightSeconds * 1000;
      return { id: `T-${code}`, name: code, dockSn, routeCode: code, start: at, end, ready: end + HOUR };
    });
}

/** Numbers from 0 to 1 by a 32-bit xorshift. */
function randomOf(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}

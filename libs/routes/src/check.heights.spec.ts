import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FlatElevation, seaHeight } from '#geo';
import { contextOf, metresOf, routeVia, terrainOf, type Spot } from '../fixtures/flights.js';
import { checkRoute, FLIGHT_SETTINGS, type FlightContext, type RouteFinding } from './index.js';

const HEIGHTS = [
  'above_120_metres',
  'clearance_too_small',
  'below_ground',
  'return_height_too_low',
  'height_above_limit',
];

function heightFindings(
  spots: readonly Spot[],
  context: Partial<FlightContext> = {},
  mission: Parameters<typeof routeVia>[1] = {},
): RouteFinding[] {
  return checkRoute(routeVia(spots, mission), contextOf(context)).findings.filter(({ code }) => HEIGHTS.includes(code));
}

describe('true height and clearance along a flight', () => {
  it('passes 120 m over level ground, and no centimetre more', () => {
    expect(
      heightFindings([
        [0, 300, 120],
        [0, 900, 120],
      ]),
    ).toEqual([]);
    const [finding] = heightFindings([
      [0, 300, 120],
      [0, 900, 120.2],
    ]);
    expect(finding).toMatchObject({ code: 'above_120_metres', severity: 'error', place: { leg: 0, segment: 0 } });
    expect(finding!.zh).toBe('第 1 至第 2 航点之间：真高 120.2 米，超过 120 米（地面海拔 12 米），请降低 1 米');
    expect(finding!.en).toBe(
      'between waypoints 1 and 2: 120.2 m above ground, more than 120 m (ground 12 m above sea); lower it by 1 m',
    );
  });

  it('finds the gorge between two waypoints that are low enough', () => {
    const gorge = terrainOf((_, north) => (Math.abs(north - 600) < 60 ? -25 : 12));
    const findings = heightFindings(
      [
        [0, 300, 100],
        [0, 900, 100],
      ],
      { terrain: gorge },
    );
    expect(findings.map(({ code, place }) => [code, place.segment ?? place.part])).toEqual([
      ['above_120_metres', 0],
      ['above_120_metres', 'return'],
    ]);
    const { x, y } = metresOf(findings[0]!.place as { longitude: number; latitude: number });
    expect(Math.abs(x)).toBeLessThan(1);
    expect(Math.abs(y - 600)).toBeLessThan(60);
  });

  it('finds the hill between two waypoints, and names what must rise on which way', () => {
    const hill = terrainOf((east) => (Math.abs(east - 500) < 40 ? 100 : 12));
    const findings = heightFindings(
      [
        [200, 0, 60],
        [900, 0, 60],
        [900, 200, 60],
      ],
      { terrain: hill },
      { returnHeight: 80 },
    );
    expect(findings.map(({ code, place }) => [code, place.segment ?? place.part])).toEqual([
      ['below_ground', 0],
      ['return_height_too_low', 'return'],
    ]);
    expect(findings[0]!.zh).toContain('低于地面 28 米，少于净空要求 20 米（地面海拔 100 米），请升高 48 米');
    expect(findings[1]!.zh).toContain('返航途中：低于地面 8 米');
    expect(findings[1]!.zh).toContain('请把返航高度提高到 108 米以上');
    expect(
      heightFindings(
        [
          [200, 0, 108],
          [900, 0, 108],
        ],
        { terrain: hill },
        { returnHeight: 108 },
      ),
    ).toEqual([]);
  });

  it('looks at the way to the first waypoint, flown high or straight', () => {
    const hill = terrainOf((_, north) => (Math.abs(north - 500) < 40 ? 62 : 12));
    const spots: Spot[] = [
      [0, 900, 80],
      [200, 900, 80],
    ];
    expect(heightFindings(spots, { terrain: hill })).toEqual([]);
    const [finding, ...others] = heightFindings(spots, { terrain: hill }, { approach: 'straight' });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ code: 'clearance_too_small', place: { part: 'approach' } });
    expect(finding!.zh).toContain('飞往首航点途中');
    expect(finding!.zh).toContain('设为先爬升');
  });

  it('leaves take-off, landing and what is near them alone', () => {
    expect(
      heightFindings(
        [
          [0, 20, 30],
          [0, 200, 30],
        ],
        {},
        { returnHeight: 30 },
      ),
    ).toEqual([]);
  });

  it('says once what is wrong with a whole leg, not for each waypoint nor again for the ways there and back', () => {
    const findings = heightFindings(
      Array.from({ length: 30 }, (_, at): Spot => [0, 200 + 100 * at, 140]),
      {},
    );
    expect(findings).toHaveLength(1);
    expect(findings[0]!.zh).toContain('第 1 至第 30 航点之间');
  });

  it('tells two stretches apart, and a return height that is too high', () => {
    const spots: Spot[] = [
      [0, 100, 90],
      [0, 300, 130],
      [0, 500, 90],
      [0, 700, 90],
      [0, 900, 130],
      [0, 1100, 90],
    ];
    const findings = heightFindings(spots, {}, { returnHeight: 125 });
    expect(findings.map(({ place }) => place.segment ?? place.part)).toEqual([0, 3, 'return']);
    expect(findings[2]!.zh).toContain('请把返航高度或末航点高度降到起飞点以上 120 米以内');
  });

  it('holds to planned heights where the terrain is unknown, and says so once', () => {
    const unknown = { terrain: new FlatElevation(seaHeight(12)) };
    const { findings, highest } = checkRoute(
      routeVia([
        [0, 300, 130],
        [0, 900, 130],
      ]),
      contextOf(unknown),
    );
    expect(findings.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
      'error above_120_metres',
      'warning terrain_unknown',
    ]);
    expect(findings[0]!.zh).toContain('（地形未知，按平地估算）');
    expect(highest).toEqual({ metres: expect.closeTo(130, 3), basis: 'assumed' });
  });

  it('knows terrain in part', () => {
    const half = terrainOf((_, north) => (north > 600 ? undefined : 12));
    const { findings } = checkRoute(
      routeVia([
        [0, 300, 80],
        [0, 900, 80],
      ]),
      contextOf({ terrain: half }),
    );
    expect(findings.map(({ code }) => code)).toEqual(['terrain_unknown']);
  });

  it("holds the dock's own limit, whatever heights count from", () => {
    const dock = { ...contextOf().dock!, heightLimit: 95 };
    const route = routeVia(
      [
        [0, 300, 12 + 96],
        [0, 900, 12 + 96],
      ],
      { returnHeight: 90 },
      { heights: 'above_sea' },
    );
    const { findings } = checkRoute(route, contextOf({ dock }));
    expect(findings.map(({ code }) => code)).toContain('height_above_limit');
  });

  it('asks the way home from anywhere for its height', () => {
    const hill = terrainOf((east, north) => (Math.hypot(east - 400, north - 400) < 60 ? 95 : 12));
    const spots: Spot[] = [
      [0, 800, 80],
      [800, 800, 80],
      [800, 0, 80],
    ];
    const { findings } = checkRoute(routeVia(spots, { returnHeight: 90 }), contextOf({ terrain: hill }));
    expect(findings.map(({ code, severity }) => `${severity} ${code}`)).toEqual(['warning early_return_too_low']);
    expect(findings[0]!.place).toMatchObject({ leg: 0, waypoint: 1 });
    expect(findings[0]!.zh).toContain('请把返航高度提高到 103 米以上');
  });

  it('never finds more when a route is lowered', () => {
    const spots = fc.array(
      fc.tuple(
        fc.integer({ min: -1500, max: 1500 }),
        fc.integer({ min: -1500, max: 1500 }),
        fc.integer({ min: 30, max: 180 }),
      ),
      { minLength: 2, maxLength: 6 },
    );
    const rough = terrainOf((east, north) => 30 + 25 * Math.sin(east / 200) * Math.cos(north / 300));
    const tooHigh = (list: readonly Spot[]) =>
      checkRoute(routeVia(list, { returnHeight: 60 }), contextOf({ terrain: rough })).highest!.metres >
      FLIGHT_SETTINGS.ceilingMetres + 0.05;
    fc.assert(
      fc.property(spots, fc.integer({ min: 1, max: 60 }), (list, by) => {
        const lower = list.map(([east, north, height]): Spot => [east, north, height - by]);
        expect(tooHigh(lower) && !tooHigh(list)).toBe(false);
        const found = checkRoute(routeVia(list, { returnHeight: 60 }), contextOf({ terrain: rough })).findings;
        expect(found.some(({ code }) => code === 'above_120_metres')).toBe(tooHigh(list));
      }),
      { numRuns: 60 },
    );
  });
});

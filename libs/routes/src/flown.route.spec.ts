import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lineLength, undulationAt } from '#geo';
import { contextOf, HOME, legVia, placeAt, routeVia, terrainOf, type Spot } from '../fixtures/flights.js';
import { estimateOf, FLIGHT_SETTINGS, flownPath, type FlownPath } from './index.js';

const told = (path: FlownPath) =>
  path.points.slice(1).map(({ stretch: { part, phase }, height }) => `${part} ${phase} ${Math.round(height)}`);

const NORTH: readonly Spot[] = [
  [0, 400, 60],
  [0, 800, 70],
];

describe('the flight of a route', () => {
  it('climbs, crosses and comes down on the way there; climbs to the return height and comes home', () => {
    const path = flownPath(routeVia(NORTH, { takeOffSafeHeight: 80, returnHeight: 100 }), contextOf())!;
    expect(told(path)).toEqual([
      'approach take_off 80',
      'approach across 80',
      'approach descent 60',
      'leg segment 70',
      'return climb 100',
      'return across 100',
      'return landing 0',
    ]);
    expect(path).toMatchObject({ takeOff: 'dock', heightsKnown: true, arrivals: [[3, 4]] });
    expect(path.points[3]!.sea).toBeCloseTo(72, 6);
  });

  it('climbs to the first waypoint at once where that is higher, and flies straight where it is told to', () => {
    const climbs = flownPath(routeVia(NORTH, { takeOffSafeHeight: 30 }), contextOf())!;
    expect(told(climbs).slice(0, 3)).toEqual(['approach take_off 60', 'approach across 60', 'leg segment 70']);
    const straight = flownPath(routeVia(NORTH, { takeOffSafeHeight: 30, approach: 'straight' }), contextOf())!;
    expect(told(straight).slice(0, 2)).toEqual(['approach take_off 30', 'approach across 60']);
  });

  it('stays high on the way home when it is higher, and does not climb for a few metres', () => {
    const high = flownPath(routeVia(NORTH, { returnHeight: 65 }), contextOf())!;
    expect(told(high).slice(-2)).toEqual(['return across 70', 'return landing 0']);
    const near = flownPath(
      routeVia(
        [
          [0, 300, 60],
          [0, 10, 60],
        ],
        { returnHeight: 100 },
      ),
      contextOf(),
    )!;
    expect(told(near).slice(-2)).toEqual(['return across 60', 'return landing 0']);
    const lands = flownPath(routeVia(NORTH, { finish: 'land' }), contextOf({ terrain: terrainOf((_, y) => y / 100) }))!;
    expect(told(lands).at(-1)).toBe('return landing 8');
  });

  it('flies several legs one after another', () => {
    const legs = [
      legVia(NORTH),
      legVia([
        [300, 800, 90],
        [300, 400, 90],
      ]),
    ];
    const path = flownPath(routeVia(legs, { returnHeight: 50 }), contextOf())!;
    expect(told(path).slice(2, -2)).toEqual(['leg segment 70', 'leg transit 90', 'leg segment 90']);
    expect(path.points[4]!.stretch).toEqual({ part: 'leg', phase: 'transit', leg: 1 });
    expect(path.arrivals).toEqual([
      [2, 3],
      [4, 5],
    ]);
  });

  it('puts every kind of height on one footing', () => {
    const undulation = undulationAt(HOME)!;
    const terrain = terrainOf((_, north) => 12 + north / 100);
    const flat = [0, 0] as const;
    const kinds = [
      ['above_take_off', 60, flat],
      ['above_sea', 72, flat],
      ['ellipsoid', 72 + undulation, flat],
      ['above_ground', 56, flat],
      ['follow_surface', 56, flat],
    ] as const;
    for (const [heights, metres] of kinds) {
      const path = flownPath(
        routeVia(
          [
            [0, 400, metres],
            [0, 400.5, metres],
          ],
          {},
          { heights },
        ),
        contextOf({ terrain }),
      )!;
      expect([heights, path.points[path.arrivals[0]![0]!]!.height]).toEqual([heights, expect.closeTo(60, 1)]);
      expect([heights, path.points[path.arrivals[0]![0]!]!.sea]).toEqual([heights, expect.closeTo(72, 1)]);
    }
  });

  it('follows the surface between two waypoints', () => {
    const terrain = terrainOf((_, north) => 12 + 20 * Math.sin(north / 60));
    const route = routeVia(
      [
        [0, 300, 50],
        [0, 890, 50],
      ],
      {},
      { heights: 'follow_surface' },
    );
    const path = flownPath(route, contextOf({ terrain }))!;
    const followed = path.points.filter(({ stretch }) => stretch.phase === 'segment');
    expect(followed).toHaveLength(20);
    for (const { sea, place } of followed) expect(sea - terrain.groundAt(place)!.height).toBeCloseTo(50, 6);
  });

  it('takes off where the dock says it stands, not where the terrain has it', () => {
    const dock = { ...contextOf().dock!, ellipsoidMetres: 20 + undulationAt(HOME)! };
    const path = flownPath(routeVia(NORTH), contextOf({ dock }))!;
    expect(path.points[0]!.sea).toBeCloseTo(20, 6);
    expect(path.points[path.arrivals[0]![0]!]!.sea).toBeCloseTo(80, 6);
  });

  it('lets a stand-in take off where there is no dock', () => {
    const { dock: _, ...context } = contextOf();
    expect(flownPath(routeVia(NORTH), context)).toMatchObject({ takeOff: 'first_waypoint' });
    const planned = routeVia(NORTH, { plannedTakeOff: { ...HOME, height: 0 } });
    expect(flownPath(planned, context)).toMatchObject({ takeOff: 'planned' });
    expect(flownPath(routeVia([]), contextOf())).toBeUndefined();
  });

  it('is later at each corner, and no shorter than the straight lines between waypoints', () => {
    const metres = fc.integer({ min: -3000, max: 3000 });
    const spots = fc.array(fc.tuple(metres, metres, fc.integer({ min: 20, max: 200 })), {
      minLength: 2,
      maxLength: 12,
    });
    fc.assert(
      fc.property(spots, fc.constantFrom('stop', 'coordinated', 'curve_pass'), (list, mode) => {
        const turned = list.map(([east, north, height]): Spot => [east, north, height, { turn: { mode, damping: 5 } }]);
        const path = flownPath(routeVia(turned), contextOf())!;
        const { flightMetres, routeMetres, flightSeconds } = estimateOf(path, FLIGHT_SETTINGS);
        const line = list.map(([east, north]) => placeAt(east, north));
        expect(routeMetres).toBeGreaterThan(lineLength(line) * 0.9999 - 0.01);
        expect(flightMetres).toBeGreaterThan(lineLength([HOME, ...line, HOME]) * 0.9999 - 0.01);
        expect(flightSeconds).toBeGreaterThan(flightMetres / 10);
        for (const [index, { seconds }] of path.points.entries()) {
          expect(seconds).toBeGreaterThanOrEqual(path.points[index - 1]?.seconds ?? 0);
        }
      }),
      { numRuns: 60 },
    );
  });
});

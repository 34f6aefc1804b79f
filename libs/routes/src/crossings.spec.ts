import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FlatElevation, seaHeight } from '#geo';
import { contextOf, metresOf, placeAt, routeVia, terrainOf, type Spot } from '../fixtures/flights.js';
import { crossings, crossingWords, flownPath, type Crossing, type FlightContext, type FlownPath } from './index.js';

/** A flight from a dock so many metres east and north of the sample dock, that lands where it ends. */
function flight(
  [east, north]: [number, number],
  spots: readonly Spot[],
  changes: Partial<FlightContext> = {},
): FlownPath {
  const dock = { ...contextOf().dock!, place: placeAt(east, north) };
  return flownPath(routeVia(spots, { finish: 'land' }), contextOf({ dock, ...changes }))!;
}

/** Eastward from a dock in the west, and northward from a dock in the south: both cross at 0, 0 after 1000 m. */
const eastward = (height = 60) =>
  flight(
    [-1000, 0],
    [
      [-900, 0, height],
      [900, 0, height],
      [900, 900, height],
    ],
  );
const northward = (height = 60, changes: Partial<FlightContext> = {}) =>
  flight(
    [0, -1000],
    [
      [0, -900, height],
      [0, 900, height],
      [-900, 900, height],
    ],
    changes,
  );

describe('two flights at once', () => {
  it('finds the place, the moment and the distance where they cross', () => {
    const [crossing, ...others] = crossings(eastward(), northward());
    expect(others).toEqual([]);
    expect(crossing).toMatchObject({
      apartMetres: expect.closeTo(0, 0),
      apartVertically: 0,
      apartSeconds: 0,
      basis: 'measured',
      one: { stretch: { part: 'leg', leg: 0, segment: 0 } },
      other: { stretch: { part: 'leg', leg: 0, segment: 0 } },
    });
    const { x, y } = metresOf(crossing as { longitude: number; latitude: number });
    expect(Math.hypot(x, y)).toBeLessThan(2);
    expect(crossing!.sea).toBeCloseTo(72, 1);
    expect(crossing!.one.seconds).toBeCloseTo(crossing!.other.seconds, 0);
    expect(crossingWords(crossing!, '环城线', '河道线').zh).toBe(
      '“环城线”与“河道线”同时起飞时，在同一处前后 0 秒经过，水平相距 0 米、垂直相距 0 米，请错开时间或高度',
    );
  });

  it('lets them pass 30 m above each other, and no less', () => {
    expect(crossings(eastward(60), northward(90.1))).toEqual([]);
    expect(crossings(eastward(60), northward(89))).toHaveLength(1);
  });

  it('lets them pass a minute after each other, and no less', () => {
    expect(crossings(eastward(), northward(), { offset: 70 })).toEqual([]);
    const [crossing] = crossings(eastward(), northward(), { offset: 50 });
    // Not at the crossing itself: 50 m on, the gap in time is smaller.
    expect(crossing!.apartSeconds).toBeGreaterThan(40);
    expect(crossing!.apartSeconds).toBeLessThanOrEqual(50);
  });

  it('compares heights above sea, whatever ground the docks stand on', () => {
    const terrain = terrainOf((_, north) => (north < -950 ? 52 : 12));
    // 60 m above a dock that stands 40 m higher.
    expect(crossings(eastward(60), northward(60, { terrain }))).toEqual([]);
    expect(crossings(eastward(60), northward(20, { terrain }))).toHaveLength(1);
  });

  it('says when the ground at take-off is not known', () => {
    const unknown = northward(60, { terrain: new FlatElevation(seaHeight(12)) });
    const [crossing] = crossings(eastward(), unknown);
    expect(crossing!.basis).toBe('assumed');
    expect(crossingWords(crossing!, 'A', 'B').zh).toContain('高度差不可尽信');
  });

  it('tells two encounters of one flight', () => {
    const zigzag = flight(
      [-1000, 0],
      [
        [-900, 0, 60],
        [500, 0, 60],
        [500, 300, 60],
        [-500, 300, 60],
      ],
    );
    const beside = flight(
      [0, -1000],
      [
        [0, -900, 60],
        [0, 290, 60],
        [100, 290, 60],
      ],
    );
    expect(crossings(zigzag, beside, { seconds: 200 }).length).toBeGreaterThanOrEqual(2);
    expect(
      crossings(
        zigzag,
        flight(
          [5000, 5000],
          [
            [5100, 5000, 60],
            [5200, 5000, 60],
          ],
        ),
      ),
    ).toEqual([]);
  });

  it('finds nothing that a look at every second does not, and misses nothing that it does', () => {
    const metres = fc.integer({ min: -900, max: 900 });
    const spots = fc.array(fc.tuple(metres, metres, fc.integer({ min: 40, max: 110 })), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(spots, spots, fc.integer({ min: -200, max: 200 }), (one, other, offset) => {
        const [a, b] = [flight([-300, 0], one), flight([300, 0], other)];
        const found = crossings(a, b, { offset });
        const share = nearest(a, b, offset);
        if (share < 0.8) expect(found.length).toBeGreaterThan(0);
        if (share > 1.25) expect(found).toEqual([]);
        for (const crossing of found) expect(withinLimits(crossing)).toBe(true);
      }),
      { numRuns: 15 },
    );
  });
});

const withinLimits = ({ apartMetres, apartVertically, apartSeconds }: Crossing) =>
  apartMetres < 50 && apartVertically < 30 && apartSeconds <= 60;

/** The share of the limits within which the flights come, by places a second apart. */
function nearest(a: FlownPath, b: FlownPath, offset: number): number {
  const theirs = everySecond(b, offset);
  let least = Infinity;
  for (const one of everySecond(a, 0)) {
    for (const other of theirs) {
      const seconds = Math.abs(one.seconds - other.seconds) / 60;
      if (seconds >= least) continue;
      const away = Math.sqrt((one.x - other.x) ** 2 + (one.y - other.y) ** 2) / 50;
      least = Math.min(least, Math.max(seconds, away, Math.abs(one.sea - other.sea) / 30));
    }
  }
  return least;
}

function everySecond({ points }: FlownPath, offset: number) {
  return points.slice(1).flatMap((to, index) => {
    const from = points[index]!;
    const count = Math.max(1, Math.ceil(to.seconds - from.seconds));
    return Array.from({ length: count + 1 }, (_, step) => {
      const mix = (one: number, other: number) => one + ((other - one) * step) / count;
      return {
        x: mix(from.x, to.x),
        y: mix(from.y, to.y),
        sea: mix(from.sea, to.sea),
        seconds: mix(from.seconds, to.seconds) + offset,
      };
    });
  });
}

import { describe, expect, it } from '@jest/globals';
import { contextOf, routeVia, terrainOf } from '../fixtures/flights.js';
import { checkRoute, heightProfile } from './index.js';

describe('a height profile', () => {
  const terrain = terrainOf((_, north) => 12 + north / 50);
  const route = routeVia(
    [
      [0, 300, 80],
      [0, 900, 60],
    ],
    { returnHeight: 70 },
  );

  it('runs from take-off to landing with the ground below, as close as the terrain is known', () => {
    const profile = heightProfile(route, contextOf({ terrain }));
    expect(profile[0]).toMatchObject({
      along: 0,
      flown: expect.closeTo(12, 6),
      ground: expect.closeTo(12, 6),
      above: expect.closeTo(0, 6),
    });
    expect(profile.at(-1)).toMatchObject({ along: expect.closeTo(1800, 0), height: 0, basis: 'measured' });
    for (const [index, { along, flown, ground, above, height }] of profile.entries()) {
      const before = profile[index - 1]?.along ?? 0;
      expect(along - before).toBeGreaterThanOrEqual(0);
      expect(along - before).toBeLessThan(30.001);
      expect(above).toBeCloseTo(flown - ground, 9);
      expect(flown).toBeCloseTo(12 + height, 9);
    }
    expect(Math.max(...profile.map(({ above }) => above))).toBeCloseTo(
      checkRoute(route, contextOf({ terrain })).highest!.metres,
      9,
    );
  });

  it('is empty where heights are not known', () => {
    const without = routeVia([
      [0, 300, 80, { height: undefined }],
      [0, 900, 60],
    ]);
    expect(heightProfile(without, contextOf())).toEqual([]);
    expect(heightProfile(routeVia([]), contextOf())).toEqual([]);
  });
});

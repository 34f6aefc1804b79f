import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { between, localZone } from '#geo';
import { contextOf, metresOf, placeAt, PLANE, ringOver, routeVia, type Spot } from '../fixtures/flights.js';
import { checkRoute, flownPath, type FlightContext, type RouteFinding } from './index.js';

const COUNTY: FlightContext['county'] = { type: 'Polygon', coordinates: [ringOver([-2000, -2000, 2000, 1000])] };

function boundFindings(spots: readonly Spot[], context: Partial<FlightContext> = { county: COUNTY }): RouteFinding[] {
  const { findings } = checkRoute(routeVia(spots), contextOf(context));
  return findings.filter(({ code }) => code === 'leaves_county' || code === 'too_far_from_dock');
}

describe('the bounds of a flight', () => {
  it('stays in the county', () => {
    expect(
      boundFindings([
        [0, 300, 80],
        [500, 990, 80],
        [0, 900, 80],
      ]),
    ).toEqual([]);
  });

  it('says once for each time that it leaves, how far and where', () => {
    const spots: Spot[] = [
      [0, 900, 80],
      [200, 1300, 80],
      [400, 1250, 80],
      [600, 900, 80],
      [700, 1100, 80],
      [800, 900, 80],
    ];
    const findings = boundFindings(spots);
    expect(findings.map(({ code, severity, place }) => [code, severity, place.leg, place.segment])).toEqual([
      ['leaves_county', 'error', 0, 0],
      ['leaves_county', 'error', 0, 3],
    ]);
    expect(findings[0]!.zh).toBe('第 1 至第 4 航点之间：飞出县界 300 米，请把航点移回县内');
    const { x, y } = metresOf(findings[0]!.place as { longitude: number; latitude: number });
    expect([x, y]).toEqual([expect.closeTo(200, 0), expect.closeTo(1300, 0)]);
  });

  it('looks at the way home over a bay of the county', () => {
    const bay: FlightContext['county'] = {
      type: 'Polygon',
      coordinates: [ringOver([-2000, -2000, 2000, 2000]), ringOver([300, 100, 600, 600])],
    };
    const findings = boundFindings(
      [
        [0, 700, 80],
        [900, 700, 80],
      ],
      { county: bay },
    );
    expect(findings.map(({ place }) => place.part)).toEqual(['return']);
    expect(findings[0]!.zh).toContain('返航途中：飞出县界');
    expect(findings[0]!.zh).toContain('请移动末航点或更换机场');
  });

  it('agrees with a look at every few metres, whatever the shape of the county', () => {
    const star = Array.from({ length: 241 }, (_, at) => {
      const angle = ((at % 240) * Math.PI) / 120;
      const reach = 1000 + 400 * Math.sin(angle * 7);
      const { longitude, latitude } = placeAt(reach * Math.cos(angle), reach * Math.sin(angle));
      return [longitude, latitude];
    });
    const county: FlightContext['county'] = { type: 'Polygon', coordinates: [star] };
    const zone = localZone(county, PLANE);
    const metres = fc.integer({ min: -1300, max: 1300 });
    const spots = fc.array(fc.tuple(metres, metres, fc.constant(80)), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(spots, (list) => {
        const context = contextOf({ county });
        const ways = flownPath(routeVia(list), context)!.points.map(({ place }) => PLANE.toPlane(place));
        const away = ways.slice(1).flatMap((to, index) => {
          const places = Array.from({ length: 61 }, (_, step) => between(ways[index]!, to, step / 60));
          return places.map((place) => (zone.contains(place) ? 0 : zone.distance(place)));
        });
        const findings = boundFindings(list, { county });
        const most = Math.max(...away);
        if (most > 0.5) expect(findings).not.toEqual([]);
        // Between two of its places the way may lead out by half of what they are apart, and no further.
        const told = Math.max(0, ...findings.map(({ zh }) => Number(/飞出县界 (\d+) 米/.exec(zh)![1])));
        expect(told).toBeLessThanOrEqual(most + 1 + 3700 / 60);
      }),
      { numRuns: 20 },
    );
  });

  it("stays within the dock's radius, wherever the county ends", () => {
    const dock = { ...contextOf().dock!, distanceLimit: 1000 };
    const findings = boundFindings(
      [
        [0, 900, 80],
        [0, 1200, 80],
        [300, 1200, 80],
        [300, 800, 80],
      ],
      { dock },
    );
    expect(findings.map(({ code, place }) => [code, place.segment])).toEqual([['too_far_from_dock', 1]]);
    expect(findings[0]!.zh).toBe('第 1 至第 4 航点之间：距机场 1237 米，超过限远 1000 米，请移近或更换机场');
    expect(
      boundFindings(
        [
          [0, 900, 80],
          [300, 900, 80],
        ],
        { dock },
      ),
    ).toEqual([]);
  });

  it('computes no flight to the other end of the world', () => {
    const { findings, estimate } = checkRoute(
      routeVia([
        [0, 300, 80],
        [0, 150_000, 80],
      ]),
      contextOf(),
    );
    expect(findings.map(({ code, place }) => [code, place.waypoint])).toEqual([['far_away', 1]]);
    expect(estimate).toBeNull();
  });
});

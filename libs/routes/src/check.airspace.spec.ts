import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { localZone } from '#geo';
import {
  areaOver,
  contextOf,
  metresOf,
  placeAt,
  PLANE,
  ringOver,
  routeVia,
  terrainOf,
  type Spot,
} from '../fixtures/flights.js';
import { checkRoute, type AirspaceArea, type FlightContext, type RouteFinding } from './index.js';

/** Out to the east at 500 m north of the dock, and back from there. */
const EAST: readonly Spot[] = [
  [0, 500, 80],
  [500, 500, 80],
  [1000, 500, 80],
];

function areaFindings(
  airspace: readonly AirspaceArea[],
  spots: readonly Spot[] = EAST,
  context: Partial<FlightContext> = {},
): RouteFinding[] {
  const { findings } = checkRoute(routeVia(spots), contextOf({ airspace, ...context }));
  return findings.filter(({ code }) => code.startsWith('in_'));
}

const short = (findings: RouteFinding[]) =>
  findings.map(({ code, severity, place }) => `${severity} ${code} ${place.segment ?? place.part ?? '-'}`);

describe('areas that flights keep out of', () => {
  it('names the area, the stretch, how far, and what to do', () => {
    const [finding, ...others] = areaFindings([areaOver([200, 450, 300, 550])]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ code: 'in_keep_out', severity: 'error', place: { leg: 0, segment: 0 } });
    expect(finding!.zh).toBe('第 1 至第 2 航点之间：进入禁飞区“油库” 100 米，请绕开');
    expect(finding!.en).toBe('between waypoints 1 and 2: is inside the keep-out area "油库" for 100 m; go round it');
  });

  it('says one thing of an area that several segments run through, two of one that is entered twice', () => {
    expect(short(areaFindings([areaOver([400, 450, 600, 550])]))).toEqual(['error in_keep_out 0']);
    const rings = [ringOver([400, 450, 450, 550]), ringOver([600, 450, 700, 550])];
    const both = areaOver([0, 0, 1, 1], {
      geometry: { type: 'MultiPolygon', coordinates: rings.map((ring) => [ring]) },
    });
    expect(short(areaFindings([both]))).toEqual(['error in_keep_out 0', 'error in_keep_out 1']);
  });

  it('looks at the ways there and back, straight up from the dock too', () => {
    expect(short(areaFindings([areaOver([-50, 200, 50, 300])]))).toEqual(['error in_keep_out approach']);
    const [home] = areaFindings([areaOver([450, 200, 550, 300])]);
    expect(short([home!])).toEqual(['error in_keep_out return']);
    expect(home!.zh).toContain('返航途中：进入禁飞区“油库”');
    expect(home!.zh).toContain('请移动末航点或更换机场');
    expect(short(areaFindings([areaOver([-20, -20, 20, 20])]))).toEqual([
      'error in_keep_out approach',
      'error in_keep_out return',
    ]);
  });

  it('knows circles and holes', () => {
    const circle = areaOver([0, 0, 1, 1], {
      geometry: { type: 'Circle', centre: placeAt(250, 530), radius: 50 },
    });
    const [finding] = areaFindings([circle]);
    expect(finding!.zh).toContain('80 米');
    const rings = [ringOver([100, 300, 900, 700]), ringOver([200, 420, 800, 580])];
    const holed = areaOver([0, 0, 1, 1], { geometry: { type: 'Polygon', coordinates: rings } });
    expect(short(areaFindings([holed]))).toEqual([
      'error in_keep_out 0',
      'error in_keep_out 1',
      'error in_keep_out return',
    ]);
  });

  it('passes below a floor and above a ceiling over the ground there', () => {
    const over = (floorMetres: number, ceilingMetres: number | null) =>
      short(areaFindings([areaOver([200, 450, 300, 550], { floorMetres, ceilingMetres })]));
    expect(over(81, null)).toEqual([]);
    expect(over(80, null)).toEqual(['error in_keep_out 0']);
    expect(over(0, 79)).toEqual([]);
    expect(over(0, 80)).toEqual(['error in_keep_out 0']);
    const hill = terrainOf((east) => (Math.abs(east - 250) < 30 ? 42 : 12));
    const limited = [areaOver([200, 450, 300, 550], { ceilingMetres: 60 })];
    const [finding] = areaFindings(limited, EAST, { terrain: hill });
    expect(finding!.zh).toContain('（真高 0–60 米）');
    expect(metresOf(finding!.place as { longitude: number; latitude: number }).x).toBeCloseTo(250, -2);
    expect(areaFindings(limited)).toEqual([]);
  });

  it('climbs into a floor', () => {
    const roof = [areaOver([-20, -20, 20, 20], { floorMetres: 90 })];
    // Up to 80 m it stays below; home it comes at 100 m.
    expect(short(areaFindings(roof))).toEqual(['error in_keep_out return']);
  });

  it('tells of an area of caution', () => {
    const [finding] = areaFindings([areaOver([200, 450, 300, 550], { kind: 'caution', name: '学校' })]);
    expect(finding).toMatchObject({ code: 'in_caution_area', severity: 'warning' });
    expect(finding!.zh).toContain('进入注意区“学校” 100 米，飞行时请留意');
  });

  describe('with times', () => {
    const times = { validFrom: '2026-12-01T00:00:00Z', validTo: '2026-12-01T04:00:00.000Z' };
    const area = areaOver([200, 450, 300, 550], { kind: 'temporary', name: '庆典', ...times });
    const at = (from: string, to?: string) => ({
      at: to ? { from: new Date(from), to: new Date(to) } : new Date(from),
    });

    it('warns while nobody knows when the route is flown', () => {
      const [finding] = areaFindings([area]);
      expect(finding).toMatchObject({ code: 'in_temporary_area', severity: 'warning' });
      expect(finding!.zh).toBe(
        '第 1 至第 2 航点之间：进入临时管制区“庆典” 100 米，2026-12-01 08:00 至 2026-12-01 12:00 有效，请避开该时段或绕开',
      );
      expect(areaFindings([area], EAST, { now: new Date(times.validTo) })).toEqual([]);
      expect(areaFindings([area], EAST, { now: new Date('2026-12-01T03:59:00Z') })).toHaveLength(1);
    });

    it('refuses a flight within them, and no other', () => {
      expect(short(areaFindings([area], EAST, at('2026-12-01T03:59:00Z')))).toEqual(['error in_temporary_area 0']);
      expect(areaFindings([area], EAST, at('2026-12-01T04:00:00Z'))).toEqual([]);
      // Takes off before and is still under way when it begins.
      expect(areaFindings([area], EAST, at('2026-11-30T23:58:00Z'))).toHaveLength(1);
      expect(areaFindings([area], EAST, at('2026-11-30T23:00:00Z'))).toEqual([]);
      expect(areaFindings([area], EAST, at('2026-11-30T20:00:00Z', '2026-12-01T00:01:00Z'))).toHaveLength(1);
      expect(areaFindings([area], EAST, at('2026-11-30T20:00:00Z', '2026-12-01T00:00:00Z'))).toEqual([]);
    });

    it('refuses one without an end at once', () => {
      expect(short(areaFindings([{ ...area, validFrom: null, validTo: null }]))).toEqual(['error in_temporary_area 0']);
      expect(areaFindings([{ ...area, validTo: null }])[0]).toMatchObject({ severity: 'warning' });
      expect(areaFindings([{ ...area, validTo: null }])[0]!.zh).toContain('，2026-12-01 08:00 起有效');
    });
  });

  it('says that a shape cannot be checked', () => {
    const broken = areaOver([0, 0, 1, 1], { geometry: { type: 'Circle', centre: placeAt(0, 0), radius: -5 } });
    const { findings } = checkRoute(routeVia(EAST), contextOf({ airspace: [broken] }));
    expect(findings.map(({ code }) => code)).toEqual(['area_unreadable']);
  });

  it('finds a place inside whatever it finds, and finds what a corner lies in', () => {
    const metres = fc.integer({ min: -1200, max: 1200 });
    const spots = fc.array(fc.tuple(metres, metres, fc.constant(80)), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(spots, metres, metres, fc.integer({ min: 10, max: 900 }), (list, west, south, size) => {
        const area = areaOver([west, south, west + size, south + size]);
        const zone = localZone(area.geometry, PLANE);
        const findings = areaFindings([area], list);
        for (const { place } of findings) {
          const { longitude, latitude } = place as { longitude: number; latitude: number };
          // Places are told to a centimetre.
          expect(zone.distance(PLANE.toPlane({ longitude, latitude }))).toBeLessThan(0.05);
        }
        const inside = list.some(
          ([east, north]) => east > west + 1 && east < west + size - 1 && north > south + 1 && north < south + size - 1,
        );
        if (inside) expect(findings.length).toBeGreaterThan(0);
      }),
      { numRuns: 100 },
    );
  });
});

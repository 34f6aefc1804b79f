import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { distance } from './geodesic.js';
import { gridReference } from './grid-reference.js';
import { LocalFrame } from './local-frame.js';
import { TransverseMercator } from './transverse-mercator.js';

describe('TransverseMercator', () => {
  it('agrees with PROJ (test/gie/builtins.gie, tmerc on GRS80, 2°E 1°N) to a tenth of a millimetre', () => {
    const { x, y } = new TransverseMercator(0).toPlane({ longitude: 2, latitude: 1 });
    expect(Math.abs(x - 222_650.796797586)).toBeLessThan(1e-4);
    expect(Math.abs(y - 110_642.229411933)).toBeLessThan(1e-4);
  });

  it("agrees with GeographicLib's example of GeoConvert (33.3°N 44.4°E is 38n 444140.54 3684706.36)", () => {
    const utm = gridReference(32_638)!;
    const { x, y } = utm.toGrid({ longitude: 44.4, latitude: 33.3 });
    expect([x, y].map((metres) => metres.toFixed(2))).toEqual(['444140.54', '3684706.36']);
    expect(utm.toPoint(x, y).longitude).toBeCloseTo(44.4, 11);
    expect(utm.toPoint(x, y).latitude).toBeCloseTo(33.3, 10);
  });

  it('keeps lengths true on its meridian, against the quarter meridian of WGS84 (10,001,965.729 m)', () => {
    const pole = new TransverseMercator(111).toPlane({ longitude: 111, latitude: 90 });
    expect(pole.y).toBeCloseTo(10_001_965.729, 3);
  });

  it('comes back to where it started within ten micrometres', () => {
    const plane = new TransverseMercator(111, 1, 500_000);
    const place = fc.record({
      longitude: fc.double({ min: 100, max: 122, noNaN: true }),
      latitude: fc.double({ min: -80, max: 80, noNaN: true }),
    });
    fc.assert(
      fc.property(place, (point) => {
        const back = plane.toPoint(plane.toPlane(point));
        expect(Math.abs(back.longitude - point.longitude)).toBeLessThan(1e-10);
        expect(Math.abs(back.latitude - point.latitude)).toBeLessThan(1e-10);
      }),
    );
  });
});

describe('gridReference', () => {
  it('puts Lianjiang into the zones of Guangdong: UTM 49 and Gauss-Krüger around 111°E', () => {
    const lianjiang = { longitude: 110.28, latitude: 21.61 };
    const easting = (epsg: number) => Math.round(gridReference(epsg)!.toGrid(lianjiang).x);
    const inZone = easting(4546);
    expect(inZone).toBe(easting(4508));
    // The same zone with its number before the easting: 37 of 3°, 19 of 6°.
    expect([easting(4525), easting(4497)]).toEqual([37_000_000 + inZone, 19_000_000 + inZone]);
    // UTM shrinks by 0.9996 around 500 km.
    expect((easting(32_649) - 500_000) / (inZone - 500_000)).toBeCloseTo(0.9996, 4);
  });

  it('knows no other code', () => {
    for (const epsg of [3857, 2414, 4214, 4610, 32_600, 32_661, 4555, Number.NaN]) {
      expect(gridReference(epsg)).toBeUndefined();
    }
  });
});

describe('LocalFrame', () => {
  it('measures lengths with the error it states', () => {
    const origin = { longitude: 110.28, latitude: 21.61 };
    const frame = new LocalFrame(origin);
    const place = fc.record({
      longitude: fc.double({ min: 110.19, max: 110.37, noNaN: true }),
      latitude: fc.double({ min: 21.5, max: 21.7, noNaN: true }),
    });
    fc.assert(
      fc.property(place, place, (one, other) => {
        const [a, b] = [frame.toPlane(one), frame.toPlane(other)];
        const metres = distance(one, other);
        // x is at most 9.6 km: the share x²/2R² is 1.2e-6, and geodesic lengths are good to half a millimetre.
        expect(Math.abs(Math.hypot(a.x - b.x, a.y - b.y) - metres)).toBeLessThan(1.2e-6 * metres + 0.001);
      }),
    );
    expect(frame.toPlane(origin).x).toBeCloseTo(0, 9);
    expect(frame.toPlane(origin).y).toBeCloseTo(0, 6);
  });
});

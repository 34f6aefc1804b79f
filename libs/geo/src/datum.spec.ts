import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fromWgs84, toWgs84, type ForeignDatum, type Gcj02Point } from './datum.js';
import { distance } from './geodesic.js';
import { type GeoPoint } from './point.js';

const at = (longitude: number, latitude: number): GeoPoint => ({ longitude, latitude });
const metresOff = (one: { longitude: number; latitude: number }, longitude: number, latitude: number) =>
  distance(at(one.longitude, one.latitude), at(longitude, latitude));

describe('datums', () => {
  it.each([
    // Amap web service "坐标转换": the answer printed in its documentation for coordsys=gps, and for a second point.
    [116.481499, 39.990475, 116.487585177952, 39.991754014757],
    [116.481499, 39.990375, 116.487585177952, 39.991653917101],
    // Test vectors of eviltransform (googollee, MIT): Shanghai, Shenzhen, Beijing.
    [121.5272106, 31.1774276, 121.531541859215, 31.17530398364597],
    [113.912316, 22.543847, 113.9171764808363, 22.540796131694766],
    [116.377817, 39.911954, 116.38404722455657, 39.91334545536069],
    // README of coordtransform (wandergis, MIT).
    [116.404, 39.915, 116.41024449916938, 39.91640428150164],
  ])('shift WGS84 %d, %d to the published GCJ-02 place', (longitude, latitude, east, north) => {
    expect(metresOff(fromWgs84(at(longitude, latitude), 'GCJ-02'), east, north)).toBeLessThan(0.05);
  });

  it.each([
    // coordtransform README and its derivatives: WGS84 → BD-09.
    [116.404, 39.915, 116.41662724378733, 39.922699552216216, 0.05],
    // Baidu's own service (geoconv, from=1, to=5) for the point of its documentation; its formula differs a little.
    [114.21892734521, 29.575429778924, 114.2307519546763, 29.57908428837437, 1.5],
  ])('shift WGS84 %d, %d to the published BD-09 place', (longitude, latitude, east, north, metres) => {
    expect(metresOff(fromWgs84(at(longitude, latitude), 'BD-09'), east, north)).toBeLessThan(metres);
  });

  it('agree with the places that Alibaba publishes for one point, and are truer than its one step back', () => {
    // Alibaba Cloud address service, example of TransferCoord: GCJ02 120.026268,30.279164, BD09 120.032768,30.285238,
    // WGS84 and CGCS2000 120.021519,30.281543.
    const published: Gcj02Point = { longitude: 120.026268, latitude: 30.279164, datum: 'GCJ-02' };
    const wgs84 = toWgs84(published);
    expect(metresOff(fromWgs84(wgs84, 'BD-09'), 120.032768, 30.285238)).toBeLessThan(0.2);
    // Its WGS84 is the shift at the shifted place taken off once; ours is the place that shifts to the published one.
    const shift = fromWgs84(at(published.longitude, published.latitude), 'GCJ-02');
    const oneStep = [2 * published.longitude - shift.longitude, 2 * published.latitude - shift.latitude] as const;
    expect(metresOff({ longitude: 120.021519, latitude: 30.281543 }, ...oneStep)).toBeLessThan(0.2);
    expect(metresOff(wgs84, 120.021519, 30.281543)).toBeLessThan(2);
    expect(metresOff(fromWgs84(wgs84, 'GCJ-02'), published.longitude, published.latitude)).toBeLessThan(0.001);
  });

  it('come back from every datum to within a millimetre, all over China (promised: 0.5 m)', () => {
    const place = fc.record({
      longitude: fc.double({ min: 73.5, max: 135, noNaN: true }),
      latitude: fc.double({ min: 18, max: 53.5, noNaN: true }),
    });
    fc.assert(
      fc.property(place, fc.constantFrom<ForeignDatum>('CGCS2000', 'GCJ-02', 'BD-09'), (point, datum) => {
        expect(metresOff(toWgs84(fromWgs84(point, datum)), point.longitude, point.latitude)).toBeLessThan(0.001);
      }),
      { numRuns: 1_000 },
    );
  });

  it('leave GCJ-02 unshifted abroad, and end on the border of the shift', () => {
    expect(fromWgs84(at(2.35, 48.85), 'GCJ-02')).toEqual({ longitude: 2.35, latitude: 48.85, datum: 'GCJ-02' });
    for (const longitude of [72.004, 72.0041, 72.006, 137.8347, 137.84]) {
      const back = toWgs84({ longitude, latitude: 30, datum: 'GCJ-02' });
      expect(back).toEqual({ longitude: expect.any(Number), latitude: expect.any(Number) });
    }
  });

  it('refuse numbers that are none', () => {
    expect(() => fromWgs84(at(Number.NaN, 21), 'GCJ-02')).toThrow('not a place');
    expect(() => toWgs84({ longitude: 110, latitude: Infinity, datum: 'BD-09' })).toThrow('not a place');
  });

  it('are told apart by the compiler', () => {
    const shifted: Gcj02Point = fromWgs84(at(110.28, 21.61), 'GCJ-02');
    // @ts-expect-error a GCJ-02 point is no WGS84 point
    const wrong: GeoPoint = shifted;
    // @ts-expect-error nor is it a BD-09 point
    const other: { datum: 'BD-09' } = shifted;
    expect([wrong, other]).toEqual([shifted, shifted]);
  });
});

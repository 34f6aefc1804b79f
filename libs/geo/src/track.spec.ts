import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { destination, distance, geodesic } from './geodesic.js';
import { trackOffset } from './track.js';

describe('trackOffset', () => {
  it("finds the foot of Karney's example: from Reykjavík on the way from Istanbul to Washington", () => {
    // C. F. F. Karney in the GeographicLib forum (discussion 1026621, thread 21aaff9f): 54.92853149711691 -21.93729106604878
    const istanbul = { longitude: 29, latitude: 42 };
    const washington = { longitude: -77, latitude: 39 };
    const { foot, across } = trackOffset(istanbul, washington, { longitude: -22, latitude: 64 });
    expect(foot.latitude).toBeCloseTo(54.92853149711691, 8);
    expect(foot.longitude).toBeCloseTo(-21.93729106604878, 8);
    // On the right of a flight to the west, 1,010.6 km off.
    expect(across).toBeCloseTo(distance(foot, { longitude: -22, latitude: 64 }), 6);
    expect(across).toBeGreaterThan(1_000_000);
  });

  it('gives back the distances a point was laid out with, before, beside and behind the track', () => {
    const from = { longitude: 110.28, latitude: 21.61 };
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 359, noNaN: true }),
        fc.double({ min: -5_000, max: 20_000, noNaN: true }),
        fc.double({ min: -8_000, max: 8_000, noNaN: true }),
        (azimuth, along, across) => {
          const to = destination(from, azimuth, 12_000);
          const foot = along >= 0 ? destination(from, azimuth, along) : destination(from, azimuth + 180, -along);
          const heading = geodesic(foot, destination(from, azimuth, 30_000)).initialAzimuth;
          const point = destination(foot, heading + 90, across);
          const offset = trackOffset(from, to, point);
          expect(Math.abs(offset.along - along)).toBeLessThan(0.002);
          expect(Math.abs(offset.across - across)).toBeLessThan(0.002);
        },
      ),
    );
  });

  it('refuses a track without a direction', () => {
    const here = { longitude: 110, latitude: 21 };
    expect(() => trackOffset(here, { ...here }, { longitude: 111, latitude: 21 })).toThrow('no direction');
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PlanarArea } from './planar-area.js';
import { between, crossing, nearestOnSegment, planeDistance, segmentsApart, stretchInCircle } from './planar.js';

const xy = (x: number, y: number) => ({ x, y });
const metre = fc.double({ min: -1_000, max: 1_000, noNaN: true });
const place = fc.record({ x: metre, y: metre });
const shares = Array.from({ length: 101 }, (_, step) => step / 100);

describe('segments', () => {
  it('know the nearest place of themselves', () => {
    expect(nearestOnSegment(xy(3, 4), xy(0, 0), xy(10, 0))).toEqual({ distance: 4, share: 0.3 });
    expect(nearestOnSegment(xy(-3, 4), xy(0, 0), xy(10, 0))).toEqual({ distance: 5, share: 0 });
    expect(nearestOnSegment(xy(3, 4), xy(0, 0), xy(0, 0))).toEqual({ distance: 5, share: 0 });
  });

  it('cross in one point, or not at all', () => {
    expect(crossing(xy(0, 0), xy(10, 0), xy(4, -5), xy(4, 5))).toEqual({ one: 0.4, other: 0.5 });
    expect(crossing(xy(0, 0), xy(10, 0), xy(4, 1), xy(4, 5))).toBeUndefined();
    expect(crossing(xy(0, 0), xy(10, 0), xy(0, 1), xy(10, 1))).toBeUndefined();
  });

  it('are as far apart as their nearest places, which no other pair beats', () => {
    fc.assert(
      fc.property(place, place, place, place, (a, b, c, d) => {
        const apart = segmentsApart(a, b, c, d);
        const here = planeDistance(between(a, b, apart.one), between(c, d, apart.other));
        expect(here).toBeCloseTo(apart.distance, 6);
        for (const share of shares) {
          expect(nearestOnSegment(between(a, b, share), c, d).distance).toBeGreaterThanOrEqual(apart.distance - 1e-6);
        }
      }),
    );
  });

  it('lie in a circle where every place of the stretch does', () => {
    fc.assert(
      fc.property(place, place, place, fc.double({ min: 1, max: 800, noNaN: true }), (a, b, centre, radius) => {
        const stretch = stretchInCircle(a, b, centre, radius);
        for (const share of shares) {
          const off = planeDistance(between(a, b, share), centre) - radius;
          if (Math.abs(off) < 1e-6) continue;
          const within = stretch !== undefined && share >= stretch.from && share <= stretch.to;
          expect(within).toBe(off < 0);
        }
      }),
    );
  });
});

describe('PlanarArea', () => {
  const square = [xy(0, 0), xy(100, 0), xy(100, 100), xy(0, 100)];
  const ring = new PlanarArea([square, [xy(40, 40), xy(60, 40), xy(60, 60), xy(40, 60)]]);

  it('cuts a leg into its parts inside, around a hole', () => {
    expect(ring.stretchesInside(xy(-100, 50), xy(300, 50))).toEqual([
      { from: 0.25, to: 0.35 },
      { from: 0.4, to: 0.5 },
    ]);
    expect(ring.stretchesInside(xy(-100, 150), xy(300, 150))).toEqual([]);
    expect(ring.stretchesInside(xy(10, 10), xy(20, 20))).toEqual([{ from: 0, to: 1 }]);
    expect(ring.stretchesInside(xy(10, 10), xy(10, 10))).toEqual([{ from: 0, to: 1 }]);
  });

  it('measures to itself and to its edge', () => {
    expect([ring.distance(xy(10, 10)), ring.distance(xy(50, 50)), ring.distance(xy(103, -4))]).toEqual([0, 10, 5]);
    expect(ring.distanceToEdge(xy(10, 20))).toBe(10);
    expect(ring.distanceToSegment(xy(-50, 130), xy(250, 130))).toMatchObject({ distance: 30 });
    expect(ring.distanceToSegment(xy(-100, 50), xy(300, 50))).toEqual({ distance: 0, share: 0.25 });
    expect(ring.distanceToSegment(xy(45, 50), xy(55, 50)).distance).toBe(5);
    expect(ring.distanceToSegment(xy(-50, 130), xy(250, 130), 29)).toMatchObject({ distance: Infinity });
    expect(ring.distanceToSegment(xy(-50, 130), xy(250, 130), 31)).toMatchObject({ distance: 30 });
  });

  it('agrees with asking point by point, for stars of many corners', () => {
    const star = Array.from({ length: 200 }, (_, step) => {
      const angle = (step / 200) * 2 * Math.PI;
      const radius = 500 + 200 * Math.sin(13 * angle) + (step % 2) * 40;
      return xy(radius * Math.cos(angle), radius * Math.sin(angle));
    });
    const area = new PlanarArea([star]);
    fc.assert(
      fc.property(place, place, (a, b) => {
        const stretches = area.stretchesInside(a, b);
        for (const share of shares.filter((_, index) => index % 10 === 3)) {
          const at = between(a, b, share);
          if (area.distanceToEdge(at) < 1e-6) continue;
          expect(stretches.some(({ from, to }) => share >= from && share <= to)).toBe(area.contains(at));
        }
        const { distance: metres, share } = area.distanceToSegment(a, b);
        expect(area.distance(between(a, b, share))).toBeCloseTo(metres, 6);
      }),
    );
  });

  it('refuses rings without an inside', () => {
    expect(() => new PlanarArea([[xy(0, 0), xy(1, 1)]])).toThrow('three corners');
  });
});

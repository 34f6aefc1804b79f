import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Area } from './area.js';
import { destination, distance } from './geodesic.js';
import { PointIndex, polygonOf } from './point-index.js';

const place = fc.record({
  longitude: fc.double({ min: 110.2, max: 110.4, noNaN: true }),
  latitude: fc.double({ min: 21.5, max: 21.7, noNaN: true }),
});

describe('PointIndex', () => {
  it('finds the points inside a footprint that asking each one finds', () => {
    fc.assert(
      fc.property(
        fc.array(place, { maxLength: 100 }),
        place,
        fc.integer({ min: 300, max: 6_000 }),
        (points, centre, size) => {
          const ring = [20, 110, 190, 300].map((azimuth) => destination(centre, azimuth, size));
          const area = new Area(polygonOf(ring));
          const inside = points.filter(({ longitude, latitude }) => area.contains(longitude, latitude));
          expect(new Set(new PointIndex(points).within(polygonOf(ring)))).toEqual(new Set(inside));
        },
      ),
    );
  });

  it('finds the nearest point within reach, or none', () => {
    fc.assert(
      fc.property(
        fc.array(place, { maxLength: 60 }),
        place,
        fc.integer({ min: 100, max: 20_000 }),
        (points, here, reach) => {
          const least = Math.min(...points.map((point) => distance(here, point)));
          const found = new PointIndex(points).nearest(here, reach);
          expect(found?.distance).toBe(least <= reach ? least : undefined);
          if (found) expect(distance(here, found.point)).toBe(found.distance);
        },
      ),
    );
  });

  it('closes an open ring and leaves a closed one', () => {
    const ring = [0, 90, 180].map((azimuth) => destination({ longitude: 110, latitude: 21 }, azimuth, 100));
    expect(polygonOf(ring).coordinates[0]).toHaveLength(4);
    expect(polygonOf([...ring, ring[0]!]).coordinates[0]).toHaveLength(4);
  });
});

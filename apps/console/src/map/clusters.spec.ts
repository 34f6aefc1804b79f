import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { clusterPoints } from './clusters.js';

describe('clusters', () => {
  it('join what is near and leave alone what is far', () => {
    const clusters = clusterPoints(
      [
        { x: 0.5, y: 0.5 },
        { x: 0.501, y: 0.5 },
        { x: 0.6, y: 0.5 },
      ],
      0.01,
    );
    expect(clusters.map(({ members }) => members.length)).toEqual([2, 1]);
    expect(clusters[0]?.x).toBeCloseTo(0.5005, 10);
  });

  it('hold every point exactly once, and none farther from the first member than the radius', () => {
    const coordinate = fc.double({ min: 0, max: 0.999999, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.record({ x: coordinate, y: coordinate }), { maxLength: 200 }),
        fc.double({ min: 0.001, max: 0.3, noNaN: true }),
        (points, radius) => {
          const clusters = clusterPoints(points, radius);
          const members = clusters.flatMap((cluster) => cluster.members);
          expect(members.length).toBe(points.length);
          expect(new Set(members).size).toBe(points.length);
          for (const { members: group } of clusters) {
            const [first] = group;
            for (const member of group) {
              expect(Math.hypot(member.x - first!.x, member.y - first!.y)).toBeLessThanOrEqual(radius + 1e-12);
            }
          }
        },
      ),
    );
  });

  it('leave no two groups whose first members are within the radius', () => {
    const points = Array.from({ length: 300 }, (_, index) => ({
      x: 0.5 + (index % 20) * 0.0007,
      y: 0.5 + Math.floor(index / 20) * 0.0007,
    }));
    const firsts = clusterPoints(points, 0.002).map(({ members }) => members[0]!);
    for (const one of firsts) {
      const near = firsts.filter((other) => other !== one && Math.hypot(one.x - other.x, one.y - other.y) <= 0.002);
      expect(near).toEqual([]);
    }
  });
});

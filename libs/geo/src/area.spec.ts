import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Area, type AreaGeometry } from './area.js';

const square = (west: number, south: number, size: number) => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
];

describe('Area', () => {
  it('knows inside from outside, and a hole from its surroundings', () => {
    const area = new Area({ type: 'Polygon', coordinates: [square(0, 0, 10), square(4, 4, 2)] });
    expect(area.contains(1, 1)).toBe(true);
    expect(area.contains(5, 5)).toBe(false);
    expect(area.contains(11, 5)).toBe(false);
    expect(area.contains(5, -1)).toBe(false);
    expect(area.contains(Number.NaN, 5)).toBe(false);
  });

  it('counts every part of a MultiPolygon', () => {
    const area = new Area({ type: 'MultiPolygon', coordinates: [[square(0, 0, 1)], [square(5, 5, 1)]] });
    expect([area.contains(0.5, 0.5), area.contains(5.5, 5.5), area.contains(3, 3)]).toEqual([true, true, false]);
  });

  it('gives a point on a shared edge to exactly one of two neighbours', () => {
    const left = new Area({ type: 'Polygon', coordinates: [square(0, 0, 1)] });
    const right = new Area({ type: 'Polygon', coordinates: [square(1, 0, 1)] });
    for (const latitude of [0.1, 0.25, 0.5, 0.999]) {
      expect([left.contains(1, latitude), right.contains(1, latitude)].filter(Boolean)).toHaveLength(1);
    }
  });

  it('refuses a geometry without edges', () => {
    expect(() => new Area({ type: 'Polygon', coordinates: [] })).toThrow('no edges');
  });

  it('agrees with testing every edge, for stars of many corners', () => {
    const corners = 500;
    const ring = Array.from({ length: corners + 1 }, (_, step) => {
      const angle = ((step % corners) / corners) * 2 * Math.PI;
      const radius = 1 + 0.5 * Math.sin(17 * angle) + (step % 2) * 0.1;
      return [110 + radius * Math.cos(angle), 21 + radius * Math.sin(angle)];
    });
    const geometry: AreaGeometry = { type: 'Polygon', coordinates: [ring] };
    const area = new Area(geometry);
    const byEveryEdge = (x: number, y: number) =>
      ring.slice(1).reduce((inside, [x2, y2], index) => {
        const [x1, y1] = ring[index]!;
        const crosses = y1! > y !== y2! > y && x < x1! + ((y - y1!) / (y2! - y1!)) * (x2! - x1!);
        return crosses ? !inside : inside;
      }, false);
    fc.assert(
      fc.property(
        fc.double({ min: 108, max: 112, noNaN: true }),
        fc.double({ min: 19, max: 23, noNaN: true }),
        (x, y) => {
          expect(area.contains(x, y)).toBe(byEveryEdge(x, y));
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import { destination, distance } from './geodesic.js';
import { lineLength, nearestOnLine, pointAlong, sampleLine } from './line.js';

const start = { longitude: 110.28, latitude: 21.61 };
const corner = destination(start, 90, 3_000);
const end = destination(corner, 0, 2_000);
const line = [start, corner, end];

describe('a line', () => {
  it('is as long as its legs, and a point or none is no length', () => {
    expect(lineLength(line)).toBeCloseTo(5_000, 3);
    expect([lineLength([start]), lineLength([])]).toEqual([0, 0]);
  });

  it('knows its nearest place to a point beside a leg, and how far along that is', () => {
    const beside = destination(destination(corner, 0, 500), 90, 250);
    const near = nearestOnLine(line, beside);
    expect(near.leg).toBe(1);
    expect(near.distance).toBeCloseTo(250, 2);
    expect(near.along).toBeCloseTo(3_500, 1);
    expect(near.share).toBeCloseTo(0.25, 4);
    expect(distance(near.point, destination(corner, 0, 500))).toBeLessThan(0.05);
    expect(nearestOnLine(line, destination(start, 270, 100))).toMatchObject({ leg: 0, share: 0, along: 0 });
  });

  it('gives places no further apart than asked, its corners among them', () => {
    const samples = sampleLine(line, 30);
    const gaps = samples.slice(1).map(({ point }, index) => distance(samples[index]!.point, point));
    expect(Math.max(...gaps)).toBeLessThanOrEqual(30.001);
    expect(samples.map(({ point }) => point)).toEqual(expect.arrayContaining(line));
    expect(samples).toHaveLength(1 + 100 + 67);
    expect(samples.at(-1)!.along).toBeCloseTo(5_000, 3);
    expect(samples[1]).toMatchObject({ leg: 0, share: 0.01 });
    expect(sampleLine([start], 30)).toHaveLength(1);
    expect(sampleLine([], 30)).toEqual([]);
  });

  it('gives the place at a distance from its start, its ends beyond', () => {
    expect(distance(pointAlong(line, 3_500)!, destination(corner, 0, 500))).toBeLessThan(0.001);
    expect([pointAlong(line, -5), pointAlong(line, 9_999), pointAlong([], 5)]).toEqual([start, end, undefined]);
  });

  it('refuses what cannot be answered', () => {
    expect(() => nearestOnLine([start], end)).toThrow('two points or more');
    expect(() => sampleLine(line, 0)).toThrow('above 0 m');
    expect(() => sampleLine(line, 0.001)).toThrow('too many');
  });
});

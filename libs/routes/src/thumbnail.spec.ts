import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Route } from '#wayline';
import { thumbnailSvg } from './thumbnail.js';

const routeOf = (...legs: [longitude: number, latitude: number][][]): Route => ({
  mission: { payloads: [] },
  legs: legs.map((points) => ({
    waypoints: points.map(([longitude, latitude]) => ({ longitude, latitude, actionGroups: [] })),
  })),
  templates: [],
  resources: [],
});
const point = fc.tuple(
  fc.double({ min: 109.7, max: 110.6, noNaN: true }),
  fc.double({ min: 21.4, max: 22, noNaN: true }),
);

describe('the small picture of a route', () => {
  it('is small, refers to nothing and stays inside its frame, whatever the route', () => {
    fc.assert(
      fc.property(fc.array(fc.array(point, { maxLength: 400 }), { maxLength: 20 }), (legs) => {
        const svg = thumbnailSvg(routeOf(...legs), { width: 160, height: 100 });
        expect(svg.length).toBeLessThan(2000);
        expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/http|href|script|url\(|NaN|Infinity/);
        const [, path] = /d="M([^"]*)"/.exec(svg)!;
        const numbers = [...path!.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)];
        for (const [, x, y] of numbers) {
          expect(Number(x)).toBeGreaterThanOrEqual(6.9);
          expect(Number(x)).toBeLessThanOrEqual(153.1);
          expect(Number(y)).toBeGreaterThanOrEqual(6.9);
          expect(Number(y)).toBeLessThanOrEqual(93.1);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('points north up and marks start and end by shape and colour', () => {
    const svg = thumbnailSvg(
      routeOf([
        [110, 21.5],
        [110, 21.6],
      ]),
      { width: 80, height: 80 },
    );
    expect(svg).toContain('d="M40.0 73.0L40.0 7.0"');
    expect(svg).toContain('<circle cx="40.0" cy="73.0"');
    expect(svg).toContain('<rect x="37.0" y="4.0"');
  });

  it('shows a route in one place as a dot, and one without waypoints as a dashed line', () => {
    expect(thumbnailSvg(routeOf([[110, 21.5]]))).toContain('<circle cx="60.0" cy="40.0"');
    expect(thumbnailSvg(routeOf())).toContain('stroke-dasharray');
    expect(thumbnailSvg(routeOf([[Number.NaN, 5]]))).toContain('stroke-dasharray');
  });
});

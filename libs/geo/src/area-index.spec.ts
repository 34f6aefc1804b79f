import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { villages } from '../fixtures/villages.js';
import { AreaIndex } from './area-index.js';
import { Area, type AreaGeometry } from './area.js';

interface Layer {
  features: { geometry: AreaGeometry; properties: Record<string, unknown> }[];
}

const layer = (name: string): Layer =>
  JSON.parse(
    readFileSync(new URL(`../../../counties/lianjiang/layers/${name}.geojson`, import.meta.url), 'utf8'),
  ) as Layer;

const place = fc.record({
  longitude: fc.double({ min: 109.7, max: 110.6, noNaN: true }),
  latitude: fc.double({ min: 21.2, max: 22.0, noNaN: true }),
});

describe('AreaIndex', () => {
  it('finds what asking every area finds, on the county and its town cells', () => {
    const towns = layer('town_cells_estimated').features.map(({ geometry }, index) => ({
      value: `town ${index}`,
      geometry,
    }));
    const county = layer('county_boundary').features.map(({ geometry }) => ({ value: 'county', geometry }));
    const items = [...towns, ...county];
    const index = new AreaIndex(items);
    const areas = items.map(({ value, geometry }) => ({ value, area: new Area(geometry) }));
    let held = 0;
    fc.assert(
      fc.property(place, ({ longitude, latitude }) => {
        const holding = areas.filter(({ area }) => area.contains(longitude, latitude)).map(({ value }) => value);
        expect(index.list(longitude, latitude)).toEqual(holding);
        expect(index.find(longitude, latitude)).toBe(holding[0]);
        held += holding.length;
      }),
      { numRuns: 2_000 },
    );
    expect(held).toBeGreaterThan(500);
  });

  it('gives every place inside 405 villages to exactly one of them', () => {
    const index = new AreaIndex(villages());
    fc.assert(
      fc.property(
        fc.double({ min: 109.77, max: 110.54, noNaN: true }),
        fc.double({ min: 21.33, max: 21.95, noNaN: true }),
        (longitude, latitude) => {
          expect(index.list(longitude, latitude)).toHaveLength(1);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('knows nothing outside, and nothing when it is empty', () => {
    const index = new AreaIndex(villages());
    expect([index.find(108, 21.5), index.find(110, 23), index.find(Number.NaN, 21.5)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(new AreaIndex([]).list(110, 21.5)).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { AreaIndex } from './area-index.js';
import { Area, type AreaGeometry } from './area.js';

interface Layer {
  features: { geometry: AreaGeometry; properties: Record<string, unknown> }[];
}

const layer = (name: string): Layer =>
  JSON.parse(
    readFileSync(new URL(`../../../counties/lianjiang/layers/${name}.geojson`, import.meta.url), 'utf8'),
  ) as Layer;

/** 405 made-up villages, as many as the county has and as ragged as drawn ones: no open village outlines exist. */
function villages(): { value: string; geometry: AreaGeometry }[] {
  const [columns, rows] = [27, 15];
  const corner = (column: number, row: number): [number, number] => [
    109.75 + column * 0.03 + 0.008 * Math.sin(column * 12.9 + row * 78.2),
    21.3 + row * 0.045 + 0.012 * Math.sin(column * 39.3 + row * 11.1),
  ];
  // Forty bends to a side, the same ones for the two villages that share it.
  const side = (from: [number, number], to: [number, number]) =>
    Array.from({ length: 40 }, (_, step) => {
      const share = step / 40;
      const bend = 0.002 * Math.sin(Math.PI * share * 6) * share * (1 - share);
      return [from[0] + (to[0] - from[0]) * share + bend, from[1] + (to[1] - from[1]) * share + bend];
    });
  const shared = (one: [number, number], other: [number, number], turned: boolean) =>
    turned ? [...side(other, one), [one[0], one[1]]].toReversed().slice(0, -1) : side(one, other);
  return Array.from({ length: columns * rows }, (_, index) => {
    const [column, row] = [index % columns, Math.floor(index / columns)];
    const [a, b, c, d] = [
      corner(column, row),
      corner(column + 1, row),
      corner(column + 1, row + 1),
      corner(column, row + 1),
    ];
    const ring = [...shared(a, b, false), ...shared(b, c, false), ...shared(c, d, true), ...shared(d, a, true)];
    return { value: `village ${index}`, geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]!]] } };
  });
}

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

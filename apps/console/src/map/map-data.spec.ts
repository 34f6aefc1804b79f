import { describe, expect, it } from '@jest/globals';
import type { FeatureCollection } from 'geojson';
import { areaOfTown, boxOf, namePoints, outlines } from './map-data.js';

const square = (west: number, east: number): FeatureCollection => ({
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { name: '甲', town_codes: ['1', '2'] },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [west, 0],
            [east, 0],
            [east, 1],
            [west, 1],
            [west, 0],
          ],
        ],
      },
    },
  ],
});

describe('areas of the map', () => {
  it('have their name in the middle', () => {
    expect(namePoints(square(0, 2)).features[0]?.geometry.coordinates).toEqual([1, 0.5]);
  });

  it('are outlined without the edges where the data was cut', () => {
    const two: FeatureCollection = {
      type: 'FeatureCollection',
      features: [...square(0, 1).features, ...square(1, 2).features],
    };
    const [line] = outlines(two).features;
    expect(line?.geometry).toEqual({
      type: 'MultiLineString',
      coordinates: [
        [
          [1, 0],
          [1, 1],
        ],
        [
          [1, 1],
          [1, 0],
        ],
      ],
    });
  });

  it('are found by any property that holds the code of the town', () => {
    const layer = { id: 'c', kind: 'town_cells' as const, url: '', estimated: true, note: '' };
    const found = areaOfTown([{ layer, data: square(0, 2) }], '2');
    expect(found && boxOf(found)).toEqual([0, 0, 2, 1]);
    expect(areaOfTown([{ layer, data: square(0, 2) }], '3')).toBeNull();
  });
});

import { describe, expect, it } from '@jest/globals';
import { codesOf, placesOf, readText } from '../../fixtures/wayline/samples.js';
import { type ReadRoute, readRouteFile, writeKmz } from './index.js';

/** Whatever is imported can be written and is then the same route. */
function read(text: string, name: string): ReadRoute {
  const result = readText(text, name);
  expect(readRouteFile(writeKmz(result.route), 'again.kmz').route).toEqual(result.route);
  return result;
}

describe('GeoJSON', () => {
  it('gives legs, areas and rows of points, with heights above the ellipsoid', () => {
    const result = read(
      JSON.stringify({
        type: 'FeatureCollection',
        features: [
          {
            type: 'Feature',
            properties: { name: 'dyke', colour: 'red' },
            geometry: {
              type: 'LineString',
              coordinates: [
                [110.1, 21.1, 50],
                [110.2, 21.2, 60],
              ],
            },
          },
          { type: 'Feature', properties: null, geometry: { type: 'Point', coordinates: [1, 2, 3] } },
          { type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [4, 5, 6] } },
          { type: 'Feature', properties: {}, geometry: null },
          {
            type: 'Feature',
            properties: {},
            geometry: {
              type: 'GeometryCollection',
              geometries: [
                {
                  type: 'Polygon',
                  coordinates: [
                    [
                      [1, 1],
                      [2, 1],
                      [2, 2],
                      [1, 1],
                    ],
                    [[1, 1]],
                  ],
                },
              ],
            },
          },
        ],
      }),
      'x.geojson',
    );
    expect(placesOf(result)).toEqual([
      [
        [110.1, 21.1, 50],
        [110.2, 21.2, 60],
      ],
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ]);
    expect(result.route.legs.map(({ heights }) => heights)).toEqual(['ellipsoid', 'ellipsoid']);
    expect(result.source.legNames).toEqual(['dyke', null]);
    expect(result.route.templates).toMatchObject([{ kind: 'area', areas: [{ ring: { length: 4 } }] }]);
    expect(codesOf(result)).toEqual(['info not_imported properties.colour', 'warning not_imported Polygon hole']);
  });

  it('in other coordinates than WGS84 is refused with what they are', () => {
    const crs = { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::3857' } };
    expect(() =>
      read(
        JSON.stringify({
          type: 'LineString',
          crs,
          coordinates: [
            [1, 2],
            [3, 4],
          ],
        }),
        'x.geojson',
      ),
    ).toThrow(expect.objectContaining({ code: 'other_datum', zh: expect.stringContaining('3857') }));
  });

  it('lists positions and geometries that are none, with their lines', () => {
    const text =
      '{"type":"GeometryCollection","geometries":[\n{"type":"LineString","coordinates":[[1,2,3],["x",2],\n[4,5,6]]},\n{"type":"Circle"},\n7]}';
    expect(read(text, 'x.geojson').issues).toEqual([
      expect.objectContaining({ severity: 'error', code: 'unreadable_value', element: 'coordinates', line: 2 }),
      expect.objectContaining({ severity: 'error', code: 'unreadable_value', element: 'Circle', line: 4 }),
      expect.objectContaining({ severity: 'error', code: 'unreadable_value', element: 'geometry' }),
    ]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { codesOf, placesOf, readText, zipOf } from '../../fixtures/wayline/samples.js';
import { type ReadRoute, readRouteFile, WaylineError, writeKmz } from './index.js';

/** Whatever is imported can be written and is then the same route. */
function read(text: string, name: string): ReadRoute {
  const result = readText(text, name);
  expect(readRouteFile(writeKmz(result.route), 'again.kmz').route).toEqual(result.route);
  return result;
}

describe('plain KML', () => {
  const kml = (content: string) =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document><name>河堤</name>\n${content}\n</Document></kml>`;

  it('gives a leg for every line, with the kind of its heights', () => {
    const result = read(
      kml(
        '<Placemark><name>a</name><LineString><altitudeMode>absolute</altitudeMode><coordinates>\n110.1,21.1,50\n 110.2,21.2,60 </coordinates></LineString></Placemark>' +
          '<Folder><Placemark><name>b</name><LineString><altitudeMode>relativeToGround</altitudeMode><coordinates>110.3,21.3,70 110.4,21.4,80</coordinates></LineString></Placemark></Folder>',
      ),
      'x.kml',
    );
    expect(result.route.legs.map(({ heights }) => heights)).toEqual(['above_sea', 'above_ground']);
    expect(placesOf(result)).toEqual([
      [
        [110.1, 21.1, 50],
        [110.2, 21.2, 60],
      ],
      [
        [110.3, 21.3, 70],
        [110.4, 21.4, 80],
      ],
    ]);
    expect(result.source).toEqual({ format: 'kml', name: '河堤', namespace: null, legNames: ['a', 'b'] });
    expect(codesOf(result)).toEqual([]);
  });

  it('does not take heights that are to be clamped to the ground for heights of a flight', () => {
    const result = read(
      kml('<Placemark><LineString><coordinates>110.1,21.1,0 110.2,21.2,0</coordinates></LineString></Placemark>'),
      'x.kml',
    );
    expect(placesOf(result)).toEqual([
      [
        [110.1, 21.1, undefined],
        [110.2, 21.2, undefined],
      ],
    ]);
    expect(result.route.legs[0]).not.toHaveProperty('heights');
    expect(codesOf(result)).toEqual(['warning height_missing ']);
  });

  it('takes the points of a folder as one leg, in their order', () => {
    const point = (lon: number) =>
      `<Placemark><Point><altitudeMode>absolute</altitudeMode><coordinates>${lon},21,9</coordinates></Point></Placemark>`;
    expect(
      placesOf(read(kml(`<Folder>${point(1)}${point(2)}</Folder><Folder>${point(3)}${point(4)}</Folder>`), 'x.kml')),
    ).toEqual([
      [
        [1, 21, 9],
        [2, 21, 9],
      ],
      [
        [3, 21, 9],
        [4, 21, 9],
      ],
    ]);
  });

  it('reads tracks, several geometries in one, and areas to be mapped', () => {
    const result = read(
      kml(
        '<Placemark><gx:Track><altitudeMode>absolute</altitudeMode><when>2026-01-01T00:00:00Z</when><gx:coord>110.1 21.1 5</gx:coord><gx:coord>110.2 21.2 6</gx:coord></gx:Track></Placemark>' +
          '<Placemark><MultiGeometry><LineString><coordinates>1,2 3,4</coordinates></LineString><Polygon><outerBoundaryIs><LinearRing><coordinates>1,1 2,1 2,2 1,1</coordinates></LinearRing></outerBoundaryIs></Polygon></MultiGeometry></Placemark>',
      ),
      'x.kml',
    );
    expect(placesOf(result)[0]).toEqual([
      [110.1, 21.1, 5],
      [110.2, 21.2, 6],
    ]);
    expect(result.route.legs).toHaveLength(2);
    expect(result.route.templates).toEqual([
      {
        kind: 'area',
        id: 2,
        payloadSettings: [],
        areas: [
          {
            ring: [
              { longitude: 1, latitude: 1 },
              { longitude: 2, latitude: 1 },
              { longitude: 2, latitude: 2 },
              { longitude: 1, latitude: 1 },
            ],
          },
        ],
      },
    ]);
  });

  it('lists with its line what it cannot read or use', () => {
    const result = read(
      kml(
        '<Style/>\n<NetworkLink/>\n<Placemark><LineString><coordinates>110.1,21.1 oops</coordinates></LineString></Placemark>\n<Placemark><gx:Track><gx:coord>1 NaN 3</gx:coord><gx:coord>1 2 3</gx:coord></gx:Track></Placemark>',
      ),
      'x.kml',
    );
    expect(result.issues).toEqual([
      expect.objectContaining({ severity: 'info', code: 'not_imported', element: 'Style', line: 3, file: 'x.kml' }),
      expect.objectContaining({ severity: 'warning', code: 'not_imported', element: 'NetworkLink', line: 4 }),
      expect.objectContaining({ severity: 'error', code: 'unreadable_value', element: 'coordinates', line: 5 }),
      expect.objectContaining({ severity: 'error', code: 'unreadable_value', element: 'gx:coord', line: 6 }),
      expect.objectContaining({ severity: 'warning', code: 'height_missing', line: 6 }),
    ]);
  });

  it('is found in a KMZ of another program', () => {
    const text = kml(
      '<Placemark><LineString><altitudeMode>absolute</altitudeMode><coordinates>1,2,3 4,5,6</coordinates></LineString></Placemark>',
    );
    const { source, route } = readRouteFile(zipOf({ 'doc.kml': text, 'files/icon.png': 'x' }), 'tour.kmz');
    expect(source.format).toBe('kml');
    expect(route.legs[0]!.waypoints).toHaveLength(2);
  });

  it('without any line, point or area is refused', () => {
    expect(() => read(kml('<Style/>'), 'x.kml')).toThrow(WaylineError);
  });
});

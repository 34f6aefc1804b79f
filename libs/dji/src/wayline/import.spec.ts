import { describe, expect, it } from '@jest/globals';
import { zipOf } from '../../fixtures/wayline/samples.js';
import { readRouteFile, WaylineError, writeKmz, type ReadRoute } from './index.js';

function read(text: string, name: string): ReadRoute {
  const result = readRouteFile(new TextEncoder().encode(text), name);
  expect(readRouteFile(writeKmz(result.route), 'again.kmz').route).toEqual(result.route);
  return result;
}

const codes = ({ issues }: ReadRoute) => issues.map(({ severity, code, element }) => `${severity} ${code} ${element}`);
const places = ({ route }: ReadRoute) =>
  route.legs.map(({ waypoints }) => waypoints.map(({ longitude, latitude, height }) => [longitude, latitude, height]));

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
    expect(places(result)).toEqual([
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
    expect(codes(result)).toEqual([]);
  });

  it('does not take heights that are to be clamped to the ground for heights of a flight', () => {
    const result = read(
      kml('<Placemark><LineString><coordinates>110.1,21.1,0 110.2,21.2,0</coordinates></LineString></Placemark>'),
      'x.kml',
    );
    expect(places(result)).toEqual([
      [
        [110.1, 21.1, undefined],
        [110.2, 21.2, undefined],
      ],
    ]);
    expect(result.route.legs[0]).not.toHaveProperty('heights');
    expect(codes(result)).toEqual(['warning height_missing ']);
  });

  it('takes the points of a folder as one leg, in their order', () => {
    const point = (lon: number) =>
      `<Placemark><Point><altitudeMode>absolute</altitudeMode><coordinates>${lon},21,9</coordinates></Point></Placemark>`;
    expect(
      places(read(kml(`<Folder>${point(1)}${point(2)}</Folder><Folder>${point(3)}${point(4)}</Folder>`), 'x.kml')),
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
    expect(places(result)[0]).toEqual([
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

describe('GPX', () => {
  const gpx = (content: string) =>
    `<?xml version="1.0"?>\n<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">${content}</gpx>`;

  it('gives a leg for every route and every segment of a track, with heights above the sea', () => {
    const result = read(
      gpx(
        '<metadata><name>walk</name></metadata><rte><name>r</name><rtept lat="21.1" lon="110.1"><ele>5</ele></rtept><rtept lat="21.2" lon="110.2"><ele>6.5</ele></rtept></rte>' +
          '<trk><trkseg><trkpt lat="1" lon="2"><ele>3</ele><time>2026-01-01T00:00:00Z</time></trkpt></trkseg><trkseg><trkpt lat="4" lon="5"/></trkseg></trk><wpt lat="0.1" lon="0.1"/>',
      ),
      'x.gpx',
    );
    expect(places(result)).toEqual([
      [
        [110.1, 21.1, 5],
        [110.2, 21.2, 6.5],
      ],
      [[2, 1, 3]],
      [[5, 4, undefined]],
    ]);
    expect(result.route.legs[0]!.heights).toBe('above_sea');
    expect(result.source).toMatchObject({ format: 'gpx', name: 'walk' });
    expect(codes(result)).toEqual(['info not_imported time', 'warning height_missing ', 'warning not_imported wpt']);
  });

  it('takes single waypoints for a leg where there is nothing else, and lists points without a place', () => {
    const result = read(
      gpx('<wpt lat="1" lon="2"><ele>3</ele></wpt><wpt lat="x" lon="2"/><wpt lat="4" lon="5"><ele>high</ele></wpt>'),
      'x.gpx',
    );
    expect(places(result)).toEqual([
      [
        [2, 1, 3],
        [5, 4, undefined],
      ],
    ]);
    expect(codes(result)).toEqual([
      'error unreadable_value wpt',
      'error unreadable_value ele',
      'warning height_missing ',
    ]);
  });
});

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
    expect(places(result)).toEqual([
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
    expect(codes(result)).toEqual(['info not_imported properties.colour', 'warning not_imported Polygon hole']);
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

describe('a plan of QGroundControl', () => {
  const simple = (command: number, params: (number | null)[], frame = 3) => ({
    type: 'SimpleItem',
    command,
    frame,
    params,
  });
  const point = (latitude: number, height: number, frame = 3, hold = 0) =>
    simple(16, [hold, 0, 0, null, latitude, 110, height], frame);
  const plan = (items: object[], more: object = {}) =>
    JSON.stringify(
      {
        fileType: 'Plan',
        version: 1,
        mission: {
          version: 2,
          vehicleType: 2,
          hoverSpeed: 5,
          cruiseSpeed: 15,
          plannedHomePosition: [21, 110, 40],
          items,
        },
        ...more,
      },
      null,
      1,
    );

  it('is one leg with its actions, speeds and end', () => {
    const result = read(
      plan([
        simple(22, [0, 0, 0, null, 21, 110, 25]),
        point(21.1, 50, 3, 4),
        simple(1000, [-60, 10]),
        simple(2000, [0, 0, 1]),
        simple(178, [1, 9]),
        point(21.2, 60),
        simple(206, [25, 0, 1]),
        point(21.3, 60),
        simple(206, [0]),
        simple(20, []),
      ]),
      'x.plan',
    );
    const [leg] = result.route.legs;
    expect(result.route.mission).toEqual({ payloads: [], finish: 'return_home', takeOffSafeHeight: 25 });
    expect(leg).toMatchObject({ heights: 'above_take_off', speed: 5 });
    expect(leg!.waypoints.map(({ speed }) => speed)).toEqual([9, 9, 9]);
    expect(leg!.waypoints[0]!.actionGroups).toEqual([
      {
        id: 0,
        from: 0,
        to: 0,
        order: 'one_after_another',
        trigger: { kind: 'reach' },
        actions: [
          { id: 0, kind: 'hover', params: { seconds: 4 } },
          {
            id: 1,
            kind: 'rotate_gimbal',
            params: {
              payload: 0,
              yawFrom: 'aircraft',
              mode: 'absolute',
              turnPitch: true,
              pitch: -60,
              turnYaw: true,
              yaw: 10,
            },
          },
          { id: 2, kind: 'take_photo', params: { payload: 0 } },
        ],
      },
    ]);
    expect(leg!.waypoints[1]!.actionGroups).toEqual([
      {
        id: 1,
        from: 1,
        to: 2,
        order: 'one_after_another',
        trigger: { kind: 'every_metres', every: 25 },
        actions: [{ id: 0, kind: 'take_photo', params: { payload: 0 } }],
      },
    ]);
    expect(codes(result)).toEqual([]);
  });

  it('with heights of two kinds is brought to one by the height of its home', () => {
    const result = read(plan([point(21.1, 50), point(21.2, 100, 0), point(21.3, 30, 10)]), 'x.plan');
    expect(places(result)[0]!.map(([, , height]) => height)).toEqual([50, 60, undefined]);
    expect(result.issues).toEqual([
      expect.objectContaining({ severity: 'error', code: 'mixed_heights', line: expect.any(Number) }),
    ]);
  });

  it('lists commands without a counterpart, fences and rally points, each with its line', () => {
    const result = read(
      plan([point(21.1, 50), simple(183, [1, 1500])], {
        geoFence: { circles: [{}], version: 2 },
        rallyPoints: { points: [[1, 2, 3]] },
      }),
      'x.plan',
    );
    expect(codes(result)).toEqual([
      'warning not_imported command 183',
      'warning not_imported geoFence',
      'warning not_imported rallyPoints',
    ]);
    for (const { line } of result.issues) expect(line).toBeGreaterThan(1);
  });

  it('turns a place to look at into headings, corridors into strips, and lists structure scans as errors', () => {
    const result = read(
      plan([
        simple(195, [0, 0, 0, 0, 21.5, 110.5, 0]),
        point(21.1, 50),
        simple(197, []),
        point(21.2, 50),
        {
          type: 'ComplexItem',
          complexItemType: 'CorridorScan',
          CorridorWidth: 50,
          polyline: [
            [1, 2],
            [3, 4],
          ],
          TransectStyleComplexItem: { Items: [point(21.3, 50)] },
        },
        { type: 'ComplexItem', complexItemType: 'StructureScan' },
      ]),
      'x.plan',
    );
    expect(result.route.legs[0]!.waypoints.map(({ heading }) => heading?.mode)).toEqual([
      'point_of_interest',
      undefined,
      undefined,
    ]);
    expect(result.route.templates).toMatchObject([
      {
        kind: 'strip',
        strips: [
          {
            left: 25,
            right: 25,
            line: [
              { longitude: 2, latitude: 1 },
              { longitude: 4, latitude: 3 },
            ],
          },
        ],
      },
    ]);
    expect(codes(result)).toEqual(['error not_imported StructureScan']);
  });
});

it('a file of no known kind is refused by what it should be', () => {
  expect(() => readRouteFile(new TextEncoder().encode('hello'), 'x.txt')).toThrow(
    expect.objectContaining({ code: 'unknown_format' }),
  );
});

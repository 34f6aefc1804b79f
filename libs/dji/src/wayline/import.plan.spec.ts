import { describe, expect, it } from '@jest/globals';
import { codesOf, placesOf, readText } from '../../fixtures/wayline/samples.js';
import { type ReadRoute, readRouteFile, writeKmz } from './index.js';

/** Whatever is imported can be written and is then the same route. */
function read(text: string, name: string): ReadRoute {
  const result = readText(text, name);
  expect(readRouteFile(writeKmz(result.route), 'again.kmz').route).toEqual(result.route);
  return result;
}

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
    expect(codesOf(result)).toEqual([]);
  });

  it('with heights of two kinds is brought to one by the height of its home', () => {
    const result = read(plan([point(21.1, 50), point(21.2, 100, 0), point(21.3, 30, 10)]), 'x.plan');
    expect(placesOf(result)[0]!.map(([, , height]) => height)).toEqual([50, 60, undefined]);
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
    expect(codesOf(result)).toEqual([
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
    expect(codesOf(result)).toEqual(['error not_imported StructureScan']);
  });
});

it('a file of no known kind is refused by what it should be', () => {
  expect(() => readRouteFile(new TextEncoder().encode('hello'), 'x.txt')).toThrow(
    expect.objectContaining({ code: 'unknown_format' }),
  );
});

import { describe, expect, it } from '@jest/globals';
import { findingsOf, sampleWaypoint } from '../../fixtures/wayline/samples.js';
import { type Route, type Waypoint } from './index.js';

const at = (waypoint: number, more: object) => JSON.stringify({ leg: 0, waypoint, ...more });
const between = (segment: number, more: object = {}) => JSON.stringify({ leg: 0, segment, ...more });

describe('legs and waypoints', () => {
  it.each<[string, string[], (route: Route, points: Waypoint[]) => void]>([
    ['a wrong number of the leg', ['error leg_number {"leg":0,"field":"id"}'], (route) => void (route.legs[0]!.id = 1)],
    [
      'no number of the template',
      ['error template_number_missing {"leg":0,"field":"templateId"}'],
      (route) => void delete route.legs[0]!.templateId,
    ],
    [
      'a single waypoint',
      ['error waypoint_count {"leg":0,"field":"waypoints"}'],
      (route) => void route.legs[0]!.waypoints.splice(1),
    ],
    [
      'no speed of the leg',
      ['error speed_missing {"leg":0,"field":"speed"}'],
      (route) => void delete route.legs[0]!.speed,
    ],
    [
      'no speed of a waypoint',
      [`error speed_missing ${at(1, { field: 'speed' })}`],
      (_, points) => void delete points[1]!.speed,
    ],
    [
      'no kind of heights',
      ['error height_kind_missing {"leg":0,"field":"heights"}'],
      (route) => void delete route.legs[0]!.heights,
    ],
    [
      'heights above the sea',
      ['error height_kind_not_flown {"leg":0,"field":"heights"}'],
      (route) => void (route.legs[0]!.heights = 'above_sea'),
    ],
    [
      'heights that follow the ground',
      ['error height_kind_not_flown {"leg":0,"field":"heights"}'],
      (route) => void (route.legs[0]!.heights = 'follow_surface'),
    ],
    [
      'heights nobody knows',
      ['error unknown_value {"leg":0,"field":"heights"}'],
      (route) => void (route.legs[0]!.heights = 'other:MSL'),
    ],
    ['no height', [`error height_missing ${at(0, { field: 'height' })}`], (_, points) => void delete points[0]!.height],
    [
      'a wrong number of a waypoint',
      [`error waypoint_number ${at(1, { field: 'index' })}`],
      (_, points) => void (points[1]!.index = 5),
    ],
    [
      'coordinates the wrong way round',
      [`error coordinates_swapped ${at(2, {})}`],
      (_, points) => void Object.assign(points[2]!, { longitude: 21.6, latitude: 110.3 }),
    ],
    [
      'coordinates on no map',
      [`error coordinates_out_of_range ${at(2, {})}`],
      (_, points) => void Object.assign(points[2]!, { longitude: 500 }),
    ],
    [
      'coordinates of nowhere',
      [`error coordinates_zero ${at(2, {})}`],
      (_, points) => void Object.assign(points[2]!, { longitude: 0, latitude: 0 }),
    ],
    [
      'two waypoints in one place',
      [`warning waypoints_too_close ${between(0)}`],
      (_, points) => void (points[1]!.latitude = points[0]!.latitude),
    ],
    [
      'an early turn at the first',
      [`error turn_at_end ${at(0, { field: 'turn.mode' })}`],
      (_, points) => void (points[0]!.turn = { mode: 'coordinated', damping: 5 }),
    ],
    [
      'an early turn at the last',
      [`error turn_at_end ${at(2, { field: 'turn.mode' })}`],
      (_, points) => void (points[2]!.turn = { mode: 'coordinated', damping: 5 }),
    ],
    [
      'an early turn without a distance',
      [`error damping_missing ${at(1, { field: 'turn.damping' })}`],
      (_, points) => void (points[1]!.turn = { mode: 'coordinated' }),
    ],
    [
      'turns longer than both segments',
      [0, 1].map((segment) => `error damping_too_long ${between(segment, { field: 'turn.damping' })}`),
      (_, points) => void (points[1]!.turn = { mode: 'curve_pass', damping: 120 }),
    ],
    ['no turn', [`error turn_missing ${at(1, { field: 'turn.mode' })}`], (_, points) => void delete points[1]!.turn],
    [
      'no heading',
      [`error heading_missing ${at(1, { field: 'heading.mode' })}`],
      (_, points) => void delete points[1]!.heading,
    ],
    [
      'a heading without its angle',
      [`error heading_angle_missing ${at(1, { field: 'heading.angle' })}`],
      (_, points) => void (points[1]!.heading = { mode: 'smooth' }),
    ],
    [
      'a heading of 200°',
      [`error heading_out_of_range ${at(1, { field: 'heading.angle' })}`],
      (_, points) => void (points[1]!.heading = { mode: 'smooth', angle: 200 }),
    ],
    [
      'a point of interest at 0, 0',
      [`error point_of_interest_missing ${at(1, { field: 'heading.pointOfInterest' })}`],
      (_, points) =>
        void (points[1]!.heading = { mode: 'point_of_interest', pointOfInterest: { longitude: 0, latitude: 0 } }),
    ],
  ])('with %s', (_, findings, spoil) => {
    expect(findingsOf(spoil)).toEqual(findings);
  });

  it('count the turns at both ends of a segment against its length', () => {
    const damped = (damping: number) => (_: Route, points: Waypoint[]) => {
      points.push({ ...sampleWaypoint(3), ...points[0], latitude: 21.613, actionGroups: [] });
      for (const point of points.slice(1, 3)) point.turn = { mode: 'coordinated', damping };
    };
    expect(findingsOf(damped(55))).toEqual([]);
    expect(findingsOf(damped(56))).toEqual([`error damping_too_long ${between(1, { field: 'turn.damping' })}`]);
  });

  it('keep to the limits of the dock, where they are given', () => {
    const dock = { longitude: 110.28, latitude: 21.61 };
    expect(findingsOf(() => {}, { limits: { height: 89, distance: 200, dock } })).toEqual(
      [
        `error height_above_limit ${at(0, { field: 'height' })}`,
        `error height_above_limit ${at(1, { field: 'height' })}`,
        `error height_above_limit ${at(2, { field: 'height' })}`,
        `error too_far_from_dock ${at(2, {})}`,
      ].sort((a, b) => Number(/"waypoint":(\d)/.exec(a)![1]) - Number(/"waypoint":(\d)/.exec(b)![1])),
    );
    expect(findingsOf(() => {}, { limits: { height: 120, distance: 8000, dock } })).toEqual([]);
  });

  it('are compared with what was drawn', () => {
    const drawn = (route: Route) =>
      void (route.templates = [
        { kind: 'waypoints', id: 0, payloadSettings: [], waypoints: route.legs[0]!.waypoints.slice(0, 2) },
      ]);
    expect(findingsOf(drawn)).toEqual(['warning template_differs {"leg":0,"field":"templates.0"}']);
  });

  it('tell what could not be read or was there twice', () => {
    const element = { name: 'waypointSpeed', namespace: 'wpml' as const, content: ['fast'] };
    expect(
      findingsOf(
        (_, points) => void (points[1]!.extra = [{ what: 'element', reason: 'unreadable', after: null, element }]),
      ),
    ).toEqual([`error unreadable_value ${at(1, { field: 'extra' })}`]);
    expect(
      findingsOf(
        (_, points) => void (points[1]!.extra = [{ what: 'element', reason: 'repeated', after: null, element }]),
      ),
    ).toEqual([`warning repeated_element ${at(1, { field: 'extra' })}`]);
    expect(
      findingsOf(
        (_, points) => void (points[1]!.extra = [{ what: 'element', reason: 'unknown', after: null, element }]),
      ),
    ).toEqual([]);
  });
});

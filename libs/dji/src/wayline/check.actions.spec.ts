import { describe, expect, it } from '@jest/globals';
import { findingsOf, sampleRoute } from '../../fixtures/wayline/samples.js';
import { routeForDock, validateRoute, type Action, type Route, type Waypoint } from './index.js';

/** The sample with another action at its second waypoint. */
const acting = (action: Action) => (_: Route, points: Waypoint[]) =>
  void (points[1]!.actionGroups[0]!.actions = [action]);
const at = (waypoint: number, more: object) => JSON.stringify({ leg: 0, waypoint, ...more });
const inAction = (field?: string) =>
  JSON.stringify({ leg: 0, waypoint: 1, group: 0, action: 0, ...(field ? { field } : {}) });
const group = (points: Waypoint[], index: number) => points[index]!.actionGroups[0]!;

describe('actions', () => {
  const photo: Action = { id: 0, kind: 'take_photo', params: { payload: 0, lenses: ['wide'] } };
  const inGroup = (waypoint: number, more: object = {}) => at(waypoint, { group: 0, ...more });
  it.each<[string, string[], (route: Route, points: Waypoint[]) => void]>([
    [
      'a repeated number of a group',
      [`error group_number_repeated ${inGroup(1, { field: 'id' })}`],
      (_, points) => void (group(points, 1).id = 0),
    ],
    [
      'a group number of 70,000',
      [`error group_number ${inGroup(1, { field: 'id' })}`],
      (_, points) => void (group(points, 1).id = 70_000),
    ],
    [
      'a group beyond the last waypoint',
      [`error group_span ${inGroup(1, { field: 'from' })}`],
      (_, points) => void (group(points, 1).to = 3),
    ],
    [
      'a group that ends before it begins',
      [`error group_span ${inGroup(1, { field: 'from' })}`],
      (_, points) => void (group(points, 1).to = 0),
    ],
    [
      'a group at another waypoint',
      [`warning group_elsewhere ${inGroup(1, { field: 'from' })}`],
      (_, points) => void Object.assign(group(points, 1), { from: 2, to: 2 }),
    ],
    ['an empty group', [`error group_empty ${inGroup(1)}`], (_, points) => void (group(points, 1).actions = [])],
    [
      'actions at once',
      [`warning group_order ${inGroup(1, { field: 'order' })}`],
      (_, points) => void (group(points, 1).order = 'at_once'),
    ],
    [
      'no trigger',
      [`error trigger_missing ${inGroup(1, { field: 'trigger' })}`],
      (_, points) => void delete group(points, 1).trigger,
    ],
    [
      'photos between waypoints',
      [`error trigger_between ${inGroup(1, { field: 'trigger' })}`],
      (_, points) => void Object.assign(group(points, 1), { to: 2, trigger: { kind: 'between' } }),
    ],
    [
      'photos every 0 s',
      [`error trigger_interval ${inGroup(1, { field: 'trigger' })}`],
      (_, points) => void (group(points, 1).trigger = { kind: 'every_seconds', every: 0 }),
    ],
    [
      'hovering every 5 m',
      [`warning trigger_repeats ${inGroup(1, { field: 'trigger' })}`],
      (_, points) =>
        void Object.assign(group(points, 1), {
          trigger: { kind: 'every_metres', every: 5 },
          actions: [{ id: 0, kind: 'hover', params: { seconds: 1 } }],
        }),
    ],
    ['an action numbered 65,535', [`error action_number ${inAction('id')}`], acting({ ...photo, id: 65_535 })],
    [
      'an action without a number',
      [`error action_number ${inAction('id')}`],
      acting({ kind: 'take_photo', params: photo.params }),
    ],
    [
      'two actions of one number',
      [`error action_number_repeated ${at(1, { group: 0, action: 1, field: 'id' })}`],
      (_, points) => void (group(points, 1).actions = [photo, photo]),
    ],
    [
      'a photo by no gimbal',
      [`error payload_position_missing ${inAction('payload')}`],
      acting({ ...photo, params: { lenses: ['zoom'] } }),
    ],
    [
      'a photo by a gimbal without a camera',
      [`error payload_position ${inAction('payload')}`],
      acting({ ...photo, params: { payload: 1, lenses: ['zoom'] } }),
    ],
    [
      'a photo by no lens',
      [`warning lenses_missing ${inAction('lenses')}`],
      acting({ ...photo, params: { payload: 0 } }),
    ],
    [
      'a photo with a Chinese suffix',
      [`warning suffix_not_ascii ${inAction('suffix')}`],
      acting({ ...photo, params: { ...photo.params, suffix: '航点1' } }),
    ],
    [
      'a hover of no time',
      [`error hover_time ${inAction('seconds')}`],
      acting({ id: 0, kind: 'hover', params: { seconds: 0 } }),
    ],
    [
      'a turn to 181°',
      [`error aircraft_heading_out_of_range ${inAction('heading')}`],
      acting({ id: 0, kind: 'turn_aircraft', params: { heading: 181 } }),
    ],
    [
      'a zoom to nothing',
      [`error focal_length ${inAction('focalLength')}`],
      acting({ id: 0, kind: 'zoom', params: { payload: 0 } }),
    ],
    [
      'a gimbal beyond its reach',
      [`error gimbal_pitch_out_of_range ${inAction('pitch')}`],
      acting({ id: 0, kind: 'rotate_gimbal', params: { payload: 0, turnPitch: true, pitch: -100 } }),
    ],
    [
      'a gimbal that need not reach',
      [],
      acting({ id: 0, kind: 'rotate_gimbal', params: { payload: 0, turnPitch: false, pitch: -100 } }),
    ],
    [
      'a folder',
      [`warning folder_ignored ${inAction()}`],
      acting({ id: 0, kind: 'new_folder', params: { payload: 0, name: 'a' } }),
    ],
    [
      'an action nobody knows',
      [`error unknown_value ${at(1, { field: 'actionGroups.0.actions.0.kind' })}`],
      acting({ id: 0, kind: 'other:dance', params: {} }),
    ],
    [
      'a lamp too bright',
      [`error brightness_out_of_range ${inAction('brightness')}`],
      acting({ id: 0, kind: 'searchlight', params: { operation: 'on', brightness: 101 } }),
    ],
    [
      'a loudspeaker that is neither on nor off',
      [`error operation_missing ${inAction('operation')}`],
      acting({ id: 0, kind: 'megaphone', params: { volume: 50 } }),
    ],
  ])('with %s', (_, findings, spoil) => {
    expect(findingsOf(spoil)).toEqual(findings);
  });

  const aimed = (yaw: number, heading: number): Action => ({
    id: 0,
    kind: 'aimed_photo',
    params: { payload: 0, lenses: ['wide'], pitch: -30, yaw, heading, uuid: 'u' },
  });

  it('aim the camera by turning the aircraft, where the aircraft is made so', () => {
    expect(findingsOf(acting(aimed(180, -180)))).toEqual([]);
    expect(findingsOf(acting(aimed(90, 80)))).toEqual([`error aim_not_heading ${inAction('yaw')}`]);
    const route = routeForDock(sampleRoute(), { dockModelKey: '3-1-0' });
    route.legs[0]!.waypoints[1]!.actionGroups[0]!.actions = [aimed(90, 80)];
    expect(validateRoute(route, { dockModelKey: '3-1-0' })).toEqual([]);
  });

  it('reach as far as the gimbal of the aircraft', () => {
    const down = { ...aimed(5, 5), params: { ...aimed(5, 5).params, pitch: -110 } } as Action;
    expect(findingsOf(acting(down))).toEqual([`error gimbal_pitch_out_of_range ${inAction('pitch')}`]);
    const route = routeForDock(sampleRoute(), { dockModelKey: '3-1-0' });
    route.legs[0]!.waypoints[1]!.actionGroups[0]!.actions = [down];
    expect(validateRoute(route, { dockModelKey: '3-1-0' })).toEqual([]);
  });

  it('that need a loudspeaker are refused for an aircraft without one', () => {
    const route = routeForDock(sampleRoute(), { dockModelKey: '3-2-0' });
    route.legs[0]!.waypoints[1]!.actionGroups[0]!.actions = [
      { id: 0, kind: 'megaphone', params: { operation: 'start' } },
    ];
    expect(validateRoute(route, { dockModelKey: '3-2-0' }).map(({ code }) => code)).toEqual(['action_not_supported']);
  });
});

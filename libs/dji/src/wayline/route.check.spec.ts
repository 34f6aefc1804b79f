import { describe, expect, it } from '@jest/globals';
import { sampleRoute, sampleWaypoint } from '../../fixtures/wayline/samples.js';
import {
  completed,
  DOCK_DEFAULTS,
  routeForDock,
  validateRoute,
  type Action,
  type CheckOptions,
  type Route,
  type Waypoint,
} from './index.js';

const dock3: CheckOptions = { dockModelKey: '3-3-0', aircraftModelKey: '0-100-1' };

function findingsOf(spoil: (route: Route, points: Waypoint[]) => void, options: Partial<CheckOptions> = {}): string[] {
  const route = sampleRoute();
  spoil(route, route.legs[0]!.waypoints);
  return validateRoute(route, { ...dock3, ...options }).map(
    ({ severity, code, place }) => `${severity} ${code} ${JSON.stringify(place)}`,
  );
}

/** The sample with another action at its second waypoint. */
const acting = (action: Action) => (_: Route, points: Waypoint[]) =>
  void (points[1]!.actionGroups[0]!.actions = [action]);
const at = (waypoint: number, more: object) => JSON.stringify({ leg: 0, waypoint, ...more });
const between = (segment: number, more: object = {}) => JSON.stringify({ leg: 0, segment, ...more });
const inAction = (field?: string) =>
  JSON.stringify({ leg: 0, waypoint: 1, group: 0, action: 0, ...(field ? { field } : {}) });
const group = (points: Waypoint[], index: number) => points[index]!.actionGroups[0]!;

describe('a route for a dock', () => {
  it('without a fault has no findings, for each dock and aircraft', () => {
    expect(validateRoute(sampleRoute(), dock3)).toEqual([]);
    for (const target of [
      { dockModelKey: '3-1-0' },
      { dockModelKey: '3-2-0' },
      { dockModelKey: '3-2-0', aircraftModelKey: '0-91-0' },
    ]) {
      expect(validateRoute(routeForDock(sampleRoute(), target), target)).toEqual([]);
    }
  });

  it('gets aircraft and camera of the dock, the thermal one where the route was made for one', () => {
    const { mission } = routeForDock(sampleRoute(), { dockModelKey: '3-2-0' });
    expect(mission).toMatchObject({
      aircraft: { modelKey: '0-91-1' },
      payloads: [{ modelKey: '1-81-0', position: 0 }],
    });
    expect(() => routeForDock(sampleRoute(), { dockModelKey: '3-9-0' })).toThrow(RangeError);
    expect(() => routeForDock(sampleRoute(), { dockModelKey: '3-2-0', aircraftModelKey: '0-100-1' })).toThrow(
      RangeError,
    );
  });

  it('gets cautious values where it has none, and keeps those it has', () => {
    const bare: Route = {
      mission: { payloads: [], transitSpeed: 12 },
      legs: [{ waypoints: [{ ...sampleWaypoint(0), speed: 3 }, sampleWaypoint(1)] }],
      templates: [],
      resources: [],
    };
    const full = completed(bare);
    expect(full.mission).toEqual({ ...DOCK_DEFAULTS.mission, transitSpeed: 12, payloads: [] });
    expect(full.legs[0]).toMatchObject({
      id: 0,
      templateId: 0,
      speed: 8,
      waypoints: [{ speed: 3 }, { speed: 8, heading: { mode: 'along_leg' }, turn: { mode: 'stop' } }],
    });
    expect(full.legs[0]).not.toHaveProperty('heights');
  });

  it('names the waypoint, the rule and the remedy in both languages', () => {
    const route = sampleRoute();
    route.legs[0]!.waypoints[2]!.speed = 20;
    expect(validateRoute(route, dock3)).toEqual([
      {
        code: 'speed_out_of_range',
        severity: 'error',
        place: { leg: 0, waypoint: 2, field: 'speed' },
        zh: '第 3 航点：速度 20 m/s超出 1–15 m/s，请改到范围内',
        en: 'waypoint 3: the speed of 20 m/s is not within 1 to 15 m/s',
      },
    ]);
  });

  it('names the leg where there are several', () => {
    const route = sampleRoute();
    const second = {
      ...sampleRoute().legs[0]!,
      id: 1,
      templateId: 1,
      waypoints: sampleRoute().legs[0]!.waypoints.map((point) => ({ ...point, actionGroups: [] })),
    };
    second.waypoints[0]!.speed = 0;
    route.legs.push(second);
    expect(validateRoute(route, dock3)).toEqual([
      expect.objectContaining({
        zh: expect.stringMatching(/^第 2 段第 1 航点/),
        en: expect.stringMatching(/^leg 2, waypoint 1/),
      }),
    ]);
  });

  it('with a fault in every one of many waypoints has a bounded list', () => {
    const route = sampleRoute(3000);
    for (const point of route.legs[0]!.waypoints) point.speed = 99;
    const findings = validateRoute(route, dock3);
    expect(findings).toHaveLength(1001);
    expect(findings.at(-1)).toMatchObject({ code: 'more_findings', severity: 'error' });
  });
});

describe('the settings of the flight', () => {
  const setting = (field: string) => JSON.stringify({ field: `mission.${field}` });
  it.each<[string, string, (route: Route) => void]>([
    [
      'another aircraft',
      `error aircraft_not_of_dock ${setting('aircraft')}`,
      (route) => void (route.mission.aircraft = { modelKey: '0-91-1' }),
    ],
    ['no aircraft', `error aircraft_missing ${setting('aircraft')}`, (route) => void delete route.mission.aircraft],
    [
      'another camera',
      `error payload_not_of_aircraft ${setting('payloads.0')}`,
      (route) => void (route.mission.payloads[0]!.modelKey = '1-81-0'),
    ],
    [
      'half a camera',
      `error payload_incomplete ${setting('payloads.0')}`,
      (route) => void delete route.mission.payloads[0]!.modelKey,
    ],
    ['no camera', `error payload_missing ${setting('payloads')}`, (route) => void (route.mission.payloads = [])],
    [
      'a take-off height of 5 m',
      `error take_off_height_out_of_range ${setting('takeOffSafeHeight')}`,
      (route) => void (route.mission.takeOffSafeHeight = 5),
    ],
    [
      'no take-off height',
      `error take_off_height_missing ${setting('takeOffSafeHeight')}`,
      (route) => void delete route.mission.takeOffSafeHeight,
    ],
    [
      'a transit of 16 m/s',
      `error transit_speed_out_of_range ${setting('transitSpeed')}`,
      (route) => void (route.mission.transitSpeed = 16),
    ],
    [
      'no return height',
      `error return_height_missing ${setting('returnHeight')}`,
      (route) => void delete route.mission.returnHeight,
    ],
    ['no approach', `error approach_missing ${setting('approach')}`, (route) => void delete route.mission.approach],
    [
      'another end',
      `error finish_not_return_home ${setting('finish')}`,
      (route) => void (route.mission.finish = 'hover'),
    ],
    [
      'no word on a lost link',
      `error link_loss_missing ${setting('linkLoss')}`,
      (route) => void delete route.mission.linkLoss,
    ],
    [
      'no action for a lost link',
      `error link_loss_action_missing ${setting('linkLossAction')}`,
      (route) => void delete route.mission.linkLossAction,
    ],
    [
      'hovering when the link is lost',
      `error link_loss_action_not_return_home ${setting('linkLossAction')}`,
      (route) => void (route.mission.linkLossAction = 'hover'),
    ],
    [
      'a word nobody knows',
      `error unknown_value ${setting('approach')}`,
      (route) => void (route.mission.approach = 'other:teleport'),
    ],
    [
      'two files that disagree',
      'warning files_disagree {"field":"templateMission"}',
      (route) => void (route.templateMission = { ...route.mission, transitSpeed: 3 }),
    ],
    ['no leg', 'error no_legs {}', (route) => void (route.legs = [])],
  ])('with %s', (_, finding, spoil) => {
    expect(findingsOf(spoil)).toEqual([finding]);
  });

  it('must agree with the command that will send the route', () => {
    expect(findingsOf(() => {}, { linkLoss: 'continue' })).toEqual([`error link_loss_differs ${setting('linkLoss')}`]);
    expect(findingsOf(() => {}, { linkLoss: 'leave_route' })).toEqual([]);
  });

  it('say nothing of the aircraft of a dock nobody knows', () => {
    expect(findingsOf(() => {}, { dockModelKey: '3-9-0', aircraftModelKey: undefined })).toEqual([
      'warning dock_unknown {}',
    ]);
  });
});

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

import { describe, expect, it } from '@jest/globals';
import { DOCK_3, findingsOf, sampleRoute, sampleWaypoint } from '../../fixtures/wayline/samples.js';
import { completed, DOCK_DEFAULTS, routeForDock, validateRoute, type Route } from './index.js';

describe('a route for a dock', () => {
  it('without a fault has no findings, for each dock and aircraft', () => {
    expect(validateRoute(sampleRoute(), DOCK_3)).toEqual([]);
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
    expect(validateRoute(route, DOCK_3)).toEqual([
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
    expect(validateRoute(route, DOCK_3)).toEqual([
      expect.objectContaining({
        zh: expect.stringMatching(/^第 2 段第 1 航点/),
        en: expect.stringMatching(/^leg 2, waypoint 1/),
      }),
    ]);
  });

  it('with a fault in every one of many waypoints has a bounded list', () => {
    const route = sampleRoute(3000);
    for (const point of route.legs[0]!.waypoints) point.speed = 99;
    const findings = validateRoute(route, DOCK_3);
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

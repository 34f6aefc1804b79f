import { describe, expect, it } from '@jest/globals';
import { groundDistance, type Route } from '#wayline';
import { addAction, newAction } from './action-edits.js';
import { middleOf, moveRoute, moveWaypoints, placeBeside, reverseLeg } from './line-moves.js';
import { SAMPLE_START, sampleRoute } from './sample-route.js';

const waypointsOf = (route: Route) => route.legs[0]!.waypoints;
const steps = (route: Route) =>
  waypointsOf(route)
    .slice(1)
    .map((to, index) => groundDistance(waypointsOf(route)[index]!, to));

describe('moving', () => {
  it('takes the chosen waypoints along by the same metres', () => {
    const route = sampleRoute(4);
    const moved = moveWaypoints(route, { leg: 0, from: 1, to: 2 }, SAMPLE_START, placeBeside(SAMPLE_START, 30, 40));
    const distances = waypointsOf(moved).map((place, index) => groundDistance(waypointsOf(route)[index]!, place));
    expect(distances[0]).toBe(0);
    expect(distances[1]).toBeCloseTo(50, 1);
    expect(distances[2]).toBeCloseTo(50, 1);
    expect(moveWaypoints(route, { leg: 0, from: 0, to: 3 }, SAMPLE_START, { ...SAMPLE_START })).toBe(route);
  });

  it('keeps the shape of a whole route even on the other side of the world', () => {
    const route = sampleRoute(4, () => ({
      heading: { mode: 'point_of_interest', pointOfInterest: placeBeside(SAMPLE_START, 200, 0) },
    }));
    const moved = moveRoute(
      { ...route, mission: { payloads: [], plannedTakeOff: { ...SAMPLE_START, height: 3 } } },
      SAMPLE_START,
      { longitude: -70, latitude: 45 },
      -10,
    );
    for (const metres of steps(moved)) expect(metres).toBeCloseTo(100, 1);
    const [first] = waypointsOf(moved);
    expect(first).toMatchObject({ longitude: -70, latitude: 45, height: 70 });
    expect(groundDistance(first!, first!.heading!.pointOfInterest!)).toBeCloseTo(200, 0);
    expect(moved.mission.plannedTakeOff).toBeUndefined();
  });

  it('moves mapping areas along, and leaves 0/0, which is no place, alone', () => {
    const ring = [SAMPLE_START, placeBeside(SAMPLE_START, 100, 0), placeBeside(SAMPLE_START, 0, 100)];
    const route: Route = {
      ...sampleRoute(2, () => ({ heading: { pointOfInterest: { longitude: 0, latitude: 0, height: 0 } } })),
      templates: [{ id: 0, kind: 'area', areas: [{ ring }], payloadSettings: [] }],
    };
    const to = placeBeside(SAMPLE_START, 0, 1000);
    const moved = moveRoute(route, SAMPLE_START, to);
    expect(moved.templates[0]).toMatchObject({ areas: [{ ring: [to, {}, {}] }] });
    expect(waypointsOf(moved)[0]!.heading!.pointOfInterest).toEqual({ longitude: 0, latitude: 0, height: 0 });
  });

  it('knows the middle of a route', () => {
    expect(middleOf(sampleRoute(0))).toBeUndefined();
    expect(groundDistance(middleOf(sampleRoute(3))!, waypointsOf(sampleRoute(3))[1]!)).toBeLessThan(0.1);
  });
});

describe('the other way round', () => {
  it('is the same line with the same speed on each stretch', () => {
    const route = sampleRoute(4, (index) => ({ speed: index + 1, height: 60 + index }));
    const turned = reverseLeg(route, 0);
    expect(waypointsOf(turned).map(({ height }) => height)).toEqual([63, 62, 61, 60]);
    expect(waypointsOf(turned).map(({ speed }) => speed)).toEqual([3, 2, 1, 4]);
    expect(reverseLeg(turned, 0)).toEqual(route);
    expect(reverseLeg(sampleRoute(1), 0).legs[0]!.waypoints).toHaveLength(1);
  });

  it('keeps a video over the stretch that it covered', () => {
    const filmed = addAction(
      addAction(sampleRoute(4), 0, 1, newAction('start_recording')),
      0,
      3,
      newAction('stop_recording'),
    );
    const kinds = waypointsOf(reverseLeg(filmed, 0)).map(({ actionGroups }) => actionGroups[0]?.actions[0]?.kind);
    expect(kinds).toEqual(['start_recording', undefined, 'stop_recording', undefined]);
  });

  it('turns groups that reach over several waypoints', () => {
    const route = sampleRoute(4, (index) => ({
      actionGroups:
        index === 1
          ? [
              {
                from: 1,
                to: 3,
                order: 'one_after_another',
                trigger: { kind: 'every_metres', every: 20 },
                actions: [newAction('take_photo')],
              },
            ]
          : [],
    }));
    expect(waypointsOf(reverseLeg(route, 0))[0]!.actionGroups[0]).toMatchObject({ from: 0, to: 2 });
  });
});

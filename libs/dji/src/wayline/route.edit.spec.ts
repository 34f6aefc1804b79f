import { describe, expect, it } from '@jest/globals';
import { destination, distance } from '#geo';
import { sampleRoute, sampleWaypoint } from '../../fixtures/wayline/samples.js';
import {
  groundDistance,
  heightOf,
  insertWaypoint,
  legLength,
  removeWaypoint,
  renumbered,
  templateOf,
  toEllipsoidHeights,
  validateRoute,
  withLeg,
  type Leg,
} from './index.js';

const spans = (leg: Leg) => leg.waypoints.map(({ actionGroups }) => actionGroups.map(({ from, to }) => [from, to]));

describe('editing a leg', () => {
  const leg = sampleRoute(4).legs[0]!;
  const long: Leg = {
    ...leg,
    waypoints: leg.waypoints.map((point, at) =>
      at === 1 ? { ...point, actionGroups: [{ ...point.actionGroups[0]!, to: 3 }] } : point,
    ),
  };

  it('puts a waypoint in, and the groups behind it move', () => {
    const more = insertWaypoint(long, 2, { ...sampleWaypoint(9), latitude: 21.6115 });
    expect(spans(more)).toEqual([[[0, 0]], [[1, 4]], [[2, 2]], [[3, 3]], [[4, 4]]]);
    expect(spans(insertWaypoint(long, 4, { ...sampleWaypoint(9), actionGroups: [] }))[1]).toEqual([[1, 3]]);
  });

  it('takes a waypoint out with its groups, and those that reach over it become shorter', () => {
    expect(spans(removeWaypoint(long, 2))).toEqual([[[0, 0]], [[1, 2]], [[2, 2]]]);
    expect(spans(removeWaypoint(long, 3))).toEqual([[[0, 0]], [[1, 2]], [[2, 2]]]);
    expect(spans(removeWaypoint(long, 0))).toEqual([[[0, 2]], [[1, 1]], [[2, 2]]]);
  });

  it('numbers everything anew, so that a route with wrong numbers is sound', () => {
    const route = sampleRoute();
    const [first] = route.legs;
    const wrong = first!.waypoints.map((point) => ({
      ...point,
      index: 10,
      actionGroups: point.actionGroups.map((group) => ({
        ...group,
        id: 10,
        from: 10,
        to: 10,
        actions: group.actions.map((action) => ({ ...action, id: 7 })),
      })),
    }));
    const options = { dockModelKey: '3-3-0' };
    expect(validateRoute({ ...route, legs: [{ ...first!, waypoints: wrong }] }, options).length).toBeGreaterThan(5);
    expect(validateRoute({ ...route, legs: renumbered([{ ...first!, id: 4, waypoints: wrong }]) }, options)).toEqual(
      [],
    );
  });

  it('drops what was drawn and stated of the leg before', () => {
    const route = sampleRoute();
    route.templates = [templateOf(route.legs[0]!), { kind: 'area', id: 0, areas: [], payloadSettings: [] }];
    const edited = withLeg(route, 0, { ...route.legs[0]!, statedLength: 5, statedDuration: 6 });
    expect(edited.templates.map(({ kind }) => kind)).toEqual(['area']);
    expect(edited.legs[0]).not.toHaveProperty('statedLength');
    expect(route.templates).toHaveLength(2);
  });
});

describe('heights and lengths', () => {
  it('keep the kind of a height with its metres', () => {
    const leg = sampleRoute().legs[0]!;
    expect(heightOf(leg, leg.waypoints[0]!)).toEqual({ kind: 'above_take_off', metres: 90 });
    expect(heightOf({ ...leg, heights: 'above_sea' }, leg.waypoints[0]!)).toEqual({
      kind: 'above_sea',
      geoid: 'EGM96',
      metres: 90,
    });
    expect(heightOf({ ...leg, heights: 'other:x' }, leg.waypoints[0]!)).toBeUndefined();
  });

  it('above the sea become ellipsoid heights with the undulation of each place; others stay', () => {
    const leg: Leg = { ...sampleRoute().legs[0]!, heights: 'above_sea' };
    const converted = toEllipsoidHeights(leg, ({ latitude }) => (latitude > 21.6105 ? -11 : -10));
    expect(converted).toMatchObject({
      heights: 'ellipsoid',
      waypoints: [{ height: 80 }, { height: 79 }, { height: 79 }],
    });
    expect(toEllipsoidHeights(sampleRoute().legs[0]!, () => -10)).toEqual(sampleRoute().legs[0]);
  });

  it.each([1, 100, 5_000, 40_000])(
    'over ground agree with geodesics to a millimetre a kilometre over %d m',
    (metres) => {
      const from = { longitude: 110.28, latitude: 21.61 };
      for (const azimuth of [0, 45, 90, 135, 180, 300]) {
        const away = groundDistance(from, destination(from, azimuth, metres));
        expect(Math.abs(away - metres)).toBeLessThan(metres / 1e6 + 1e-4);
      }
    },
  );

  it('of segments add up, across the date line too', () => {
    const leg = sampleRoute(11).legs[0]!;
    const [first, last] = [leg.waypoints[0]!, leg.waypoints[10]!];
    expect(legLength(leg)).toBeCloseTo(distance(first, last), 2);
    const across = [
      { longitude: 179.999, latitude: 0 },
      { longitude: -179.999, latitude: 0 },
    ] as const;
    expect(groundDistance(...across)).toBeCloseTo(distance(...across), 2);
  });
});

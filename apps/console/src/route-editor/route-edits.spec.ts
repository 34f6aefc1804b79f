import { describe, expect, it } from '@jest/globals';
import { gridPattern } from '#routes';
import { completed, groundDistance, readRouteFile, routeForDock, validateRoute, writeKmz } from '#wayline';
import { addAction, newAction } from './action-edits.js';
import {
  appendLegs,
  appendWaypoint,
  deleteLeg,
  deleteWaypoints,
  emptyRoute,
  insertOnSegment,
  joinLeg,
  raise,
  setHeight,
  setLegSpeed,
  setMission,
  setSpeed,
  setTurn,
} from './route-edits.js';
import { SAMPLE_START, sampleRoute } from './sample-route.js';
import { placeBeside } from './line-moves.js';

const waypointsOf = (route: ReturnType<typeof sampleRoute>) => route.legs[0]!.waypoints;

describe('drawing a route', () => {
  it('begins with an empty leg and becomes a file that a dock flies', () => {
    const places = [0, 150, 300].map((north) => placeBeside(SAMPLE_START, 0, north));
    const drawn = places.reduce((route, place) => appendWaypoint(route, 0, place), emptyRoute());
    const ready = routeForDock(completed(addAction(drawn, 0, 1, newAction('take_photo'))), { dockModelKey: '3-3-0' });
    expect(validateRoute(ready, { dockModelKey: '3-3-0' })).toEqual([]);
    const { route } = readRouteFile(writeKmz(ready), 'drawn.kmz');
    expect(waypointsOf(route).map(({ height }) => height)).toEqual([80, 80, 80]);
    expect(waypointsOf(route)[1]!.actionGroups[0]!.actions[0]!.kind).toBe('take_photo');
  });

  it('appends at the height of the last waypoint and inserts on the line between two', () => {
    const route = sampleRoute(2, (index) => ({ height: 60 + 40 * index, speed: 5 }));
    const { height, speed } = waypointsOf(appendWaypoint(route, 0, placeBeside(SAMPLE_START, 50, 50))).at(-1)!;
    expect({ height, speed }).toEqual({ height: 100, speed: 5 });
    const inserted = insertOnSegment(route, 0, 0, placeBeside(SAMPLE_START, 0, 25));
    expect(waypointsOf(inserted)).toHaveLength(3);
    expect(waypointsOf(inserted)[1]!.height).toBeCloseTo(70, 0);
    expect(insertOnSegment(route, 0, 1, SAMPLE_START)).toBe(route);
  });

  it('keeps groups of actions with their waypoints while others come and go', () => {
    const route = addAction(sampleRoute(4), 0, 2, newAction('hover'));
    const longer = insertOnSegment(route, 0, 0, placeBeside(SAMPLE_START, 0, 50));
    expect(waypointsOf(longer)[3]!.actionGroups[0]).toMatchObject({ id: 0, from: 3, to: 3 });
    const shorter = deleteWaypoints(longer, { leg: 0, from: 0, to: 1 });
    expect(waypointsOf(shorter)[1]!.actionGroups[0]).toMatchObject({ from: 1, to: 1 });
    expect(waypointsOf(deleteWaypoints(shorter, { leg: 0, from: 0, to: 9 }))).toEqual([]);
  });
});

describe('changing waypoints', () => {
  const span = { leg: 0, from: 1, to: 2 };

  it('touches only those of the span', () => {
    const route = sampleRoute(4);
    const changed = setSpeed(raise(setHeight(route, span, 90), { ...span, to: 1 }, -5.04), span, 12);
    expect(waypointsOf(changed).map(({ height, speed }) => [height, speed])).toEqual([
      [80, undefined],
      [85, 12],
      [90, 12],
      [80, undefined],
    ]);
    expect(waypointsOf(changed)[0]).toBe(waypointsOf(route)[0]);
    expect('speed' in waypointsOf(setSpeed(changed, span, undefined))[1]!).toBe(false);
  });

  it('changes nothing, not even the object, where nothing differs', () => {
    const route = sampleRoute(3);
    expect(setHeight(route, span, 80)).toBe(route);
    expect(setSpeed(route, span, undefined)).toBe(route);
    expect(setMission(route, { payloads: [] })).toBe(route);
    expect(setHeight(route, { ...span, leg: 3 }, 60)).toBe(route);
  });

  it('takes waypoints that flew at the speed of the leg along when that changes', () => {
    const route = setLegSpeed(
      sampleRoute(3, (index) => (index === 0 ? { speed: 8 } : index === 1 ? { speed: 3 } : {})),
      0,
      10,
    );
    expect(route.legs[0]!.speed).toBe(10);
    expect(waypointsOf(route).map(({ speed }) => speed)).toEqual([10, 3, undefined]);
  });

  it('never lets the ends of a leg be cut short', () => {
    const route = setTurn(sampleRoute(3), { leg: 0, from: 0, to: 2 }, { mode: 'coordinated', damping: 20 });
    expect(waypointsOf(route).map(({ turn }) => turn?.mode)).toEqual(['stop', 'coordinated', 'stop']);
  });

  it('drops the drawn points of a leg that is edited, as they told of the old one', () => {
    const route = {
      ...sampleRoute(2),
      templates: [{ id: 0, kind: 'waypoints' as const, waypoints: [], payloadSettings: [] }],
    };
    expect(setHeight(route, { leg: 0, from: 0, to: 0 }, 70).templates).toEqual([]);
  });
});

describe('legs', () => {
  it('take the place of an empty one, and otherwise follow behind', () => {
    const [leg] = sampleRoute(2).legs;
    expect(appendLegs(emptyRoute(), [leg!]).legs.map(({ id }) => id)).toEqual([0]);
    const both = appendLegs(sampleRoute(3), [leg!]);
    expect(both.legs.map(({ id, templateId, waypoints }) => [id, templateId, waypoints.length])).toEqual([
      [0, 0, 3],
      [1, 1, 2],
    ]);
    expect(deleteLeg(both, 0).legs).toHaveLength(1);
    expect(waypointsOf(deleteLeg(deleteLeg(both, 0), 0))).toEqual([]);
  });

  it('can be joined, groups of actions that reach over several waypoints and all', () => {
    const added = gridPattern({
      ring: [SAMPLE_START, placeBeside(SAMPLE_START, 300, 0), placeBeside(SAMPLE_START, 0, 300)],
      aircraft: '0-100-1',
      height: { aboveGround: 80 },
      overlapAlong: 70,
      overlapAcross: 60,
      speed: 8,
    }).leg;
    const joined = joinLeg(sampleRoute(3), 0, added);
    const groups = waypointsOf(joined).flatMap(({ actionGroups }) => actionGroups);
    expect(waypointsOf(joined)).toHaveLength(3 + added.waypoints.length);
    expect(groups.map(({ from, to }) => [from, to])).toEqual(
      added.waypoints.flatMap(({ actionGroups }) => actionGroups).map(({ from, to }) => [from! + 3, to! + 3]),
    );
    const target = { dockModelKey: '3-3-0' };
    expect(validateRoute(routeForDock(completed(joined), target), target)).toEqual([]);
  });

  it('stay as long as they were drawn: 100 m a step', () => {
    const [first, second] = waypointsOf(sampleRoute(2));
    expect(groundDistance(first!, second!)).toBeCloseTo(100, 1);
  });
});

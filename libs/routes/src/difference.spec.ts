import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { destination } from '#geo';
import { insertWaypoint, removeWaypoint, renumbered, type Leg, type Route, type Waypoint } from '#wayline';
import { routeDifference } from './difference.js';
import { onReaching, patternPoint, photo } from './pattern.js';

const START = { longitude: 110.1, latitude: 21.6 };
const along = (metres: number, aside = 0): Waypoint =>
  patternPoint(destination(destination(START, 90, metres), 0, aside), 80, 8, []);
const legOf = (count: number): Leg => ({
  id: 0,
  templateId: 0,
  heights: 'above_take_off',
  speed: 8,
  waypoints: Array.from({ length: count }, (_, at) => along(100 * at)),
});
const routeOf = (...legs: Leg[]): Route => ({
  mission: { payloads: [], returnHeight: 100, finish: 'return_home', transitSpeed: 10 },
  legs: renumbered(legs),
  templates: [],
  resources: [],
});
const kinds = (before: Route, after: Route) => routeDifference(before, after).map(({ kind }) => kind);

describe('the difference between two versions', () => {
  it('is nothing between equal ones, whatever the numbers of their groups', () => {
    const leg = insertWaypoint(legOf(5), 2, { ...along(250), actionGroups: [onReaching(0, [photo('LJ001-01')])] });
    const route = routeOf(leg);
    const other = structuredClone(route);
    other.legs[0]!.waypoints[2]!.actionGroups[0]!.id = 77;
    expect(routeDifference(route, other)).toEqual([]);
  });

  it('names a waypoint that was put in or taken out, and no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), fc.nat(), (count, seed) => {
        const leg = legOf(count);
        const at = seed % (count + 1);
        const longer = insertWaypoint(leg, at, along(100 * at - 50, 30));
        const [added, ...others] = routeDifference(routeOf(leg), routeOf(longer));
        expect(others).toEqual([]);
        expect(added).toMatchObject({ kind: 'added', leg: 0, before: null, after: at, zh: `新增第 ${at + 1} 航点` });
        const [removed, ...rest] = routeDifference(routeOf(longer), routeOf(removeWaypoint(longer, at)));
        expect(rest).toEqual([]);
        expect(removed).toMatchObject({ kind: 'removed', before: at, after: null });
      }),
    );
  });

  it('tells moved waypoints, heights, speeds, headings and actions in both languages', () => {
    const before = legOf(4);
    const after = structuredClone(before);
    after.waypoints[1] = { ...along(100, 25), height: 95, speed: 5 };
    after.waypoints[2]!.heading = { mode: 'smooth', angle: 30 };
    after.waypoints[3]!.actionGroups = [onReaching(3, [{ kind: 'hover', params: { seconds: 5 } }, photo('LJ106-01')])];
    expect(routeDifference(routeOf(before), routeOf(after)).map(({ zh }) => zh)).toEqual([
      '第 2 航点移动 25 米',
      '第 2 航点高度由 80 米 改为 95 米',
      '第 2 航点速度由 8 米/秒 改为 5 米/秒',
      '第 3 航点机头朝向由 沿航线 改为 平滑过渡 30°',
      '第 4 航点动作由 无 改为 悬停 5 秒、拍照 （LJ106-01）',
    ]);
    expect(routeDifference(routeOf(before), routeOf(after))[1]).toMatchObject({
      kind: 'changed',
      leg: 0,
      before: 1,
      after: 1,
      field: 'height',
      en: 'waypoint 2: height from 80 m to 95 m',
    });
  });

  it('tells settings of the flight and of legs, and legs that come or go', () => {
    const before = routeOf(legOf(3));
    const after = routeOf({ ...legOf(3), heights: 'ellipsoid' }, legOf(2));
    after.mission = { ...after.mission, returnHeight: 110, aircraft: { modelKey: '0-100-1' } };
    const rows = routeDifference(before, after);
    expect(rows.map(({ kind, field }) => [kind, field])).toEqual([
      ['setting', 'mission.returnHeight'],
      ['setting', 'mission.aircraft'],
      ['setting', 'heights'],
      ['added', null],
    ]);
    expect(rows[0]!.zh).toBe('返航高度由 100 米 改为 110 米');
    expect(rows[3]).toMatchObject({ leg: 1, zh: '新增第 2 段，2 个航点' });
    expect(kinds(after, before)).toContain('removed');
  });

  it('keeps to the order of a route that was turned round, without wild pairs', () => {
    const leg = legOf(6);
    const turned = { ...leg, waypoints: leg.waypoints.toReversed() };
    const rows = routeDifference(routeOf(leg), routeOf(turned));
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.length).toBeLessThan(12);
  });

  it('is quick for ten thousand waypoints, edited here and there or wholly redrawn', () => {
    const leg = legOf(10_000);
    const edited = structuredClone(leg);
    edited.waypoints.splice(7_000, 1);
    edited.waypoints.splice(20, 0, along(1_950, 40));
    edited.waypoints[5_000]!.height = 90;
    const started = performance.now();
    expect(kinds(routeOf(leg), routeOf(edited))).toEqual(['added', 'changed', 'removed']);
    const redrawn = { ...leg, waypoints: leg.waypoints.map((_, at) => along(100 * at + 37, 12)) };
    const rows = routeDifference(routeOf(leg), routeOf(redrawn));
    expect(performance.now() - started).toBeLessThan(4_000);
    expect(rows).toHaveLength(2_000);
    expect(rows.at(-1)!.zh).toContain('另有 8001 处不同');
  });
});

import { describe, expect, it } from '@jest/globals';
import type { RouteCheckContextView, TerrainGridView } from '#contracts';
import { FLIGHT_SETTINGS } from '#routes';
import { validateRoute } from '#wayline';
import { flightContextOf, prepared, terrainOf } from './check-context.js';
import { heightsAboveTakeOff } from './height-conversion.js';
import { liveReport } from './live-check.js';
import { SAMPLE_START, sampleRoute } from './sample-route.js';

const grid: TerrainGridView = {
  title: { zh: '测试地形', en: 'test terrain' },
  basis: 'measured',
  west: 110.25,
  south: 21.5,
  stepLongitude: 0.05,
  stepLatitude: 0.1,
  columns: 3,
  rows: 3,
  // south to north: 10 m, 20 m, 30 m; one value is missing
  decimetres: [100, 100, 100, 200, 200, 200, 300, 300, null],
  accuracy: 5,
};
const view: RouteCheckContextView = {
  dock: {
    sn: 'D',
    name: '机场',
    modelKey: '3-2-0',
    aircraftModelKey: null,
    ...SAMPLE_START,
    distanceLimit: 10_000,
    heightLimit: 500,
  },
  county: null,
  airspace: [],
  terrain: grid,
  settings: FLIGHT_SETTINGS,
};
const context = flightContextOf(view, new Date(0));
const heightAt = (longitude: number, latitude: number) => terrainOf(grid).groundAt({ longitude, latitude });

describe('what the server sends to check against', () => {
  it('is terrain with its rows from the south, and level ground where it knows nothing', () => {
    expect(heightAt(110.25, 21.5)).toMatchObject({ height: 10, basis: 'measured', accuracy: 5 });
    expect(heightAt(110.25, 21.7)).toMatchObject({ height: 30, basis: 'measured' });
    expect(heightAt(110.25, 21.55)!.height).toBeCloseTo(15, 4);
    expect(heightAt(110.35, 21.7)).toMatchObject({ basis: 'assumed' });
    expect(heightAt(113, 23)).toMatchObject({ basis: 'assumed' });
    expect(terrainOf({ ...grid, basis: 'assumed', decimetres: [] }).title.zh).toContain('地形未知');
  });

  it('makes a route ready for the aircraft of the dock, as the server does', () => {
    const ready = prepared(sampleRoute(3), context);
    expect(ready.mission.aircraft?.modelKey).toMatch(/^0-91-/);
    expect(validateRoute(ready, { dockModelKey: '3-2-0' })).toEqual([]);
    const unknown = flightContextOf({ ...view, dock: { ...view.dock!, modelKey: '3-9-9' } }, new Date(0));
    expect(prepared(sampleRoute(3), unknown).mission.aircraft).toBeUndefined();
    expect(prepared(sampleRoute(3), {}).mission.finish).toBe('return_home');
  });

  it('turns heights above sea and ground into heights above take-off', () => {
    const leg = sampleRoute(2).legs[0]!;
    const heights = (kind: typeof leg.heights) =>
      heightsAboveTakeOff({ ...leg, heights: kind }, context)!.waypoints.map(({ height }) => height);
    // The ground at the dock lies at 21 m and rises to the north by 100 m a degree: 0.1 m in 100 m.
    expect(heights('above_sea')).toEqual([59, 59]);
    expect(heights('above_ground')).toEqual([80, 80.1]);
    expect(heights(undefined)).toEqual([80, 80]);
    expect(heightsAboveTakeOff({ ...leg, heights: 'above_sea' }, null)).toBeUndefined();
  });

  it('checks 200 waypoints well within 100 ms, errors first', () => {
    const route = sampleRoute(200, (index) => ({ height: index === 150 ? 180 : 80 }));
    const times = Array.from({ length: 5 }, () => liveReport(route, context).milliseconds);
    const report = liveReport(route, context);
    const order = report.findings.map(({ severity }) => severity);
    expect(order.indexOf('error')).toBe(0);
    expect(order.lastIndexOf('error')).toBeLessThan(order.includes('warning') ? order.indexOf('warning') : Infinity);
    expect(report.profile.length).toBeGreaterThan(200);
    process.stdout.write(`check of 200 waypoints: ${times.map((ms) => ms.toFixed(1)).join(', ')} ms\n`);
    // The best of five: a machine that does something else at the same time must not fail this.
    expect(Math.min(...times)).toBeLessThan(100);
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { completed, readRouteFile, routeForDock, type Route } from '#wayline';
import { anyRoute } from '../../dji/fixtures/wayline/arbitrary.route.js';
import { sampleRoute } from '../../dji/fixtures/wayline/samples.js';
import { areaOver, contextOf, HOME, ringOver, routeVia, type Spot } from '../fixtures/flights.js';
import { checkRoute, flownPath, heightProfile, type RouteReport } from './index.js';

const FILES = new URL('../../dji/fixtures/wayline/', import.meta.url);
const everything = contextOf({
  county: { type: 'Polygon', coordinates: [ringOver([-2000, -2000, 2000, 2000])] },
  airspace: [
    areaOver([200, 200, 900, 900]),
    areaOver([-300, -300, 300, 300], { kind: 'temporary', floorMetres: 50, validTo: '2026-12-01T00:00:00Z' }),
    areaOver([0, 0, 1, 1], { kind: 'caution', geometry: { type: 'Circle', centre: HOME, radius: 800 } }),
  ],
});
const codes = ({ findings }: RouteReport) => findings.map(({ code, severity }) => `${severity} ${code}`);

describe('the report of a route', () => {
  it('finds nothing in a sound route', () => {
    const { findings, estimate, highest } = checkRoute(sampleRoute(), contextOf());
    expect(findings).toEqual([]);
    expect(estimate).toMatchObject({ photos: 3, aircraftModelKey: '0-100-1', reservePercent: 30, windSpeed: 5 });
    expect(highest).toEqual({ metres: expect.closeTo(100, 6), basis: 'measured' });
  });

  it('says what can be told from the route alone before what the flight breaks', () => {
    const route = routeVia(
      [
        [0, 300, 130],
        [0, 900, 130],
      ],
      { finish: 'hover' },
    );
    delete route.mission.returnHeight;
    expect(codes(checkRoute(route, contextOf()))).toEqual([
      'error finish_not_return_home',
      'error return_height_missing',
      'error above_120_metres',
    ]);
    expect(codes(checkRoute(sampleRoute(), contextOf({ linkLoss: 'continue' })))).toEqual(['error link_loss_differs']);
  });

  it('asks for a dock, its place and its model, each in its own words', () => {
    const { dock, ...without } = contextOf();
    expect(codes(checkRoute(sampleRoute(), without))).toEqual(['error dock_missing']);
    expect(codes(checkRoute(sampleRoute(), { ...without, dock: { ...dock!, place: null } }))).toEqual([
      'error dock_without_place',
    ]);
    expect(codes(checkRoute(sampleRoute(), { ...without, dock: { ...dock!, modelKey: null } }))).toEqual([
      'warning dock_model_unknown',
    ]);
  });

  it('looks at areas and bounds without a dock and without heights', () => {
    const { dock: _, ...context } = everything;
    const route = routeVia([
      [-900, 500, 80, { height: undefined }],
      [900, 500, 80],
    ]);
    expect(codes(checkRoute(route, context))).toEqual([
      'error height_missing',
      'error dock_missing',
      'error in_keep_out',
      'warning in_caution_area',
    ]);
  });

  it('lists no more than forty findings of one kind, and counts the others', () => {
    const spots = Array.from({ length: 200 }, (_, at): Spot => [at % 2 ? 600 : -600, 300 + at * 5, 80]);
    const { findings } = checkRoute(routeVia(spots), contextOf({ airspace: [areaOver([-50, 200, 50, 1500])] }));
    expect(findings.filter(({ code }) => code === 'in_keep_out')).toHaveLength(40);
    const [more] = findings.filter(({ code }) => code === 'more_findings');
    expect(more!.zh).toContain('（in_keep_out）未列出');
  });

  it('checks any route at all without throwing, with numbers in every estimate', () => {
    fc.assert(
      fc.property(anyRoute, fc.boolean(), (route, moved) => {
        const near = moved ? { ...route, legs: route.legs.map(toHere) } : route;
        const { findings, estimate, highest } = checkRoute(near, everything);
        heightProfile(near, everything);
        for (const number of Object.values(estimate ?? {})) expect(number).not.toBeNaN();
        expect(highest?.metres ?? 0).not.toBeNaN();
        for (const { zh, en } of findings) expect(`${zh}${en}`).not.toMatch(/NaN|undefined|Infinity/);
      }),
      { numRuns: 150 },
    );
  });

  it.each(readdirSync(FILES).filter((name) => /\.(kmz|plan)$/.test(name) && !name.includes('wrong')))(
    'flies %s',
    (name) => {
      const { route } = readRouteFile(readFileSync(new URL(name, FILES)), name);
      const [first] = route.legs.flatMap(({ waypoints }) => waypoints);
      const dock = { ...contextOf().dock!, place: { longitude: first!.longitude, latitude: first!.latitude } };
      const fitted = routeForDock(completed(route), { dockModelKey: '3-3-0' });
      const path = flownPath(fitted, contextOf({ dock }))!;
      expect(path.points.length).toBeGreaterThan(4);
      expect(path.points.at(-1)!.seconds).toBeGreaterThan(30);
      const { estimate } = checkRoute(fitted, contextOf({ dock }));
      if (path.heightsKnown) expect(estimate!.batteryPercent).toBeGreaterThan(0);
    },
  );
});

/** A leg moved to where the dock is, its shape shrunk to what an aircraft reaches. */
function toHere(leg: Route['legs'][number]): Route['legs'][number] {
  return {
    ...leg,
    waypoints: leg.waypoints.map((waypoint) => ({
      ...waypoint,
      longitude: HOME.longitude + waypoint.longitude / 10_000,
      latitude: HOME.latitude + waypoint.latitude / 10_000,
    })),
  };
}

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  destination,
  ElevationGrid,
  FlatElevation,
  footprint,
  lensOf,
  findCameraModel,
  lineOfSight,
  polygonOf,
  PointIndex,
  seaHeight,
  type GeoPoint,
} from '#geo';
import { type Action, type Leg, type Route, type Waypoint } from '#wayline';
import { coverageOf, pictureOf, SIGHT_REACH } from './coverage.js';
import { onReaching, patternPoint, photo, recording, stopped, tilted } from './pattern.js';
import { gridPattern } from './pattern.grid.js';

const HOME = { longitude: 110.2, latitude: 21.65 };
const terrain = new FlatElevation(seaHeight(20));
const context = {
  terrain,
  dock: { sn: 'D', name: 'D', place: HOME, modelKey: '3-3-0', aircraftModelKey: '0-100-1' },
};
const lens = lensOf(findCameraModel('0-100-1')!.lenses[0]!);

const north = (metres: number, actions: Action[] = [], at = 0): Waypoint =>
  patternPoint(destination(HOME, 0, metres), 80, 8, actions.length > 0 ? [onReaching(at, actions)] : []);
const routeOf = (...waypoints: Waypoint[]): Route => ({
  mission: { payloads: [] },
  legs: [{ heights: 'above_take_off', speed: 8, waypoints } satisfies Leg],
  templates: [],
  resources: [],
});
const target = (code: string, place: GeoPoint) => ({ code, longitude: place.longitude, latitude: place.latitude });
const seen = (route: Route, ...places: GeoPoint[]) =>
  coverageOf(
    route,
    context,
    places.map((place, at) => target(String(at), place)),
  );

describe('what a route sees', () => {
  it('agrees with the footprint of the same camera', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -90, max: -25 }),
        fc.integer({ min: -180, max: 180 }),
        fc.integer({ min: 0, max: 359 }),
        fc.integer({ min: 0, max: 400 }),
        (pitch, heading, bearing, metres) => {
          const turn: Action = { kind: 'turn_aircraft', params: { heading } };
          const route = routeOf(north(0, [turn, tilted(pitch), photo('A')]), north(50));
          const place = destination(HOME, bearing, metres);
          const pose = { position: HOME, height: seaHeight(100), yaw: heading, pitch, roll: 0 };
          const around = footprint(pose, lens, terrain, SIGHT_REACH)!;
          // A hand's breadth around the border either answer is right.
          const near = [0, 90, 180, 270].map((side) => destination(place, side, 1));
          const inside = [place, ...near].map((one) => new PointIndex([one]).within(polygonOf(around.ring)).length > 0);
          fc.pre(around.complete && new Set(inside).size === 1);
          const photos = seen(route, place).filter(({ waypoints, by }) => by === 'photo' && waypoints.includes(1));
          expect(photos.length > 0).toBe(inside[0]);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('tells a direction in the picture as the line of sight of the same place does', () => {
    fc.assert(
      fc.property(
        fc.record({ yaw: fc.integer({ min: 0, max: 359 }), pitch: fc.integer({ min: -90, max: 30 }) }),
        fc.record({
          x: fc.double({ min: -0.4, max: 1.4, noNaN: true }),
          y: fc.double({ min: -0.4, max: 1.4, noNaN: true }),
        }),
        (look, at) => {
          const inside = [at.x, at.y].every((share) => share > 1e-6 && share < 1 - 1e-6);
          const outside = [at.x, at.y].some((share) => share < -1e-6 || share > 1 + 1e-6);
          fc.pre(inside || outside);
          expect(pictureOf(look, lens)(lineOfSight({ ...look, roll: 0 }, lens, at))).toBe(inside);
        },
      ),
    );
  });

  it('sees with photos at even distances, video on the way, panoramas all round, and no further than its reach', () => {
    const side = destination(destination(HOME, 0, 500), 90, 20);
    const behind = destination(HOME, 180, 300);
    const film = routeOf(north(0, [tilted(-60), recording('A')]), north(1000, [stopped], 1));
    expect(seen(film, side, behind)).toEqual([
      { code: '0', waypoints: [1], nearestMetres: expect.any(Number), by: 'video' },
    ]);
    const round = routeOf(north(0, [{ kind: 'panorama', params: { payload: 0, mode: 'full_sphere' } }]), north(100));
    expect(seen(round, behind, destination(HOME, 180, 1600))).toEqual([
      { code: '0', waypoints: [1], nearestMetres: 310, by: 'photo' },
    ]);
    const ring = [0, 90, 180, 270].map((bearing) => destination(HOME, bearing, 300));
    const grid = gridPattern({
      aircraft: 'M4TD',
      height: { aboveGround: 80 },
      overlapAlong: 70,
      overlapAcross: 60,
      speed: 8,
      ring,
    });
    const [middle] = seen(routeOf(...grid.leg.waypoints), HOME);
    expect(middle).toMatchObject({ by: 'photo' });
    expect(middle!.nearestMetres).toBeLessThan(90);
  });

  it('sees nothing where the route does not say how the gimbal stands', () => {
    expect(seen(routeOf(north(0), north(300)), destination(HOME, 0, 150))).toEqual([]);
    expect(seen(routeOf(north(0, [tilted(-45)]), north(300)), destination(HOME, 0, 80))[0]).toMatchObject({
      by: 'live',
    });
  });

  it('does not see through a hill', () => {
    const rows = 61;
    // A wall of 300 m some 300 m north of the camera.
    const values = Float32Array.from({ length: rows * rows }, (_, at) => (Math.floor(at / rows) === 30 ? 300 : 20));
    const step = 0.0005;
    const grid = new ElevationGrid({
      title: { zh: '墙', en: 'a wall' },
      epsg: 4326,
      columns: rows,
      rows,
      west: HOME.longitude - 30 * step,
      north: HOME.latitude + 36 * step,
      stepX: step,
      stepY: step,
      values,
      vertical: 'sea',
      accuracy: null,
    });
    const places = [target('beyond', destination(HOME, 0, 700))];
    const route = routeOf(north(0, [tilted(-10), photo('A')]), north(50));
    expect(coverageOf(route, context, places)).toHaveLength(1);
    expect(coverageOf(route, { ...context, terrain: grid }, places)).toEqual([]);
  });

  it('looks at 46 routes and 488 targets in well under a second', () => {
    const routes = Array.from({ length: 46 }, (_, at) => {
      const origin = destination(HOME, at * 8, 800 * (at % 20));
      const points = Array.from({ length: 40 }, (_unused, index) =>
        patternPoint(destination(origin, 9 * index, 900), 90, 8, [onReaching(index, [tilted(-45), photo('A')])]),
      );
      return routeOf(...points);
    });
    const targets = Array.from({ length: 488 }, (_, at) => target(String(at), destination(HOME, at * 7, 40 * at)));
    const started = performance.now();
    const found = routes.flatMap((route) => coverageOf(route, context, targets));
    expect(performance.now() - started).toBeLessThan(1000);
    expect(found.length).toBeGreaterThan(50);
  });
});

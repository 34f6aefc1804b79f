import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { destination, LocalFrame, nearestOnSegment, planeDistance, PlanarArea, type GeoPoint } from '#geo';
import { completed, routeForDock, validateRoute, type Leg } from '#wayline';
import { cameraPlan } from './pattern.camera.js';
import { PatternError } from './pattern.error.js';
import { gridPattern, type GridParams } from './pattern.grid.js';

const CENTRE = { longitude: 110.28, latitude: 21.61 };
const CAMERA = {
  aircraft: 'M4TD',
  height: { aboveGround: 80 },
  overlapAlong: 80,
  overlapAcross: 70,
  speed: 10,
} as const;

/** Corners at bearings and distances around the centre: star-shaped, so that it never crosses itself. */
const star = fc
  .array(fc.integer({ min: 60, max: 900 }), { minLength: 4, maxLength: 14 })
  .map((reaches) => reaches.map((metres, at) => destination(CENTRE, (360 / reaches.length) * at, metres)));

const square = (metres: number): GeoPoint[] =>
  [45, 135, 225, 315].map((bearing) => destination(CENTRE, bearing, metres * Math.SQRT1_2));

const linesOf = ({ waypoints }: Leg): [GeoPoint, GeoPoint][] =>
  waypoints.flatMap((to, at): [GeoPoint, GeoPoint][] => (at % 2 === 1 ? [[waypoints[at - 1]!, to]] : []));

const code = (params: Partial<GridParams>): string | undefined => {
  try {
    gridPattern({ ...CAMERA, ring: square(500), ...params });
  } catch (error) {
    if (error instanceof PatternError) return error.code;
    throw error;
  }
  return undefined;
};

describe('the grid over an area', () => {
  it('leaves no point of any area outside the swaths of its lines', () => {
    fc.assert(
      fc.property(
        star,
        fc.option(fc.integer({ min: 0, max: 359 }), { nil: undefined }),
        fc.integer({ min: 0, max: 90 }),
        fc.integer({ min: 0, max: 40 }),
        (ring, direction, overlapAcross, margin) => {
          const pattern = gridPattern({ ...CAMERA, ring, direction, overlapAcross, margin });
          const frame = new LocalFrame(CENTRE);
          const corners = ring.map((corner) => frame.toPlane(corner));
          const area = new PlanarArea([corners]);
          const lines = linesOf(pattern.leg).map(([from, to]) => [frame.toPlane(from), frame.toPlane(to)] as const);
          const { west, east, south, north } = area.box;
          const inside = Array.from({ length: 400 }, (_, at) => ({
            x: west + (((at % 20) + 0.5) / 20) * (east - west),
            y: south + ((Math.floor(at / 20) + 0.5) / 20) * (north - south),
          })).filter((place) => area.contains(place));
          const farthest = [...inside, ...corners].map((place) =>
            Math.min(...lines.map(([from, to]) => nearestOnSegment(place, from, to).distance)),
          );
          expect(Math.max(...farthest)).toBeLessThanOrEqual(pattern.swath! / 2 + 0.02);
          expect(pattern.spacing ?? 0).toBeLessThanOrEqual(pattern.swath! * (1 - overlapAcross / 100) + 1e-6);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('takes photos on the lines alone, no further apart than the overlap asks and no faster than the camera', () => {
    const { leg, photoDistance, speed, lines } = gridPattern({ ...CAMERA, ring: square(400), suffix: 'LJ001-01' });
    const groups = leg.waypoints.flatMap(({ actionGroups }) => actionGroups);
    const repeated = groups.filter(({ trigger }) => trigger?.kind === 'every_metres');
    expect(repeated).toHaveLength(lines);
    expect(repeated.every(({ from, to, trigger }) => to === from! + 1 && trigger?.every === photoDistance)).toBe(true);
    expect(groups[0]!.actions[0]).toMatchObject({ kind: 'rotate_gimbal', params: { pitch: -90, turnPitch: true } });
    expect(photoDistance).toBeLessThanOrEqual(cameraPlan(CAMERA).length * 0.2);
    expect(photoDistance! / speed).toBeGreaterThanOrEqual(2);
  });

  it('runs along the narrow side’s normal when no direction is asked, and begins near where the flight comes from', () => {
    const corner = destination(CENTRE, 30, 1200);
    const ring = [CENTRE, corner, destination(corner, 120, 200), destination(CENTRE, 120, 200)];
    const pattern = gridPattern({ ...CAMERA, ring, from: destination(corner, 30, 300) });
    expect(pattern.direction).toBeCloseTo(30, 1);
    const frame = new LocalFrame(corner);
    expect(planeDistance(frame.toPlane(pattern.leg.waypoints[0]!), { x: 0, y: 0 })).toBeLessThan(40);
    const east = gridPattern({ ...CAMERA, ring, direction: 120 });
    expect(east.lines).toBeGreaterThan(pattern.lines);
  });

  it('finds the height for a ground sampling', () => {
    const plan = cameraPlan({ ...CAMERA, aircraft: '0-91-0', height: { groundSampling: 0.025 } });
    expect(plan.groundSampling).toBeCloseTo(0.025, 4);
    expect(plan.aboveGround).toBeGreaterThan(80);
    expect(plan.aboveGround).toBeLessThan(110);
  });

  it('counts its heights from take-off where the ground lies higher', () => {
    const { leg, swath } = gridPattern({ ...CAMERA, ring: square(300), groundAboveTakeOff: 25 });
    expect(leg.heights).toBe('above_take_off');
    expect(new Set(leg.waypoints.map(({ height }) => height))).toEqual(new Set([105]));
    expect(swath).toBe(cameraPlan(CAMERA).width);
  });

  it('makes a leg that a dock takes, the same each time', () => {
    const params = { ...CAMERA, ring: square(700) };
    const { leg } = gridPattern(params);
    const route = { mission: { payloads: [] }, legs: [leg], templates: [], resources: [] };
    const dock = { dockModelKey: '3-3-0', aircraftModelKey: '0-100-1' };
    expect(validateRoute(routeForDock(completed(route), dock), dock)).toEqual([]);
    expect(gridPattern(params).leg).toEqual(leg);
  });

  it('covers 5 km² in well under 200 ms', () => {
    const ring = square(Math.sqrt(5_000_000));
    const started = performance.now();
    const { leg } = gridPattern({ ...CAMERA, ring, height: { aboveGround: 60 }, overlapAcross: 80 });
    expect(performance.now() - started).toBeLessThan(200);
    expect(leg.waypoints.length).toBeGreaterThan(100);
  });

  const bow = [square(500)[0]!, square(500)[2]!, square(500)[1]!, square(500)[3]!];
  it.each([
    ['ring_crosses_itself', { ring: bow }],
    ['too_few_corners', { ring: square(500).slice(0, 2) }],
    ['too_few_corners', { ring: [CENTRE, CENTRE, CENTRE, destination(CENTRE, 0, 50)] }],
    ['too_few_corners', { ring: [CENTRE, { longitude: Number.NaN, latitude: 0 }, CENTRE] }],
    ['ring_without_area', { ring: [0, 500, 1000].map((metres) => destination(CENTRE, 10, metres)) }],
    ['ring_crosses_itself', { ring: [...square(500), destination(CENTRE, 315, 200)].toSpliced(4, 0, square(500)[0]!) }],
    ['overlap_out_of_range', { overlapAcross: 95 }],
    ['overlap_out_of_range', { overlapAlong: -1 }],
    ['number_out_of_range', { height: { aboveGround: 2 } }],
    ['number_out_of_range', { speed: 20 }],
    ['photos_too_dense', { overlapAlong: 94, height: { aboveGround: 10 } }],
    ['camera_unknown', { aircraft: 'Kite' }],
    ['too_many_waypoints', { ring: square(80_000), height: { aboveGround: 10 }, overlapAcross: 90 }],
  ])('refuses with %s', (expected, params) => {
    expect(code(params as Partial<GridParams>)).toBe(expected);
  });
});

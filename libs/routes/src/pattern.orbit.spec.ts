import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { distance, geodesic } from '#geo';
import { completed, routeForDock, validateRoute } from '#wayline';
import { orbitPattern } from './pattern.orbit.js';

const CENTRE = { longitude: 110.278, latitude: 21.636 };
const ORBIT = { centre: CENTRE, radius: 80, height: 60, waypoints: 12, speed: 5, capture: 'photos' } as const;
const dock = { dockModelKey: '3-3-0', aircraftModelKey: '0-100-1' };

describe('the orbit around a place', () => {
  it('keeps its radius, looks at the place and is taken by a dock', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 5, max: 2000 }),
        fc.integer({ min: 5, max: 110 }),
        fc.integer({ min: 3, max: 72 }),
        fc.integer({ min: 30, max: 360 }),
        fc.constantFrom('photos', 'video', 'none'),
        (radius, height, waypoints, arc, capture) => {
          const { leg } = orbitPattern({ ...ORBIT, radius, height, waypoints, arc, capture });
          expect(leg.waypoints).toHaveLength(arc === 360 ? waypoints + 1 : waypoints);
          for (const waypoint of leg.waypoints) {
            expect(distance(CENTRE, waypoint)).toBeCloseTo(radius, 1);
            expect(waypoint.heading).toMatchObject({ mode: 'point_of_interest', pointOfInterest: CENTRE });
            expect(waypoint.gimbalPitch).toBeCloseTo((-Math.atan2(height, radius) * 180) / Math.PI, 0);
          }
          const route = { mission: { payloads: [] }, legs: [leg], templates: [], resources: [] };
          const found = validateRoute(routeForDock(completed(route), dock), dock);
          expect(found.filter(({ severity }) => severity === 'error')).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('runs the way round that is asked and closes the circle', () => {
    const bearings = (direction: 'clockwise' | 'counter_clockwise') =>
      orbitPattern({ ...ORBIT, waypoints: 4, direction, startBearing: 10 }).leg.waypoints.map((waypoint) =>
        Math.round(geodesic(CENTRE, waypoint).initialAzimuth),
      );
    expect(bearings('clockwise')).toEqual([10, 100, 190, 280, 10]);
    expect(bearings('counter_clockwise')).toEqual([10, 280, 190, 100, 10]);
  });

  it('takes one photo at each place, with the code of the point in its name', () => {
    const { leg } = orbitPattern({ ...ORBIT, suffix: 'LJ001-03' });
    const photos = leg.waypoints.flatMap(({ actionGroups }) =>
      actionGroups.flatMap(({ actions }) => actions.filter(({ kind }) => kind === 'take_photo')),
    );
    expect(photos).toHaveLength(12);
    expect(photos[0]!.params).toMatchObject({ suffix: 'LJ001-03', lenses: ['wide'] });
  });

  it.each([{ radius: 1 }, { waypoints: 2 }, { waypoints: 361 }, { height: 2 }, { speed: 0 }, { arc: 10 }])(
    'refuses %j',
    (wrong) => {
      expect(() => orbitPattern({ ...ORBIT, ...wrong })).toThrow(
        expect.objectContaining({ code: 'number_out_of_range', zh: expect.stringContaining('超出') }),
      );
    },
  );
});

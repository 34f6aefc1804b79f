import { describe, expect, it } from '@jest/globals';
import type { RouteFinding } from '#routes';
import { viewOf } from '../map/mercator.js';
import { hitOf, markAt, marksOf, Projector, routeBox } from './route-scene.js';
import { SAMPLE_START, sampleRoute } from './sample-route.js';

const view = viewOf(SAMPLE_START.longitude, SAMPLE_START.latitude, 15, 800, 600);
const [leg] = sampleRoute(4).legs;
const project = new Projector((place) => place);

describe('a route on the screen', () => {
  it('lies where the map lies: the centre in the middle, north up, 100 m as long as the scale says', () => {
    const [first, second] = project.leg(leg!, view);
    expect(first).toEqual({ x: 400, y: 300 });
    // At zoom 15 of 512-pixel tiles a pixel is 40,075,017 m × cos(latitude) / 2^24.
    expect(first!.y - second!.y).toBeCloseTo(100 / (40_075_017 / 2 ** 24) / Math.cos((21.61 * Math.PI) / 180), 0);
    expect(project.point(SAMPLE_START, view)).toEqual({ x: 400, y: 300 });
  });

  it('is drawn on the datum of the base map', () => {
    const shifted = new Projector(([longitude, latitude]) => [longitude + 0.001, latitude]);
    expect(shifted.point(SAMPLE_START, view).x).toBeGreaterThan(420);
  });

  it('has a box', () => {
    const [west, south, , north] = routeBox(sampleRoute(4))!;
    expect([west, south]).toEqual([SAMPLE_START.longitude, SAMPLE_START.latitude]);
    expect(north).toBeGreaterThan(south);
    expect(routeBox(sampleRoute(0))).toBeNull();
  });
});

describe('what lies under the pointer', () => {
  const row = (y: number) => [0, 20, 120].map((x) => ({ x, y }));

  it('is the nearest waypoint, then the handle of a segment that is long enough', () => {
    expect(hitOf([row(0)], 0, { x: 18, y: 3 })).toEqual({ kind: 'waypoint', leg: 0, index: 1 });
    expect(hitOf([row(0)], 0, { x: 70, y: 4 })).toEqual({ kind: 'handle', leg: 0, index: 1 });
    expect(hitOf([row(0)], 0, { x: 70, y: 40 })).toBeNull();
    expect(
      hitOf(
        [
          [
            { x: 0, y: 0 },
            { x: 40, y: 0 },
          ],
        ],
        0,
        { x: 20, y: 0 },
      ),
    ).toBeNull();
  });

  it('belongs to the leg that is worked on where legs lie on each other', () => {
    expect(hitOf([row(0), row(2)], 1, { x: 0, y: 0 })).toEqual({ kind: 'waypoint', leg: 1, index: 0 });
    expect(hitOf([row(0), row(100)], 1, { x: 0, y: 0 })).toEqual({ kind: 'waypoint', leg: 0, index: 0 });
    expect(hitOf([row(0), row(100)], 1, { x: 70, y: 0 })).toBeNull();
    expect(hitOf([], 0, { x: 0, y: 0 })).toBeNull();
  });
});

describe('findings on the map', () => {
  const finding = (severity: RouteFinding['severity'], place: RouteFinding['place']): RouteFinding => ({
    code: 'x',
    severity,
    place,
    zh: '',
    en: '',
  });

  it('are seen at their place, the gravest of several', () => {
    const marks = marksOf([
      finding('error', { leg: 0, waypoint: 2 }),
      finding('warning', { leg: 0, waypoint: 2 }),
      finding('warning', { leg: 1, segment: 0, waypoint: 0 }),
      finding('info', { leg: 0, waypoint: 3 }),
      finding('error', { part: 'return' }),
      finding('error', { field: 'mission.finish' }),
    ]);
    expect([...marks.waypoints]).toEqual([['0/2', 'error']]);
    expect([...marks.segments]).toEqual([['1/0', 'warning']]);
    expect([...marks.parts]).toEqual([['return', 'error']]);
    expect([markAt(marks, 0, 2), markAt(marks, 1, 0), markAt(marks, 0, 0)]).toEqual(['error', 'warning', undefined]);
    const both = marksOf([finding('warning', { leg: 0, waypoint: 1 }), finding('error', { leg: 0, segment: 1 })]);
    expect(markAt(both, 0, 1)).toBe('error');
  });
});

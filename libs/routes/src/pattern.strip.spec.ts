import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { destination, LocalFrame, nearestOnSegment, type GeoPoint, type PlanePoint } from '#geo';
import { completed, routeForDock, validateRoute } from '#wayline';
import { stripPattern } from './pattern.strip.js';

const START = { longitude: 110.28, latitude: 21.71 };
const CAMERA = {
  aircraft: 'M4TD',
  height: { aboveGround: 90 },
  overlapAlong: 70,
  overlapAcross: 40,
  speed: 8,
} as const;

/** A river: pieces of some length that turn by some angle. */
const river = fc
  .array(fc.record({ turn: fc.integer({ min: -100, max: 100 }), metres: fc.integer({ min: 40, max: 600 }) }), {
    minLength: 1,
    maxLength: 9,
  })
  .map((pieces) => {
    const line: GeoPoint[] = [START];
    let bearing = 60;
    for (const { turn, metres } of pieces) {
      bearing += turn;
      line.push(destination(line.at(-1)!, bearing, metres));
    }
    return line;
  });

const dock = { dockModelKey: '3-2-0', aircraftModelKey: '0-91-1' };
const faults = (leg: ReturnType<typeof stripPattern>['leg']) =>
  validateRoute(
    routeForDock(completed({ mission: { payloads: [] }, legs: [leg], templates: [], resources: [] }), dock),
    dock,
  );

describe('the strip along a line', () => {
  it('leaves nothing between its left and right border outside the swaths', () => {
    fc.assert(
      fc.property(river, fc.integer({ min: 0, max: 250 }), fc.integer({ min: 0, max: 250 }), (line, left, right) => {
        const { leg, swath } = stripPattern({ ...CAMERA, line, left, right });
        const frame = new LocalFrame(START);
        const flown = leg.waypoints.map((waypoint) => frame.toPlane(waypoint));
        const middle = line.map((point) => frame.toPlane(point));
        for (const place of placesBeside(middle, left, right)) {
          const away = Math.min(...flown.slice(1).map((to, at) => nearestOnSegment(place, flown[at]!, to).distance));
          expect(away).toBeLessThanOrEqual(swath! / 2 + 0.5);
        }
        expect(faults(leg).filter(({ severity }) => severity === 'error')).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('films each pass from its begin to its end', () => {
    const line = [START, destination(START, 90, 800), destination(destination(START, 90, 800), 60, 500)];
    const { leg, lines } = stripPattern({ ...CAMERA, line, left: 120, right: 120, capture: 'video', gimbalPitch: -45 });
    const kinds = leg.waypoints.flatMap(({ actionGroups }) => actionGroups.flatMap(({ actions }) => actions));
    expect(lines).toBeGreaterThan(1);
    expect(kinds.filter(({ kind }) => kind === 'start_recording')).toHaveLength(lines);
    expect(kinds.filter(({ kind }) => kind === 'stop_recording')).toHaveLength(lines);
    expect(kinds[0]).toMatchObject({ kind: 'rotate_gimbal', params: { pitch: -45 } });
    expect(faults(leg)).toEqual([]);
  });

  it('flies the line itself when the strip has no width', () => {
    const line = [START, destination(START, 10, 300)];
    const { leg, lines } = stripPattern({ ...CAMERA, line, left: 0, right: 0 });
    expect(lines).toBe(1);
    expect(leg.waypoints).toHaveLength(2);
  });

  it.each([
    ['line_too_short', [START]],
    ['line_too_short', [START, START]],
    ['too_many_points', Array.from({ length: 5001 }, () => START)],
  ])('refuses with %s', (code, line) => {
    expect(() => stripPattern({ ...CAMERA, line, left: 10, right: 10 })).toThrow(expect.objectContaining({ code }));
  });
});

/** Places beside every piece of a line, out to its left and right border. */
function placesBeside(line: readonly PlanePoint[], left: number, right: number): PlanePoint[] {
  return line.slice(1).flatMap((to, at) => {
    const from = line[at]!;
    const length = Math.hypot(to.x - from.x, to.y - from.y);
    const [x, y] = [(to.x - from.x) / length, (to.y - from.y) / length];
    return [0, 0.3, 0.5, 0.9, 1].flatMap((share) =>
      [-right, -right / 2, 0, left / 2, left].map((aside) => ({
        x: from.x + (to.x - from.x) * share - y * aside,
        y: from.y + (to.y - from.y) * share + x * aside,
      })),
    );
  });
}

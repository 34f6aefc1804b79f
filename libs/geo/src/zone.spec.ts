import { describe, expect, it } from '@jest/globals';
import { destination } from './geodesic.js';
import { LocalFrame } from './local-frame.js';
import { localZone, stretchesOutside } from './zone.js';

const dock = { longitude: 110.28, latitude: 21.61 };
const frame = new LocalFrame(dock);
const at = (azimuth: number, metres: number) => frame.toPlane(destination(dock, azimuth, metres));

describe('localZone', () => {
  it('keeps a route within the radius of a dock', () => {
    const reach = localZone({ type: 'Circle', centre: dock, radius: 7_000 }, frame);
    expect([reach.contains(at(40, 6_999)), reach.contains(at(40, 7_001))]).toEqual([true, false]);
    const outside = stretchesOutside(reach, at(90, 3_000), at(90, 10_000));
    expect(outside).toHaveLength(1);
    expect(outside[0]!.from).toBeCloseTo(4 / 7, 5);
    expect(outside[0]!.to).toBe(1);
    expect(reach.distance(at(180, 7_500))).toBeCloseTo(500, 2);
    expect(reach.distanceToEdge(at(180, 6_000))).toBeCloseTo(1_000, 2);
  });

  it('finds a keep-out on a leg although both of its ends lie outside', () => {
    const centre = destination(dock, 0, 2_000);
    const corners = [45, 135, 225, 315].map((azimuth) => destination(centre, azimuth, 300));
    const ring = [...corners, corners[0]!].map(({ longitude, latitude }) => [longitude, latitude]);
    const keepOut = localZone({ type: 'Polygon', coordinates: [ring] }, frame);
    const [from, to] = [at(0, 0), at(0, 4_000)];
    expect([keepOut.contains(from), keepOut.contains(to)]).toEqual([false, false]);
    const [inside, ...others] = keepOut.stretchesInside(from, to);
    expect(others).toEqual([]);
    // A square of 300 m half diagonals: its sides lie 212.1 m from the middle.
    expect(inside!.from * 4_000).toBeCloseTo(2_000 - 212.1, 0);
    expect(inside!.to * 4_000).toBeCloseTo(2_000 + 212.1, 0);
    expect(keepOut.distanceToSegment(at(90, 500), at(90, 900)).distance).toBeCloseTo(
      Math.hypot(2_000 - 212.1, 500 - 212.1),
      0,
    );
    expect(stretchesOutside(keepOut, from, to)).toEqual([
      { from: 0, to: inside!.from },
      { from: inside!.to, to: 1 },
    ]);
  });

  it('measures from a leg to a circle that it passes', () => {
    const mast = localZone({ type: 'Circle', centre: destination(dock, 90, 1_000), radius: 200 }, frame);
    const passing = mast.distanceToSegment(at(0, 0), at(0, 3_000));
    expect(passing.distance).toBeCloseTo(800, 1);
    expect(passing.share).toBeCloseTo(0, 3);
    expect(mast.stretchesInside(at(0, 0), at(0, 3_000))).toEqual([]);
    expect(mast.stretchesInside(at(90, 0), at(90, 2_000))).toHaveLength(1);
  });

  it('refuses a circle without a radius', () => {
    expect(() => localZone({ type: 'Circle', centre: dock, radius: 0 }, frame)).toThrow('above 0 m');
  });
});

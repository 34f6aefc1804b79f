import { describe, expect, it } from '@jest/globals';
import type { MediaView } from '#contracts';
import { pairsOf } from './picture-pairs.js';

const ROUTE = { id: 'r1', code: 'R1', name: '巡河' };
const picture = (id: string, members: Partial<MediaView> = {}) =>
  ({
    id,
    route: ROUTE,
    waypoint: null,
    longitude: 110.3,
    latitude: 21.6,
    gimbal: { yaw: 350, pitch: -45, roll: 0 },
    ...members,
  }) as MediaView;
const told = (left: MediaView[], right: MediaView[]) =>
  pairsOf(left, right).map((pair) => [pair.left.id, pair.right.id, pair.by]);

describe('two visits', () => {
  it('are compared waypoint by waypoint where both flew the same route', () => {
    const left = [picture('a1', { waypoint: 1 }), picture('a2', { waypoint: 2 })];
    const right = [picture('b2', { waypoint: 2 }), picture('b1', { waypoint: 1 })];
    expect(told(left, right)).toEqual([
      ['a1', 'b1', 'waypoint'],
      ['a2', 'b2', 'waypoint'],
    ]);
  });

  it('are compared by pose where they did not, over north as well', () => {
    const other = { ...ROUTE, id: 'r2' };
    const far = picture('far', { route: other, waypoint: 1, latitude: 21.7 });
    const turned = picture('turned', { route: other, gimbal: { yaw: 170, pitch: -45, roll: 0 } });
    const near = picture('near', { route: other, latitude: 21.6002, gimbal: { yaw: 5, pitch: -40, roll: 0 } });
    expect(told([picture('a', { waypoint: 1 })], [far, turned, near])).toEqual([['a', 'near', 'pose']]);
    expect(pairsOf([picture('a')], [near])[0]!.degrees).toBe(15);
  });

  it('show their first pictures when nothing is alike, and say so', () => {
    const lost = picture('b', { longitude: null, latitude: null });
    expect(pairsOf([picture('a')], [lost])).toMatchObject([{ by: 'none', metres: null }]);
    expect(pairsOf([], [lost])).toEqual([]);
  });
});

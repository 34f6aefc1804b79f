import { describe, expect, it } from '@jest/globals';
import { deleteWaypoints } from './route-edits.js';
import { sampleRoute } from './sample-route.js';
import { chooseOne, fitted, isChosen, rangeOf, stretchTo } from './selection.js';

describe('chosen waypoints', () => {
  it('stretch from the first to another, either way', () => {
    const back = stretchTo(chooseOne(0, 4), 0, 1);
    expect(rangeOf(back)).toEqual({ from: 1, to: 4 });
    expect([0, 1, 4, 5].map((index) => isChosen(back, 0, index))).toEqual([false, true, true, false]);
    expect(isChosen(back, 1, 2)).toBe(false);
    expect(rangeOf(stretchTo(back, 1, 3))).toEqual({ from: 3, to: 3 });
  });

  it('shrink with the route', () => {
    const route = sampleRoute(5);
    const drawing = { route, leg: 0, selection: { leg: 0, anchor: 2, focus: 4 } };
    expect(fitted(drawing)).toBe(drawing);
    const shorter = { ...drawing, route: deleteWaypoints(route, { leg: 0, from: 3, to: 4 }) };
    expect(fitted(shorter).selection).toEqual({ leg: 0, anchor: 2, focus: 2 });
    expect(fitted({ ...drawing, route: sampleRoute(0) }).selection).toBeNull();
    expect(fitted({ ...drawing, leg: 3 }).leg).toBe(0);
  });
});

import { describe, expect, it } from '@jest/globals';
import { destination } from '#geo';
import { endOfFlight, flownOf } from './mobile.flown.js';

const HOME = { longitude: 110.3, latitude: 21.6 };
/** A line of waypoints to the east, 200 m apart. */
const waypoints = [200, 400, 600].map((metres) => destination(HOME, 90, metres));
const at = (seconds: number, metres: number, azimuth = 90) => ({
  ...destination(HOME, azimuth, metres),
  at: seconds * 1000,
});
const flight = { from: 0, to: 120_000 };

describe('what a mobile drone flew', () => {
  it('is told by the stretches between its places, not by the places alone', () => {
    const track = [at(5, 0), at(40, 300), at(80, 650), at(115, 0)];
    expect(flownOf(waypoints, track, flight)).toEqual({ waypoints: 3, passed: 3, last: 2, seen: true });
    expect(endOfFlight(flownOf(waypoints, track, flight), true, 7)).toEqual({ type: 'completed', at: 7 });
  });

  it('is a part of the route when it turned before the end, also of one that was canceled', () => {
    const flown = flownOf(waypoints, [at(5, 0), at(40, 420), at(90, 0)], flight);
    expect(flown).toMatchObject({ passed: 2, last: 1, seen: true });
    expect(endOfFlight(flown, false, 7)).toMatchObject({ type: 'partially_completed', reason: 'legs_left_out' });
    expect(endOfFlight(flown, true, 7)).toMatchObject({ type: 'failed', reason: 'legs_left_out' });
  });

  it('is nothing of the route beside it, and unknown where it was not heard', () => {
    const beside = flownOf(waypoints, [at(5, 0), at(40, 400, 0), at(90, 0)], flight);
    expect(endOfFlight(beside, false, 7)).toMatchObject({ type: 'failed', reason: 'route_not_flown' });
    const unheard = flownOf(waypoints, [at(5, 0), at(100, 0)], flight);
    expect(unheard).toMatchObject({ passed: 0, seen: false });
    expect(endOfFlight(unheard, false, 7)).toMatchObject({ type: 'partially_completed', reason: 'flight_not_seen' });
    expect(endOfFlight(flownOf(waypoints, [], flight), false, 7)).toMatchObject({ reason: 'flight_not_seen' });
  });
});

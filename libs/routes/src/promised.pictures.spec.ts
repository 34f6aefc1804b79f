import { describe, expect, it } from '@jest/globals';
import { type Action, type Route } from '#wayline';
import { routeAround } from '../../../test/support/drawn-routes.js';
import { promisedPictures } from './promised.pictures.js';

const HOME = { longitude: 110.28, latitude: 21.6 };

/** The route with other actions at one waypoint. */
function withActions(at: number, actions: Action[], trigger: 'reach' | 'every_metres' = 'reach'): Route {
  const route = routeAround(HOME);
  const [group] = route.legs[0]!.waypoints[at]!.actionGroups;
  route.legs[0]!.waypoints[at]!.actionGroups = [{ ...group!, trigger: { kind: trigger, every: 20 }, actions }];
  return route;
}

describe('promised pictures', () => {
  it('are those of the actions, with waypoint, name and look', () => {
    const pictures = promisedPictures(routeAround(HOME, { look: -60 }));
    expect(pictures.map(({ waypoint, index, kind, suffix }) => [waypoint, index, kind, suffix])).toEqual([
      [1, 0, 'photo', 'P0'],
      [2, 1, 'photo', 'P1'],
      [3, 2, 'photo', 'P2'],
      [4, 3, 'photo', 'P3'],
    ]);
    expect(pictures.every(({ look }) => look?.pitch === -60)).toBe(true);
  });

  it('are counted once for several lenses, by order where there are several at a waypoint, and hold begun videos', () => {
    const route = withActions(1, [
      { kind: 'take_photo', params: { payload: 0, suffix: 'A', lenses: ['wide', 'zoom', 'infrared'] } },
      { kind: 'turn_aircraft', params: { heading: 90 } },
      { kind: 'panorama', params: { payload: 0 } },
      { kind: 'start_recording', params: { payload: 0, suffix: 'V' } },
      { kind: 'stop_recording', params: { payload: 0 } },
    ] as Action[]);
    const there = promisedPictures(route).filter(({ waypoint }) => waypoint === 2);
    expect(there.map(({ kind, suffix }) => [kind, suffix])).toEqual([
      ['photo', 'A'],
      ['panorama', null],
      ['video', 'V'],
    ]);
    expect(there[2]!.look).toBeNull();
  });

  it('are none of those that are taken at even steps on the way', () => {
    const route = withActions(1, [{ kind: 'take_photo', params: { payload: 0 } }] as Action[], 'every_metres');
    expect(promisedPictures(route).map(({ waypoint }) => waypoint)).toEqual([1, 3, 4]);
  });
});

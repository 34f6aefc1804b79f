import { describe, expect, it } from '@jest/globals';
import { type Action, type ActionGroup } from '#wayline';
import { contextOf, routeVia, type Spot } from '../fixtures/flights.js';
import { checkRoute, flownPath, performanceOf } from './index.js';

const FIGURES = performanceOf('0-100-1');
const photo: Action = { kind: 'take_photo', params: {} };
const hover = (seconds: number): Action => ({ kind: 'hover', params: { seconds } });

function groupOf(actions: Action[], changes: Partial<ActionGroup> = {}): ActionGroup {
  return { from: 0, to: 0, order: 'one_after_another', trigger: { kind: 'reach' }, actions, ...changes };
}

function estimateWith(...groups: ActionGroup[]) {
  const spots: Spot[] = [
    [0, 200, 60, { actionGroups: groups }],
    [0, 700, 60],
    [0, 1200, 60],
  ];
  return checkRoute(routeVia(spots), contextOf()).estimate!;
}

describe('actions in flight', () => {
  it('take their time at the waypoint, one after another or at once', () => {
    const idle = estimateWith();
    const busy = estimateWith(groupOf([photo, hover(20)]));
    expect(busy.actionSeconds).toBe(FIGURES.photoSeconds + 20);
    expect(busy.flightSeconds - idle.flightSeconds).toBeCloseTo(busy.actionSeconds, 6);
    expect(busy.photos).toBe(1);
    expect(estimateWith(groupOf([photo, hover(20)], { order: 'at_once' })).actionSeconds).toBe(20);
    expect(estimateWith(groupOf([{ kind: 'panorama', params: {} }])).actionSeconds).toBe(40);
    expect(estimateWith(groupOf([{ kind: 'rotate_gimbal', params: { timed: true, duration: 7 } }])).actionSeconds).toBe(
      7,
    );
    expect(estimateWith(groupOf([{ kind: 'other:newThing', params: {} }])).actionSeconds).toBe(1);
  });

  it('are counted as photos where a group repeats itself, and take no time then', () => {
    const metres = estimateWith(groupOf([photo], { to: 2, trigger: { kind: 'every_metres', every: 100 } }));
    expect(metres).toMatchObject({ photos: 11, actionSeconds: 0 });
    const seconds = estimateWith(groupOf([photo], { to: 1, trigger: { kind: 'every_seconds', every: 5 } }));
    // 500 m at 10 m/s, with speeding up and braking at 2 m/s²: 55 s.
    expect(seconds).toMatchObject({ photos: 12, actionSeconds: 0 });
    expect(estimateWith(groupOf([photo], { to: 9, trigger: { kind: 'every_metres', every: 0 } })).photos).toBe(1);
    expect(estimateWith(groupOf([{ kind: 'start_recording', params: {} }])).photos).toBe(0);
  });

  it('at the start of a leg come before the first waypoint is left', () => {
    const route = routeVia(
      [
        [0, 200, 60],
        [0, 700, 60],
      ],
      {},
      { startActions: { actions: [hover(5), photo] } },
    );
    const path = flownPath(route, contextOf())!;
    expect(path).toMatchObject({ actionSeconds: 5 + FIGURES.photoSeconds, photos: 1 });
  });
});

import { describe, expect, it } from '@jest/globals';
import { completed, routeForDock, validateRoute, type Route } from '#wayline';
import {
  addAction,
  EDITED_ACTIONS,
  newAction,
  removeAction,
  replaceAction,
  shiftAction,
  type ActionPlace,
} from './action-edits.js';
import { sampleRoute } from './sample-route.js';

const PLACE: ActionPlace = { leg: 0, waypoint: 1, group: 0, action: 0 };
const kindsOf = (route: Route) =>
  route.legs[0]!.waypoints[1]!.actionGroups.map(({ actions }) => actions.map(({ kind }) => kind));
const three = (['hover', 'zoom', 'take_photo'] as const).reduce(
  (route, kind) => addAction(route, 0, 1, newAction(kind)),
  sampleRoute(3),
);

describe('actions of a waypoint', () => {
  it('stand in one group, in the order in which they were added, with numbers of their own', () => {
    expect(kindsOf(three)).toEqual([['hover', 'zoom', 'take_photo']]);
    expect(three.legs[0]!.waypoints[1]!.actionGroups[0]!.actions.map(({ id }) => id)).toEqual([0, 1, 2]);
  });

  it('can be exchanged, moved and removed; the last takes its group along', () => {
    expect(kindsOf(shiftAction(three, PLACE, 1))).toEqual([['zoom', 'hover', 'take_photo']]);
    expect(shiftAction(three, PLACE, -1)).toBe(three);
    expect(kindsOf(removeAction(three, { ...PLACE, action: 1 }))).toEqual([['hover', 'take_photo']]);
    expect(kindsOf(replaceAction(three, PLACE, newAction('panorama')))[0]![0]).toBe('panorama');
    const none = [0, 0, 0].reduce((route) => removeAction(route, PLACE), three);
    expect(kindsOf(none)).toEqual([]);
    expect(removeAction(none, PLACE)).toBe(none);
  });

  it('are not put into a group that is done between waypoints', () => {
    const route = sampleRoute(3, (index) => ({
      actionGroups:
        index === 1
          ? [
              {
                from: 1,
                to: 2,
                order: 'one_after_another',
                trigger: { kind: 'every_metres', every: 30 },
                actions: [newAction('take_photo')],
              },
            ]
          : [],
    }));
    expect(kindsOf(addAction(route, 0, 1, newAction('hover')))).toEqual([['take_photo'], ['hover']]);
  });

  it.each(EDITED_ACTIONS)('of kind %s are accepted by a dock as they are made', (kind) => {
    const route = routeForDock(completed(addAction(sampleRoute(3), 0, 1, newAction(kind))), { dockModelKey: '3-2-0' });
    expect(validateRoute(route, { dockModelKey: '3-2-0' })).toEqual([]);
  });
});

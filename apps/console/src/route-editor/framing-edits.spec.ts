import { describe, expect, it } from '@jest/globals';
import { FlatElevation, seaHeight } from '#geo';
import { FLIGHT_SETTINGS, type FlightContext, type Framing } from '#routes';
import { addAction, newAction } from './action-edits.js';
import { exchangeWaypoint, framingOf, framingTowards, waypointFor } from './framing-edits.js';
import { placeBeside } from './line-moves.js';
import { SAMPLE_START, sampleRoute } from './sample-route.js';

const context: FlightContext = {
  dock: { sn: 'D', name: 'D', place: SAMPLE_START, modelKey: '3-3-0', aircraftModelKey: '0-100-1' },
  airspace: [],
  terrain: new FlatElevation(seaHeight(0)),
  settings: FLIGHT_SETTINGS,
};
const pose: Framing = {
  ...placeBeside(SAMPLE_START, 40, 60),
  height: 60,
  heightDatum: 'takeoff',
  gimbalPitch: -30,
  gimbalYaw: 75,
  zoom: 2,
};

describe('framing', () => {
  it('looks from a waypoint down to a place on the ground', () => {
    const route = sampleRoute(3, () => ({ height: 100 }));
    const target = placeBeside(route.legs[0]!.waypoints[1]!, 100, 0);
    const framing = framingTowards(route.legs[0]!, 1, target, context)!;
    expect(framing).toMatchObject({ heightDatum: 'takeoff', height: 100, zoom: 1 });
    expect(framing.gimbalYaw).toBeCloseTo(90, 0);
    expect(framing.gimbalPitch).toBeCloseTo(-45, 0);
    expect(framingTowards(sampleRoute(1, () => ({ height: undefined })).legs[0]!, 0, target, context)).toBeUndefined();
  });

  it('puts a pose into a waypoint and reads the same pose back', () => {
    const route = addAction(sampleRoute(3), 0, 2, newAction('hover'));
    const waypoint = waypointFor(route.legs[0]!, pose, 'LJ001', context)!;
    const framed = exchangeWaypoint(route, 0, 1, waypoint);
    expect(framed.legs[0]!.waypoints).toHaveLength(3);
    expect(framed.legs[0]!.waypoints[1]!.actionGroups.map(({ from, to }) => [from, to])).toEqual([[1, 1]]);
    expect(framingOf(framed.legs[0]!, 1)).toEqual(pose);
  });

  it('keeps what passes over the waypoint, and refuses heights that cannot be said', () => {
    const passing = {
      from: 1,
      to: 2,
      trigger: { kind: 'every_metres' as const, every: 20 },
      order: 'one_after_another' as const,
      actions: [newAction('take_photo')],
    };
    const route = sampleRoute(3, (index) => ({ actionGroups: index === 1 ? [passing] : [] }));
    const waypoint = waypointFor(route.legs[0]!, pose, 'LJ001', context)!;
    const groups = exchangeWaypoint(route, 0, 1, waypoint).legs[0]!.waypoints[1]!.actionGroups;
    expect(groups.map(({ from, to }) => [from, to])).toEqual([
      [1, 2],
      [1, 1],
    ]);
    expect(waypointFor({ ...route.legs[0]!, heights: 'other:x' }, pose, 'LJ001', context)).toBeUndefined();
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FlatElevation, seaHeight, undulationAt } from '#geo';
import {
  completed,
  insertWaypoint,
  readKmz,
  renumbered,
  routeForDock,
  validateRoute,
  writeKmz,
  type Leg,
} from '#wayline';
import { aimedAt, poseOf, withAimed, type Framing, type HeightDatum } from './framing.js';

const POSE: Framing = {
  longitude: 110.2781,
  latitude: 21.6361,
  height: 80,
  heightDatum: 'ground',
  gimbalPitch: -33.7,
  gimbalYaw: 198,
  zoom: 3,
};
const DOCK = { sn: 'D', name: 'D', place: { longitude: 110.27, latitude: 21.63 }, modelKey: '3-3-0' };
const context = { terrain: new FlatElevation(seaHeight(35)), dock: DOCK };
type KindAndDatum = readonly [Leg['heights'], HeightDatum];
const KINDS = ['above_take_off', 'ellipsoid', 'above_sea', 'above_ground'] as const;
const dock = { dockModelKey: '3-3-0', aircraftModelKey: '0-100-1' };

const legWith = (heights: Leg['heights'], pose: Framing, by?: 'aimed_photo' | 'take_photo'): Leg => {
  const leg: Leg = {
    id: 0,
    templateId: 0,
    heights,
    speed: 8,
    waypoints: [{ longitude: 110.27, latitude: 21.63, height: 90, actionGroups: [] }],
  };
  return withAimed(leg, 1, pose, { context, code: 'LJ001-03', aircraft: '0-100-1', ...(by ? { by } : {}) })!;
};

describe('a picture taken again', () => {
  it('comes back as it was bound, by both ways of taking it and in every kind of height', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('aimed_photo' as const, 'take_photo' as const),
        fc.constantFrom<KindAndDatum[]>(
          ['above_take_off', 'takeoff'],
          ['ellipsoid', 'ellipsoid'],
          ['above_sea', 'sea'],
          ['above_ground', 'ground'],
        ),
        fc.integer({ min: 0, max: 359 }),
        fc.integer({ min: -90, max: 30 }),
        fc.integer({ min: 1, max: 20 }),
        (by, [heights, heightDatum], gimbalYaw, gimbalPitch, zoom) => {
          const pose: Framing = { ...POSE, heightDatum, gimbalYaw, gimbalPitch, zoom };
          const found = poseOf(legWith(heights, pose, by), 1)!;
          expect(found).toEqual({ ...pose, zoom: expect.closeTo(zoom, 6) });
        },
      ),
    );
  });

  it('survives the file and is taken by a dock, with the code of the point in it', () => {
    for (const by of ['aimed_photo', 'take_photo'] as const) {
      const leg = renumbered([legWith('above_take_off', POSE, by)])[0]!;
      const route = routeForDock(
        completed({ mission: { payloads: [] }, legs: [leg], templates: [], resources: [] }),
        dock,
      );
      expect(validateRoute(route, dock)).toEqual([]);
      const bytes = writeKmz(route);
      const { route: read } = readKmz(bytes, 'again.kmz');
      expect(poseOf(read.legs[0]!, 1)).toMatchObject({ gimbalYaw: 198, gimbalPitch: -33.7, zoom: 3, height: 80 });
      expect(JSON.stringify(read.legs)).toContain('LJ001-03');
    }
  });

  it('converts heights by terrain, take-off and geoid, and says when it cannot', () => {
    const heightAs = (heights: (typeof KINDS)[number], pose: Framing, known = true) =>
      aimedAt(pose, { heights, code: 'A', aircraft: '0-91-1', ...(known ? { context } : {}) })?.height;
    const geoid = undulationAt(POSE)!;
    expect(KINDS.map((kind) => heightAs(kind, POSE))).toEqual([
      expect.closeTo(80, 0),
      expect.closeTo(115 + geoid, 1),
      expect.closeTo(115, 1),
      80,
    ]);
    const ofSea: Framing = { ...POSE, height: 115, heightDatum: 'sea' };
    expect(heightAs('ellipsoid', ofSea, false)).toBeCloseTo(115 + geoid, 1);
    expect(heightAs('above_take_off', ofSea)).toBeCloseTo(80, 0);
    expect(heightAs('above_take_off', ofSea, false)).toBeUndefined();
    expect(heightAs('above_sea', { ...ofSea, height: 115 + geoid, heightDatum: 'ellipsoid' }, false)).toBeCloseTo(
      115,
      1,
    );
    expect(heightAs('above_take_off', POSE, false)).toBeUndefined();
  });

  it('takes the aimed photo where the aircraft knows it, and turns by itself where it does not', () => {
    const kinds = (aircraft: string) =>
      aimedAt(POSE, { heights: 'above_ground', code: 'A', aircraft })!.actionGroups[0]!.actions.map(({ kind }) => kind);
    expect(kinds('0-91-1')).toEqual(['aimed_photo']);
    expect(kinds('0-60-0')).toEqual(['turn_aircraft', 'rotate_gimbal', 'zoom', 'take_photo']);
  });

  it('reads the pose of a plain waypoint from its heading, and none where the gimbal is not told', () => {
    const plain: Leg = {
      heights: 'above_take_off',
      waypoints: [
        { longitude: 110, latitude: 21.6, height: 60, gimbalPitch: -45, actionGroups: [] },
        { longitude: 110, latitude: 21.7, height: 60, actionGroups: [] },
      ],
    };
    expect(poseOf(plain, 0)).toMatchObject({ gimbalPitch: -45, gimbalYaw: 0, zoom: 1, heightDatum: 'takeoff' });
    expect(poseOf(plain, 1)).toMatchObject({ gimbalPitch: -45 });
    expect(poseOf(insertWaypoint({ ...plain, waypoints: [] }, 0, { ...plain.waypoints[1]! }), 0)).toBeUndefined();
    expect(poseOf(plain, 7)).toBeUndefined();
  });
});

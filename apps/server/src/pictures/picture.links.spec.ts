import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { destination } from '#geo';
import { promisedPictures, type PromisedPicture } from '#routes';
import { routeAround } from '../../../../test/support/drawn-routes.js';
import { aimOf } from './picture.aim.js';
import { linkFiles, type LinkableFile } from './picture.links.js';

const HOME = { longitude: 110.28, latitude: 21.6 };
const promised = promisedPictures(routeAround(HOME, { radius: 300, waypoints: 6 }));
const file = (picture: PromisedPicture, more: Partial<LinkableFile> = {}): LinkableFile => {
  const place = destination(picture.place, 77, 8);
  const { longitude, latitude } = place;
  const { yaw = null, pitch = null } = picture.look ?? {};
  const id = `${picture.waypoint}`;
  const name = `DJI_20261124101500_000${picture.waypoint}_V.JPG`;
  return {
    id,
    name,
    kind: 'photo',
    state: 'ingested',
    original: true,
    longitude,
    latitude,
    gimbalYaw: yaw,
    gimbalPitch: pitch,
    ...more,
  };
};
const linked = (files: readonly LinkableFile[], slots = promised) =>
  linkFiles(files, slots).map((link) => [link.file.id, link.waypoint, link.promised?.waypoint ?? null]);

describe('the files of a flight', () => {
  it('belong to the waypoints at which they were taken, in whatever order they come', () => {
    const files = promised.map((picture) => file(picture));
    fc.assert(
      fc.property(fc.shuffledSubarray(files), (some) => {
        for (const [id, waypoint, slot] of linked(some)) expect([waypoint, slot]).toEqual([Number(id), Number(id)]);
      }),
    );
  });

  it('are told apart by order where a route comes by twice, and by pose where it looks two ways', () => {
    const [there] = promised;
    const back = { ...there!, waypoint: 7 };
    const again = [file(there!, { id: '1' }), file(back, { id: '7' })];
    expect(linked(again, [there!, back])).toEqual([
      ['1', 1, 1],
      ['7', 7, 7],
    ]);
    // the first time it was not taken
    const late = [file(promised[1]!), file(back, { id: '7' })];
    expect(linked(late, [there!, promised[1]!, back])).toEqual([
      ['2', 2, 2],
      ['7', 7, 7],
    ]);
    const other = { ...there!, waypoint: 1, look: { ...there!.look!, yaw: (there!.look!.yaw + 180) % 360 } };
    const [first, second] = linkFiles([file(other, { id: 'other' }), file(there!, { id: 'this' })], [there!, other]);
    expect([first!.promised, second!.promised]).toEqual([other, there]);
  });

  it('are found by the suffix in their name when their place is poor or missing', () => {
    const name = 'DJI_20261124101500_0001_V_P3.JPG';
    expect(linked([file(promised[0]!, { name, longitude: null, latitude: null })])).toEqual([['1', 4, 4]]);
    const far = destination(promised[3]!.place, 0, 200);
    expect(linked([file(promised[0]!, { name, ...far })])).toEqual([['1', 4, 4]]);
  });

  it('belong to a waypoint without being promised when they are one lens more, and to none away from the route', () => {
    const two = [file(promised[0]!, { id: 'wide' }), file(promised[0]!, { id: 'thermal' })];
    expect(linked(two).map(([, waypoint, slot]) => [waypoint, slot])).toEqual([
      [1, 1],
      [1, null],
    ]);
    expect(linked([file(promised[0]!, destination(HOME, 0, 5_000))])).toEqual([['1', null, null]]);
    expect(linked([file(promised[0]!, { kind: 'video' })])).toEqual([['1', null, null]]);
  });
});

describe('what a picture is of', () => {
  const pose = { ...HOME, relativeHeight: 100, gimbalYaw: 90, gimbalPitch: -45 };
  const at = (azimuth: number, metres: number) => ({ azimuth, ...destination(HOME, azimuth, metres) });

  it('is what lies nearest to its middle', () => {
    const [east, west, below] = [at(90, 100), at(270, 100), at(0, 1)];
    expect(aimOf(pose, [west, below, east])).toBe(east);
    expect(aimOf({ ...pose, gimbalPitch: -90, gimbalYaw: null }, [west, below, east])).toBe(below);
    expect(aimOf({ ...pose, gimbalYaw: 270 }, [west, east])).toBe(west);
  });

  it('is nothing where nothing is in it, and what is below where nobody says how it looked', () => {
    expect(aimOf(pose, [at(270, 200)])).toBeNull();
    expect(aimOf(pose, [at(90, 5_000)])).toBeNull();
    const unknown = { ...pose, gimbalYaw: null, gimbalPitch: null };
    const [near, far] = [at(10, 40), at(10, 400)];
    expect(aimOf(unknown, [far, near])).toBe(near);
    expect(aimOf(unknown, [far])).toBeNull();
  });
});

import { describe, expect, it } from '@jest/globals';
import { type Aircraft } from './aircraft.js';
import { fileOf } from './media-file.js';
import { type Shot } from './shooting.js';

const shot: Shot = {
  kind: 'video',
  number: 1,
  suffix: 'LJ001-01',
  waypoint: 0,
  at: Date.parse('2026-11-24T02:00:00Z'),
  place: { longitude: 110.28, latitude: 21.6 },
  absoluteHeight: 90,
  relativeHeight: 80,
  gimbalPitch: -45,
  gimbalYaw: 0,
  heading: 0,
  seconds: 12,
};

/** Types of the boxes of an MP4, which fill it to its end. */
function boxesOf(bytes: Uint8Array): string[] {
  const buffer = Buffer.from(bytes);
  const types: string[] = [];
  for (let at = 0; at < buffer.length; at += buffer.readUInt32BE(at)) {
    types.push(buffer.toString('latin1', at + 4, at + 8));
  }
  return types;
}

describe('a video of the simulator', () => {
  it('is a clip with a track, and says behind it what the shot was', () => {
    const { name, type, bytes } = fileOf(shot, 'flight', {} as Aircraft);
    expect([name, type]).toEqual(['DJI_20261124100000_0001_V_LJ001-01.MP4', 'video/mp4']);
    const boxes = boxesOf(bytes);
    expect(boxes.slice(0, 4)).toEqual(['ftyp', 'moov', 'moof', 'mdat']);
    expect(boxes.at(-1)).toBe('free');
    expect(Buffer.from(bytes).toString('latin1')).toContain('"seconds":12');
    expect(fileOf(shot, 'flight', {} as Aircraft).bytes).toEqual(bytes);
    expect(fileOf({ ...shot, number: 2 }, 'flight', {} as Aircraft).bytes).not.toEqual(bytes);
  });
});

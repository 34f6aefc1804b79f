import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import sharp from 'sharp';
import { exifSegment } from '../../../simulator/src/exif.js';
import { readDroneXmp } from './drone-xmp.reader.js';
import { readExif } from './exif.reader.js';
import { PICTURE_LIMITS, readPicture } from './picture.reader.js';
import { UnreadablePicture } from './unreadable.picture.js';

const photo = readFileSync('apps/simulator/fixtures/photos/DJI_0018.JPG');
const problemOf = (bytes: Buffer) =>
  readPicture(bytes).then(
    () => 'read',
    (error) => (error instanceof UnreadablePicture ? error.problem.code : String(error)),
  );
const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#123456' }, limitInputPixels: false });

describe('a picture of a real drone', () => {
  it('tells where it was taken, how the camera looked, and when', async () => {
    const picture = await readPicture(photo);
    expect(picture).toMatchObject({
      contentType: 'image/jpeg',
      width: 1600,
      height: 900,
      exif: { make: 'DJI', model: 'FC300S', time: '2016:06:23 16:31:59' },
      xmp: { relativeHeight: 39.8, absoluteHeight: 198.31, gimbalYaw: 45, gimbalPitch: -89.9, gimbalRoll: 0 },
    });
    expect(picture.exif.latitude).toBeCloseTo(46.8426070833, 9);
    expect(picture.exif.longitude).toBeCloseTo(-91.9945598889, 9);
    expect(await sharp(picture.thumbnail).metadata()).toMatchObject({ format: 'jpeg', width: 400, height: 225 });
    const { exif, xmp } = await sharp(picture.preview).metadata();
    expect([exif, xmp]).toEqual([undefined, undefined]);
  });

  it('is the right way up in what is made of it', async () => {
    const turned = await blank(300, 200).jpeg().withMetadata({ orientation: 6 }).toBuffer();
    const picture = await readPicture(turned);
    expect(picture).toMatchObject({ width: 200, height: 300 });
    expect(await sharp(picture.preview).metadata()).toMatchObject({ width: 200, height: 300 });
  });

  it.each(['png', 'webp'] as const)('may be a %s', async (format) => {
    expect(await readPicture(await blank(50, 40).toFormat(format).toBuffer())).toMatchObject({ width: 50, height: 40 });
  });
});

describe('what is no whole picture', () => {
  it('is told apart, whatever its name says', async () => {
    expect(await problemOf(photo.subarray(0, 3_000))).toBe('cut_off');
    expect(await problemOf(photo.subarray(0, photo.length / 2))).toBe('cut_off');
    expect(await problemOf(photo.subarray(0, -10))).toBe('cut_off');
    expect(await problemOf(Buffer.from('no picture at all, only words'))).toBe('no_picture');
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>';
    expect(await problemOf(Buffer.from(svg))).toBe('no_picture');
    expect(await problemOf(await blank(5, 5).gif().toBuffer())).toBe('no_picture');
    expect(await problemOf(await blank(5, 5).tiff().toBuffer())).toBe('no_picture');
    expect(await problemOf(Buffer.alloc(0))).toBe('broken');
  });

  it('is not unpacked when it has too many pixels, and takes little memory when it has nearly as many', async () => {
    const side = Math.ceil(Math.sqrt(PICTURE_LIMITS.pixels)) + 1;
    const bomb = await blank(side, side).png({ compressionLevel: 9 }).toBuffer();
    expect(bomb.length).toBeLessThan(2 ** 20);
    expect(await problemOf(bomb)).toBe('too_many_pixels');
    const large = await blank(12_000, 8_000).png({ compressionLevel: 9 }).toBuffer();
    const before = process.memoryUsage().rss;
    expect(await readPicture(large)).toMatchObject({ width: 12_000, height: 8_000 });
    // unpacked it has 288 MB
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 2 ** 20);
  });

  it('never does more than fail, however it is changed', async () => {
    const small = await sharp(photo).resize(320).withMetadata().jpeg().toBuffer();
    const change = fc.record({ at: fc.nat(small.length - 1), value: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 40 }), async (changes) => {
        const bytes = Buffer.from(small);
        for (const { at, value } of changes) bytes[at] = value;
        const said = await problemOf(bytes);
        expect(['read', 'cut_off', 'broken', 'no_picture', 'too_many_pixels']).toContain(said);
      }),
      { numRuns: 60 },
    );
  });
});

describe('Exif data', () => {
  const shot = {
    kind: 'photo' as const,
    number: 1,
    suffix: '',
    waypoint: 0,
    at: Date.parse('2026-07-21T02:22:31.250Z'),
    place: { longitude: 110.281234, latitude: 21.612345 },
    absoluteHeight: 98.2,
    relativeHeight: 80,
    gimbalPitch: -45,
    gimbalYaw: 10,
    heading: 10,
  };
  const segment = exifSegment(shot, 'M4TD').subarray(4);

  it('come back as they were written', () => {
    const read = readExif(segment);
    expect(read).toMatchObject({ make: 'DJI', model: 'M4TD', time: '2026:07:21 10:22:31.250', altitude: 98.2 });
    expect(read.longitude).toBeCloseTo(110.281234, 6);
    expect(read.latitude).toBeCloseTo(21.612345, 6);
    const south = { ...shot, place: { longitude: -70.5, latitude: -33.25 }, absoluteHeight: -3 };
    expect(readExif(exifSegment(south, 'X').subarray(4))).toMatchObject({
      longitude: -70.5,
      latitude: -33.25,
      altitude: -3,
    });
  });

  it('that are cut, changed or made up are never a place that there is not', () => {
    const sane = (bytes: Buffer) => {
      const { longitude = 0, latitude = 0, altitude = 0 } = readExif(bytes);
      expect(Math.abs(longitude)).toBeLessThanOrEqual(180);
      expect(Math.abs(latitude)).toBeLessThanOrEqual(90);
      expect(Number.isFinite(altitude)).toBe(true);
    };
    for (let length = 0; length <= segment.length; length++) sane(segment.subarray(0, length));
    const change = fc.record({ at: fc.nat(segment.length - 1), value: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
        const bytes = Buffer.from(segment);
        for (const { at, value } of changes) bytes[at] = value;
        sane(bytes);
      }),
      { numRuns: 500 },
    );
  });

  it('whose every entry points at everything cost no more than others', () => {
    const bytes = Buffer.alloc(65_000, 0xff);
    bytes.write('II');
    bytes.writeUInt16LE(42, 2);
    bytes.writeUInt32LE(8, 4);
    bytes.writeUInt16LE(5_000, 8);
    for (let entry = 10; entry + 12 < bytes.length; entry += 12) {
      bytes.writeUInt16LE(3, entry + 2);
      bytes.writeUInt32LE(30_000, entry + 4);
      bytes.writeUInt32LE(8, entry + 8);
    }
    expect(readExif(bytes)).toEqual({});
    expect(readExif(exifSegment(shot, 'X'.repeat(300)).subarray(4)).model).toBeUndefined();
  });
});

describe('drone data', () => {
  it('may be elements as well as attributes, and misspelled', () => {
    const xmp = `<drone-dji:GpsLatitude>+21.5</drone-dji:GpsLatitude> drone-dji:GpsLongtitude="+110.25"
      drone-dji:GimbalYawDegree="-90.00" drone-dji:GimbalPitchDegree="north" drone-dji:DroneSerialNumber="1581F5F"`;
    expect(readDroneXmp(xmp)).toEqual({ latitude: 21.5, longitude: 110.25, gimbalYaw: 270, droneSerial: '1581F5F' });
  });

  it('say nothing of a camera without a fix, and are read no further than they reach', () => {
    expect(readDroneXmp('drone-dji:GpsLatitude="+0.0" drone-dji:GpsLongitude="+0.0"')).toEqual({});
    expect(readDroneXmp(`${' '.repeat(300_000)}drone-dji:RelativeAltitude="+9"`)).toEqual({});
    expect(readDroneXmp('drone-dji:'.repeat(20_000))).toEqual({});
  });
});

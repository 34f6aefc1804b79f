import { app1Segment } from './jpeg.js';
import { type Shot } from './shooting.js';

/** One entry of a directory: tag, type, count, and its value as bytes. */
interface Entry {
  tag: number;
  type: number;
  count: number;
  value: Buffer;
}

const [BYTE, ASCII, LONG, RATIONAL] = [1, 2, 4, 5];
const EXIF_POINTER = 0x8769;
const GPS_POINTER = 0x8825;

/** An APP1 segment with model, time and place of a shot (Exif 2.32, JEITA CP-3451). Time is the county's, without a zone. */
export function exifSegment(shot: Shot, model: string): Buffer {
  const time = localTime(shot.at);
  const { latitude, longitude } = shot.place;
  const gps = [
    entry(0, BYTE!, 4, Buffer.from([2, 3, 0, 0])),
    text(1, latitude < 0 ? 'S' : 'N'),
    rationals(2, sexagesimal(latitude)),
    text(3, longitude < 0 ? 'W' : 'E'),
    rationals(4, sexagesimal(longitude)),
    entry(5, BYTE!, 1, Buffer.from([shot.absoluteHeight < 0 ? 1 : 0])),
    rationals(6, [[Math.round(Math.abs(shot.absoluteHeight) * 1000), 1000]]),
  ];
  const exif = [text(0x9003, time), text(0x9004, time), text(0x9291, String(shot.at % 1000).padStart(3, '0'))];
  const head = [text(0x010f, 'DJI'), text(0x0110, model), text(0x0132, time)];
  return app1Segment(Buffer.concat([Buffer.from('Exif\0\0'), tiff(head, exif, gps)]));
}

/** The three directories behind one another, each followed by the values that do not fit into it. */
function tiff(head: Entry[], exif: Entry[], gps: Entry[]): Buffer {
  const pointers = (exifAt: number, gpsAt: number) => [
    ...head,
    entry(EXIF_POINTER, LONG!, 1, long(exifAt)),
    entry(GPS_POINTER, LONG!, 1, long(gpsAt)),
  ];
  const start = 8;
  const exifAt = start + directory(pointers(0, 0), start).length;
  const exifBytes = directory(exif, exifAt);
  const gpsAt = exifAt + exifBytes.length;
  const magic = Buffer.from([0x49, 0x49, 0x2a, 0, start, 0, 0, 0]);
  return Buffer.concat([magic, directory(pointers(exifAt, gpsAt), start), exifBytes, directory(gps, gpsAt)]);
}

function directory(entries: Entry[], at: number): Buffer {
  const table = Buffer.alloc(2 + entries.length * 12 + 4);
  table.writeUInt16LE(entries.length, 0);
  const values: Buffer[] = [];
  let free = at + table.length;
  for (const [index, { tag, type, count, value }] of entries.entries()) {
    const place = 2 + index * 12;
    table.writeUInt16LE(tag, place);
    table.writeUInt16LE(type, place + 2);
    table.writeUInt32LE(count, place + 4);
    if (value.length <= 4) value.copy(table, place + 8);
    else {
      table.writeUInt32LE(free, place + 8);
      const even = value.length % 2 === 0 ? value : Buffer.concat([value, Buffer.alloc(1)]);
      values.push(even);
      free += even.length;
    }
  }
  return Buffer.concat([table, ...values]);
}

function entry(tag: number, type: number, count: number, value: Buffer): Entry {
  return { tag, type, count, value };
}

function text(tag: number, value: string): Entry {
  const bytes = Buffer.from(`${value}\0`, 'latin1');
  return entry(tag, ASCII!, bytes.length, bytes);
}

function rationals(tag: number, values: readonly (readonly [number, number])[]): Entry {
  const bytes = Buffer.concat(values.flatMap(([over, under]) => [long(over), long(under)]));
  return entry(tag, RATIONAL!, values.length, bytes);
}

function long(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** Degrees, minutes, and seconds to a ten-thousandth (3 mm). */
function sexagesimal(degrees: number): [number, number][] {
  const parts = Math.round(Math.abs(degrees) * 3600 * 10_000);
  const whole = Math.floor(parts / 36_000_000);
  const minutes = Math.floor((parts % 36_000_000) / 600_000);
  return [
    [whole, 1],
    [minutes, 1],
    [parts % 600_000, 10_000],
  ];
}

/** As cameras write it: local time of China without a zone. */
function localTime(milliseconds: number): string {
  const stamp = new Date(milliseconds + 8 * 3_600_000).toISOString();
  return `${stamp.slice(0, 10).replaceAll('-', ':')} ${stamp.slice(11, 19)}`;
}

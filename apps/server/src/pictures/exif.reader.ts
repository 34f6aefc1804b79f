/** What the Exif data of a picture say (Exif 2.32, CIPA DC-008). Degrees in WGS84, metres as the camera tells them. */
export interface Exif {
  /** As written: `2026:07:21 10:22:31`, with its fraction and zone where the camera writes them. */
  time?: string;
  make?: string;
  model?: string;
  latitude?: number;
  longitude?: number;
  altitude?: number;
}

type Value = string | number[];
type Directory = ReadonlyMap<number, Value>;

const EXIF_POINTER = 0x8769;
const GPS_POINTER = 0x8825;
/** Directories of cameras have some sixty entries. */
const MOST_ENTRIES = 512;
/** Longer values are pictures and makers' notes; nothing that is read here is longer. */
const LONGEST_VALUE = 256;
const BYTES_OF_TYPE: Readonly<Record<number, number>> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 10: 8 };

/** Reads the few values that are used of an Exif segment, with or without its `Exif` mark; what is broken is left out. */
export function readExif(segment: Buffer): Exif {
  const tiff = segment.subarray(segment.toString('latin1', 0, 4) === 'Exif' ? 6 : 0);
  const order = tiff.toString('latin1', 0, 2);
  if (tiff.length < 8 || (order !== 'II' && order !== 'MM')) return {};
  const reader = new TiffReader(tiff, order === 'II');
  const main = reader.directory(reader.long(4));
  const exif = reader.directory(firstOf(main.get(EXIF_POINTER)));
  const gps = reader.directory(firstOf(main.get(GPS_POINTER)));
  const text = (value: Value | undefined) => (typeof value === 'string' && value !== '' ? value : undefined);
  const latitude = degreesOf(gps.get(2), gps.get(1), 'S', 90);
  const longitude = degreesOf(gps.get(4), gps.get(3), 'W', 180);
  const hasPlace = latitude !== undefined && longitude !== undefined && (latitude !== 0 || longitude !== 0);
  const height = firstOf(gps.get(6));
  return defined({
    time: timeOf(text(exif.get(0x9003)), text(exif.get(0x9291)), text(exif.get(0x9011))),
    make: text(main.get(0x010f)),
    model: text(main.get(0x0110)),
    ...(hasPlace ? { latitude, longitude } : {}),
    altitude: height === undefined ? undefined : firstOf(gps.get(5)) === 1 ? -height : height,
  });
}

/** The directories of a TIFF file. Every look lies within the bytes; a directory is read once and never followed in circles. */
class TiffReader {
  constructor(
    private readonly bytes: Buffer,
    private readonly little: boolean,
  ) {}

  long(at: number): number {
    return this.little ? this.bytes.readUInt32LE(at) : this.bytes.readUInt32BE(at);
  }

  directory(at: number | undefined): Directory {
    const values = new Map<number, Value>();
    if (at === undefined || at < 8 || at + 2 > this.bytes.length) return values;
    const count = Math.min(this.short(at), MOST_ENTRIES);
    for (let entry = at + 2; entry < at + 2 + count * 12 && entry + 12 <= this.bytes.length; entry += 12) {
      const value = this.value(entry);
      if (value !== undefined) values.set(this.short(entry), value);
    }
    return values;
  }

  private value(entry: number): Value | undefined {
    const type = this.short(entry + 2);
    const count = this.long(entry + 4);
    const bytes = count * (BYTES_OF_TYPE[type] ?? Infinity);
    if (bytes === 0 || bytes > LONGEST_VALUE) return undefined;
    const at = bytes <= 4 ? entry + 8 : this.long(entry + 8);
    if (at + bytes > this.bytes.length) return undefined;
    if (type === 2)
      return this.bytes
        .toString('latin1', at, at + bytes)
        .split('\0')[0]!
        .trim();
    return Array.from({ length: count }, (_, nr) => this.number(type, at + nr * BYTES_OF_TYPE[type]!));
  }

  private number(type: number, at: number): number {
    if (type === 1) return this.bytes[at]!;
    if (type === 3) return this.short(at);
    if (type === 4) return this.long(at);
    const signed = (place: number) => (type === 10 ? this.long(place) | 0 : this.long(place));
    return signed(at) / signed(at + 4);
  }

  private short(at: number): number {
    return this.little ? this.bytes.readUInt16LE(at) : this.bytes.readUInt16BE(at);
  }
}

function firstOf(value: Value | undefined): number | undefined {
  const first = typeof value === 'string' ? undefined : value?.[0];
  return first !== undefined && Number.isFinite(first) ? first : undefined;
}

/** Degrees, minutes and seconds as one number; undefined for what is no place. */
function degreesOf(
  value: Value | undefined,
  side: Value | undefined,
  negative: string,
  most: number,
): number | undefined {
  if (value === undefined || typeof value === 'string' || value.length !== 3) return undefined;
  const degrees = value[0]! + value[1]! / 60 + value[2]! / 3600;
  if (!Number.isFinite(degrees) || degrees > most) return undefined;
  return side === negative ? -degrees : degrees;
}

function timeOf(time: string | undefined, fraction: string | undefined, zone: string | undefined): string | undefined {
  if (time === undefined) return undefined;
  return `${time}${fraction && /^\d+$/.test(fraction) ? `.${fraction}` : ''}${zone ?? ''}`;
}

/** Without the members that are undefined. */
function defined<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { unpackers } from './bounded-inflate.js';
import { ElevationFileError } from './elevation-file-error.js';
import { readElevationFile, type ElevationFileOptions } from './elevation-file.js';
import { undulationAt } from './undulation.js';

const options: ElevationFileOptions = { title: { zh: '测试高程', en: 'test heights' }, accuracy: 3 };

function fixture(name: string): ArrayBuffer {
  const bytes = readFileSync(new URL(`../fixtures/${name}`, import.meta.url));
  return new Uint8Array(bytes).buffer;
}

/** The surface in the files: see fixtures/SOURCES.md. */
const surface = (column: number, row: number): number =>
  60 + 30 * Math.sin(column / 9) + 20 * Math.cos(row / 7) + ((column * 7919 + row * 104_729) % 37) / 4;
const placeOf = (column: number, row: number) => ({
  longitude: 110.2 + 0.001 * (column + 0.5),
  latitude: 21.6 - 0.001 * (row + 0.5),
});

/** Cells in all corners and across the borders of tiles and strips. */
const CELLS = [0, 1, 31, 63, 64, 100, 119].flatMap((column) => [0, 7, 63, 64, 99].map((row) => [column, row] as const));

async function refusalOf(reading: Promise<unknown>): Promise<ElevationFileError> {
  const error = await reading.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(error instanceof ElevationFileError)) throw new Error(`not refused as it should: ${String(error)}`);
  return error;
}

describe('readElevationFile', () => {
  it.each([
    ['wgs84-float-deflate-tiles.tif', 4326, 1e-4],
    ['wgs84-float-lzw.tif', 4326, 1e-4],
    ['cgcs2000-int-lzw.tif', 4490, 0.5],
    ['wgs84-point-egm96-packbits.tif', 4326, 0.5],
    ['wgs84-int-bigendian.tif', 4326, 0.5],
  ])('reads every value of %s', async (name, epsg, rounding) => {
    const file = await readElevationFile(fixture(name), options);
    expect(file).toMatchObject({ epsg, missing: 1 });
    for (const [column, row] of CELLS) {
      const ground = file.grid.groundAt(placeOf(column, row))!;
      expect(Math.abs(ground.height - surface(column, row))).toBeLessThanOrEqual(rounding + 1e-4);
      expect(ground).toMatchObject({ accuracy: 3, basis: 'measured' });
    }
    // The one value that the file declares missing.
    expect(file.grid.groundAt(placeOf(3, 5))).toBeUndefined();
    expect(file.lowest).toBeGreaterThan(9);
    expect(file.highest).toBeLessThan(120);
  });

  it.each([
    ['utm49-lzw.tif', 110.220810344561, 21.5802230534473, 68.404899597168],
    ['utm49-lzw.tif', 110.248134753308, 21.5261417517147, 32.1079902648926],
    ['utm49-lzw.tif', 110.298134520061, 21.5697254387186, 22.3936462402344],
    ['gauss-krueger-zone37-lzw.tif', 110.220801802213, 21.5802309637627, 68.404899597168],
    ['gauss-krueger-zone37-lzw.tif', 110.248115290046, 21.5261712972206, 32.1079902648926],
    ['gauss-krueger-zone37-lzw.tif', 110.278911094151, 21.5443690807795, 83.8133087158203],
    ['gauss-krueger-6deg-lzw.tif', 110.298095054746, 21.5697375594312, 22.3936462402344],
  ])('finds in %s at %d, %d the value that GDAL finds', async (name, longitude, latitude, height) => {
    const { grid } = await readElevationFile(fixture(name), options);
    // A millimetre of place on this rough surface is some 0.1 mm of height.
    expect(grid.groundAt({ longitude, latitude })!.height).toBeCloseTo(height, 3);
    expect(grid.spacing).toBe(400);
  });

  it('takes heights above the ellipsoid for what they are, as the file says or as the uploader does', async () => {
    const place = placeOf(40, 40);
    const declared = await readElevationFile(fixture('wgs84-ellipsoid-big.tif'), options);
    expect(declared.grid.groundAt(place)!.height).toBeCloseTo(surface(40, 40) - undulationAt(place)!, 3);
    const other = await readElevationFile(fixture('wgs84-point-egm96-packbits.tif'), {
      ...options,
      vertical: 'ellipsoid',
    });
    expect(other.grid.cells.vertical).toBe('sea');
  });

  it('reads only the county out of a larger file', async () => {
    const box = { west: 110.23, south: 21.53, east: 110.25, north: 21.55 };
    const { grid } = await readElevationFile(fixture('wgs84-float-deflate-tiles.tif'), {
      ...options,
      box,
      maxCells: 5_000,
    });
    expect(grid.cells.values.length).toBeLessThan(700);
    expect(grid.groundAt(placeOf(40, 60))!.height).toBeCloseTo(surface(40, 60), 3);
    expect(grid.groundAt(placeOf(5, 5))).toBeUndefined();
    const far = { west: 113, south: 23, east: 113.1, north: 23.1 };
    const refused = readElevationFile(fixture('wgs84-float-lzw.tif'), { ...options, box: far });
    expect(await refusalOf(refused)).toMatchObject({ code: 'elevation_outside' });
  });

  it.each([
    ['bad-web-mercator.tif', 'elevation_reference_unknown', 'EPSG:4490'],
    ['bad-zstd.tif', 'elevation_compression', 'DEFLATE'],
    ['bad-rotated.tif', 'elevation_rotated', 'gdalwarp'],
  ])('refuses %s and names the remedy', async (name, code, remedy) => {
    const error = await refusalOf(readElevationFile(fixture(name), options));
    expect(error).toMatchObject({ code, zh: expect.stringContaining(remedy), en: expect.stringContaining(remedy) });
  });

  it('believes the uploader rather than the file about the reference', async () => {
    const { epsg } = await readElevationFile(fixture('wgs84-float-lzw.tif'), { ...options, epsg: 4490 });
    expect(epsg).toBe(4490);
  });
});

describe('readElevationFile and files that mean harm', () => {
  it('refuses what is no TIFF, what is cut off, and what has no values', async () => {
    const whole = fixture('wgs84-float-deflate-tiles.tif');
    const broken = [new ArrayBuffer(0), new TextEncoder().encode('not a picture at all').buffer, whole.slice(0, 700)];
    for (const bytes of broken) {
      expect(await refusalOf(readElevationFile(bytes as ArrayBuffer, options))).toMatchObject({
        code: 'elevation_not_geotiff',
      });
    }
    const empty = tiff({ width: 4, height: 4, data: new Float32Array(16).fill(-99_999) });
    expect(await refusalOf(readElevationFile(empty, options))).toMatchObject({ code: 'elevation_no_values' });
  });

  it('refuses more bytes, more cells and larger blocks than it was told to take', async () => {
    const whole = fixture('wgs84-float-lzw.tif');
    for (const bound of [{ maxBytes: 1_000 }, { maxCells: 11_999 }]) {
      expect(await refusalOf(readElevationFile(whole, { ...options, ...bound }))).toMatchObject({
        code: 'elevation_too_large',
      });
    }
    const vast = tiff({ width: 3_000_000, height: 3_000_000, data: new Float32Array(16) });
    expect(await refusalOf(readElevationFile(vast, options))).toMatchObject({ code: 'elevation_too_large' });
    // A box of a few cells within a block that would fill the memory.
    const box = { west: 110.2001, south: 21.5998, east: 110.2002, north: 21.5999 };
    expect(await refusalOf(readElevationFile(vast, { ...options, box }))).toMatchObject({
      code: 'elevation_too_large',
    });
  });

  it('stops unpacking a block that grows beyond what it declares', async () => {
    const bomb = deflateSync(new Uint8Array(300 * 2 ** 20));
    expect(bomb.length).toBeLessThan(400_000);
    const file = tiff({ width: 10, height: 10, compression: 8, data: bomb });
    const error = await refusalOf(readElevationFile(file, options));
    expect(error).toMatchObject({
      code: 'elevation_not_geotiff',
      en: expect.stringContaining('more than its 400 bytes'),
    });
  });

  it('refuses a directory that promises more values than the file has bytes', async () => {
    const file = tiff({ width: 4, height: 4, data: new Float32Array(16), liar: true });
    expect(await refusalOf(readElevationFile(file, options))).toMatchObject({ code: 'elevation_not_geotiff' });
  });
});

describe('unpackers', () => {
  it.each([
    [5, lzwOfZeros()],
    [8, new Uint8Array(deflateSync(new Uint8Array(10_000)))],
    [32_773, Uint8Array.from({ length: 200 }, (_, index) => (index % 2 === 0 ? 0x81 : 0))],
  ])('of compression %d stop at their limit, and go as far as that', async (compression, block) => {
    const unpack = unpackers[compression]!;
    const whole = await unpack(block, 12_900);
    expect(whole.every((byte) => byte === 0)).toBe(true);
    expect(whole.length).toBeGreaterThanOrEqual(10_000);
    await expect(unpack(block, whole.length - 1)).rejects.toThrow(`more than its ${whole.length - 1} bytes`);
    expect(await unpack(block, whole.length)).toHaveLength(whole.length);
  });

  it('refuse broken data', async () => {
    await expect(unpackers[5]!(Uint8Array.of(0x80, 0x3f, 0xff, 0xff), 100)).rejects.toThrow('broken LZW');
    await expect(unpackers[8]!(Uint8Array.of(1, 2, 3, 4), 100)).rejects.toThrow();
  });
});

/** LZW of 10,011 zeros: clear, then each code is the string just learnt, one longer every time (TIFF 6.0 page 57). */
function lzwOfZeros(): Uint8Array<ArrayBuffer> {
  const codes = [256, 0, ...Array.from({ length: 140 }, (_, index) => 258 + index), 257];
  const bits = codes.map((code) => code.toString(2).padStart(9, '0')).join('');
  return Uint8Array.from(bits.match(/.{1,8}/g)!, (byte) => parseInt(byte.padEnd(8, '0'), 2));
}

interface Made {
  width: number;
  height: number;
  data: Float32Array | Uint8Array;
  compression?: number;
  /** Says of one list that it has a billion values. */
  liar?: boolean;
}

/** A little-endian TIFF of 32-bit floats in one strip near Lianjiang, EPSG:4326. */
function tiff({ width, height, data, compression = 1, liar = false }: Made): ArrayBuffer {
  const DOUBLES = 400;
  const DATA = 600;
  const keys = [1, 1, 0, 2, 1024, 0, 1, 2, 2048, 0, 1, 4326];
  const tags: readonly (readonly [tag: number, type: number, count: number, value: number])[] = [
    [256, 4, 1, width],
    [257, 4, 1, height],
    [258, 3, 1, 32],
    [259, 3, 1, compression],
    [262, 3, 1, 1],
    [273, 4, 1, DATA],
    [277, 3, 1, 1],
    [278, 4, 1, height],
    [279, 4, 1, data.byteLength],
    [339, 3, 1, 3],
    [33_550, 12, 3, DOUBLES],
    [33_922, 12, liar ? 1_000_000_000 : 6, DOUBLES + 24],
    [34_735, 3, keys.length, DOUBLES + 72],
  ];
  const view = new DataView(new ArrayBuffer(DATA + data.byteLength));
  view.setUint32(0, 0x002a4949, true);
  view.setUint32(4, 8, true);
  view.setUint16(8, tags.length, true);
  for (const [index, [tag, type, count, value]] of tags.entries()) {
    const at = 10 + index * 12;
    view.setUint16(at, tag, true);
    view.setUint16(at + 2, type, true);
    view.setUint32(at + 4, count, true);
    if (type === 3 && count === 1) view.setUint16(at + 8, value, true);
    else view.setUint32(at + 8, value, true);
  }
  for (const [index, number] of [0.001, 0.001, 0, 0, 0, 0, 110.2, 21.6, 0].entries())
    view.setFloat64(DOUBLES + index * 8, number, true);
  for (const [index, number] of keys.entries()) view.setUint16(DOUBLES + 72 + index * 2, number, true);
  new Uint8Array(view.buffer).set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), DATA);
  return view.buffer;
}

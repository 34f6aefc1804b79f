import type { BaseDecoder as Decoder, GeoTIFFImage } from 'geotiff';
import { unpackers } from './bounded-inflate.js';
import { ElevationFileError } from './elevation-file-error.js';
import { ElevationGrid, type ElevationCells } from './elevation-grid.js';
import { gridReference } from './grid-reference.js';
import { assertHonestDirectory, notGeoTiff } from './tiff-directory.js';

/** What the person who uploads an elevation model says of it. */
export interface ElevationFileOptions {
  title: { zh: string; en: string };
  /** Standard deviation of the heights in metres, from the model's papers; null when unknown. */
  accuracy: number | null;
  /** EPSG code, when the file names none or a wrong one. */
  epsg?: number;
  /** What heights count from, when the file does not say; most models count from the sea. */
  vertical?: ElevationCells['vertical'];
  /** Only the cells around this box in WGS84 degrees: a county out of a province. */
  box?: { west: number; south: number; east: number; north: number };
  /** Largest file and number of cells taken; 512 MB and 25 million (100 MB in memory) when not said. */
  maxBytes?: number;
  maxCells?: number;
}

/** An elevation model and what was found in it. */
export interface ElevationFile {
  grid: ElevationGrid;
  epsg: number;
  /** Cells without a value. */
  missing: number;
  /** Metres, as stored. */
  lowest: number;
  highest: number;
}

/** Heights beyond these, in metres, are no ground on Earth but a marker for "no value" that the file does not declare. */
const LOWEST = -500;
const HIGHEST = 9000;

/**
 * Reads an elevation model from a GeoTIFF: the first band of the first picture, north up, in a reference of
 * `gridReference`, uncompressed or packed with LZW, Deflate or PackBits. No-data values, NaN and impossible heights are
 * missing values. Time and memory are bounded by the options, whatever the file claims. Throws an `ElevationFileError`.
 */
export async function readElevationFile(bytes: ArrayBuffer, options: ElevationFileOptions): Promise<ElevationFile> {
  const maxBytes = options.maxBytes ?? 512 * 2 ** 20;
  if (bytes.byteLength > maxBytes) throw tooLarge(`${bytes.byteLength} > ${maxBytes} bytes`);
  assertHonestDirectory(bytes);
  try {
    // Loaded on first use: a page that never opens a file does not carry the reader.
    const { fromArrayBuffer, BaseDecoder } = await import('geotiff');
    const image = await (await fromArrayBuffer(bytes)).getImage(0);
    const layout = await layoutOf(image, options);
    const window = windowOf(layout, options);
    const cells = (window[2] - window[0]) * (window[3] - window[1]);
    const maxCells = options.maxCells ?? 25_000_000;
    if (cells > maxCells) throw tooLarge(`${cells} > ${maxCells} cells`);
    const pool = boundedDecoder(image, BaseDecoder, window, maxCells) as never;
    const [band] = await image.readRasters({ window, samples: [0], interleave: false, pool });
    return filled(layout, window, band as ArrayLike<number>, options);
  } catch (error) {
    throw error instanceof ElevationFileError ? error : notGeoTiff(error);
  }
}

interface Layout extends Omit<ElevationCells, 'values'> {
  noData: number | null;
}

async function layoutOf(image: GeoTIFFImage, options: ElevationFileOptions): Promise<Layout> {
  const directory = image.fileDirectory;
  const [tie, scale, matrix, noData] = (await Promise.all([
    directory.loadValue('ModelTiepoint'),
    directory.loadValue('ModelPixelScale'),
    directory.loadValue('ModelTransformation'),
    directory.loadValue('GDAL_NODATA'),
  ])) as [ArrayLike<number>?, ArrayLike<number>?, ArrayLike<number>?, string?];
  const keys = (image.getGeoKeys() ?? {}) as Record<string, unknown>;
  const epsg = options.epsg ?? Number(keys['ProjectedCSTypeGeoKey'] ?? keys['GeographicTypeGeoKey']);
  if (!gridReference(epsg)) throw unknownReference(epsg);
  const place = tie && scale ? fromTiePoint(tie, scale) : matrix ? fromMatrix(matrix) : undefined;
  if (!place || !(place.stepX > 0 && place.stepY > 0)) throw rotated();
  // A corner unless the file says that values stand at points (GeoTIFF 1.1, requirement class GTRasterTypeGeoKey).
  const half = keys['GTRasterTypeGeoKey'] === 2 ? 0 : 0.5;
  return {
    ...place,
    west: place.west + half * place.stepX,
    north: place.north - half * place.stepY,
    columns: image.getWidth(),
    rows: image.getHeight(),
    epsg,
    title: options.title,
    accuracy: options.accuracy,
    vertical: verticalOf(Number(keys['VerticalCSTypeGeoKey'] ?? keys['VerticalGeoKey'])) ?? options.vertical ?? 'sea',
    noData: noData === undefined ? null : Number(noData.replaceAll('\0', '').trim()),
  };
}

type Place = Pick<ElevationCells, 'west' | 'north' | 'stepX' | 'stepY'>;

function fromTiePoint(tie: ArrayLike<number>, scale: ArrayLike<number>): Place {
  const [stepX, stepY] = [scale[0]!, scale[1]!];
  return { west: tie[3]! - tie[0]! * stepX, north: tie[4]! + tie[1]! * stepY, stepX, stepY };
}

function fromMatrix(matrix: ArrayLike<number>): Place | undefined {
  if (matrix[1] !== 0 || matrix[4] !== 0) return undefined;
  return { west: matrix[3]!, north: matrix[7]!, stepX: matrix[0]!, stepY: -matrix[5]! };
}

/**
 * EPSG codes of vertical systems: EGM96, EGM2008, Yellow Sea 1956 and 1985 (1985 国家高程基准) count from seas that lie
 * within about half a metre of each other; 5030 and 4979 are the WGS84 ellipsoid.
 */
function verticalOf(code: number): ElevationCells['vertical'] | undefined {
  if ([5773, 5171, 3855, 5736, 5737].includes(code)) return 'sea';
  return [5030, 4979].includes(code) ? 'ellipsoid' : undefined;
}

type Window = [left: number, top: number, right: number, bottom: number];

/** The cells to read, one more around the box on each side. */
function windowOf(layout: Layout, { box }: ElevationFileOptions): Window {
  const { west, north, stepX, stepY, columns, rows } = layout;
  if (!box) return [0, 0, columns, rows];
  const reference = gridReference(layout.epsg)!;
  const places = [box.west, (box.west + box.east) / 2, box.east].flatMap((longitude) =>
    [box.south, (box.south + box.north) / 2, box.north].map((latitude) => reference.toGrid({ longitude, latitude })),
  );
  const x = places.map((place) => (place.x - west) / stepX);
  const y = places.map((place) => (north - place.y) / stepY);
  const window: Window = [
    Math.max(0, Math.floor(Math.min(...x)) - 1),
    Math.max(0, Math.floor(Math.min(...y)) - 1),
    Math.min(columns, Math.ceil(Math.max(...x)) + 2),
    Math.min(rows, Math.ceil(Math.max(...y)) + 2),
  ];
  if (window[0] >= window[2] || window[1] >= window[3]) throw outside();
  return window;
}

/** Stands where the library's pool of workers would: unpacks within the size that the picture itself declares. */
function boundedDecoder(image: GeoTIFFImage, Base: typeof Decoder, window: Window, maxCells: number): unknown {
  const [width, height] = [image.getTileWidth(), Math.min(image.getTileHeight(), image.getHeight())];
  const limit = width * height * image.getBytesPerPixel();
  const blocks = spanned(window[0], window[2], width) * spanned(window[1], window[3], height);
  const most = 16 * maxCells;
  if (!(blocks * limit <= most)) throw tooLarge(`${blocks} × ${limit} > ${most} bytes`);
  return {
    bindParameters(compression: number, parameters: ConstructorParameters<typeof Decoder>[0]) {
      const unpack = unpackers[compression];
      if (!unpack) throw packedOtherwise(compression);
      class BoundedDecoder extends Base {
        override async decodeBlock(block: ArrayBuffer): Promise<ArrayBuffer> {
          const result = await unpack!(new Uint8Array(block), limit);
          // Whole blocks only: a short one would make rows out of what is not there.
          const whole = new Uint8Array(limit);
          whole.set(result);
          return whole.buffer;
        }
      }
      return new BoundedDecoder(parameters);
    },
  };
}

/** How many blocks of a size the cells from one number up to another touch. */
const spanned = (from: number, to: number, size: number): number => Math.ceil(to / size) - Math.floor(from / size);

function filled(layout: Layout, window: Window, band: ArrayLike<number>, options: ElevationFileOptions): ElevationFile {
  const { noData, ...rest } = layout;
  const values = new Float32Array(band.length);
  let [missing, lowest, highest] = [0, Infinity, -Infinity];
  for (let index = 0; index < values.length; index++) {
    const value = band[index]!;
    if (value !== noData && value >= LOWEST && value <= HIGHEST) {
      values[index] = value;
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
    } else {
      values[index] = Number.NaN;
      missing++;
    }
  }
  if (missing === values.length) throw options.box ? outside() : noValues();
  const [left, top, right, bottom] = window;
  const grid = new ElevationGrid({
    ...rest,
    west: layout.west + left * layout.stepX,
    north: layout.north - top * layout.stepY,
    columns: right - left,
    rows: bottom - top,
    values,
  });
  return { grid, epsg: layout.epsg, missing, lowest, highest };
}

const tooLarge = (detail: string) =>
  new ElevationFileError(
    'elevation_too_large',
    `高程文件太大（${detail}）：请先裁剪到本县范围或降低分辨率再上传`,
    `the elevation file is too large (${detail}): cut it to the county or thin it before the upload`,
  );

const unknownReference = (epsg: number) =>
  new ElevationFileError(
    'elevation_reference_unknown',
    `高程文件的坐标系 EPSG:${epsg} 不支持：请转换为 EPSG:4490 或 EPSG:4326（例如 gdalwarp -t_srs EPSG:4490）后再上传`,
    `the elevation file is in EPSG:${epsg}, which is not known here: convert it to EPSG:4490 or EPSG:4326 (such as gdalwarp -t_srs EPSG:4490)`,
  );

const rotated = () =>
  new ElevationFileError(
    'elevation_rotated',
    '高程文件没有位置信息，或不是北方向上的规则格网：请用 gdalwarp 重采样后再上传',
    'the elevation file has no position or is not a regular grid with north up: resample it with gdalwarp',
  );

const packedOtherwise = (compression: number) =>
  new ElevationFileError(
    'elevation_compression',
    `高程文件的压缩方式（TIFF ${compression}）不支持：请用 LZW 或 DEFLATE 压缩重新导出`,
    `the elevation file is packed in a way that is not known here (TIFF ${compression}): export it with LZW or DEFLATE`,
  );

const noValues = () =>
  new ElevationFileError(
    'elevation_no_values',
    '高程文件里没有任何有效高程：请检查波段与无效值设置',
    'the elevation file has no usable height: check the band and the no-data value',
  );

const outside = () =>
  new ElevationFileError(
    'elevation_outside',
    '高程文件不覆盖本县范围：请确认坐标系与范围',
    'the elevation file does not cover the county: check its reference and extent',
  );

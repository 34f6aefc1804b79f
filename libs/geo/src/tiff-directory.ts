import { ElevationFileError } from './elevation-file-error.js';

/** Bytes of one value of each TIFF field type (TIFF 6.0 page 15; BigTIFF adds 16 to 18). */
const TYPE_BYTES: readonly number[] = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];

/**
 * Checks that the first directory of a TIFF file promises no list longer than the file itself, before a reader makes
 * room for it. Throws an `ElevationFileError` for a file that is not a TIFF or lies about its size.
 */
export function assertHonestDirectory(bytes: ArrayBuffer): void {
  const view = new DataView(bytes);
  try {
    const order = view.getUint16(0);
    if (order !== 0x4949 && order !== 0x4d4d) throw new RangeError('no byte order mark');
    const little = order === 0x4949;
    const version = view.getUint16(2, little);
    if (version !== 42 && version !== 43) throw new RangeError(`version ${version}`);
    const big = version === 43;
    const start = big ? Number(view.getBigUint64(8, little)) : view.getUint32(4, little);
    const count = big ? Number(view.getBigUint64(start, little)) : view.getUint16(start, little);
    const entry = big ? 20 : 12;
    const first = start + (big ? 8 : 2);
    if (count > 4096 || first + count * entry > bytes.byteLength) throw new RangeError(`${count} entries`);
    for (let at = first; at < first + count * entry; at += entry) {
      const size = TYPE_BYTES[view.getUint16(at + 2, little)] ?? 0;
      const values = big ? Number(view.getBigUint64(at + 4, little)) : view.getUint32(at + 4, little);
      if (size * values > bytes.byteLength)
        throw new RangeError(`tag ${view.getUint16(at, little)} has ${values} values`);
    }
  } catch (cause) {
    throw notGeoTiff(cause);
  }
}

export function notGeoTiff(cause: unknown): ElevationFileError {
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new ElevationFileError(
    'elevation_not_geotiff',
    `这个文件不是可读的 GeoTIFF（${detail}）：请重新导出单波段 GeoTIFF 后再上传`,
    `the file is not a readable GeoTIFF (${detail}): export it again as a GeoTIFF of one band`,
    { cause },
  );
}

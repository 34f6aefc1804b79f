/**
 * One file of an archive, as the central directory tells of it. Source of the layout: PKWARE APPNOTE.TXT 6.3.10,
 * sections 4.3 and 4.4.
 */
export interface ZipEntry {
  /** With forward slashes, never absolute, never with `..`. */
  path: string;
  method: 0 | 8;
  packedSize: number;
  size: number;
  crc32: number;
  /** Where the local header begins. */
  offset: number;
}

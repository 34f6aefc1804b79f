import { zipSync, type Zippable } from 'fflate';

/**
 * An archive of the given files in the given order, the same bytes for the same files on every machine and in every
 * time zone: fixed time (the earliest ZIP knows, 1980-01-01 00:00), fixed level, no extra fields, no directories.
 */
export function writeZip(files: readonly { path: string; bytes: Uint8Array }[]): Uint8Array {
  // Without a prototype, a file may have any name.
  const tree = Object.create(null) as Zippable;
  for (const { path, bytes } of files) tree[path] = bytes;
  // The library takes the parts of the date in local time, so the date is made in local time too.
  return zipSync(tree, { level: 6, mtime: new Date(1980, 0, 1) });
}

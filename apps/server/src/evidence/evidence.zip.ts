import { createHash } from 'node:crypto';
import { makeZip } from 'client-zip';

/** A file of an archive: bytes, or a stream that is opened when its turn comes. */
export interface ZippedFile {
  path: string;
  at: Date;
  open(): Promise<AsyncIterable<Uint8Array>> | Uint8Array;
}

/** Bytes that are not those that were kept once. */
export class OriginalChanged extends Error {
  override name = 'OriginalChanged';
}

/**
 * An archive of these files as a stream, packed by nothing: pictures do not shrink. One file is read at a time, so memory
 * does not grow with them; beyond 4 GB it is ZIP64.
 */
export async function* zipOf(files: readonly ZippedFile[]): AsyncGenerator<Uint8Array> {
  async function* entries() {
    for (const { path, at, open } of files) yield { name: path, lastModified: at, input: await open() };
  }
  // The library's streams are those of the web; Node's are read alike.
  yield* makeZip(entries()) as unknown as AsyncIterable<Uint8Array>;
}

/** The same bytes, held against their hash at the end. Throws `OriginalChanged`. */
export async function* proven(
  body: AsyncIterable<Uint8Array>,
  { path, sha256 }: { path: string; sha256: string },
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const piece of body) {
    hash.update(piece);
    yield piece;
  }
  if (hash.digest('hex') !== sha256) throw new OriginalChanged(path);
}

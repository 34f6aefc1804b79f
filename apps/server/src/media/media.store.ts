import { type Readable } from 'node:stream';

/** Bytes that have arrived whole but are not yet kept. */
export interface StagedBytes {
  /** Under which the store finds them again, in every process. */
  name: string;
  size: number;
  /** Hexadecimal. */
  sha256: string;
  md5: string;
}

/** Inclusive, counted from 0. */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * Where the bytes of media lie: on the disk, or in an object store of the county's own. They are kept by their SHA-256: the
 * same bytes once, and never overwritten. Each method throws `MediaAway` when an object store does not answer.
 */
export abstract class MediaStore {
  /**
   * Takes a stream. Throws `MediaTooLarge` beyond `limit` bytes, `MediaFull` when the reserve of the store would be
   * touched, and what the stream throws; nothing is left behind then.
   */
  abstract stage(body: AsyncIterable<Uint8Array>, limit: number): Promise<StagedBytes>;
  /** Keeps staged bytes for good. May be called twice. */
  abstract keep(staged: Pick<StagedBytes, 'name' | 'sha256'>): Promise<void>;
  /** Forgets staged bytes; those that are gone already are no error. */
  abstract drop(name: string): Promise<void>;
  /** Staged bytes as a stream. */
  abstract staged(name: string): Readable;
  /** Kept bytes as a stream. Throws `ENOENT` when there are none. */
  abstract read(sha256: string, range?: ByteRange): Promise<Readable>;
  /** Forgets staged bytes from before a moment: of uploads that were given up. */
  abstract sweep(before: Date): Promise<void>;
}

/** More bytes than were allowed. */
export class MediaTooLarge extends Error {
  override name = 'MediaTooLarge';
}

/** There is no room for more bytes. */
export class MediaFull extends Error {
  override name = 'MediaFull';
}

/** The store does not answer, or does not let us in. */
export class MediaAway extends Error {
  override name = 'MediaAway';
}

import { createHash, type Hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { S3Error } from './s3.error.js';
import { decodeChunks } from './s3.chunks.js';
import { type VerifiedRequest } from './s3.signature.js';

/** Checksums that clients send beside the body or behind it; others of S3's are not looked at. */
const CHECKSUMS = ['crc32', 'sha1', 'sha256'] as const;
type Checksum = (typeof CHECKSUMS)[number];

/** The bytes of a request, held against what was said of them; the last of them come only when all of it was right. */
export interface CheckedBody {
  /** Bytes that are to come, without what the encoding adds. */
  length: number;
  bytes: AsyncIterable<Uint8Array>;
}

/**
 * The body of a verified request. While it is read its length, the SHA-256 that was signed, the signatures of its pieces,
 * `Content-MD5` and `x-amz-checksum-*` are held against it. Throws `S3Error` `MissingContentLength`, `EntityTooLarge`, and
 * while it is read `IncompleteBody`, `XAmzContentSHA256Mismatch`, `BadDigest`, and what `decodeChunks` throws.
 */
export function checkedBody(
  body: AsyncIterable<Uint8Array>,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  request: VerifiedRequest,
  limit: number,
): CheckedBody {
  const { payload } = request;
  const length = lengthOf(headers[payload.kind === 'chunks' ? 'x-amz-decoded-content-length' : 'content-length']);
  if (length > limit) throw new S3Error(400, 'EntityTooLarge', `An upload may have at most ${limit} bytes.`);
  const expected = new Map<Checksum, string>();
  const told = (name: string, value: unknown) => {
    const kind = CHECKSUMS.find((each) => name === `x-amz-checksum-${each}`);
    if (kind && typeof value === 'string') expected.set(kind, value);
  };
  for (const [name, value] of Object.entries(headers)) told(name, value);
  const announced = String(headers['x-amz-trailer'] ?? '').toLowerCase();
  const kinds = CHECKSUMS.filter((kind) => expected.has(kind) || announced.includes(`x-amz-checksum-${kind}`));
  const plain =
    payload.kind === 'chunks'
      ? decodeChunks(body, {
          request,
          signed: payload.signed,
          trailer: payload.trailer,
          length,
          onTrailers: (trailers) => trailers.forEach((value, name) => told(name, value)),
        })
      : body;
  const sha256 = payload.kind === 'hash' ? payload.sha256 : null;
  const md5 = typeof headers['content-md5'] === 'string' ? headers['content-md5'] : null;
  return { length, bytes: watched(plain, length, { sha256, md5, kinds, expected }) };
}

interface Promised {
  sha256: string | null;
  md5: string | null;
  kinds: readonly Checksum[];
  expected: ReadonlyMap<Checksum, string>;
}

async function* watched(
  body: AsyncIterable<Uint8Array>,
  length: number,
  promised: Promised,
): AsyncGenerator<Uint8Array> {
  const hashes = new Map<string, Hash>();
  if (promised.sha256 !== null || promised.kinds.includes('sha256')) hashes.set('sha256', createHash('sha256'));
  if (promised.kinds.includes('sha1')) hashes.set('sha1', createHash('sha1'));
  if (promised.md5 !== null) hashes.set('md5', createHash('md5'));
  let [total, cyclic] = [0, 0];
  for await (const piece of body) {
    total += piece.length;
    for (const hash of hashes.values()) hash.update(piece);
    if (promised.kinds.includes('crc32')) cyclic = crc32(piece, cyclic);
    yield piece;
  }
  if (total !== length) throw new S3Error(400, 'IncompleteBody', 'The body ended before all of it had come.');
  const digests = new Map([...hashes].map(([name, hash]) => [name, hash.digest()] as const));
  const word = Buffer.alloc(4);
  word.writeUInt32BE(cyclic);
  digests.set('crc32', word);
  const differs = (name: string, value: string | null | undefined, encoding: BufferEncoding) =>
    typeof value === 'string' && digests.get(name)?.toString(encoding) !== value;
  if (differs('sha256', promised.sha256, 'hex')) {
    throw new S3Error(400, 'XAmzContentSHA256Mismatch', 'The body does not have the SHA-256 that was signed.');
  }
  const wrong = promised.kinds.find((kind) => differs(kind, promised.expected.get(kind), 'base64'));
  if (wrong !== undefined || differs('md5', promised.md5, 'base64')) {
    throw new S3Error(400, 'BadDigest', 'The body does not have the checksum that was sent.');
  }
}

function lengthOf(header: string | string[] | undefined): number {
  if (typeof header === 'string' && /^\d{1,15}$/.test(header)) return Number(header);
  throw new S3Error(411, 'MissingContentLength', 'Say how long the body is.');
}

import { createHash } from 'node:crypto';
import { S3Error } from './s3.error.js';
import { type VerifiedRequest } from './s3.signature.js';

/** What a body in pieces must come to. */
export interface ChunkedBody {
  request: VerifiedRequest;
  signed: boolean;
  trailer: boolean;
  /** Of `x-amz-decoded-content-length`. */
  length: number;
  /** Given the trailers, in small letters, once all pieces have come. */
  onTrailers?: (trailers: ReadonlyMap<string, string>) => void;
}

const EMPTY = createHash('sha256').digest('hex');
/** Longer pieces are not taken: a piece is held until its signature was looked at. */
const LONGEST_CHUNK = 16 * 2 ** 20;
const LONGEST_LINE = 4096;
const MOST_TRAILERS = 10;

/**
 * Takes a body in `aws-chunked` encoding apart, with or without signatures of its pieces and with or without trailers. A
 * piece is handed on after its signature was found right. Throws `S3Error` `IncompleteBody`, `SignatureDoesNotMatch`,
 * `InvalidChunkSizeError` or `MalformedTrailerError`.
 */
export async function* decodeChunks(
  body: AsyncIterable<Uint8Array>,
  { request, signed, trailer, length, onTrailers }: ChunkedBody,
): AsyncGenerator<Uint8Array> {
  const reader = new ChunkReader(body);
  let previous = request.signature;
  let total = 0;
  for (;;) {
    const { size, signature } = chunkHead(await reader.line(), signed);
    total += size;
    if (total > length)
      throw new S3Error(400, 'IncompleteBody', 'There are more bytes than x-amz-decoded-content-length says.');
    const data = await reader.take(size);
    if (signed) previous = await verifyChunk(request, previous, data, signature);
    if (size === 0) break;
    await reader.end();
    yield data;
  }
  if (total !== length) throw incomplete();
  const trailers = await readTrailers(reader, trailer);
  if (trailer && signed) await verifyTrailers(request, previous, trailers);
  onTrailers?.(trailers);
}

function chunkHead(line: string, signed: boolean): { size: number; signature: string } {
  const [, hex = '', signature = ''] = /^([0-9a-fA-F]{1,8})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line) ?? [];
  const size = parseInt(hex, 16);
  if (!(size <= LONGEST_CHUNK) || (signed && signature === '')) {
    throw new S3Error(400, 'InvalidChunkSizeError', 'A piece of the body does not begin as it should, or is too long.');
  }
  return { size, signature };
}

async function verifyChunk(
  request: VerifiedRequest,
  previous: string,
  data: Uint8Array,
  given: string,
): Promise<string> {
  const hash = createHash('sha256').update(data).digest('hex');
  const text = ['AWS4-HMAC-SHA256-PAYLOAD', request.date, request.scope, previous, EMPTY, hash].join('\n');
  return requireEqual(await request.sign(text), given);
}

async function verifyTrailers(
  request: VerifiedRequest,
  previous: string,
  trailers: ReadonlyMap<string, string>,
): Promise<void> {
  const lines = [...trailers]
    .filter(([name]) => name !== 'x-amz-trailer-signature')
    .map(([name, value]) => `${name}:${value}\n`);
  const hash = createHash('sha256').update(lines.join('')).digest('hex');
  const text = ['AWS4-HMAC-SHA256-TRAILER', request.date, request.scope, previous, hash].join('\n');
  requireEqual(await request.sign(text), trailers.get('x-amz-trailer-signature') ?? '');
}

/** Signatures of pieces are chained to one that is secret no longer, so that the time of the comparison tells nothing. */
function requireEqual(computed: string, given: string): string {
  if (computed === given) return computed;
  throw new S3Error(403, 'SignatureDoesNotMatch', 'The signature of a piece of the body is not right.');
}

/** After the last piece: trailers up to an empty line, or the empty line alone. */
async function readTrailers(reader: ChunkReader, expected: boolean): Promise<Map<string, string>> {
  const trailers = new Map<string, string>();
  for (let line = await reader.line(); line !== ''; line = await reader.line()) {
    const [, name, value] = /^([A-Za-z0-9-]{1,100})\s*:\s*(.*?)\s*$/.exec(line) ?? [];
    if (!expected || name === undefined || value === undefined || trailers.size >= MOST_TRAILERS) {
      throw new S3Error(400, 'MalformedTrailerError', 'What follows the body is not what was announced.');
    }
    trailers.set(name.toLowerCase(), value);
    // Some clients leave out the empty line behind the last trailer.
    if (await reader.atEnd()) break;
  }
  return trailers;
}

/** Gives the bytes of a stream by lines and by lengths. */
class ChunkReader {
  private readonly source: AsyncIterator<Uint8Array>;
  private rest: Buffer = Buffer.alloc(0);
  private over = false;

  constructor(body: AsyncIterable<Uint8Array>) {
    this.source = body[Symbol.asyncIterator]();
  }

  /** The text up to the next CR LF. */
  async line(): Promise<string> {
    for (;;) {
      const end = this.rest.indexOf('\r\n');
      if (end >= 0) {
        const text = this.rest.toString('latin1', 0, end);
        this.rest = this.rest.subarray(end + 2);
        return text;
      }
      if (this.rest.length > LONGEST_LINE) throw incomplete();
      if (!(await this.more())) throw incomplete();
    }
  }

  async take(size: number): Promise<Buffer> {
    const pieces: Buffer[] = [];
    let missing = size;
    while (missing > 0) {
      const piece = this.rest.subarray(0, missing);
      this.rest = this.rest.subarray(piece.length);
      missing -= piece.length;
      if (piece.length > 0) pieces.push(piece);
      if (missing > 0 && this.rest.length === 0 && !(await this.more())) throw incomplete();
    }
    return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
  }

  /** The CR LF behind a piece. */
  async end(): Promise<void> {
    if ((await this.take(2)).toString('latin1') !== '\r\n') throw incomplete();
  }

  async atEnd(): Promise<boolean> {
    return this.rest.length === 0 && !(await this.more());
  }

  private async more(): Promise<boolean> {
    if (this.over) return false;
    const { value, done } = await this.source.next();
    if (done) this.over = true;
    else this.rest = this.rest.length === 0 ? Buffer.from(value) : Buffer.concat([this.rest, value]);
    return !done;
  }
}

function incomplete(): S3Error {
  return new S3Error(400, 'IncompleteBody', 'The body ended before all of it had come.');
}

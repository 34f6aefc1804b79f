import { describe, expect, it } from '@jest/globals';
import { decodeChunks } from './s3.chunks.js';
import { type S3Error } from './s3.error.js';
import { type SignedRequest, verifySignature } from './s3.signature.js';

// The examples of "Authenticating Requests (AWS Signature Version 4)" in the Amazon S3 API reference.
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const THEN = new Date('2013-05-24T00:00:00Z');
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const SCOPE = 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request';
const authorization = (names: string, signature: string) =>
  `AWS4-HMAC-SHA256 Credential=${SCOPE},SignedHeaders=${names},Signature=${signature}`;
const own = { host: 'examplebucket.s3.amazonaws.com', 'x-amz-date': '20130524T000000Z', 'x-amz-content-sha256': EMPTY };

const getObject: SignedRequest = {
  method: 'GET',
  url: '/test.txt',
  headers: {
    ...own,
    range: 'bytes=0-9',
    authorization: authorization(
      'host;range;x-amz-content-sha256;x-amz-date',
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    ),
  },
};
const bucketQuery = (query: string, signature: string): SignedRequest => ({
  method: 'GET',
  url: `/?${query}`,
  headers: { ...own, authorization: authorization('host;x-amz-content-sha256;x-amz-date', signature) },
});
const presigned: SignedRequest = {
  method: 'GET',
  url:
    `/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${encodeURIComponent(SCOPE)}` +
    '&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host' +
    '&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
  headers: { host: 'examplebucket.s3.amazonaws.com' },
};
const chunked: SignedRequest = {
  method: 'PUT',
  url: '/examplebucket/chunkObject.txt',
  headers: {
    host: 's3.amazonaws.com',
    'x-amz-date': '20130524T000000Z',
    'x-amz-storage-class': 'REDUCED_REDUNDANCY',
    'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    'content-encoding': 'aws-chunked',
    'x-amz-decoded-content-length': '66560',
    'content-length': '66824',
    authorization: authorization(
      'content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class',
      '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9',
    ),
  },
};

const verify = (request: SignedRequest, now = THEN, secret = SECRET) =>
  verifySignature(request, async () => secret, now);
const fault = (verifying: Promise<unknown>): Promise<string> =>
  verifying.then(
    () => 'none',
    (error: S3Error) => error.code,
  );

describe('a signature', () => {
  it.each<[string, SignedRequest]>([
    ['in the header', getObject],
    [
      'of a query without a value',
      bucketQuery('lifecycle', 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543'),
    ],
    [
      'of a query with values',
      bucketQuery('max-keys=2&prefix=J', '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7'),
    ],
    ['in an address', presigned],
    ['of a body in pieces', chunked],
  ])('%s is the one that the vendor publishes', async (_, request) => {
    expect(await verify(request)).toMatchObject({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', sessionToken: null });
  });

  const changed = (request: SignedRequest, more: Partial<SignedRequest>) => ({ ...request, ...more });
  const header = (name: string, value: string | undefined) =>
    changed(getObject, { headers: { ...getObject.headers, [name]: value } });
  it.each<[string, SignedRequest, string]>([
    ['another method', changed(getObject, { method: 'PUT' }), 'SignatureDoesNotMatch'],
    ['another key', changed(getObject, { url: '/test.tx' }), 'SignatureDoesNotMatch'],
    ['a query that was added', changed(getObject, { url: '/test.txt?uploads' }), 'SignatureDoesNotMatch'],
    ['another host', header('host', 'elsewhere'), 'SignatureDoesNotMatch'],
    ['another range', header('range', 'bytes=0-10'), 'SignatureDoesNotMatch'],
    ['a signed header that is gone', header('range', undefined), 'SignatureDoesNotMatch'],
    ['a header of S3 that was added', header('x-amz-copy-source', '/a/b'), 'AccessDenied'],
    ['no signature', header('authorization', undefined), 'AccessDenied'],
    ['another scheme', header('authorization', 'Bearer x'), 'AuthorizationHeaderMalformed'],
    ['a time of another day', header('x-amz-date', '20130525T000000Z'), 'AuthorizationHeaderMalformed'],
    [
      'an address that was changed',
      changed(presigned, { url: presigned.url.replace('86400', '86401') }),
      'SignatureDoesNotMatch',
    ],
    [
      'an address with a name twice',
      changed(presigned, { url: `${presigned.url}&X-Amz-Expires=1` }),
      'AuthorizationHeaderMalformed',
    ],
    [
      'an address for ever',
      changed(presigned, { url: presigned.url.replace('86400', '999999') }),
      'AuthorizationHeaderMalformed',
    ],
    ['an address that is not encoded', changed(presigned, { url: `${presigned.url}&a=%` }), 'InvalidURI'],
  ])('is not good for %s', async (_, request, code) => expect(await fault(verify(request))).toBe(code));

  it('is good for a while only', async () => {
    const after = (seconds: number) => new Date(THEN.getTime() + seconds * 1000);
    expect(await fault(verify(getObject, after(899)))).toBe('none');
    expect(await fault(verify(getObject, after(901)))).toBe('RequestTimeTooSkewed');
    expect(await fault(verify(getObject, after(-901)))).toBe('RequestTimeTooSkewed');
    expect(await fault(verify(presigned, after(86_399)))).toBe('none');
    expect(await fault(verify(presigned, after(86_401)))).toBe('AccessDenied');
    expect(await fault(verify(getObject, THEN, 'another secret'))).toBe('SignatureDoesNotMatch');
  });
});

describe('a body in pieces', () => {
  const SIGNATURES = [
    'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
    '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
    'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
  ];
  const piece = (size: number, nr: number, letter = 'a') =>
    `${size.toString(16)};chunk-signature=${SIGNATURES[nr]}\r\n${letter.repeat(size)}\r\n`;
  const whole = piece(65_536, 0) + piece(1024, 1) + piece(0, 2);

  /** Reads a body that comes in parts of some length. */
  async function read(text: string, step = 1000, more: object = {}): Promise<string> {
    async function* arriving() {
      for (let at = 0; at < text.length; at += step) yield Buffer.from(text.slice(at, at + step), 'latin1');
    }
    const request = await verify(chunked);
    const pieces: Uint8Array[] = [];
    const shape = { request, signed: true, trailer: false, length: 66_560, ...more };
    for await (const part of decodeChunks(arriving(), shape)) pieces.push(part);
    return Buffer.concat(pieces).toString('latin1');
  }

  it.each([7, 1000, 100_000])(
    'is taken apart with the signatures that the vendor publishes, %d bytes at a time',
    async (step) => {
      expect(await read(whole, step)).toBe('a'.repeat(66_560));
    },
  );

  it.each([
    ['another byte', whole.replace('aaa', 'aba'), 'SignatureDoesNotMatch'],
    ['a piece that is missing', piece(65_536, 0) + piece(0, 2), 'SignatureDoesNotMatch'],
    ['pieces in another order', piece(1024, 1) + piece(65_536, 0) + piece(0, 2), 'SignatureDoesNotMatch'],
    ['a last piece that is missing', whole.slice(0, whole.lastIndexOf('0;chunk')), 'IncompleteBody'],
    ['a piece that is cut off', whole.slice(0, 30_000), 'IncompleteBody'],
    ['a piece without a signature', `10\r\n${'a'.repeat(16)}\r\n`, 'InvalidChunkSizeError'],
    ['a piece beyond all measure', `fffffff;chunk-signature=${SIGNATURES[0]}\r\n`, 'InvalidChunkSizeError'],
    [
      'something behind it that was not announced',
      whole.slice(0, -2) + 'x-amz-meta-a:b\r\n\r\n',
      'MalformedTrailerError',
    ],
    ['a line without an end', 'a'.repeat(10_000), 'IncompleteBody'],
  ])('is not taken with %s', async (_, text, code) => expect(await fault(read(text))).toBe(code));

  it('is held against the length that was announced', async () => {
    expect(await fault(read(whole, 1000, { length: 66_561 }))).toBe('IncompleteBody');
    expect(await fault(read(whole, 1000, { length: 66_559 }))).toBe('IncompleteBody');
  });

  it('may have trailers behind it', async () => {
    let trailers: ReadonlyMap<string, string> = new Map();
    const onTrailers = (found: ReadonlyMap<string, string>) => void (trailers = found);
    const shape = { signed: false, trailer: true, length: 3, onTrailers };
    for (const end of ['\r\n\r\n', '\r\n']) {
      expect(await read(`3\r\nabc\r\n0\r\nx-amz-checksum-crc32:NSRBwg==${end}`, 2, shape)).toBe('abc');
      expect([...trailers]).toEqual([['x-amz-checksum-crc32', 'NSRBwg==']]);
    }
  });
});

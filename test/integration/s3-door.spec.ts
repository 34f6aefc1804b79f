import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { Secrets } from '../../apps/server/src/auth/secrets.js';
import { MEDIA_BUCKET as Bucket, MediaCredentialsService } from '../../apps/server/src/media/media.credentials.js';
import { startApp, type TestApp } from '../support/start-app.js';
import { until } from '../support/until.js';

let app: TestApp;
let grants: MediaCredentialsService;
let client: S3Client;
beforeAll(async () => {
  app = await startApp();
  grants = new MediaCredentialsService(new Secrets(app.db));
  client = await clientFor('dock/D1/');
});
afterAll(() => app.close());

interface ClientOptions {
  seconds?: number;
  now?: Date;
  may?: 'get' | 'put';
  credentials?: object;
  endpoint?: string;
}
async function clientFor(prefix: string, options: ClientOptions = {}): Promise<S3Client> {
  const { seconds = 600, now = new Date(), may = 'put', credentials = {}, endpoint = `${app.url}/s3` } = options;
  const minted = await grants.mint({ prefix, may, by: `test ${prefix}` }, seconds, now);
  const { accessKeyId, secretAccessKey, sessionToken } = minted;
  return new S3Client({
    endpoint,
    region: 'cn-south-1',
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey, sessionToken, ...credentials },
  });
}
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex');
const put = (Key: string, Body: Uint8Array | string, more: object = {}, by = client) =>
  by.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
async function get(Key: string, more: object = {}, by = client) {
  const answer = await by.send(new GetObjectCommand({ Bucket, Key, ...more }));
  return { answer, bytes: Buffer.from(await answer.Body!.transformToByteArray()) };
}
/** The S3 code with which something is refused. */
const refusal = (sending: Promise<unknown>): Promise<string> =>
  sending.then(
    () => 'none',
    (error: Error) => error.name,
  );
const rows = async (key: string): Promise<object[]> =>
  app.db.query('SELECT * FROM media_objects WHERE key = $1', [key]);
async function staged(): Promise<string[]> {
  return readdir(join(app.dataDir, 'media', 'staged')).catch(() => []);
}

describe('an object', () => {
  it('comes back as it was put, with its type and its fingerprint', async () => {
    const bytes = randomBytes(300_000);
    const answer = await put('dock/D1/a 图 +&.jpg', bytes, { ContentType: 'image/jpeg' });
    expect(answer.ETag).toBe(`"${md5(bytes)}"`);
    const read = await get('dock/D1/a 图 +&.jpg');
    expect(read.bytes.equals(bytes)).toBe(true);
    expect(read.answer).toMatchObject({ ContentType: 'image/jpeg', ContentLength: 300_000, ETag: `"${md5(bytes)}"` });
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'dock/D1/a 图 +&.jpg' }));
    expect(head).toMatchObject({ ContentLength: 300_000, ETag: `"${md5(bytes)}"` });
    expect(await rows('dock/D1/a 图 +&.jpg')).toMatchObject([{ sha256: sha256(bytes), created_by: 'test dock/D1/' }]);
    const part = await get('dock/D1/a 图 +&.jpg', { Range: 'bytes=10-19' });
    expect([part.answer.$metadata.httpStatusCode, part.bytes.equals(bytes.subarray(10, 20))]).toEqual([206, true]);
    expect(await staged()).toEqual([]);
  });

  it('is taken as a stream in pieces, with and without signatures and checksums', async () => {
    const bytes = randomBytes(200_000);
    for (const [key, more] of [
      ['stream', {}],
      ['crc32', { ChecksumAlgorithm: 'CRC32' }],
      ['sha256', { ChecksumAlgorithm: 'SHA256' }],
    ] as const) {
      const Body = Readable.from([bytes.subarray(0, 70_000), bytes.subarray(70_000)]);
      await client.send(
        new PutObjectCommand({ Bucket, Key: `dock/D1/${key}`, Body, ContentLength: bytes.length, ...more }),
      );
      expect((await get(`dock/D1/${key}`)).bytes.equals(bytes)).toBe(true);
    }
    await put('dock/D1/empty', new Uint8Array(0));
    expect((await get('dock/D1/empty')).bytes).toHaveLength(0);
  });

  it('is reached under the bare name of the bucket too, for clients that take no path', async () => {
    const bare = await clientFor('dock/D1/', { endpoint: app.url });
    await put('dock/D1/bare', 'bare', {}, bare);
    expect((await get('dock/D1/bare')).bytes.toString()).toBe('bare');
  });

  it('is never overwritten by other bytes, also when two come at once', async () => {
    await put('dock/D1/once', 'first');
    await put('dock/D1/once', 'first');
    expect(await refusal(put('dock/D1/once', 'second'))).toBe('PreconditionFailed');
    expect((await get('dock/D1/once')).bytes.toString()).toBe('first');
    const race = await Promise.all(['甲', '乙'].map((text) => refusal(put('dock/D1/race', text))));
    expect(race.toSorted()).toEqual(['PreconditionFailed', 'none']);
  });

  it('that is not there is not found', async () => {
    expect(await refusal(get('dock/D1/nothing'))).toBe('NoSuchKey');
  });
});

describe('credentials', () => {
  it('reach as far as their prefix', async () => {
    for (const key of ['dock/D2/x', 'dock/D1', 'dock/D1/', 'x', 'dock/D10/x'])
      expect([key, await refusal(put(key, 'x'))]).toEqual([key, 'AccessDenied']);
    expect(await refusal(put('dock/D1/../D2/x', 'x'))).not.toBe('none');
    expect(await refusal(client.send(new ListObjectsV2Command({ Bucket })))).toBe('NotImplemented');
    const reader = await clientFor('dock/D1/', { may: 'get' });
    expect(await refusal(put('dock/D1/new', 'x', {}, reader))).toBe('AccessDenied');
    expect(await rows('dock/D1/new')).toEqual([]);
  });

  it('are refused with a wrong secret, a foreign token, none, and after their time', async () => {
    const [other] = [await grants.mint({ prefix: 'dock/D1/', may: 'put', by: 'other' }, 600)];
    const past = new Date(Date.now() - 700_000);
    const cases: [string, ClientOptions, string][] = [
      ['secret', { credentials: { secretAccessKey: other!.secretAccessKey } }, 'SignatureDoesNotMatch'],
      ['token', { credentials: { sessionToken: other!.sessionToken } }, 'InvalidToken'],
      ['no token', { credentials: { sessionToken: undefined } }, 'InvalidToken'],
      ['expired', { now: past }, 'ExpiredToken'],
    ];
    for (const [what, options, code] of cases) {
      expect([what, await refusal(put('dock/D1/never', 'x', {}, await clientFor('dock/D1/', options)))]).toEqual([
        what,
        code,
      ]);
    }
    expect(await rows('dock/D1/never')).toEqual([]);
    const bare = await fetch(`${app.url}/s3/${Bucket}/dock/D1/once`);
    expect([bare.status, bare.headers.get('content-type')]).toEqual([403, 'application/xml']);
    expect(await bare.text()).toContain('<Code>AccessDenied</Code>');
  });

  it('of an address read one object for a while', async () => {
    const address = await grants.addressOf('dock/D1/a 图 +&.jpg', app.url, 60);
    expect((await fetch(address)).status).toBe(200);
    expect((await fetch(address.replace('a%20', 'b%20'))).status).toBe(403);
    expect((await fetch(address, { method: 'PUT', body: 'x' })).status).toBe(403);
    const late = await grants.mint({ prefix: 'x', may: 'get', by: 'x' }, 1, new Date(0));
    expect(await refusal(grants.read(late.accessKeyId, late.sessionToken, new Date()))).toBe('S3Error');
  });
});

describe('an upload in parts', () => {
  it('of a real client comes together again', async () => {
    const bytes = randomBytes(12 * 2 ** 20);
    const upload = new Upload({
      client,
      params: { Bucket, Key: 'dock/D1/video.mp4', Body: Readable.from([bytes]), ContentType: 'video/mp4' },
      partSize: 5 * 2 ** 20,
    });
    const { ETag } = await upload.done();
    expect(ETag).toMatch(/^"[0-9a-f]{32}-3"$/);
    const read = await get('dock/D1/video.mp4');
    expect([sha256(read.bytes), read.answer.ContentType]).toEqual([sha256(bytes), 'video/mp4']);
    expect(await staged()).toEqual([]);
  });

  const begin = async (Key: string) => (await client.send(new CreateMultipartUploadCommand({ Bucket, Key }))).UploadId!;
  const part = (Key: string, UploadId: string, PartNumber: number, Body: string) =>
    client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
  const complete = (Key: string, UploadId: string, Parts: { PartNumber: number; ETag: string }[]) =>
    client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));

  it('takes parts in any order, the last of each number, and refuses a list that is not theirs', async () => {
    const Key = 'dock/D1/parts';
    const id = await begin(Key);
    const two = (await part(Key, id, 2, 'two')).ETag!;
    await part(Key, id, 1, 'ONE');
    const one = (await part(Key, id, 1, 'one ')).ETag!;
    const list = [
      { PartNumber: 1, ETag: one },
      { PartNumber: 2, ETag: two },
    ];
    expect(await refusal(complete(Key, id, list.toReversed()))).toBe('InvalidPart');
    expect(await refusal(complete(Key, id, [{ PartNumber: 1, ETag: two }]))).toBe('InvalidPart');
    expect(await refusal(complete('dock/D1/other', id, list))).toBe('NoSuchUpload');
    await complete(Key, id, list);
    expect((await get(Key)).bytes.toString()).toBe('one two');
    expect(await refusal(complete(Key, id, list))).toBe('NoSuchUpload');
    expect(await staged()).toEqual([]);
  });

  it('leaves nothing behind when it is given up', async () => {
    const id = await begin('dock/D1/gone');
    await part('dock/D1/gone', id, 1, 'x');
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key: 'dock/D1/gone', UploadId: id }));
    expect(await refusal(part('dock/D1/gone', id, 2, 'x'))).toBe('NoSuchUpload');
    expect([await staged(), await rows('dock/D1/gone')]).toEqual([[], []]);
  });
});

describe('a body', () => {
  it('that is not what was signed or announced is not kept', async () => {
    const right = 'right';
    const wrong = Buffer.from(md5(Buffer.from('wrong')), 'hex').toString('base64');
    expect(await refusal(put('dock/D1/digest', right, { ContentMD5: wrong }))).toBe('BadDigest');
    expect(await refusal(put('dock/D1/sum', right, { ChecksumCRC32: 'AAAAAA==' }))).toBe('BadDigest');
    client.middlewareStack.add(
      (next) => async (args) => {
        const { request } = args as { request: { headers: Record<string, string>; body: unknown } };
        if (request.headers['x-amz-meta-swap']) request.body = 'wrong';
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low', name: 'swap' },
    );
    expect(await refusal(put('dock/D1/swap', right, { Metadata: { swap: '1' } }))).toBe('XAmzContentSHA256Mismatch');
    client.middlewareStack.remove('swap');
    expect(await rows('dock/D1/swap')).toEqual([]);
    expect(await staged()).toEqual([]);
  });

  it('that is cut off on the way leaves nothing behind', async () => {
    const { hostname, port, host } = new URL(app.url);
    const address = new URL(await presignedPut('dock/D1/cut'));
    const socket = connect(Number(port), hostname);
    socket.write(
      `PUT ${address.pathname}${address.search} HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 100000\r\n\r\n`,
    );
    socket.write('a'.repeat(50_000));
    await until('the bytes arrive', async () => (await staged()).length === 1);
    socket.destroy();
    await until('the bytes are dropped', async () => (await staged()).length === 0);
    expect(await rows('dock/D1/cut')).toEqual([]);
  });

  /** An address under which one object can be put, as the client's own library makes it. */
  async function presignedPut(key: string): Promise<string> {
    const { SignatureV4 } = await import('@smithy/signature-v4');
    const { Sha256 } = await import('../../apps/server/src/media/s3.sha256.js');
    const credentials = await grants.mint({ prefix: 'dock/D1/', may: 'put', by: 'test' }, 60);
    const signer = new SignatureV4({ service: 's3', region: 'x', credentials, sha256: Sha256, uriEscapePath: false });
    const { protocol, hostname, host } = new URL(app.url);
    const path = `/s3/${Bucket}/${key}`;
    const headers = { host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
    const { query = {} } = await signer.presign(
      { method: 'PUT', protocol, hostname, path, headers },
      { expiresIn: 60 },
    );
    const text = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
    return `${app.url}${path}?${text.join('&')}`;
  }
});

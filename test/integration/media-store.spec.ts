import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Readable } from 'node:stream';
import { GetObjectCommand, ListMultipartUploadsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readConfig } from '../../apps/server/src/config.js';
import { copyObject } from '../../apps/server/src/media/media.s3.copy.js';
import { openMediaStore } from '../../apps/server/src/media/media.opening.js';
import { MediaAway, type MediaStore, MediaTooLarge } from '../../apps/server/src/media/media.store.js';
import { type SettingName } from '../../apps/server/src/settings.js';
import { S3_BUILD_MS, type S3Server, startS3Server } from '../support/s3-server.js';
import { freePort } from '../support/program.js';

let folder: string;
let server: S3Server;
let client: S3Client;
const stores: Record<string, MediaStore> = {};
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'xunhang-media-'));
  server = await startS3Server(join(folder, 's3'));
  stores['disk'] = await open({});
  stores['object store'] = await open(s3Settings());
  client = new S3Client({
    endpoint: server.url,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: server.accessKey, secretAccessKey: server.secretKey },
  });
}, S3_BUILD_MS);
afterAll(async () => {
  client?.destroy();
  await server?.program.end();
  await rm(folder, { recursive: true, force: true });
});

const open = (settings: Partial<Record<SettingName, string>>) =>
  openMediaStore(readConfig({ dataDir: join(folder, 'disk'), ...settings }, {}));
function s3Settings(): Partial<Record<SettingName, string>> {
  const { url, bucket, accessKey, secretKey } = server;
  return { s3Url: url, s3Bucket: bucket, s3AccessKey: accessKey, s3SecretKey: secretKey };
}
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
async function* pieces(bytes: Uint8Array, step = 70_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
}
async function whole(stream: Readable): Promise<Buffer> {
  const read: Buffer[] = [];
  for await (const piece of stream) read.push(piece as Buffer);
  return Buffer.concat(read);
}
const fault = (work: Promise<unknown>): Promise<Error & { code?: string }> =>
  work.then(
    () => new Error('nothing was thrown'),
    (error: Error) => error,
  );
const LIMIT = 2 ** 30;

describe.each(['disk', 'object store'])('media on the %s', (side) => {
  const store = () => stores[side]!;

  it.each([
    ['nothing', 0],
    ['a picture', 300_000],
    ['more than two parts', 20 * 2 ** 20 + 1],
  ])('come back as they came: %s', async (_, size) => {
    const bytes = randomBytes(size);
    const staged = await store().stage(pieces(bytes), LIMIT);
    expect(staged).toMatchObject({ size, sha256: sha256(bytes), md5: createHash('md5').update(bytes).digest('hex') });
    expect((await whole(store().staged(staged.name))).equals(bytes)).toBe(true);
    await store().keep(staged);
    expect((await whole(await store().read(staged.sha256))).equals(bytes)).toBe(true);
    expect((await fault(whole(store().staged(staged.name)))).code).toBe('ENOENT');
    if (size < 20) return;
    const part = await whole(await store().read(staged.sha256, { start: 10, end: 19 }));
    expect(part.equals(bytes.subarray(10, 20))).toBe(true);
  });

  it('are kept once, also when the same come twice at the same moment', async () => {
    const bytes = randomBytes(1000);
    const [one, two] = await Promise.all([store().stage(pieces(bytes), LIMIT), store().stage(pieces(bytes), LIMIT)]);
    await Promise.all([store().keep(one), store().keep(two)]);
    await store().keep(one);
    expect((await whole(await store().read(one.sha256))).equals(bytes)).toBe(true);
    for (const { name } of [one, two]) expect((await fault(whole(store().staged(name)))).code).toBe('ENOENT');
  });

  it('are never changed by what comes later', async () => {
    const first = await store().stage(pieces(randomBytes(1000)), LIMIT);
    await store().keep(first);
    const other = await store().stage(pieces(randomBytes(1000)), LIMIT);
    await store().keep({ name: other.name, sha256: first.sha256 });
    expect(sha256(await whole(await store().read(first.sha256)))).toBe(first.sha256);
  });

  it('that are too many, or end badly, leave nothing behind', async () => {
    const before = await names(side);
    const large = randomBytes(9 * 2 ** 20);
    expect(await fault(store().stage(pieces(large), large.length - 1))).toBeInstanceOf(MediaTooLarge);
    async function* cut(): AsyncGenerator<Uint8Array> {
      yield large;
      throw new Error('the line was cut');
    }
    expect((await fault(store().stage(cut(), LIMIT))).message).toBe('the line was cut');
    expect(await names(side)).toEqual(before);
  });

  it('that are not there are not found, and no name leads elsewhere', async () => {
    expect((await fault(store().read('0'.repeat(64)))).code).toBe('ENOENT');
    expect((await fault(store().keep({ name: '0'.repeat(36), sha256: '0'.repeat(64) }))).code).toBe('ENOENT');
    await store().drop('0'.repeat(36));
    for (const name of ['../../x', `${'a'.repeat(36)}/..`, '']) {
      expect(() => store().staged(name)).toThrow(RangeError);
      expect(await fault(store().read(name))).toBeInstanceOf(RangeError);
    }
  });

  it('that were given up are swept, and kept ones stay', async () => {
    const kept = await store().stage(pieces(randomBytes(10)), LIMIT);
    await store().keep(kept);
    const left = await store().stage(pieces(randomBytes(10)), LIMIT);
    await store().sweep(new Date(Date.now() - 60_000));
    expect(await whole(store().staged(left.name))).toHaveLength(10);
    await store().sweep(new Date(Date.now() + 60_000));
    expect((await fault(whole(store().staged(left.name)))).code).toBe('ENOENT');
    expect(await whole(await store().read(kept.sha256))).toHaveLength(10);
  });
});

/** Everything that lies there, and uploads that are not finished. */
async function names(side: string): Promise<string[]> {
  if (side === 'disk') return readdir(join(folder, 'disk'), { recursive: true });
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: server.bucket }));
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: server.bucket }));
  return [...Contents, ...Uploads].map(({ Key }) => Key!);
}

describe('an object store', () => {
  it('copies in parts what is too large for one copy', async () => {
    const bytes = randomBytes(11 * 2 ** 20);
    const { name } = await stores['object store']!.stage(pieces(bytes), LIMIT);
    const [from, to] = [`staged/${name}`, 'objects/copied'];
    await copyObject(client, server.bucket, { from, to, size: bytes.length, partBytes: 5 * 2 ** 20 });
    const { Body } = await client.send(new GetObjectCommand({ Bucket: server.bucket, Key: to }));
    expect((await whole(Body as Readable)).equals(bytes)).toBe(true);
  });

  it.each<[string, Partial<Record<SettingName, string>>, RegExp]>([
    ['a bucket that is not there', { s3Bucket: 'nowhere' }, /没有桶 nowhere.*XUNHANG_S3_BUCKET/],
    ['an unknown key', { s3AccessKey: 'somebody' }, /不认这对密钥.*XUNHANG_S3_ACCESS_KEY/],
    ['a wrong secret', { s3SecretKey: 'very-secret' }, /不认这对密钥.*SignatureDoesNotMatch/],
    ['no secret', { s3SecretKey: '' }, /XUNHANG_S3_SECRET_KEY/],
  ])('ends a start by a sentence for %s', async (_, settings, sentence) => {
    const { name, message } = await fault(open({ ...s3Settings(), ...settings }));
    expect(name).toBe('InvalidSetting');
    expect(message).toMatch(sentence);
    expect(message).not.toContain('very-secret');
  });

  it('that does not answer is waited for, and says so with each call', async () => {
    const store = await open({ ...s3Settings(), s3Url: `http://127.0.0.1:${await freePort()}` });
    expect(await fault(store.read('0'.repeat(64)))).toBeInstanceOf(MediaAway);
    expect(await fault(store.stage(pieces(randomBytes(10)), LIMIT))).toBeInstanceOf(MediaAway);
  });
});

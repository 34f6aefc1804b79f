import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { type OnApplicationShutdown } from '@nestjs/common';
import { copyObject } from './media.s3.copy.js';
import { explainS3, isMissing, unusable } from './media.s3.fault.js';
import { type ByteRange, MediaStore, MediaTooLarge, type StagedBytes } from './media.store.js';

/** An object store of somebody else's, and how to get into it. */
export interface S3Place {
  url: string;
  bucket: string;
  region: string;
  pathStyle: boolean;
  accessKeyId: string;
  secretAccessKey: string;
}

const STAGED_NAME = /^[0-9a-f-]{36}$/;
const SHA256 = /^[0-9a-f]{64}$/;
/** Bytes of one part: 10,000 of them are more than the largest object. Three are in memory at a time. */
const PART_BYTES = 8 * 2 ** 20;
const STAGED = 'staged/';

/**
 * Media in a bucket, as on the disk: `staged/<uuid>` while bytes arrive, `objects/ab/<sha256>` when they are kept; the store
 * itself copies them there. A key of kept bytes is their hash, so whoever writes it again writes the same.
 */
export class S3Media extends MediaStore implements OnApplicationShutdown {
  private readonly client: S3Client;
  private readonly bucket: string;

  constructor(private readonly place: S3Place) {
    super();
    const { url, bucket, region, pathStyle, accessKeyId, secretAccessKey } = place;
    this.bucket = bucket;
    this.client = new S3Client({
      endpoint: url,
      region,
      forcePathStyle: pathStyle,
      credentials: { accessKeyId, secretAccessKey },
      // Checksums of a newer kind are not known to every store; ours are computed anyway.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      requestHandler: { connectionTimeout: 5_000, socketTimeout: 10 * 60_000 },
    });
  }

  /** Looks whether the bucket is there and lets us read, write and delete. Throws `InvalidSetting`, `MediaAway`. */
  async check(): Promise<void> {
    const Key = `${STAGED}${randomUUID()}`;
    try {
      await this.client.send(new ListObjectsV2Command({ Bucket: this.bucket, Prefix: STAGED, MaxKeys: 1 }));
      await this.client.send(new PutObjectCommand({ Bucket: this.bucket, Key, Body: 'xunhang' }));
      await this.client.send(new DeleteObjectCommand({ Bucket: this.bucket, Key }));
    } catch (error) {
      throw unusable(error, this.place) ?? explainS3(error);
    }
  }

  async stage(body: AsyncIterable<Uint8Array>, limit: number): Promise<StagedBytes> {
    const name = randomUUID();
    const hashes = { sha256: createHash('sha256'), md5: createHash('md5') };
    let size = 0;
    let broken: { by: unknown } | undefined;
    async function* measured(): AsyncGenerator<Uint8Array> {
      try {
        for await (const piece of body) {
          size += piece.length;
          if (size > limit) throw new MediaTooLarge(`more than ${limit} bytes`);
          hashes.sha256.update(piece);
          hashes.md5.update(piece);
          yield piece;
        }
      } catch (error) {
        broken = { by: error };
        throw error;
      }
    }
    const upload = new Upload({
      client: this.client,
      params: { Bucket: this.bucket, Key: stagedKey(name), Body: Readable.from(measured(), { objectMode: false }) },
      partSize: PART_BYTES,
      queueSize: 2,
    });
    try {
      await upload.done();
    } catch (error) {
      await this.drop(name).catch(() => undefined);
      throw broken ? broken.by : explainS3(error);
    }
    return { name, size, sha256: hashes.sha256.digest('hex'), md5: hashes.md5.digest('hex') };
  }

  async keep({ name, sha256 }: Pick<StagedBytes, 'name' | 'sha256'>): Promise<void> {
    const [from, to] = [stagedKey(name), objectKey(sha256)];
    if ((await this.sizeOf(to)) === null) {
      const size = await this.sizeOf(from);
      // A second call, or the same bytes by another upload at the same moment.
      if (size === null && (await this.sizeOf(to)) !== null) return;
      if (size === null) throw missing(name);
      await this.ask(() => copyObject(this.client, this.bucket, { from, to, size }));
    }
    await this.drop(name);
  }

  async drop(name: string): Promise<void> {
    const Key = stagedKey(name);
    await this.ask(() => this.client.send(new DeleteObjectCommand({ Bucket: this.bucket, Key })));
  }

  staged(name: string): Readable {
    const key = stagedKey(name);
    const open = () => this.open(key);
    async function* pieces(): AsyncGenerator<Uint8Array> {
      yield* (await open()) as AsyncIterable<Uint8Array>;
    }
    return Readable.from(pieces(), { objectMode: false });
  }

  async read(sha256: string, range?: ByteRange): Promise<Readable> {
    return this.open(objectKey(sha256), range);
  }

  async sweep(before: Date): Promise<void> {
    await this.ask(async () => {
      let token: string | undefined;
      do {
        const asked = { Bucket: this.bucket, Prefix: STAGED, ContinuationToken: token };
        const page = await this.client.send(new ListObjectsV2Command(asked));
        for (const { Key, LastModified } of page.Contents ?? []) {
          if (!Key || !LastModified || LastModified >= before) continue;
          await this.client.send(new DeleteObjectCommand({ Bucket: this.bucket, Key }));
        }
        token = page.IsTruncated ? page.NextContinuationToken : undefined;
      } while (token !== undefined);
      // Parts of uploads that a process left when it died. What more there is goes with the next sweep.
      const { Uploads } = await this.client.send(
        new ListMultipartUploadsCommand({ Bucket: this.bucket, Prefix: STAGED }),
      );
      for (const { Key, UploadId, Initiated } of Uploads ?? []) {
        if (!Key || !UploadId || !Initiated || Initiated >= before) continue;
        await this.client.send(new AbortMultipartUploadCommand({ Bucket: this.bucket, Key, UploadId }));
      }
    });
  }

  /** Closes its connections. */
  onApplicationShutdown(): void {
    this.client.destroy();
  }

  private async open(Key: string, range?: ByteRange): Promise<Readable> {
    const Range = range && `bytes=${range.start}-${range.end}`;
    const { Body } = await this.ask(() => this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key, Range })));
    return Body as Readable;
  }

  /** Bytes under a key; null: there are none. */
  private async sizeOf(Key: string): Promise<number | null> {
    return this.ask(async () => {
      try {
        const { ContentLength } = await this.client.send(new HeadObjectCommand({ Bucket: this.bucket, Key }));
        return ContentLength ?? null;
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    });
  }

  private async ask<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    try {
      return await work();
    } catch (error) {
      throw explainS3(error);
    }
  }
}

function stagedKey(name: string): string {
  if (!STAGED_NAME.test(name)) throw new RangeError(`${name} is no name of staged bytes`);
  return `${STAGED}${name}`;
}

function objectKey(sha256: string): string {
  if (!SHA256.test(sha256)) throw new RangeError(`${sha256} is no SHA-256`);
  return `objects/${sha256.slice(0, 2)}/${sha256}`;
}

function missing(name: string): Error {
  return Object.assign(new Error(`there are no staged bytes ${name}`), { code: 'ENOENT' });
}

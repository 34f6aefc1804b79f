import { createHash } from 'node:crypto';
import { type Readable } from 'node:stream';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { MediaObjectsStore, type MediaObject, type MediaPart, type MediaUpload } from './media-objects.store.js';
import { MEDIA_LIMITS } from './media.limits.js';
import { type ByteRange, MediaAway, MediaStore, type StagedBytes } from './media.store.js';

/** Who puts an object where. */
export interface MediaTarget {
  key: string;
  contentType: string;
  /** Whom the log names. */
  by: string;
}

/** A key that is taken by other bytes. */
export class MediaTaken extends Error {
  override name = 'MediaTaken';
}

/** The list of parts does not fit what was uploaded. */
export class MediaPartsWrong extends Error {
  override name = 'MediaPartsWrong';
}

/** Objects by key. A key names the same bytes for ever: putting them again changes nothing, putting others is refused. */
@Injectable()
export class MediaService implements OnModuleInit {
  private readonly log = new Logger(MediaService.name);

  constructor(
    private readonly store: MediaStore,
    private readonly objects: MediaObjectsStore,
  ) {}

  async onModuleInit(): Promise<void> {
    try {
      await this.sweep(new Date());
    } catch (error) {
      // Devices and people go on without it; uploads are refused until it is there again.
      if (!(error instanceof MediaAway)) throw error;
      this.log.warn({ message: 'the store of media does not answer', error: error.message });
    }
  }

  async find(key: string): Promise<MediaObject | undefined> {
    return this.objects.find(key);
  }

  async read(object: MediaObject, range?: ByteRange): Promise<Readable> {
    return this.store.read(object.sha256, range);
  }

  /** All bytes of an object, at most `limit`; null for a larger one. */
  async bytes(object: MediaObject, limit: number): Promise<Buffer | null> {
    if (object.size > limit) return null;
    const pieces: Buffer[] = [];
    for await (const piece of await this.read(object)) pieces.push(piece as Buffer);
    return Buffer.concat(pieces);
  }

  /** Takes an object whole, of at most `limit` bytes. Throws `MediaTaken`, `MediaTooLarge`, `MediaFull`, and what the stream throws. */
  async put(
    target: MediaTarget,
    body: AsyncIterable<Uint8Array>,
    limit: number = MEDIA_LIMITS.requestBytes,
  ): Promise<MediaObject> {
    const staged = await this.store.stage(body, limit);
    return this.keep(target, staged, staged.md5);
  }

  /** Begins an upload in parts; returns its id. */
  async begin({ key, contentType, by }: MediaTarget): Promise<string> {
    return this.objects.begin({ key, contentType, createdBy: by });
  }

  async upload(id: string): Promise<MediaUpload | undefined> {
    return this.objects.upload(id);
  }

  /** Takes a part; one that came before with the same number is replaced. Returns its MD5. */
  async putPart(upload: MediaUpload, number: number, body: AsyncIterable<Uint8Array>): Promise<string> {
    const { name, size, md5 } = await this.store.stage(body, MEDIA_LIMITS.requestBytes);
    const replaced = await this.objects.putPart(upload.id, { number, staged: name, size, md5 });
    if (replaced) await this.store.drop(replaced);
    return md5;
  }

  /** Makes an object of parts. Throws `MediaPartsWrong` for a list that is not what was uploaded, and what `put` throws. */
  async complete(upload: MediaUpload, list: readonly { number: number; etag: string }[]): Promise<MediaObject> {
    const parts = chosen(await this.objects.parts(upload.id), list);
    const { store } = this;
    async function* joined(): AsyncGenerator<Uint8Array> {
      for (const { staged } of parts) yield* store.staged(staged) as AsyncIterable<Uint8Array>;
    }
    const staged = await store.stage(joined(), MEDIA_LIMITS.objectBytes);
    const digest = createHash('md5');
    for (const { md5 } of parts) digest.update(md5, 'hex');
    const target = { key: upload.key, contentType: upload.contentType, by: upload.createdBy };
    const object = await this.keep(target, staged, `${digest.digest('hex')}-${parts.length}`);
    await this.abort(upload);
    return object;
  }

  /** Forgets an upload and its parts. */
  async abort(upload: MediaUpload): Promise<void> {
    for (const name of await this.objects.end(upload.id)) await this.store.drop(name);
  }

  /** Gives up uploads that were begun long ago. */
  async sweep(now: Date): Promise<void> {
    const before = new Date(now.getTime() - MEDIA_LIMITS.uploadHours * 3_600_000);
    await this.objects.sweep(before);
    await this.store.sweep(before);
  }

  private async keep({ key, contentType, by }: MediaTarget, staged: StagedBytes, etag: string): Promise<MediaObject> {
    const { sha256, size } = staged;
    await this.store.keep(staged);
    // The bytes come first: a row without bytes would be a promise that is not kept, bytes without a row are only waste.
    const held = await this.objects.add({ key, sha256, size, etag, contentType, createdBy: by });
    if (held.sha256 !== sha256) throw new MediaTaken(`the key ${key} is taken by other bytes`);
    return held;
  }
}

function chosen(parts: readonly MediaPart[], list: readonly { number: number; etag: string }[]): MediaPart[] {
  const byNumber = new Map(parts.map((part) => [part.number, part]));
  let last = 0;
  return list.map(({ number, etag }) => {
    const part = byNumber.get(number);
    if (number <= last || part?.md5 !== etag) throw new MediaPartsWrong(`part ${number} is not what was uploaded`);
    last = number;
    return part;
  });
}

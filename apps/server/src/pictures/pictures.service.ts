import { Injectable } from '@nestjs/common';
import { type EntityManager } from 'typeorm';
import { type MediaQuery, type MediaView, type Page } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { NotFound } from '../common/refusal.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { MediaIntake } from './media.intake.js';
import { type StoredMediaFile, type ToldFile } from './media-file.js';
import { MediaFileStore } from './media-file.store.js';
import { PictureAddresses } from './picture.addresses.js';

const FILE = { zh: '媒体文件', en: 'media file' };

/** The files that drones took, inside the caller's division. */
@Injectable()
export class PicturesService {
  constructor(
    private readonly store: MediaFileStore,
    private readonly intake: MediaIntake,
    private readonly addresses: PictureAddresses,
    private readonly divisions: DivisionsService,
  ) {}

  /** Notes a file whose object was put into the store; see `MediaIntake`. */
  register(tx: EntityManager, file: ToldFile, receivedAt: number): Promise<StoredMediaFile | null> {
    return this.intake.register(tx, file, receivedAt);
  }

  /** Which of these fingerprints (or tiny ones) belong to files whose bytes are here. */
  known(kind: 'fingerprint' | 'tiny_fingerprint', values: readonly string[]): Promise<string[]> {
    return this.store.byFingerprint(kind, values);
  }

  /** Throws `NotFound` for a division outside the scope. */
  async list(query: MediaQuery, actor: Actor): Promise<Page<MediaView>> {
    const page = await this.store.page(this.divisions.pathWithin(actor.scope, query.division), query);
    return { ...page, items: await this.views(page.items) };
  }

  /** Throws `NotFound` also outside the scope. */
  async get(id: string, actor: Actor): Promise<MediaView> {
    const [view] = await this.views([await this.stored(id, actor)]);
    return view!;
  }

  /** The same as it is stored, with the keys of its objects. Throws `NotFound`. */
  async stored(id: string, actor: Actor): Promise<StoredMediaFile> {
    const file = await this.store.find(id);
    if (!file) throw new NotFound(FILE, id);
    actor.scope.require(file.divisionPath, FILE, id);
    return file;
  }

  /** Files of a list in its order. Throws `NotFound` when one is not there or outside the scope. */
  async all(ids: readonly string[], actor: Actor): Promise<StoredMediaFile[]> {
    const found = new Map((await this.store.some(ids, actor.scope.path)).map((file) => [file.id, file]));
    return ids.map((id) => {
      const file = found.get(id);
      if (!file) throw new NotFound(FILE, id);
      return file;
    });
  }

  /** As the API tells them, with addresses that are good from now on. */
  views(files: readonly StoredMediaFile[]): Promise<MediaView[]> {
    const now = Date.now();
    return Promise.all(files.map((file) => this.view(file, now)));
  }

  private async view(file: StoredMediaFile, now: number): Promise<MediaView> {
    const address = (part: 'thumbnail' | 'preview' | 'original', isThere: boolean) =>
      isThere ? this.addresses.of(file.id, part, now) : null;
    const { gimbalYaw: yaw, gimbalPitch: pitch, gimbalRoll: roll } = file;
    return {
      ...file,
      takenAt: new Date(file.takenAt).toISOString(),
      receivedAt: new Date(file.receivedAt).toISOString(),
      gimbal: { yaw, pitch, roll },
      thumbnailUrl: await address('thumbnail', file.thumbnailKey !== null),
      previewUrl: await address('preview', file.previewKey !== null),
      originalUrl: await address('original', file.sha256 !== null),
    };
  }
}

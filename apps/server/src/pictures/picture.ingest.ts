import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { COUNTY, type County } from '../county/county.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { EventLog, type NewFact } from '../events/event-log.js';
import { type MediaObject } from '../media/media-objects.store.js';
import { MediaService } from '../media/media.service.js';
import { deviceTimeOf } from './device.time.js';
import { credible } from './media.intake.js';
import { type ReadFile, type StoredMediaFile } from './media-file.js';
import { MediaFileStore } from './media-file.store.js';
import { PICTURE_LIMITS, readPicture, type ReadPicture } from './picture.reader.js';
import { TaskMediaCounter } from './task-media.counter.js';
import { UnreadablePicture } from './unreadable.picture.js';

/** A file whose reading ended the process so often is left alone. */
const MOST_ATTEMPTS = 5;
/** Photos that are opened; raw files of cameras are kept as they are. */
const OPENED = /\.(jpe?g|png|webp)$/i;
/** Makes sure that of two files with the same bytes one is the first. */
const SAME_BYTES_LOCK = 720_003;

/** Reads files that arrived: what they are, where and when they were taken, and two smaller pictures of each photo. */
@Injectable()
export class PictureIngest {
  private readonly log = new Logger(PictureIngest.name);

  constructor(
    private readonly db: DataSource,
    private readonly files: MediaFileStore,
    private readonly media: MediaService,
    private readonly counter: TaskMediaCounter,
    private readonly divisions: DivisionsService,
    private readonly events: EventLog,
    @Inject(COUNTY) private readonly county: County,
  ) {}

  /** Takes one file up; one that has been read, or whose bytes are not here, stays as it is. */
  async take(id: string): Promise<void> {
    const file = await this.files.find(id);
    if (!file || file.state === 'ingested' || file.state === 'damaged') return;
    const object = await this.media.find(file.objectKey);
    if (object && file.state === 'announced') await this.files.arrived(id, object);
    await this.files.trying(id);
    if (!object) return;
    const tried = file.state === 'stored' ? file.attempts : 0;
    const read = tried < MOST_ATTEMPTS ? await this.read(file, object) : damaged(object, 'never_read');
    await this.keep(file, read);
  }

  private async keep(file: StoredMediaFile, read: ReadFile): Promise<void> {
    const ground = file.task && (await this.counter.ground(file.task.id));
    await this.db.transaction(async (tx) => {
      await tx.query('SELECT pg_advisory_xact_lock($1::int, hashtext($2))', [SAME_BYTES_LOCK, read.sha256]);
      await this.files.read(tx, file.id, read);
      const facts: NewFact[] = [];
      if (ground) facts.push(...(await this.counter.apply(tx, ground)));
      else await this.counter.linkAlone(tx, (await this.files.find(file.id, tx))!);
      const after = (await this.files.find(file.id, tx))!;
      await this.events.appendAll(tx, [ingested(after), ...facts]);
    });
  }

  private async read(file: StoredMediaFile, object: MediaObject): Promise<ReadFile> {
    const { size, sha256, contentType } = object;
    if (file.kind !== 'photo' || !OPENED.test(file.name)) {
      return { state: 'ingested', problem: null, contentType, size, sha256, ...this.placed(file) };
    }
    try {
      const bytes = await this.media.bytes(object, PICTURE_LIMITS.fileBytes);
      if (!bytes) throw new UnreadablePicture('too_large');
      if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw new UnreadablePicture('bytes_changed');
      const picture = await readPicture(bytes);
      const keys = await this.keepSmaller(sha256, picture);
      return {
        state: 'ingested',
        problem: null,
        size,
        sha256,
        ...this.toldBy(picture, file),
        ...keys,
      };
    } catch (error) {
      if (!(error instanceof UnreadablePicture)) throw error;
      this.log.warn({ message: 'a picture cannot be read', id: file.id, name: file.name, error: error.message });
      return { state: 'damaged', problem: error.problem, contentType, size, sha256, ...this.placed(file) };
    }
  }

  /** Beside the original, under its hash; those that were made before stay. */
  private async keepSmaller(sha256: string, { preview, thumbnail }: ReadPicture) {
    const [previewKey, thumbnailKey] = [`derived/${sha256}/preview.jpg`, `derived/${sha256}/thumbnail.jpg`];
    for (const [key, bytes] of [[previewKey, preview] as const, [thumbnailKey, thumbnail] as const]) {
      if (await this.media.find(key)) continue;
      await this.media.put({ key, contentType: 'image/jpeg', by: 'pictures' }, Readable.from([bytes]));
    }
    return { previewKey, thumbnailKey };
  }

  /** The picture's own data before what the device told, where it has them. */
  private toldBy({ contentType, width, height, exif, xmp }: ReadPicture, file: StoredMediaFile) {
    const longitude = xmp.longitude ?? exif.longitude;
    const latitude = xmp.latitude ?? exif.latitude;
    // What the device told with the file was put right by its own clock.
    const time = file.deviceTime === null ? exif.time : undefined;
    const takenAt = time === undefined ? null : deviceTimeOf(time, this.county.timeZone);
    const place = { longitude: longitude ?? file.longitude, latitude: latitude ?? file.latitude };
    const { absoluteHeight = exif.altitude, relativeHeight, gimbalYaw, gimbalPitch, gimbalRoll } = xmp;
    const known: Partial<ReadFile> = {
      ...this.placed(place),
      deviceTime: time,
      takenAt: takenAt === null ? undefined : credible(takenAt, file.receivedAt),
      longitude,
      latitude,
      absoluteHeight,
      relativeHeight,
      gimbalYaw,
      gimbalPitch,
      gimbalRoll,
      deviceSn: xmp.droneSerial,
    } as Partial<ReadFile>;
    return { contentType, width, height, ...known };
  }

  /** The division in which it was taken, where the tree says so; else it stays with its dock's. */
  private placed({ longitude, latitude }: { longitude: number | null; latitude: number | null }): {
    divisionPath?: string;
  } {
    const code = longitude === null || latitude === null ? null : this.divisions.locate(longitude, latitude);
    return code === null ? {} : { divisionPath: this.divisions.pathOf(code) };
  }
}

function damaged({ contentType, size, sha256 }: MediaObject, code: 'never_read'): ReadFile {
  return { state: 'damaged', problem: new UnreadablePicture(code).problem, contentType, size, sha256 };
}

function ingested({
  id,
  name,
  kind,
  task,
  state,
  waypoint,
  featurePoint,
  duplicateOf,
  ...file
}: StoredMediaFile): NewFact {
  const links = { waypoint, featurePointId: featurePoint?.id ?? null, duplicateOf };
  const data = { mediaId: id, name, kind, taskId: task?.id ?? null, state, ...links };
  return { name: 'media.ingested', divisionPath: file.divisionPath, deviceSn: file.gatewaySn, data };
}

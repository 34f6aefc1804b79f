import { Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { NotFound, Refusal } from '../common/refusal.js';
import { COUNTY, type County } from '../county/county.js';
import { DeviceRegistry } from '../devices/device-registry.js';
import { MediaService } from '../media/media.service.js';
import { deviceTimeOf } from '../pictures/device.time.js';
import { type ToldFile } from '../pictures/media-file.js';
import { PicturesService } from '../pictures/pictures.service.js';
import { compass, numberOf, objectIn, placeOf, textOf } from '../pictures/told.words.js';
import { TaskStore } from '../tasks/task.store.js';
import { MobileTasksStore } from './mobile-tasks.store.js';
import { pilotFolderOf } from './pilot.folder.js';
import { type Pilot } from './pilot.guard.js';
import { type UploadedMedia } from './pilot-media.query.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const SERIAL = /^[A-Za-z0-9_-]{4,64}$/;

/** Photos and videos that pilots send: the same rows, the same reading as those of docks. */
@Injectable()
export class PilotMediaService {
  private readonly log = new Logger(PilotMediaService.name);

  constructor(
    private readonly db: DataSource,
    private readonly media: MediaService,
    private readonly pictures: PicturesService,
    private readonly tasks: TaskStore,
    private readonly mobile: MobileTasksStore,
    private readonly registry: DeviceRegistry,
    @Inject(COUNTY) private readonly county: County,
  ) {}

  /** Whether a file with this fingerprint is here. */
  async holds(fingerprint: string): Promise<boolean> {
    return (await this.pictures.known('fingerprint', [fingerprint])).length > 0;
  }

  /** Those of a list that belong to files that are here. */
  async known(tiny: readonly string[]): Promise<string[]> {
    return this.pictures.known('tiny_fingerprint', tiny);
  }

  /**
   * Takes up a file that was put under the pilot's own prefix; told twice, it is one file. Throws `NotFound` for a key where
   * nothing of this pilot lies, and `Refusal` 422 `upload_failed` for an upload that Pilot itself calls failed.
   */
  async take(told: UploadedMedia, pilot: Pilot): Promise<string> {
    const { object_key: key, name, result } = told;
    if (result !== 0) {
      this.log.warn({ message: 'a pilot could not upload a file', key, result, by: pilot.actor.username });
      throw new Refusal(
        422,
        'upload_failed',
        `文件“${name}”没有传上来（代码 ${result}），请重新上传`,
        `the file "${name}" was not uploaded (code ${result}): upload it again`,
      );
    }
    const object = key.startsWith(`${pilotFolderOf(pilot)}/`) ? await this.media.find(key) : undefined;
    if (!object) throw new NotFound({ zh: '上传的文件', en: 'uploaded file' }, key);
    const file = await this.fileOf(told, pilot);
    await this.db.transaction((tx) => this.pictures.register(tx, file, Date.now()));
    return key;
  }

  private async fileOf(told: UploadedMedia, pilot: Pilot): Promise<ToldFile> {
    const [ext, metadata] = [objectIn(told.ext), objectIn(told.metadata)];
    const place = placeOf(metadata['shoot_position']);
    const deviceTime = textOf(metadata['created_time']) ?? textOf(metadata['create_time']);
    const takenAt = deviceTime === null ? null : deviceTimeOf(deviceTime, this.county.timeZone);
    const deviceSn = this.droneOf(textOf(ext['sn']), pilot);
    return {
      source: 'pilot',
      objectKey: told.object_key,
      name: told.name,
      flightId: (await this.taskOf(textOf(ext['flight_id']), pilot)) ?? (await this.flown(deviceSn, takenAt, pilot)),
      divisionPath: pilot.actor.scope.path,
      gatewaySn: pilot.gatewaySn,
      deviceSn,
      payload: textOf(ext['payload_model_key']),
      original: ext['is_original'] !== false,
      fingerprint: told.fingerprint ?? null,
      // The vendor's own spelling.
      tinyFingerprint: textOf(ext['tinny_fingerprint']) ?? textOf(ext['tiny_fingerprint']),
      deviceTime,
      takenAt,
      longitude: place?.longitude ?? null,
      latitude: place?.latitude ?? null,
      absoluteHeight: numberOf(metadata['absolute_altitude']),
      relativeHeight: numberOf(metadata['relative_altitude']),
      gimbalYaw: compass(numberOf(metadata['gimbal_yaw_degree'])),
      expectedFiles: null,
      told,
    };
  }

  /** A task of the pilot's own scope; Pilot may name any. */
  private async taskOf(flightId: string | null, { actor }: Pilot): Promise<string | null> {
    if (flightId === null || !UUID.test(flightId)) return null;
    const task = await this.tasks.find(flightId.toLowerCase());
    return task && actor.scope.covers(task.divisionPath) ? task.id : null;
  }

  /** The task that the drone was flying when the file was made: Pilot seldom names one. */
  private async flown(aircraftSn: string | null, takenAt: number | null, pilot: Pilot): Promise<string | null> {
    if (takenAt === null) return null;
    // A guest has no user name.
    const username = pilot.gatewaySn === null ? pilot.actor.username : null;
    return this.mobile.flownAt(pilot.actor.scope.path, { aircraftSn, pilot: username }, new Date(takenAt));
  }

  /** The drone that Pilot names, as far as the controller carries it; the file itself says it otherwise. */
  private droneOf(sn: string | null, { gatewaySn, actor }: Pilot): string | null {
    if (sn === null || !SERIAL.test(sn)) return null;
    if (gatewaySn !== null) return this.registry.childrenOf(gatewaySn).includes(sn) ? sn : null;
    const device = this.registry.find(sn);
    return device && actor.scope.covers(device.divisionPath) ? sn : null;
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { type EntityManager } from 'typeorm';
import { type Decoded } from '#dji';
import { COUNTY, type County } from '../county/county.js';
import { DeviceRegistry } from '../devices/device-registry.js';
import { MediaIntake } from './media.intake.js';
import { type ToldFile } from './media-file.js';
import { deviceTimeOf } from './device.time.js';
import { compass, numberOf, objectIn, placeOf, textOf } from './told.words.js';

/** Where a gateway's files lie in the store. */
export function mediaFolderOf(gatewaySn: string): string {
  return `dock/${gatewaySn}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const MOST_FILES = 100_000;
/** A message whose time lies further ahead than this comes from a clock that is ahead. */
const AHEAD_MS = 30_000;

/** What docks say of files that they uploaded becomes rows, in the transaction in which the message is stored. */
@Injectable()
export class UploadWatch {
  constructor(
    private readonly intake: MediaIntake,
    private readonly registry: DeviceRegistry,
    @Inject(COUNTY) private readonly county: County,
  ) {}

  /** The change that a message of a registered gateway brings; null for any other message. */
  changeOf(decoded: Decoded, sn: string, receivedAt: number): ((tx: EntityManager) => Promise<void>) | null {
    if (decoded.type !== 'event' || decoded.method !== 'file_upload_callback') return null;
    const device = this.registry.find(sn);
    const file = device && this.fileOf(decoded.envelope?.data, sn, device.divisionPath);
    if (!file) return null;
    const ahead = (decoded.envelope?.timestamp ?? 0) - receivedAt;
    const takenAt = file.takenAt === null || ahead < AHEAD_MS ? file.takenAt : file.takenAt - ahead;
    const expectedFiles = expectedIn(decoded.envelope?.data);
    return async (tx) => void (await this.intake.register(tx, { ...file, takenAt, expectedFiles }, receivedAt));
  }

  /** Reads what was told; null when it names no object of this gateway's own. */
  private fileOf(data: unknown, sn: string, divisionPath: string): ToldFile | null {
    const told = (data as { file?: Record<string, any> } | null)?.file;
    const key = told?.['object_key'];
    const name = textOf(told?.['name']) ?? (typeof key === 'string' ? key.split('/').at(-1)! : '');
    if (!told || typeof key !== 'string' || !isOwn(key, sn) || name === '') return null;
    const [ext, metadata] = [objectIn(told['ext']), objectIn(told['metadata'])];
    const place = placeOf(metadata['shoot_position']);
    const deviceTime = textOf(metadata['create_time']) ?? textOf(metadata['created_time']);
    const flightId = textOf(ext['flight_id']);
    const aircraft = this.registry.childrenOf(sn).filter((each) => this.registry.find(each)?.kind === 'aircraft');
    return {
      source: 'dock',
      objectKey: key,
      name: name.slice(0, 255),
      flightId: flightId !== null && UUID.test(flightId) ? flightId.toLowerCase() : null,
      divisionPath,
      gatewaySn: sn,
      deviceSn: aircraft.length === 1 ? aircraft[0]! : null,
      payload: textOf(ext['payload_model_key']),
      original: ext['is_original'] !== false,
      fingerprint: null,
      tinyFingerprint: null,
      deviceTime,
      takenAt: deviceTime === null ? null : deviceTimeOf(deviceTime, this.county.timeZone),
      longitude: place?.longitude ?? null,
      latitude: place?.latitude ?? null,
      absoluteHeight: numberOf(metadata['absolute_altitude']),
      relativeHeight: numberOf(metadata['relative_altitude']),
      gimbalYaw: compass(numberOf(metadata['gimbal_yaw_degree'])),
      expectedFiles: null,
      told,
    };
  }
}

/** A dock speaks for its own folder alone. */
function isOwn(key: string, sn: string): boolean {
  return key.startsWith(`${mediaFolderOf(sn)}/`) && key.length <= 1024 && !key.includes('\0');
}

function expectedIn(data: unknown): number | null {
  const count = numberOf(objectIn(objectIn(data)['flight_task'])['expected_file_count']);
  return count !== null && Number.isInteger(count) && count >= 0 && count <= MOST_FILES ? count : null;
}

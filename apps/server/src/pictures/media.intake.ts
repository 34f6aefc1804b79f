import { Injectable } from '@nestjs/common';
import { type EntityManager } from 'typeorm';
import { EventLog } from '../events/event-log.js';
import { type StoredMediaFile, type ToldFile } from './media-file.js';
import { MediaFileStore } from './media-file.store.js';

const DAY = 24 * 3_600_000;
/** Files from before that are not believed: a clock that was never set says 1970 or 2000. */
const OLDEST = 5 * 365 * DAY;

/** Takes up what devices say of files that they uploaded. */
@Injectable()
export class MediaIntake {
  constructor(
    private readonly store: MediaFileStore,
    private readonly events: EventLog,
  ) {}

  /**
   * Notes a file in a transaction that is under way, with its fact; the same object again changes nothing and returns
   * null. The worker reads it afterwards, also when the object arrives later.
   */
  async register(tx: EntityManager, file: ToldFile, receivedAt: number): Promise<StoredMediaFile | null> {
    const takenAt = credible(file.takenAt, receivedAt);
    const added = await this.store.add(tx, file, new Date(takenAt), new Date(receivedAt));
    if (!added) return null;
    const { id, name, kind, task, source, divisionPath, gatewaySn } = added;
    const data = { mediaId: id, name, kind, taskId: task?.id ?? null, source };
    await this.events.append(tx, { name: 'media.received', divisionPath, deviceSn: gatewaySn, data });
    return added;
  }
}

/** The time of a device's clock; the time at which we were told where that cannot be. Ms since 1970. */
export function credible(takenAt: number | null, receivedAt: number): number {
  return takenAt !== null && takenAt <= receivedAt && takenAt > receivedAt - OLDEST ? takenAt : receivedAt;
}

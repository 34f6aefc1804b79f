import { type BeforeApplicationShutdown, Inject, Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type EvidenceManifest } from '#contracts';
import { refusalOfDatabase } from '../common/database-fault.js';
import { COUNTY, type County } from '../county/county.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { EventLog } from '../events/event-log.js';
import { MEDIA_LIMITS } from '../media/media.limits.js';
import { MediaService } from '../media/media.service.js';
import { MediaAway } from '../media/media.store.js';
import { MediaFileStore } from '../pictures/media-file.store.js';
import { RouteReader } from '../routes/route.reader.js';
import { RouteVersionStore } from '../routes/route-version.store.js';
import { type StoredTask } from '../tasks/task.rows.js';
import { TaskStore } from '../tasks/task.store.js';
import { EvidenceCustody } from './evidence.custody.js';
import { cannotBuild } from './evidence.failure.js';
import {
  chainOf,
  evidenceFile,
  type HeldFile,
  MANIFEST,
  MANIFEST_SUM,
  manifestBytes,
  REPORT,
  safeName,
  sha256Of,
  sumsOf,
} from './evidence.manifest.js';
import { evidenceReport, type ReportPictures } from './evidence.report.js';
import { EvidencePackStore, type StoredPack } from './evidence-pack.store.js';
import { packView } from './evidence-packs.service.js';
import { proven, type ZippedFile, zipOf } from './evidence.zip.js';

/** A passing fault is waited out so often. */
const MOST_TRIES = 5;
const BEAT_MS = 5_000;
const MOST_THUMBNAIL_BYTES = 2 ** 20;

/** The worker is about to end. */
class Closing extends Error {}

/** Builds packs: gathers what is known, draws the report, and streams everything into one archive. */
@Injectable()
export class EvidenceBuilder implements BeforeApplicationShutdown {
  private readonly log = new Logger(EvidenceBuilder.name);
  private closing = false;

  constructor(
    private readonly db: DataSource,
    private readonly store: EvidencePackStore,
    private readonly files: MediaFileStore,
    private readonly tasks: TaskStore,
    private readonly versions: RouteVersionStore,
    private readonly reader: RouteReader,
    private readonly custody: EvidenceCustody,
    private readonly media: MediaService,
    private readonly divisions: DivisionsService,
    private readonly events: EventLog,
    @Inject(COUNTY) private readonly county: County,
  ) {}

  beforeApplicationShutdown(): void {
    this.closing = true;
  }

  /** Builds a pack that waits; one that somebody else builds, or that is done, is left alone. */
  async run(id: string): Promise<void> {
    const pack = await this.store.claim(id);
    if (!pack) return;
    try {
      await this.build(pack);
    } catch (error) {
      if (error instanceof Closing) return this.store.putBack(id);
      if (isPassing(error) && pack.tries < MOST_TRIES) {
        await this.store.putBack(id);
        throw error;
      }
      const reason = cannotBuild(error, id);
      this.log.error({ message: 'an evidence pack cannot be built', id, code: reason.code, error });
      await this.db.transaction(async (tx) => {
        await this.store.fail(tx, id, reason);
        await this.tell(tx, id, pack);
      });
    }
  }

  private async build(pack: StoredPack): Promise<void> {
    const { manifest, route, held } = await this.gather(pack);
    const report = await evidenceReport(manifest, await this.pictures(held, route?.bytes ?? null));
    await this.store.beat(pack.id, 0);
    const documents = [
      { path: REPORT, bytes: report },
      ...(route ? [{ path: `route/${safeName(route.name)}`, bytes: route.bytes }] : []),
    ];
    manifest.documents = documents.map(({ path, bytes }) => ({ path, size: bytes.length, sha256: sha256Of(bytes) }));
    const text = manifestBytes(manifest);
    const manifestSha256 = sha256Of(text);
    const at = pack.createdAt;
    const small = [
      { path: MANIFEST, bytes: text },
      { path: MANIFEST_SUM, bytes: sumsOf(manifest, manifestSha256) },
      ...documents,
    ].map(({ path, bytes }): ZippedFile => ({ path, at, open: () => bytes }));
    const originals = manifest.files.map(({ path, sha256, takenAt }, index): ZippedFile => {
      const open = async () => proven(await this.original(held[index]!), { path, sha256 });
      return { path, at: new Date(takenAt), open };
    });
    const total = held.reduce((sum, { size }) => sum + size, 1);
    const fileName = `${safeName(pack.title)}-${pack.id.slice(0, 8)}.zip`;
    const target = {
      key: `evidence/${pack.id}/${pack.tries}/${fileName}`,
      contentType: 'application/zip',
      by: pack.createdBy,
    };
    const body = this.watched(zipOf([...small, ...originals]), pack.id, total);
    const object = await this.media.put(target, body, MEDIA_LIMITS.objectBytes);
    const { size, sha256 } = object;
    await this.db.transaction(async (tx) => {
      const done = { objectKey: target.key, fileName, size, sha256, manifestSha256 };
      if (await this.store.finish(tx, pack.id, done)) await this.tell(tx, pack.id, pack);
    });
  }

  /** The manifest but for its documents, the route file, and the files whose bytes are here, in the order of the pack. */
  private async gather(pack: StoredPack) {
    const found = new Map((await this.files.some(pack.mediaIds, this.divisions.county().path)).map((f) => [f.id, f]));
    const all = pack.mediaIds.flatMap((id) => found.get(id) ?? []);
    const held = all.filter((file): file is HeldFile => file.sha256 !== null && file.size !== null);
    const task = pack.taskId === null ? undefined : await this.tasks.find(pack.taskId);
    const taskIds = [...new Set([...(task ? [task.id] : []), ...held.flatMap((file) => file.task?.id ?? [])])];
    const starts = [task?.createdAt, ...held.map(({ receivedAt }) => receivedAt)].filter((ms) => ms !== undefined);
    const from = new Date(Math.min(pack.createdAt.getTime(), ...starts) - 60_000);
    const facts = await this.custody.facts(taskIds, pack.mediaIds, { from, to: pack.createdAt });
    const bytes = task && (await this.versions.kmz(task.routeId, task.routeVersion));
    const manifest: EvidenceManifest = {
      format: 'xunhang-evidence-pack',
      version: 1,
      pack: {
        id: pack.id,
        title: pack.title,
        note: pack.note,
        county: this.county.name,
        divisionPath: pack.divisionPath,
        askedAt: pack.createdAt.toISOString(),
        askedBy: pack.createdBy,
      },
      task: task ? taskOf(task) : null,
      files: held.map((file, index) => evidenceFile(file, index + 1)),
      documents: [],
      missing: all.filter(({ sha256 }) => sha256 === null).map(({ id, name }) => ({ mediaId: id, name })),
      custody: chainOf(facts),
    };
    const route = task && bytes ? { name: `${task.routeCode}-v${task.routeVersion}.kmz`, bytes } : null;
    return { manifest, route, held };
  }

  private async pictures(held: readonly HeldFile[], route: Buffer | null): Promise<ReportPictures> {
    const thumbnails = new Map<string, Uint8Array>();
    for (const { id, thumbnailKey } of held) {
      const object = thumbnailKey === null ? undefined : await this.media.find(thumbnailKey);
      const bytes = object && (await this.media.bytes(object, MOST_THUMBNAIL_BYTES));
      if (bytes && isPdfPicture(bytes)) thumbnails.set(id, bytes);
    }
    const drawn = route && (await this.reader.read(route, 'route.kmz', null));
    const lines = drawn?.route.legs.map(({ waypoints }) =>
      waypoints.map(({ longitude, latitude }) => ({ longitude, latitude })),
    );
    return { thumbnails, route: lines ?? [], timeZone: this.county.timeZone };
  }

  private async original({ objectKey }: HeldFile): Promise<AsyncIterable<Uint8Array>> {
    const object = await this.media.find(objectKey);
    if (!object) throw Object.assign(new Error(objectKey), { code: 'ENOENT' });
    return this.media.read(object) as Promise<AsyncIterable<Uint8Array>>;
  }

  /** The same bytes; tells from time to time how far it has come. */
  private async *watched(body: AsyncIterable<Uint8Array>, id: string, total: number): AsyncGenerator<Uint8Array> {
    let done = 0;
    let told = Date.now();
    for await (const piece of body) {
      if (this.closing) throw new Closing();
      yield piece;
      done += piece.length;
      if (Date.now() - told < BEAT_MS) continue;
      told = Date.now();
      await this.store.beat(id, Math.min(99, Math.floor((done / total) * 100)));
    }
  }

  private async tell(tx: Parameters<EventLog['append']>[0], id: string, { createdBy: by, divisionPath }: StoredPack) {
    const pack = packView((await this.store.find(id, tx))!);
    await this.events.append(tx, { name: 'evidence_pack.changed', divisionPath, data: { pack, by } });
  }
}

function taskOf(task: StoredTask): EvidenceManifest['task'] {
  const { id, name, executor, dockSn, dockName, aircraftSn, pilot, course, createdBy, approvedBy } = task;
  const instant = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  return {
    id,
    name,
    route: { code: task.routeCode, name: task.routeName, version: task.routeVersion, md5: task.routeMd5 },
    executor,
    dockSn,
    dockName,
    aircraftSn,
    pilot,
    windowStart: new Date(task.windowStart).toISOString(),
    windowEnd: new Date(task.windowEnd).toISOString(),
    startedAt: instant(course.startedAt),
    tookOffAt: instant(course.tookOffAt),
    state: course.state,
    createdBy,
    approvedBy,
  };
}

/** What the PDF can hold: JPEG and PNG. */
function isPdfPicture(bytes: Buffer): boolean {
  return bytes.subarray(0, 3).toString('hex') === 'ffd8ff' || bytes.subarray(0, 4).toString('hex') === '89504e47';
}

/** Whether trying again later may help. */
function isPassing(error: unknown): boolean {
  return error instanceof MediaAway || refusalOfDatabase(error) !== null;
}

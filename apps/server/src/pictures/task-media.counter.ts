import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type FeaturePointView } from '#contracts';
import { CONFIG, type Config } from '../config.js';
import { DeviceRegistry } from '../devices/device-registry.js';
import { EventLog, type NewFact } from '../events/event-log.js';
import { FeaturePointStore } from '../points/feature-point.store.js';
import { hasEnded } from '../tasks/task.course.js';
import { type StoredTask } from '../tasks/task.rows.js';
import { TaskStore } from '../tasks/task.store.js';
import { FlownPictures } from './flown.pictures.js';
import { type StoredMediaFile } from './media-file.js';
import { MediaFileStore, type MediaLink } from './media-file.store.js';
import { aimOf } from './picture.aim.js';
import { linkFiles } from './picture.links.js';
import { countMedia, type MediaCount } from './task-media.count.js';
import { TaskMediaStore } from './task-media.store.js';

/** Feature points are read again after this. */
const POINTS_MS = 30_000;

/** What counting a task needs besides the rows that it locks. */
interface Ground {
  task: StoredTask;
  promised: Awaited<ReturnType<FlownPictures['of']>>;
  points: readonly FeaturePointView[];
  dock: { online: boolean; remaining: number | null };
}

/** Links the files of a flight to what they show, and counts them against what was to come. */
@Injectable()
export class TaskMediaCounter {
  private points: { at: number; list: Promise<FeaturePointView[]> } | null = null;

  constructor(
    private readonly db: DataSource,
    @Inject(CONFIG) private readonly config: Config,
    private readonly tasks: TaskStore,
    private readonly flown: FlownPictures,
    private readonly files: MediaFileStore,
    private readonly counts: TaskMediaStore,
    private readonly featurePoints: FeaturePointStore,
    private readonly registry: DeviceRegistry,
    private readonly events: EventLog,
  ) {}

  /** Counts a task in a transaction of its own. */
  async count(taskId: string): Promise<void> {
    const ground = await this.ground(taskId);
    if (!ground) return;
    await this.db.transaction(async (tx) => this.events.appendAll(tx, await this.apply(tx, ground)));
  }

  /** What a count needs, read before the transaction that it belongs to. */
  async ground(taskId: string): Promise<Ground | null> {
    const task = await this.tasks.find(taskId);
    if (!task) return null;
    const [promised, points, dock] = await Promise.all([
      this.flown.of(task),
      this.allPoints(),
      this.counts.dockOf(task.dockSn),
    ]);
    return { task, promised, points, dock };
  }

  /** Links and counts; returns the facts to append at the end of the transaction. */
  async apply(tx: EntityManager, ground: Ground): Promise<NewFact[]> {
    const { task } = ground;
    const before = await this.counts.lock(tx, task.id);
    const files = await this.files.ofTask(task.id, tx);
    const ids = new Set(files.map(({ id }) => id));
    const own = files.filter(
      ({ original, duplicateOf }) => original && (duplicateOf === null || !ids.has(duplicateOf)),
    );
    const linked = linkFiles(
      own,
      ground.promised.map(({ picture }) => picture),
    );
    for (const { file, waypoint, promised } of linked) {
      await this.relink(tx, file, this.linkOf(file, waypoint, promised?.suffix ?? null, ground.points));
    }
    const count = countMedia({
      promised: ground.promised,
      files: linked.map(({ file, promised }) => ({
        promised,
        isHere: file.sha256 !== null,
        damaged: file.state === 'damaged',
        receivedAt: file.receivedAt,
      })),
      counted: most(task.mediaExpected, files),
      endedAt: hasEnded(task.course.state) ? task.course.since : null,
      dockOnline: ground.dock.online,
      nothingLeft: ground.dock.remaining === 0,
      now: Date.now(),
      patienceMs: this.config.mediaPatienceMinutes * 60_000,
    });
    await this.counts.save(tx, task.id, count);
    return before.settledAt === null && count.settled ? [completed(task, count)] : [];
  }

  /** Links a file that belongs to no task of ours to the feature point that it shows. */
  async linkAlone(tx: EntityManager, file: StoredMediaFile): Promise<void> {
    await this.relink(tx, file, this.linkOf(file, null, null, await this.allPoints()));
  }

  private linkOf(
    file: StoredMediaFile,
    waypoint: number | null,
    suffix: string | null,
    points: readonly FeaturePointView[],
  ): MediaLink {
    const named = suffix && points.find(({ code }) => code.toLowerCase() === suffix.toLowerCase());
    const { longitude, latitude } = file;
    const placed = longitude !== null && latitude !== null && file.kind !== 'other';
    const point = named || (placed ? aimOf({ ...file, longitude, latitude }, points) : null);
    return { waypoint, featurePointId: point?.id ?? null, divisionPath: point?.divisionPath ?? null };
  }

  private async relink(tx: EntityManager, file: StoredMediaFile, link: MediaLink): Promise<void> {
    const { waypoint, featurePoint, divisionPath } = file;
    const same = waypoint === link.waypoint && (featurePoint?.id ?? null) === link.featurePointId;
    if (same && (link.divisionPath ?? divisionPath) === divisionPath) return;
    await this.files.link(tx, file.id, link);
  }

  private allPoints(): Promise<FeaturePointView[]> {
    const now = Date.now();
    if (!this.points || now - this.points.at > POINTS_MS) {
      const list = this.featurePoints.all(this.registry.rootPath, { state: 'active' });
      this.points = { at: now, list };
      list.catch(() => (this.points = null));
    }
    return this.points.list;
  }
}

/** The most that the device ever said, in its progress or with a file; null: it has not said. */
function most(counted: number | null, files: readonly StoredMediaFile[]): number | null {
  const said = [counted, ...files.map(({ expectedFiles }) => expectedFiles)].filter((count) => count !== null);
  return said.length === 0 ? null : Math.max(...said);
}

function completed(task: StoredTask, { expected, received, missing }: MediaCount): NewFact {
  const list = missing.map(({ waypoint, suffix, code, zh, en }) => ({ waypoint, suffix, code, zh, en }));
  const data = { taskId: task.id, taskName: task.name, expected, received, missing: list };
  return { name: 'task.media_complete', divisionPath: task.divisionPath, deviceSn: task.dockSn, data };
}

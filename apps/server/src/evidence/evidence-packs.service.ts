import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type EvidencePackQuery, type EvidencePackView, type NewEvidencePack, type Page } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { NotFound, Refusal } from '../common/refusal.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { EventLog } from '../events/event-log.js';
import { type StoredMediaFile } from '../pictures/media-file.js';
import { MediaFileStore } from '../pictures/media-file.store.js';
import { PicturesService } from '../pictures/pictures.service.js';
import { TASK } from '../tasks/task.recorder.js';
import { TaskStore } from '../tasks/task.store.js';
import { EvidenceAddresses } from './evidence.addresses.js';
import { EvidencePackStore, type PackValues, type StoredPack } from './evidence-pack.store.js';

export const PACK = { zh: '证据包', en: 'evidence pack' };
const MOST_FILES = 2000;

/** Evidence packs inside the caller's division: asked for here, built by the worker. */
@Injectable()
export class EvidencePacksService {
  constructor(
    private readonly db: DataSource,
    private readonly store: EvidencePackStore,
    private readonly pictures: PicturesService,
    private readonly files: MediaFileStore,
    private readonly tasks: TaskStore,
    private readonly divisions: DivisionsService,
    private readonly addresses: EvidenceAddresses,
    private readonly events: EventLog,
  ) {}

  /**
   * Asks for a pack. Throws `NotFound` for a task or pictures outside the scope, `Refusal` 409 `media_not_here` where bytes
   * are still to come, 403 `outside_scope` for a task that took pictures beyond the caller's division, 422 `too_many_files`.
   */
  async create(request: NewEvidencePack, actor: Actor): Promise<EvidencePackView> {
    const { taskId = null, mediaIds, title, note } = request;
    const chosen = taskId === null ? await this.chosen(mediaIds!, actor) : await this.ofTask(taskId, actor);
    const values: PackValues = { title, note, taskId, ...chosen, createdBy: actor.username };
    return this.db.transaction(async (tx) => {
      const id = await this.store.insert(tx, values);
      return this.tell(tx, id, actor.username);
    });
  }

  async list(query: EvidencePackQuery, actor: Actor): Promise<Page<EvidencePackView>> {
    const page = await this.store.page(this.divisions.pathWithin(actor.scope, query.division), query);
    return { ...page, items: await Promise.all(page.items.map((pack) => this.addressed(pack))) };
  }

  /** Throws `NotFound` also outside the scope. */
  async get(id: string, actor: Actor): Promise<EvidencePackView> {
    const pack = await this.store.find(id);
    if (!pack) throw new NotFound(PACK, id);
    actor.scope.require(pack.divisionPath, PACK, id);
    return this.addressed(pack);
  }

  private async chosen(ids: readonly string[], actor: Actor): Promise<Pick<PackValues, 'mediaIds' | 'divisionPath'>> {
    const files = await this.pictures.all([...new Set(ids)], actor);
    const waiting = files.find(({ sha256 }) => sha256 === null);
    if (waiting) throw notHere(waiting.name);
    return { mediaIds: files.map(({ id }) => id), divisionPath: commonPath(files.map((file) => file.divisionPath)) };
  }

  private async ofTask(taskId: string, actor: Actor): Promise<Pick<PackValues, 'mediaIds' | 'divisionPath'>> {
    const task = await this.tasks.find(taskId);
    if (!task) throw new NotFound(TASK, taskId);
    actor.scope.require(task.divisionPath, TASK, taskId);
    const files = await this.files.ofTask(taskId);
    if (!files.some(({ sha256 }) => sha256 !== null)) throw notHere(task.name);
    if (files.length > MOST_FILES) throw tooMany(files.length);
    const beyond = files.filter(({ divisionPath }) => !actor.scope.covers(divisionPath));
    if (beyond.length > 0) throw outside(beyond);
    const paths = [task.divisionPath, ...files.map(({ divisionPath }) => divisionPath)];
    return { mediaIds: files.map(({ id }) => id), divisionPath: commonPath(paths) };
  }

  private async tell(tx: EntityManager, id: string, by: string): Promise<EvidencePackView> {
    const pack = packView((await this.store.find(id, tx))!);
    const { divisionPath } = pack;
    await this.events.append(tx, { name: 'evidence_pack.changed', divisionPath, data: { pack, by } });
    return pack;
  }

  private async addressed(pack: StoredPack): Promise<EvidencePackView> {
    const downloadUrl = pack.state === 'ready' ? await this.addresses.of(pack.id, Date.now()) : null;
    return { ...packView(pack), downloadUrl };
  }
}

/** A pack as the API tells it, without an address. */
export function packView(pack: StoredPack): EvidencePackView {
  const { mediaIds: _, objectKey: __, tries: ___, createdAt, finishedAt, ...rest } = pack;
  return {
    ...rest,
    downloadUrl: null,
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}

/** The smallest division that holds all of these. */
export function commonPath(paths: readonly string[]): string {
  const [first = '', ...others] = paths;
  const codes = first.split('/');
  const shared = codes.findIndex((code, at) => others.some((path) => path.split('/')[at] !== code));
  return codes.slice(0, shared < 0 ? codes.length : shared).join('/');
}

function notHere(name: string): Refusal {
  return new Refusal(
    409,
    'media_not_here',
    `“${name}”的文件还没有传到，请等收齐后再制作证据包`,
    `the files of "${name}" are not here yet: make the pack when they are`,
  );
}

function tooMany(count: number): Refusal {
  return new Refusal(
    422,
    'too_many_files',
    `任务有 ${count} 个文件，一个证据包最多 ${MOST_FILES} 个，请分批选择`,
    `the task has ${count} files, and a pack holds ${MOST_FILES} at most: choose some of them`,
  );
}

function outside(files: readonly StoredMediaFile[]): Refusal {
  return new Refusal(
    403,
    'outside_scope',
    `任务有 ${files.length} 个文件拍摄于您的管辖范围以外，请由上级制作，或只选范围内的照片`,
    `${files.length} files of the task were taken outside your scope: ask the county, or choose pictures inside it`,
  );
}

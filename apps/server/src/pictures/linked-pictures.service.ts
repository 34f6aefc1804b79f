import { Inject, Injectable } from '@nestjs/common';
import { type Page, type PageQuery, type PointVisit, type TaskMediaView } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { NotFound } from '../common/refusal.js';
import { COUNTY, type County } from '../county/county.js';
import { FeaturePointStore } from '../points/feature-point.store.js';
import { TASK } from '../tasks/task.recorder.js';
import { TaskStore } from '../tasks/task.store.js';
import { viewOfTask } from '../tasks/task.view.js';
import { MediaFileStore } from './media-file.store.js';
import { PicturesService } from './pictures.service.js';
import { TaskMediaStore } from './task-media.store.js';

const POINT = { zh: '特色点位', en: 'feature point' };

/** Pictures by what they belong to: a task, a feature point. */
@Injectable()
export class LinkedPicturesService {
  constructor(
    private readonly pictures: PicturesService,
    private readonly files: MediaFileStore,
    private readonly counts: TaskMediaStore,
    private readonly tasks: TaskStore,
    private readonly points: FeaturePointStore,
    @Inject(COUNTY) private readonly county: County,
  ) {}

  /** Expected against received files of a task, in the order in which they were taken. Throws `NotFound`. */
  async ofTask(taskId: string, actor: Actor): Promise<TaskMediaView> {
    const task = await this.tasks.find(taskId);
    if (!task) throw new NotFound(TASK, taskId);
    actor.scope.require(task.divisionPath, TASK, taskId);
    const [count, files] = await Promise.all([this.counts.find(taskId), this.files.ofTask(taskId)]);
    const { expected, received, settled } = viewOfTask(task).media;
    return {
      expected,
      received,
      settled,
      surplus: count?.surplus ?? 0,
      damaged: count?.damaged ?? 0,
      deadline: count?.deadline ? new Date(count.deadline).toISOString() : null,
      missing: count?.missing ?? [],
      items: await this.pictures.views(files),
    };
  }

  /** The visits of a feature point, newest first. Throws `NotFound`. */
  async ofPoint(pointId: string, query: PageQuery, actor: Actor): Promise<Page<PointVisit>> {
    const point = await this.points.find(pointId);
    if (!point) throw new NotFound(POINT, pointId);
    actor.scope.require(point.divisionPath, POINT, pointId);
    const page = await this.files.visits(pointId, this.county.timeZone, query);
    const ids = page.items.flatMap((visit) => visit.ids);
    const views = await this.pictures.views(await this.files.some(ids, actor.scope.path));
    const byId = new Map(views.map((view) => [view.id, view]));
    const items = page.items.map(({ at, ids: own }) => {
      const pictures = own.flatMap((id) => byId.get(id) ?? []);
      return { task: pictures[0]?.task ?? null, takenAt: at, items: pictures };
    });
    return { ...page, items };
  }
}

import { Injectable } from '@nestjs/common';
import { type FallbackChoice, type FallbackList, type TaskView } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { NotFound } from '../common/refusal.js';
import { FallbackFinder } from './fallback.finder.js';
import { fallbackRefusal, heldUpBy } from './fallback.rules.js';
import { FallbackStore } from './fallback.store.js';
import { FallbackTaker } from './fallback.taker.js';
import { reasonView } from './task.reasons.js';
import { TASK } from './task.recorder.js';
import { TaskStore } from './task.store.js';
import { viewOfTask } from './task.view.js';

/** What may be flown in place of a task that is held up, inside the caller's division. */
@Injectable()
export class FallbacksService {
  constructor(
    private readonly tasks: TaskStore,
    private readonly store: FallbackStore,
    private readonly finder: FallbackFinder,
    private readonly taker: FallbackTaker,
  ) {}

  /** Throws `NotFound` also outside the scope. */
  async list(id: string, { scope }: Actor): Promise<FallbackList> {
    const task = await this.tasks.find(id);
    if (!task) throw new NotFound(TASK, id);
    scope.require(task.divisionPath, TASK, id);
    const takenBy = await this.store.takenBy(id);
    const held = heldUpBy(task);
    const refused = fallbackRefusal(task, takenBy);
    return {
      reason: held && reasonView(held.reason, held.deviceCode, held.detail ?? null),
      refused,
      takenBy,
      items: refused ? [] : await this.finder.of(task, scope),
    };
  }

  /** Throws as `FallbackTaker.take`. */
  async take(id: string, choice: FallbackChoice, { username, scope }: Actor): Promise<TaskView> {
    return viewOfTask(await this.taker.take(id, choice, { username, scope }));
  }
}

import { Inject, Injectable, Logger } from '@nestjs/common';
import { Scope } from '../auth/scope.js';
import { Refusal } from '../common/refusal.js';
import { CONFIG, type Config } from '../config.js';
import { DeviceRegistry } from '../devices/device-registry.js';
import { FallbackFinder } from './fallback.finder.js';
import { fallbackRefusal, heldUpBy } from './fallback.rules.js';
import { FallbackStore } from './fallback.store.js';
import { FallbackTaker } from './fallback.taker.js';
import { hasEnded } from './task.course.js';
import { type TaskReason } from './task.reasons.js';
import { TaskStore } from './task.store.js';

/** How long a task for which nothing was ready is left alone. */
const AGAIN_MS = 15_000;

/**
 * Takes a fallback by itself: for routine tasks that allow it, once, when the same reason has held them up for a while or
 * has ended them. Only docks, since a pilot is asked by a person.
 */
@Injectable()
export class FallbackRule {
  private readonly log = new Logger(FallbackRule.name);
  private readonly held = new Map<string, { reason: TaskReason; since: number }>();
  private readonly asked = new Map<string, number>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly tasks: TaskStore,
    private readonly store: FallbackStore,
    private readonly finder: FallbackFinder,
    private readonly taker: FallbackTaker,
    private readonly registry: DeviceRegistry,
  ) {}

  /** Looks at every task that is held up. `now` in ms since 1970. */
  async apply(now: number): Promise<void> {
    const ids = await this.store.heldUp(new Date(now));
    for (const known of this.held.keys()) if (!ids.includes(known)) this.forget(known);
    for (const id of ids) await this.consider(id, now);
  }

  private async consider(id: string, now: number): Promise<void> {
    const task = await this.tasks.find(id);
    const held = task && heldUpBy(task);
    if (
      !held ||
      fallbackRefusal(task, null) ||
      !this.isPatienceOver(id, held.reason, hasEnded(task.course.state), now)
    ) {
      return;
    }
    if (now - (this.asked.get(id) ?? 0) < AGAIN_MS) return;
    this.asked.set(id, now);
    const scope = new Scope(this.registry.rootPath);
    const choice = (await this.finder.of(task, scope)).find(({ ready, kind }) => ready && kind !== 'mobile');
    if (!choice) return;
    const { kind, route, dock } = choice;
    try {
      await this.taker.take(
        id,
        { kind, routeId: route.id, dockSn: dock!.sn, note: choice.zh },
        { username: null, scope },
      );
    } catch (error) {
      // a person was faster, or it flies by now
      if (!(error instanceof Refusal)) throw error;
      this.log.warn({ message: 'a fallback was not taken', task: id, error: error.message });
    }
  }

  private isPatienceOver(id: string, reason: TaskReason, ended: boolean, now: number): boolean {
    if (ended) return true;
    const known = this.held.get(id);
    if (known?.reason !== reason) this.held.set(id, { reason, since: now });
    return now - this.held.get(id)!.since >= this.config.fallbackMinutes * 60_000;
  }

  private forget(id: string): void {
    this.held.delete(id);
    this.asked.delete(id);
  }
}

import { Injectable, Logger } from '@nestjs/common';
import { Refusal } from '../common/refusal.js';
import { RouteReader } from '../routes/route.reader.js';
import { RouteVersionStore } from '../routes/route-version.store.js';
import { endOfFlight, flownOf } from './mobile.flown.js';
import { MobileStore } from './mobile.store.js';
import { TaskRecorder } from './task.recorder.js';
import { type StoredTask } from './task.rows.js';
import { TaskStore } from './task.store.js';

/** Decides how flights of mobile drones ended: by what was flown of the route. */
@Injectable()
export class MobileJudge {
  private readonly log = new Logger(MobileJudge.name);

  constructor(
    private readonly store: MobileStore,
    private readonly tasks: TaskStore,
    private readonly recorder: TaskRecorder,
    private readonly versions: RouteVersionStore,
    private readonly reader: RouteReader,
  ) {}

  /** Looks at every drone that has landed. */
  async settle(): Promise<void> {
    for (const id of await this.store.landed()) {
      const task = await this.tasks.find(id);
      if (task?.aircraftSn && task.course.tookOffAt !== null && task.progress) await this.judge(task);
    }
  }

  private async judge(task: StoredTask): Promise<void> {
    const [from, to] = [task.course.tookOffAt!, Date.parse(task.progress!.at)];
    const kmz = await this.versions.kmz(task.routeId, task.routeVersion);
    const drawn = kmz && (await this.reader.read(kmz, `${task.routeCode}.kmz`, null));
    const waypoints = drawn?.route.legs.flatMap((leg) => leg.waypoints) ?? [];
    const track = await this.store.track(task.aircraftSn!, new Date(from), new Date(to));
    const flown = flownOf(waypoints, track, { from, to });
    const percent = waypoints.length === 0 ? null : Math.round((100 * flown.passed) / waypoints.length);
    const progress = { ...task.progress!, percent, waypoint: flown.last };
    const event = endOfFlight(flown, task.course.cancelRequestedAt !== null, to);
    try {
      await this.recorder.record(task.id, event, null, { progress });
    } catch (error) {
      // it has ended meanwhile
      if (!(error instanceof Refusal)) throw error;
      this.log.warn({ message: 'a landing came too late', task: task.id, error: error.message });
    }
  }
}

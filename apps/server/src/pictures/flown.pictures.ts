import { Injectable } from '@nestjs/common';
import { promisedPictures, type PromisedPicture } from '#routes';
import { Kept } from '../routes/kept.js';
import { RouteReader } from '../routes/route.reader.js';
import { RouteVersionStore } from '../routes/route-version.store.js';
import { type StoredTask } from '../tasks/task.rows.js';
import { TaskStore } from '../tasks/task.store.js';

/** Routes whose promises are kept in memory: a county's, and their last versions. */
const MOST_KEPT = 200;

/** Which pictures the flight of a task was to bring. */
@Injectable()
export class FlownPictures {
  private readonly kept = new Kept<readonly PromisedPicture[]>(MOST_KEPT);

  constructor(
    private readonly tasks: TaskStore,
    private readonly versions: RouteVersionStore,
    private readonly reader: RouteReader,
  ) {}

  /** Those of the part that was to be flown, and whether a picture lies behind where the flight was broken off. */
  async of(task: StoredTask): Promise<{ picture: PromisedPicture; brokenOff: boolean }[]> {
    const { value: all } = await this.kept.get(`${task.routeId} ${task.routeVersion}`, () => this.read(task));
    const from = task.continues === null ? null : ((await this.tasks.find(task.continues))?.breakPoint ?? null);
    const until = endOf(task);
    return all
      .filter((picture) => from === null || !isBefore(picture, from))
      .map((picture) => ({ picture, brokenOff: until !== null && isBefore(until, picture) }));
  }

  private async read({ routeId, routeVersion, routeCode }: StoredTask): Promise<readonly PromisedPicture[]> {
    const kmz = await this.versions.kmz(routeId, routeVersion);
    if (!kmz) return [];
    const { route } = await this.reader.read(kmz, `${routeCode}.kmz`, null);
    return promisedPictures(route);
  }
}

interface Stop {
  legId: number;
  index: number;
}

/** The last waypoint that a broken flight reached; null for one that flew on to its end, or that says nothing. */
function endOf({ course, breakPoint, progress }: StoredTask): Stop | null {
  if (course.outcome === null || course.state === 'ok' || course.state === 'partially_done') return null;
  if (breakPoint) return { legId: breakPoint.waylineId, index: breakPoint.index };
  // It was on its way to that one.
  if (progress?.waypoint != null) return { legId: 0, index: progress.waypoint - 1 };
  return null;
}

function isBefore(one: Stop, other: Stop | { waylineId: number; index: number }): boolean {
  const leg = 'legId' in other ? other.legId : other.waylineId;
  return one.legId < leg || (one.legId === leg && one.index < other.index);
}

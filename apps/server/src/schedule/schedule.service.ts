import { Inject, Injectable } from '@nestjs/common';
import {
  type PaperLevel,
  type ScheduleQuery,
  type ScheduleRow,
  type ScheduleView,
  type ScheduledTask,
} from '#contracts';
import { type Actor } from '../auth/actor.js';
import { addDays, daysBetween, localDayOf } from '../common/local-day.js';
import { Refusal } from '../common/refusal.js';
import { COUNTY, type County } from '../county/county.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { PaperGate } from '../papers/paper.gate.js';
import { recoverySeconds } from '../plans/proposal.input.js';
import { Situations } from '../plans/situation.js';
import { TASK_MOVES } from '../tasks/task.machine.js';
import { type ScheduledRow, ScheduleStore } from './schedule.store.js';

const MOST_DAYS = 15;

/** The chart of days: docks and mobile drones with their tasks. */
@Injectable()
export class ScheduleService {
  constructor(
    @Inject(COUNTY) private readonly county: County,
    private readonly store: ScheduleStore,
    private readonly situations: Situations,
    private readonly gate: PaperGate,
    private readonly divisions: DivisionsService,
  ) {}

  /** Throws `NotFound` for a division outside the scope, `Refusal` 400 `bad_range`. */
  async of({ from, to, division }: ScheduleQuery, actor: Actor): Promise<ScheduleView> {
    const { timeZone } = this.county;
    const [start, end] = [Date.parse(from), Date.parse(to)];
    const [firstDay, lastDay] = [start, end - 1].map((at) => localDayOf(at, timeZone)) as [string, string];
    const days = daysBetween(firstDay, lastDay) + 1;
    if (end <= start || days > MOST_DAYS) throw badRange();
    const path = this.divisions.pathWithin(actor.scope, division);
    const [executors, rows] = await Promise.all([
      this.store.executors(path),
      this.store.tasks(path, new Date(start), new Date(end)),
    ]);
    const [levels, docks] = await Promise.all([this.levels(rows), this.situations.docks(rows)]);
    const tasks = rows.map((row) => {
      const landing = row.startAt.getTime() + row.flightSeconds * 1000;
      const landed = row.endedAt === null ? landing : Math.max(row.endedAt.getTime(), row.startAt.getTime());
      const dock = docks.get(row.dockSn ?? '');
      const ready = landed + (dock ? recoverySeconds(row, dock) * 1000 : 0);
      return { row, view: viewOf(row, landed, ready, levels.get(row.id) ?? null) };
    });
    const seen = tasks.filter(({ row, view }) => row.startAt.getTime() < end && Date.parse(view.ready) > start);
    const of = (sn: string) => seen.filter(({ row }) => (row.dockSn ?? row.aircraftSn) === sn).map(({ view }) => view);
    const known = new Set(executors.map(({ sn }) => sn));
    const others = seen.filter(({ row }) => !known.has(row.dockSn ?? row.aircraftSn ?? ''));
    const anyone: ScheduleRow = {
      executor: 'mobile',
      sn: null,
      name: '任一机动无人机 / any mobile drone',
      divisionPath: path,
      presence: null,
      tasks: others.map(({ view }) => view),
    };
    const noFly = Array.from({ length: days }, (_, nr) => addDays(firstDay, nr)).flatMap((day) => {
      const reason = this.situations.marks.noFly.get(day);
      return reason === undefined ? [] : [{ day, reason }];
    });
    return {
      from: new Date(start).toISOString(),
      to: new Date(end).toISOString(),
      timeZone,
      rows: [
        ...executors.map((executor): ScheduleRow => ({ ...executor, tasks: of(executor.sn) })),
        ...(others.length > 0 ? [anyone] : []),
      ],
      noFlyDays: noFly,
    };
  }

  private async levels(rows: readonly ScheduledRow[]): Promise<Map<string, PaperLevel>> {
    const open = rows.filter(({ endedAt }) => endedAt === null).map(({ id }) => id);
    const clocks = await this.gate.clocks(open, Date.now());
    return new Map(clocks.filter(({ required }) => required).map(({ task, clock }) => [task.id, clock.level]));
  }
}

function viewOf(row: ScheduledRow, landed: number, ready: number, papers: PaperLevel | null): ScheduledTask {
  const { id, name, route, plan, priority, state } = row;
  return {
    id,
    name,
    route,
    plan,
    priority,
    state,
    start: row.startAt.toISOString(),
    end: new Date(landed).toISOString(),
    ready: new Date(ready).toISOString(),
    windowEnd: row.windowEnd.toISOString(),
    papers,
    movable: TASK_MOVES[state].reschedule !== undefined && !row.startSent,
  };
}

function badRange(): Refusal {
  return new Refusal(
    400,
    'bad_range',
    `排班图的结束须晚于开始，且不超过 ${MOST_DAYS} 天`,
    `the chart must end after it begins, and spans at most ${MOST_DAYS} days`,
  );
}

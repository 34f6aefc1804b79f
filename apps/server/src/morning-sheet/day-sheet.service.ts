import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type DaySheetView, TASK_STATES, type TaskState } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { Scope } from '../auth/scope.js';
import { addDays, instantAt, localDayOf } from '../common/local-day.js';
import { COUNTY, type County } from '../county/county.js';
import { DocksService } from '../docks/docks.service.js';
import { PaperGate } from '../papers/paper.gate.js';
import { type TaskOutcome } from '../tasks/task.course.js';
import { reasonView, type TaskReason } from '../tasks/task.reasons.js';

interface TroubledRow {
  id: string;
  name: string;
  dock_sn: string | null;
  dock_name: string | null;
  state: TaskState;
  window_start: Date;
  window_end: Date;
  outcome: TaskOutcome | null;
  wait_reason: { reason: TaskReason; deviceCode: number | null; detail?: { zh: string; en: string } | null } | null;
}

interface PicturesRow {
  id: string;
  name: string;
  dock_sn: string | null;
  dock_name: string | null;
  expected: number;
  received: number;
  missing: number;
}

const MOST_ROWS = 20;
const BAD_ENDS = `('failed', 'rejected', 'timeout', 'partially_done')`;
const BEFORE_FLIGHT = `('draft', 'approved', 'filed', 'queued', 'preparing', 'ready')`;
const TABLES = `tasks t LEFT JOIN devices k ON k.sn = t.dock_sn LEFT JOIN routes r ON r.id = t.route_id
  JOIN divisions v ON v.code = coalesce(k.division_code, r.division_code)`;
/** Windows that touch the day, as the list of tasks counts them. */
const OF_THE_DAY = 't.window_end >= $2 AND t.window_start <= $3';

/** The day on the morning sheet. Every figure is a query whose rows a page lists. */
@Injectable()
export class DaySheetService {
  constructor(
    private readonly db: DataSource,
    @Inject(COUNTY) private readonly county: County,
    private readonly docks: DocksService,
    private readonly gate: PaperGate,
  ) {}

  async sheet(actor: Actor, now: Date): Promise<DaySheetView> {
    const { timeZone } = this.county;
    const day = localDayOf(now.getTime(), timeZone);
    const begin = new Date(instantAt(day, '00:00', timeZone));
    const end = new Date(instantAt(addDays(day, 1), '00:00', timeZone) - 1000);
    const path = actor.scope.path;
    const [flights, troubled, pictures, papers, docks] = await Promise.all([
      this.flights(path, begin, end),
      this.troubled(path, begin, end),
      this.pictures(path, begin, end),
      this.papers(path, now, begin, end),
      this.dockCounts(path, now),
    ]);
    return { day, flights, troubled, pictures, papers, docks };
  }

  private async flights(path: string, begin: Date, end: Date): Promise<DaySheetView['flights']> {
    const inside = Scope.below(path, 'v.path', 1);
    const rows: { state: TaskState; count: number }[] = await this.db.query(
      `SELECT t.state, count(*)::int AS count FROM ${TABLES} WHERE ${inside.sql} AND ${OF_THE_DAY} GROUP BY t.state`,
      [inside.value, begin, end],
    );
    const query = `/api/v1/tasks?from=${begin.toISOString()}&to=${end.toISOString()}`;
    const order = Object.keys(TASK_STATES);
    const states = rows
      .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state))
      .map((row) => ({ ...row, query: `${query}&state=${row.state}` }));
    return { total: rows.reduce((sum, { count }) => sum + count, 0), states, query };
  }

  private async troubled(path: string, begin: Date, end: Date): Promise<DaySheetView['troubled']> {
    const inside = Scope.below(path, 'v.path', 1);
    const rows: TroubledRow[] = await this.db.query(
      `SELECT t.id, t.name, t.dock_sn, k.name AS dock_name, t.state, t.window_start, t.window_end, t.outcome, t.wait_reason
       FROM ${TABLES} WHERE ${inside.sql} AND ${OF_THE_DAY}
         AND ((t.state = 'queued' AND t.wait_reason IS NOT NULL) OR t.state IN ${BAD_ENDS})
       ORDER BY t.since DESC, t.id LIMIT ${MOST_ROWS}`,
      [inside.value, begin, end],
    );
    return rows.flatMap((row) => {
      const { reason, deviceCode } = row.wait_reason ?? row.outcome ?? { reason: null, deviceCode: null };
      if (reason === null) return [];
      return [
        {
          ...subjectOf(row),
          state: row.state,
          windowStart: row.window_start.toISOString(),
          windowEnd: row.window_end.toISOString(),
          reason: reasonView(reason, deviceCode, row.wait_reason?.detail ?? null),
        },
      ];
    });
  }

  private async pictures(path: string, begin: Date, end: Date): Promise<DaySheetView['pictures']> {
    const inside = Scope.below(path, 'v.path', 1);
    const rows: PicturesRow[] = await this.db.query(
      `SELECT t.id, t.name, t.dock_sn, k.name AS dock_name, m.expected, m.received,
         jsonb_array_length(m.missing) AS missing
       FROM ${TABLES} JOIN task_media m ON m.task_id = t.id
       WHERE ${inside.sql} AND ${OF_THE_DAY} AND m.counted_at IS NOT NULL ORDER BY t.window_start, t.id`,
      [inside.value, begin, end],
    );
    const sum = (of: (row: PicturesRow) => number) => rows.reduce((total, row) => total + of(row), 0);
    const short = rows
      .filter(({ missing }) => missing > 0)
      .slice(0, MOST_ROWS)
      .map((row) => ({ ...subjectOf(row), expected: row.expected, received: row.received, missing: row.missing }));
    return { expected: sum(({ expected }) => expected), received: sum(({ received }) => received), short };
  }

  /** The flights of tomorrow are filed today. */
  private async papers(path: string, now: Date, begin: Date, end: Date): Promise<DaySheetView['papers']> {
    const inside = Scope.below(path, 'v.path', 1);
    const rows: (PicturesRow & { id: string })[] = await this.db.query(
      `SELECT t.id, t.name, t.dock_sn, k.name AS dock_name FROM ${TABLES}
       WHERE ${inside.sql} AND t.window_end >= $2 AND t.window_start <= $3::timestamptz + interval '1 day'
         AND t.state IN ${BEFORE_FLIGHT} ORDER BY t.window_start, t.id LIMIT 500`,
      [inside.value, begin, end],
    );
    const ids = rows.map(({ id }) => id);
    const [today, tonight] = await Promise.all([
      this.gate.clocks(ids, now.getTime()),
      this.gate.clocks(ids, end.getTime()),
    ]);
    return rows.flatMap((row) => {
      const is = today.find(({ task }) => task.id === row.id);
      const will = tonight.find(({ task }) => task.id === row.id);
      if (!is?.required || !will) return [];
      const red = will.clock.steps.find(({ level }) => level === 'red');
      if (!red || !will.clock.blocksStart) return [];
      const already = is.clock.steps.find(({ step }) => step === red.step)?.level === 'red';
      const redAt = already || red.dueAt === null ? null : new Date(red.dueAt).toISOString();
      return [{ ...subjectOf(row), level: is.clock.level, redAt, zh: red.zh, en: red.en }];
    });
  }

  private async dockCounts(path: string, now: Date): Promise<DaySheetView['docks']> {
    const docks = await this.docks.all(path, now.getTime());
    const notReady = docks.flatMap(({ sn, name, divisionName, reason, standing }) =>
      standing === 'not_ready' && reason ? [{ sn, name, divisionName, reason }] : [],
    );
    const count = (wanted: string) => docks.filter(({ standing }) => standing === wanted).length;
    return { total: docks.length, ready: count('ready'), busy: count('busy'), notReady };
  }
}

function subjectOf(row: { id: string; name: string; dock_sn: string | null; dock_name: string | null }) {
  return { taskId: row.id, name: row.name, dockSn: row.dock_sn, dockName: row.dock_name };
}

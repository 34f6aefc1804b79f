import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type DockNotice, type DockTask, type TaskProgress } from '#contracts';
import { type AgedProperties } from './known.reader.js';

interface StateRow {
  sn: string;
  properties: AgedProperties['properties'];
  times: AgedProperties['times'];
  clock_offset_ms: number | null;
}

interface TaskRow {
  id: string;
  dock_sn: string;
  name: string;
  route_code: string;
  state: DockTask['state'];
  window_start: Date;
  window_end: Date;
  progress: TaskProgress | null;
  flies: boolean;
}

interface NoticeRow {
  id: string;
  sn: string;
  name: string;
  code: string;
  level: number;
  in_the_sky: boolean;
  imminent: boolean;
  text_zh: string | null;
  text_en: string | null;
  raised_at: Date;
  last_at: Date;
}

/** The latest state of a device. */
export interface LatestState extends AgedProperties {
  /** Device clock minus ours, ms. */
  clockOffsetMs: number | null;
}

const FLYING = `('preparing', 'ready', 'in_progress', 'paused')`;
const WAITING = `('approved', 'filed', 'queued')`;
const NEXT = 5;

/** Reads what belongs to docks, for many at once. */
@Injectable()
export class DockStore {
  constructor(private readonly db: DataSource) {}

  /** By serial number; a device that never spoke is left out. */
  async states(sns: readonly string[]): Promise<Map<string, LatestState>> {
    const rows: StateRow[] = await this.db.query(
      'SELECT sn, properties, times, clock_offset_ms FROM device_states WHERE sn = ANY($1)',
      [sns],
    );
    return new Map(
      rows.map(({ sn, properties, times, clock_offset_ms: clockOffsetMs }) => [
        sn,
        { properties, times, clockOffsetMs },
      ]),
    );
  }

  /** Which aircraft stands in, or was last carried by, which dock: serial number of the dock to that of the aircraft. */
  async aircraft(dockSns: readonly string[]): Promise<Map<string, string>> {
    const rows: { parent_sn: string; sn: string }[] = await this.db.query(
      `SELECT DISTINCT ON (parent_sn) parent_sn, sn FROM devices
       WHERE parent_sn = ANY($1) AND kind = 'aircraft' AND status = 'registered' ORDER BY parent_sn, sn`,
      [dockSns],
    );
    return new Map(rows.map(({ parent_sn: dock, sn }) => [dock, sn]));
  }

  /** What each dock flies now, and what it flies next, soonest first. */
  async tasks(dockSns: readonly string[]): Promise<Map<string, { current: DockTask | null; next: DockTask[] }>> {
    const rows: TaskRow[] = await this.db.query(
      `SELECT t.*, r.code AS route_code, t.state IN ${FLYING} AS flies FROM (
         SELECT *, row_number() OVER (PARTITION BY dock_sn, state IN ${FLYING} ORDER BY window_start, id) AS nr FROM tasks
         WHERE dock_sn = ANY($1) AND (state IN ${FLYING} OR (state IN ${WAITING} AND window_end > now()))) t
       JOIN routes r ON r.id = t.route_id WHERE t.nr <= $2 ORDER BY t.window_start, t.id`,
      [dockSns, NEXT],
    );
    const found = new Map<string, { current: DockTask | null; next: DockTask[] }>();
    for (const row of rows) {
      const tasks = found.get(row.dock_sn) ?? { current: null, next: [] };
      found.set(row.dock_sn, tasks);
      if (row.flies) tasks.current ??= taskOf(row);
      else tasks.next.push(taskOf(row));
    }
    return found;
  }

  /** Active notices of these devices, gravest first. */
  async notices(sns: readonly string[]): Promise<DockNotice[]> {
    const rows: NoticeRow[] = await this.db.query(
      `SELECT h.*, d.name FROM health_notices h JOIN devices d ON d.sn = h.sn
       WHERE h.sn = ANY($1) AND h.cleared_at IS NULL ORDER BY h.level DESC, h.raised_at DESC, h.id LIMIT 100`,
      [sns],
    );
    return rows.map(noticeOf);
  }
}

function taskOf(row: TaskRow): DockTask {
  return {
    id: row.id,
    name: row.name,
    routeCode: row.route_code,
    state: row.state,
    windowStart: row.window_start.toISOString(),
    windowEnd: row.window_end.toISOString(),
    percent: row.progress?.percent ?? null,
  };
}

/** The maker's text names the matter, and often what to do; who acts and how soon follows from its level. */
const NEXT_STEPS: Readonly<Record<number, { nextZh: string; nextEn: string }>> = {
  0: { nextZh: '留意即可，不影响飞行', nextEn: 'keep an eye on it; it stops no flight' },
  1: { nextZh: '今天内安排检查；仍可飞行', nextEn: 'have it looked at today; it may fly' },
  2: {
    nextZh: '暂停用这台机场，按提示处理；不能消除则派人到现场',
    nextEn: 'do not use this dock until it is seen to; send somebody if it stays',
  },
};
const IMMINENT = { nextZh: '立即处理：必要时让飞机返航', nextEn: 'act now: call the aircraft home if need be' };
const UNKNOWN_LEVEL = {
  nextZh: '级别不明，按代码询问厂家',
  nextEn: 'of an unknown level: ask the maker about the code',
};

function noticeOf(row: NoticeRow): DockNotice {
  const next = row.imminent && row.in_the_sky ? IMMINENT : (NEXT_STEPS[row.level] ?? UNKNOWN_LEVEL);
  return {
    id: row.id,
    sn: row.sn,
    deviceName: row.name,
    code: row.code,
    level: row.level,
    inTheSky: row.in_the_sky,
    imminent: row.imminent,
    textZh: row.text_zh,
    textEn: row.text_en,
    raisedAt: row.raised_at.toISOString(),
    lastAt: row.last_at.toISOString(),
    ...next,
  };
}

/** A device that has never told anything. */
export const NOTHING_KNOWN: LatestState = { properties: {}, times: {}, clockOffsetMs: null };

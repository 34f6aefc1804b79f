import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type DeviceStateView, type HealthNoticeView, type Page, type PageQuery, type TrackPoint } from '#contracts';
import { decodeCursor, encodeCursor } from '../common/cursor.js';

/** Reads one device's latest state, health notices and track. */
@Injectable()
export class DeviceHistoryStore {
  constructor(private readonly db: DataSource) {}

  /** Everything last known; undefined while the device has never spoken. */
  async state(sn: string): Promise<DeviceStateView | undefined> {
    const [row] = await this.db.query('SELECT * FROM device_states WHERE sn = $1', [sn]);
    if (!row) return undefined;
    const times = Object.entries(row.times as Record<string, { receivedAt: number; deviceTime: number | null }>);
    return {
      sn,
      properties: row.properties,
      times: Object.fromEntries(
        times.map(([key, { receivedAt, deviceTime }]) => [
          key,
          { receivedAt: new Date(receivedAt).toISOString(), deviceTime: isoOrNull(deviceTime) },
        ]),
      ),
      sample: row.sample,
      clockOffsetSeconds: row.clock_offset_ms === null ? null : Math.round(row.clock_offset_ms) / 1000,
    };
  }

  async healthNotices(sn: string, active: boolean | undefined, page: PageQuery): Promise<Page<HealthNoticeView>> {
    const where = `sn = $1 ${active === undefined ? '' : active ? 'AND cleared_at IS NULL' : 'AND cleared_at IS NOT NULL'}`;
    const [{ total }]: [{ total: number }] = await this.db.query(
      `SELECT count(*)::int AS total FROM health_notices WHERE ${where}`,
      [sn],
    );
    const after = decodeCursor(page.cursor, 2);
    const rows = await this.db.query(
      `SELECT * FROM health_notices WHERE ${where} ${after ? 'AND (raised_at, id) < ($3::timestamptz, $4::uuid)' : ''}
       ORDER BY raised_at DESC, id DESC LIMIT $2`,
      [sn, page.limit + 1, ...(after ?? [])],
    );
    const items: HealthNoticeView[] = rows.slice(0, page.limit).map(noticeOf);
    const last = items.at(-1);
    return {
      items,
      total,
      nextCursor: rows.length > page.limit && last ? encodeCursor([last.raisedAt, last.id]) : null,
    };
  }

  /**
   * The track between two instants, oldest first. `recorded` counts all rows of the window; of more than `most` rows
   * every n-th is read, so that a day at ten points a second does not fill the memory (the shape is kept by the caller).
   */
  async track(sn: string, from: Date, to: Date, most: number): Promise<{ recorded: number; points: TrackPoint[] }> {
    const [{ recorded }]: [{ recorded: number }] = await this.db.query(
      'SELECT count(*)::int AS recorded FROM telemetry_points WHERE sn = $1 AND received_at >= $2 AND received_at <= $3 AND longitude IS NOT NULL',
      [sn, from, to],
    );
    const step = Math.max(1, Math.ceil(recorded / most));
    const rows = await this.db.query(
      `SELECT * FROM (
         SELECT *, row_number() OVER (ORDER BY received_at) AS nr FROM telemetry_points
         WHERE sn = $1 AND received_at >= $2 AND received_at <= $3 AND longitude IS NOT NULL) p
       WHERE $4 = 1 OR nr % $4 = 1 OR nr = $5 ORDER BY received_at`,
      [sn, from, to, step, recorded],
    );
    return { recorded, points: rows.map(pointOf) };
  }
}

function isoOrNull(milliseconds: number | null): string | null {
  if (milliseconds === null) return null;
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

function noticeOf(row: NoticeRow): HealthNoticeView {
  return {
    id: row.id,
    sn: row.sn,
    code: row.code,
    level: row.level,
    module: row.module,
    inTheSky: row.in_the_sky,
    imminent: row.imminent,
    textZh: row.text_zh,
    textEn: row.text_en,
    args: row.args,
    raisedAt: row.raised_at.toISOString(),
    lastAt: row.last_at.toISOString(),
    clearedAt: row.cleared_at?.toISOString() ?? null,
  };
}

function pointOf(row: Record<string, unknown> & { received_at: Date; device_time: Date | null }): TrackPoint {
  return {
    at: row.received_at.toISOString(),
    deviceTime: row.device_time?.toISOString() ?? null,
    longitude: row['longitude'] as number,
    latitude: row['latitude'] as number,
    heightEllipsoid: row['height_ellipsoid'] as number | null,
    heightAboveTakeoff: row['height_above_takeoff'] as number | null,
    heading: row['heading'] as number | null,
    speed: row['speed'] as number | null,
    verticalSpeed: row['vertical_speed'] as number | null,
    batteryPercent: row['battery_percent'] as number | null,
    modeCode: row['mode_code'] as number | null,
  };
}

interface NoticeRow {
  id: string;
  sn: string;
  code: string;
  level: number;
  module: number | null;
  in_the_sky: boolean;
  imminent: boolean;
  text_zh: string | null;
  text_en: string | null;
  args: Record<string, unknown>;
  raised_at: Date;
  last_at: Date;
  cleared_at: Date | null;
}

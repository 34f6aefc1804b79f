import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type DeviceKind, type MorningSheetView } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { Scope } from '../auth/scope.js';
import { COUNTY, type County } from '../county/county.js';
import { DaySheetService } from './day-sheet.service.js';

type Todo = MorningSheetView['todo'][number];
interface TodoRow {
  sn: string;
  name: string;
  division: string;
  since: Date;
  text_zh: string | null;
  text_en: string | null;
  reason: string | null;
}

/** The hour of the evening before from which the sheet tells what changed. */
const SINCE_HOUR = 18;
const DAY_MS = 86_400_000;

/** The home page of the operator: what changed since yesterday 18:00 and who must act. Every figure is a query. */
@Injectable()
export class MorningSheetService {
  constructor(
    private readonly db: DataSource,
    @Inject(COUNTY) private readonly county: County,
    private readonly days: DaySheetService,
  ) {}

  async sheet(actor: Actor, now = new Date()): Promise<MorningSheetView> {
    const since = yesterdayAt(SINCE_HOUR, now, this.county.timeZone);
    const path = actor.scope.path;
    const [today, devices, changes, ...todo] = await Promise.all([
      actor.permissions.has('tasks.read') ? this.days.sheet(actor, now) : null,
      this.devices(path),
      this.changes(path, since),
      this.offline(path),
      this.warnings(path),
      actor.permissions.has('devices.manage') ? this.unknown() : [],
      this.guests(path, now),
    ]);
    return { since: since.toISOString(), at: now.toISOString(), today, devices, changes, todo: todo.flat() };
  }

  private async devices(path: string): Promise<MorningSheetView['devices']> {
    const inside = Scope.below(path, 'v.path', 1);
    const rows: (Omit<MorningSheetView['devices'][number], 'query'> & { kind: DeviceKind })[] = await this.db.query(
      `SELECT d.kind, count(*)::int AS total,
         count(*) FILTER (WHERE p.state = 'online')::int AS online, count(*) FILTER (WHERE p.state = 'stale')::int AS stale,
         count(*) FILTER (WHERE p.state = 'offline')::int AS offline,
         count(*) FILTER (WHERE coalesce(p.state, 'unknown') = 'unknown')::int AS unknown,
         count(*) FILTER (WHERE p.state = 'offline' AND p.reason = 'resting')::int AS resting
       FROM devices d JOIN divisions v ON v.code = d.division_code LEFT JOIN device_presence p ON p.sn = d.sn
       WHERE d.status = 'registered' AND ${inside.sql}
       GROUP BY d.kind ORDER BY array_position(ARRAY['dock','aircraft','remote_controller','other'], d.kind)`,
      [inside.value],
    );
    return rows.map((row) => ({ ...row, query: `/api/v1/devices?kind=${row.kind}` }));
  }

  private async changes(path: string, since: Date): Promise<MorningSheetView['changes']> {
    const inside = Scope.below(path, 'division_path', 1);
    const rows: { name: string; count: number }[] = await this.db.query(
      `SELECT name, count(*)::int AS count FROM events WHERE at >= $2 AND ${inside.sql} GROUP BY name ORDER BY count DESC, name`,
      [inside.value, since],
    );
    const from = encodeURIComponent(since.toISOString());
    return rows.map((row) => ({ ...row, query: `/api/v1/events?name=${row.name}&since=${from}` }));
  }

  /** Losses that are alarms: not aircraft at rest, nor what was switched off by hand. */
  private async offline(path: string): Promise<Todo[]> {
    const inside = Scope.below(path, 'v.path', 1);
    const rows: TodoRow[] = await this.db.query(
      `SELECT d.sn, d.name, v.name AS division, p.since, p.reason FROM device_presence p JOIN devices d ON d.sn = p.sn
       JOIN divisions v ON v.code = d.division_code
       WHERE d.status = 'registered' AND p.state = 'offline' AND p.reason IN ('silence', 'broker_disconnect')
         AND d.role <> 'guest' AND ${inside.sql} ORDER BY d.kind <> 'dock', p.since`,
      [inside.value],
    );
    return rows.map((row) => ({
      kind: 'device_offline',
      subject: row.name,
      sn: row.sn,
      divisionName: row.division,
      textZh: `${row.name}失联，请检查供电与网络`,
      textEn: `${row.name} is lost: check its power and network`,
      owner: 'operator',
      since: row.since.toISOString(),
      query: `/api/v1/devices/${row.sn}`,
    }));
  }

  private async warnings(path: string): Promise<Todo[]> {
    const inside = Scope.below(path, 'v.path', 1);
    const rows: (TodoRow & { code: string })[] = await this.db.query(
      `SELECT d.sn, d.name, v.name AS division, h.raised_at AS since, h.text_zh, h.text_en, h.code FROM health_notices h
       JOIN devices d ON d.sn = h.sn JOIN divisions v ON v.code = d.division_code
       WHERE h.cleared_at IS NULL AND h.level >= 2 AND d.status = 'registered' AND ${inside.sql} ORDER BY h.raised_at`,
      [inside.value],
    );
    return rows.map((row) => ({
      kind: 'health_warning',
      subject: row.name,
      sn: row.sn,
      divisionName: row.division,
      textZh: row.text_zh ?? `未知健康代码 ${row.code}，请联系厂家并登记`,
      textEn: row.text_en ?? `unknown health code ${row.code}: ask the maker`,
      owner: 'operator',
      since: row.since.toISOString(),
      query: `/api/v1/devices/${row.sn}/health-notices?active=true`,
    }));
  }

  private async unknown(): Promise<Todo[]> {
    const rows: { sn: string; since: Date }[] = await this.db.query(
      `SELECT sn, first_seen_at AS since FROM unknown_devices WHERE status = 'waiting' ORDER BY first_seen_at LIMIT 100`,
    );
    return rows.map((row) => ({
      kind: 'unknown_device',
      subject: row.sn,
      sn: row.sn,
      divisionName: null,
      textZh: `未登记设备 ${row.sn} 正在上报，请接纳或拒绝`,
      textEn: `unregistered device ${row.sn} is speaking: adopt or refuse it`,
      owner: 'system_admin',
      since: row.since.toISOString(),
      query: '/api/v1/unknown-devices',
    }));
  }

  private async guests(path: string, now: Date): Promise<Todo[]> {
    const inside = Scope.below(path, 'v.path', 1);
    const rows: TodoRow[] = await this.db.query(
      `SELECT d.sn, d.name, v.name AS division, d.guest_until AS since FROM devices d JOIN divisions v ON v.code = d.division_code
       WHERE d.status = 'registered' AND d.role = 'guest' AND d.kind = 'remote_controller' AND d.guest_until < $2 AND ${inside.sql}
       ORDER BY d.guest_until`,
      [inside.value, new Date(now.getTime() + DAY_MS / 24)],
    );
    return rows.map((row) => ({
      kind: 'guest_expiring',
      subject: row.name,
      sn: row.sn,
      divisionName: row.division,
      textZh: `${row.name}的接入一小时内到期，如需继续请重新发码`,
      textEn: `${row.name} leaves within the hour: issue a new code if it must stay`,
      owner: 'operator',
      since: row.since.toISOString(),
      query: '/api/v1/join-codes',
    }));
  }
}

/** The instant at which it was `hour` o'clock yesterday in a time zone (IANA name). */
export function yesterdayAt(hour: number, now: Date, timeZone: string): Date {
  const parts = Object.fromEntries(
    new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    })
      .formatToParts(now)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const asUtc = Date.UTC(
    parts['year']!,
    parts['month']! - 1,
    parts['day']!,
    parts['hour'],
    parts['minute'],
    parts['second'],
  );
  const offset = asUtc - Math.floor(now.getTime() / 1000) * 1000;
  const midnight = Date.UTC(parts['year']!, parts['month']! - 1, parts['day']!);
  return new Date(midnight - DAY_MS + hour * 3_600_000 - offset);
}

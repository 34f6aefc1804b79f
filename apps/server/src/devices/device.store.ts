import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type DeviceQuery, type DeviceSample, type DeviceView, type Page } from '#contracts';
import { modelOf } from '#dji';
import { decodeCursor, encodeCursor } from '../common/cursor.js';
import { Scope } from '../auth/scope.js';
import { type z } from 'zod';

export type DeviceFilter = Omit<z.infer<typeof DeviceQuery>, 'division'>;

interface DeviceRow {
  sn: string;
  kind: DeviceView['kind'];
  name: string;
  model_key: string | null;
  parent_sn: string | null;
  role: DeviceView['role'];
  division_code: string;
  division_name: string;
  division_path: string;
  longitude: number | null;
  latitude: number | null;
  placement: DeviceView['placement'];
  demonstration: boolean;
  pilot_name: string | null;
  guest_until: Date | null;
  presence: DeviceView['presence'] | null;
  presence_reason: DeviceView['presenceReason'] | null;
  presence_since: Date | null;
  received_at: Date | null;
  sample: DeviceSample | null;
  notice: number;
  reminder: number;
  warning: number;
}

const COLUMNS = `d.sn, d.kind, d.name, d.model_key, d.parent_sn, d.role, d.division_code, v.name AS division_name,
  v.path AS division_path, d.longitude, d.latitude, d.placement, d.demonstration, d.pilot_name, d.guest_until,
  p.state AS presence, p.reason AS presence_reason, p.since AS presence_since,
  greatest(s.received_at, p.last_message_at) AS received_at, s.sample,
  h.notice, h.reminder, h.warning`;
const TABLES = `devices d JOIN divisions v ON v.code = d.division_code
  LEFT JOIN device_presence p ON p.sn = d.sn LEFT JOIN device_states s ON s.sn = d.sn
  LEFT JOIN (SELECT sn, count(*) FILTER (WHERE level <= 0)::int AS notice, count(*) FILTER (WHERE level = 1)::int AS reminder,
               count(*) FILTER (WHERE level > 1)::int AS warning
             FROM health_notices WHERE cleared_at IS NULL GROUP BY sn) h ON h.sn = d.sn`;

/** Reads registered devices with all that is last known about them. */
@Injectable()
export class DeviceStore {
  constructor(private readonly db: DataSource) {}

  /** A page of the devices in a division (by path) and below, by name and then serial number. */
  async page(path: string, filter: DeviceFilter): Promise<Page<DeviceView>> {
    const { where, values } = conditionsOf(path, filter);
    const [{ total }]: [{ total: number }] = await this.db.query(
      `SELECT count(*)::int AS total FROM ${TABLES} WHERE ${where}`,
      values,
    );
    const after = decodeCursor(filter.cursor, 2);
    const rows: DeviceRow[] = await this.db.query(
      `SELECT ${COLUMNS} FROM ${TABLES} WHERE ${where} ${after ? `AND (d.name, d.sn) > ($${values.length + 2}, $${values.length + 3})` : ''}
       ORDER BY d.name, d.sn LIMIT $${values.length + 1}`,
      [...values, filter.limit + 1, ...(after ?? [])],
    );
    const items = rows.slice(0, filter.limit).map(viewOf);
    const last = items.at(-1);
    return { items, total, nextCursor: rows.length > filter.limit && last ? encodeCursor([last.name, last.sn]) : null };
  }

  /** Every device of a division and below, in one read. */
  async all(path: string, tx: EntityManager = this.db.manager): Promise<DeviceView[]> {
    const { where, values } = conditionsOf(path, {});
    const rows: DeviceRow[] = await tx.query(
      `SELECT ${COLUMNS} FROM ${TABLES} WHERE ${where} ORDER BY d.name, d.sn`,
      values,
    );
    return rows.map(viewOf);
  }

  async find(sn: string, tx: EntityManager = this.db.manager): Promise<DeviceView | undefined> {
    const rows: DeviceRow[] = await tx.query(
      `SELECT ${COLUMNS} FROM ${TABLES} WHERE d.sn = $1 AND d.status = 'registered'`,
      [sn],
    );
    return rows[0] && viewOf(rows[0]);
  }

  /** What a gateway carries or last carried of this kind, by name. */
  async childrenOf(sn: string, kind: DeviceView['kind']): Promise<DeviceView[]> {
    const rows: DeviceRow[] = await this.db.query(
      `SELECT ${COLUMNS} FROM ${TABLES} WHERE d.parent_sn = $1 AND d.kind = $2 AND d.status = 'registered' ORDER BY d.name, d.sn`,
      [sn, kind],
    );
    return rows.map(viewOf);
  }
}

function conditionsOf(path: string, filter: Partial<DeviceFilter>): { where: string; values: unknown[] } {
  const inside = Scope.below(path, 'v.path', 1);
  const where = [`d.status = 'registered'`, inside.sql];
  const values: unknown[] = [inside.value];
  const add = (sql: (parameter: string) => string, value: unknown) => {
    values.push(value);
    where.push(sql(`$${values.length}`));
  };
  if (filter.kind) add((value) => `d.kind = ${value}`, filter.kind);
  if (filter.role) add((value) => `d.role = ${value}`, filter.role);
  if (filter.presence) add((value) => `coalesce(p.state, 'unknown') = ${value}`, filter.presence);
  if (filter.search) {
    add(
      (value) => `(strpos(lower(d.name), lower(${value})) > 0 OR strpos(lower(d.sn), lower(${value})) > 0)`,
      filter.search,
    );
  }
  return { where: where.join(' AND '), values };
}

function viewOf(row: DeviceRow): DeviceView {
  return {
    sn: row.sn,
    kind: row.kind,
    name: row.name,
    modelKey: row.model_key,
    modelName: row.model_key === null ? null : (modelOf(row.model_key)?.nameZh ?? row.model_key),
    parentSn: row.parent_sn,
    role: row.role,
    divisionCode: row.division_code,
    divisionName: row.division_name,
    divisionPath: row.division_path,
    longitude: row.longitude,
    latitude: row.latitude,
    placement: row.placement,
    demonstration: row.demonstration,
    pilotName: row.pilot_name,
    guestUntil: row.guest_until?.toISOString() ?? null,
    presence: row.presence ?? 'unknown',
    presenceReason: row.presence_reason ?? 'never_seen',
    presenceSince: row.presence_since?.toISOString() ?? null,
    lastMessageAt: row.received_at?.toISOString() ?? null,
    health: { notice: row.notice ?? 0, reminder: row.reminder ?? 0, warning: row.warning ?? 0 },
    sample: row.sample,
  };
}

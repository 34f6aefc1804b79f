import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type AdoptDevice, type DeviceView, type Page, type PageQuery, type UnknownDeviceView } from '#contracts';
import { modelOf } from '#dji';
import { type Actor } from '../auth/actor.js';
import { decodeCursor, encodeCursor } from '../common/cursor.js';
import { NotFound, Refusal } from '../common/refusal.js';
import { DivisionsService } from '../divisions/divisions.service.js';
import { EventLog } from '../events/event-log.js';
import { DeviceStore } from './device.store.js';
import { TOPOLOGY_CHANNEL } from './device-registry.js';

interface UnknownRow {
  sn: string;
  gateway_sn: string | null;
  kind: UnknownDeviceView['kind'];
  model_key: string | null;
  first_seen_at: Date;
  last_seen_at: Date;
  messages: string;
  last_topic: string;
  status: UnknownDeviceView['status'];
  longitude: number | null;
  latitude: number | null;
}

const COLUMNS = `u.sn, coalesce(u.gateway_sn, l.gateway_sn) AS gateway_sn, u.kind, coalesce(u.model_key, l.model_key) AS model_key,
  u.first_seen_at, u.last_seen_at, u.messages, u.last_topic, u.status,
  (s.sample->>'longitude')::float8 AS longitude, (s.sample->>'latitude')::float8 AS latitude`;
const TABLES = `unknown_devices u LEFT JOIN device_links l ON l.sn = u.sn LEFT JOIN device_states s ON s.sn = u.sn`;

/** Devices that speak without being registered: an administrator of the whole county adopts or refuses them. */
@Injectable()
export class UnknownDevicesService {
  constructor(
    private readonly db: DataSource,
    private readonly devices: DeviceStore,
    private readonly divisions: DivisionsService,
    private readonly events: EventLog,
  ) {}

  async list(query: PageQuery): Promise<Page<UnknownDeviceView>> {
    const [{ total }]: [{ total: number }] = await this.db.query('SELECT count(*)::int AS total FROM unknown_devices');
    const after = decodeCursor(query.cursor, 1);
    const rows: UnknownRow[] = await this.db.query(
      `SELECT ${COLUMNS} FROM ${TABLES} ${after ? 'WHERE u.sn > $2' : ''} ORDER BY u.sn LIMIT $1`,
      [query.limit + 1, ...(after ?? [])],
    );
    const items = await Promise.all(rows.slice(0, query.limit).map((row) => this.viewOf(row)));
    const last = items.at(-1);
    return { items, total, nextCursor: rows.length > query.limit && last ? encodeCursor([last.sn]) : null };
  }

  /** Makes it a registered device of a division; what it said before stays its history. */
  async adopt(actor: Actor, sn: string, request: AdoptDevice): Promise<DeviceView> {
    const path = this.divisions.pathWithin(actor.scope, request.divisionCode);
    return this.db.transaction(async (tx) => {
      const row = await this.lock(tx, sn);
      const kind = request.kind ?? row.kind;
      if (kind === 'other') {
        throw new Refusal(
          422,
          'kind_needed',
          `设备“${sn}”尚未表明类型，请在 kind 中指明是机场、飞行器还是遥控器`,
          `the device "${sn}" has not shown what it is: say in kind whether it is a dock, an aircraft or a remote controller`,
        );
      }
      await tx.query(
        `INSERT INTO devices (sn, kind, name, model_key, parent_sn, role, division_code, longitude, latitude, placement)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'reported')
         ON CONFLICT (sn) DO UPDATE SET kind = excluded.kind, name = excluded.name, model_key = coalesce(excluded.model_key, devices.model_key),
           parent_sn = excluded.parent_sn, role = excluded.role, division_code = excluded.division_code, status = 'registered',
           pilot_name = NULL, permit = NULL, guest_until = NULL, updated_at = now()`,
        [
          sn,
          kind,
          request.name,
          row.model_key,
          kind === 'aircraft' ? row.gateway_sn : null,
          await this.roleOf(tx, kind, row.gateway_sn),
          request.divisionCode,
          row.longitude,
          row.latitude,
        ],
      );
      await tx.query('DELETE FROM unknown_devices WHERE sn = $1', [sn]);
      await tx.query('SELECT pg_notify($1, $2)', [TOPOLOGY_CHANNEL, sn]);
      const device = (await this.devices.find(sn, tx))!;
      await this.events.append(tx, { name: 'device.registered', divisionPath: path, deviceSn: sn, data: { device } });
      return device;
    });
  }

  /** Its messages are counted from now on, and nothing else. It may be adopted later all the same. */
  async refuse(actor: Actor, sn: string, reason: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.lock(tx, sn);
      await tx.query(`UPDATE unknown_devices SET status = 'refused' WHERE sn = $1`, [sn]);
      await tx.query('SELECT pg_notify($1, $2)', [TOPOLOGY_CHANNEL, sn]);
      const divisionPath = actor.scope.path;
      await this.events.append(tx, {
        name: 'device.unknown_refused',
        divisionPath,
        deviceSn: sn,
        data: { sn, reason },
      });
    });
  }

  private async lock(tx: EntityManager, sn: string): Promise<UnknownRow> {
    const [row]: UnknownRow[] = await tx.query(`SELECT ${COLUMNS} FROM ${TABLES} WHERE u.sn = $1 FOR UPDATE OF u`, [
      sn,
    ]);
    if (!row) throw new NotFound({ zh: '未知设备', en: 'unknown device' }, sn);
    return row;
  }

  private async roleOf(tx: EntityManager, kind: string, gatewaySn: string | null): Promise<'fixed' | 'mobile'> {
    if (kind === 'dock') return 'fixed';
    if (kind !== 'aircraft' || gatewaySn === null) return 'mobile';
    const [gateway]: { kind: string }[] = await tx.query(
      'SELECT kind FROM devices WHERE sn = $1 UNION ALL SELECT kind FROM unknown_devices WHERE sn = $1 LIMIT 1',
      [gatewaySn],
    );
    return gateway?.kind === 'dock' ? 'fixed' : 'mobile';
  }

  private async viewOf(row: UnknownRow): Promise<UnknownDeviceView> {
    const placed = row.longitude !== null && row.latitude !== null;
    return {
      sn: row.sn,
      gatewaySn: row.gateway_sn,
      kind: row.kind,
      modelKey: row.model_key,
      modelName: row.model_key === null ? null : (modelOf(row.model_key)?.nameZh ?? row.model_key),
      firstSeenAt: row.first_seen_at.toISOString(),
      lastSeenAt: row.last_seen_at.toISOString(),
      messages: Number(row.messages),
      lastTopic: row.last_topic,
      longitude: row.longitude,
      latitude: row.latitude,
      status: row.status,
      proposedDivisionCode: placed ? await this.divisions.locate(row.longitude!, row.latitude!) : null,
    };
  }
}

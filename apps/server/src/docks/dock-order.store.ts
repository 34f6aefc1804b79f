import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type DockOrderMethod, type DockOrderState, type DockOrderView, type Page, type PageQuery } from '#contracts';
import { decodeCursor, encodeCursor } from '../common/cursor.js';
import { STEP_WORDS } from './dock-order.course.js';
import { type DockOrderReason, outcomeOf } from './dock-order.reasons.js';
import { wordsOf } from './dock-order.words.js';

/** An order with where it belongs. */
export interface StoredDockOrder {
  view: DockOrderView;
  divisionPath: string;
}

/** What changes; members left out stay. */
export interface DockOrderChange {
  state: DockOrderState;
  percent?: number | null;
  step?: string | null;
  /** Seconds from now until it ends without a word of the dock; set when it is sent. */
  seconds?: number;
  /** Given with every end, and only then. */
  reason?: DockOrderReason;
  deviceCode?: number | null;
}

interface Row {
  id: string;
  dock_sn: string;
  dock_name: string;
  division_path: string;
  method: DockOrderMethod;
  action: number | null;
  state: DockOrderState;
  note: string;
  affected: DockOrderView['affected'];
  asked_by: string;
  asked_at: Date;
  confirm_before: Date;
  confirmed_at: Date | null;
  sent_at: Date | null;
  deadline: Date | null;
  settled_at: Date | null;
  percent: number | null;
  step: string | null;
  reason: DockOrderReason | null;
  device_code: number | null;
}

const SELECT = `SELECT o.*, d.name AS dock_name, v.path AS division_path FROM dock_orders o
  JOIN devices d ON d.sn = o.dock_sn JOIN divisions v ON v.code = d.division_code`;

/** Rows of orders to docks. */
@Injectable()
export class DockOrderStore {
  constructor(private readonly db: DataSource) {}

  /** The orders to one dock, newest first. */
  async page(dockSn: string, query: PageQuery): Promise<Page<DockOrderView>> {
    const after = decodeCursor(query.cursor, 2);
    const [{ total }]: [{ total: number }] = await this.db.query(
      'SELECT count(*)::int AS total FROM dock_orders WHERE dock_sn = $1',
      [dockSn],
    );
    const rows: Row[] = await this.db.query(
      `${SELECT} WHERE o.dock_sn = $1 ${after ? 'AND (o.asked_at, o.id) < ($3::timestamptz, $4::uuid)' : ''}
       ORDER BY o.asked_at DESC, o.id DESC LIMIT $2`,
      [dockSn, query.limit + 1, ...(after ?? [])],
    );
    const items = rows.slice(0, query.limit).map((row) => storedOf(row).view);
    const last = items.at(-1);
    const nextCursor = rows.length > query.limit && last ? encodeCursor([last.askedAt, last.id]) : null;
    return { items, total, nextCursor };
  }

  async find(id: string, tx: EntityManager = this.db.manager): Promise<StoredDockOrder | undefined> {
    const [row]: Row[] = await tx.query(`${SELECT} WHERE o.id = $1`, [id]);
    return row && storedOf(row);
  }

  /** Every order that has not ended, oldest first. */
  async open(): Promise<StoredDockOrder[]> {
    const rows: Row[] = await this.db.query(`${SELECT} WHERE o.settled_at IS NULL ORDER BY o.asked_at, o.id`);
    return rows.map(storedOf);
  }

  /** What these docks work on, by serial number. */
  async underWay(dockSns: readonly string[]): Promise<Map<string, DockOrderView>> {
    const rows: Row[] = await this.db.query(
      `${SELECT} WHERE o.dock_sn = ANY($1) AND o.state IN ('confirmed', 'sent', 'in_progress')`,
      [dockSns],
    );
    return new Map(rows.map((row) => [row.dock_sn, storedOf(row).view]));
  }

  async insert(
    tx: EntityManager,
    order: Pick<DockOrderView, 'dockSn' | 'method' | 'action' | 'note' | 'by' | 'affected'>,
    confirmSeconds: number,
  ): Promise<StoredDockOrder> {
    const [{ id }]: [{ id: string }] = await tx.query(
      `INSERT INTO dock_orders (dock_sn, method, action, note, asked_by, affected, confirm_before)
       VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp() + make_interval(secs => $7)) RETURNING id`,
      [order.dockSn, order.method, order.action, order.note, order.by, JSON.stringify(order.affected), confirmSeconds],
    );
    return (await this.find(id, tx))!;
  }

  /** Moves an order on if it is still in one of `from`; undefined: somebody else did, or nothing would change. */
  async move(
    tx: EntityManager,
    id: string,
    from: readonly DockOrderState[],
    { state, percent, step, seconds, reason, deviceCode }: DockOrderChange,
  ): Promise<StoredDockOrder | undefined> {
    const [rows]: [{ id: string }[], number] = await tx.query(
      `UPDATE dock_orders SET state = $3, percent = coalesce($4, percent), step = coalesce($5, step), reason = $6,
         device_code = $7,
         confirmed_at = CASE WHEN $3 = 'confirmed' THEN clock_timestamp() ELSE confirmed_at END,
         sent_at = CASE WHEN $3 = 'sent' THEN clock_timestamp() ELSE sent_at END,
         deadline = CASE WHEN $8::float8 IS NULL THEN deadline ELSE clock_timestamp() + make_interval(secs => $8) END,
         settled_at = CASE WHEN $6::text IS NULL THEN NULL ELSE clock_timestamp() END
       WHERE id = $1 AND state = ANY($2)
         AND (state <> $3 OR coalesce($4, percent) IS DISTINCT FROM percent OR coalesce($5, step) IS DISTINCT FROM step)
       RETURNING id`,
      [id, from, state, percent ?? null, step ?? null, reason ?? null, deviceCode ?? null, seconds ?? null],
    );
    return rows.length === 0 ? undefined : this.find(id, tx);
  }
}

function storedOf(row: Row): StoredDockOrder {
  const words = wordsOf(row.method, row.action);
  const step = row.step === null ? undefined : STEP_WORDS[row.step];
  return {
    divisionPath: row.division_path,
    view: {
      id: row.id,
      dockSn: row.dock_sn,
      dockName: row.dock_name,
      method: row.method,
      action: row.action,
      zh: words?.zh ?? row.method,
      en: words?.en ?? row.method,
      risk: words?.risk ?? 'high',
      happensZh: words?.happensZh ?? '',
      happensEn: words?.happensEn ?? '',
      affected: row.affected,
      state: row.state,
      by: row.asked_by,
      note: row.note,
      askedAt: row.asked_at.toISOString(),
      confirmBefore: row.confirm_before.toISOString(),
      confirmedAt: row.confirmed_at?.toISOString() ?? null,
      sentAt: row.sent_at?.toISOString() ?? null,
      deadline: row.deadline?.toISOString() ?? null,
      settledAt: row.settled_at?.toISOString() ?? null,
      percent: row.percent,
      step: row.step,
      stepZh: step?.zh ?? null,
      stepEn: step?.en ?? null,
      outcome: row.reason === null ? null : outcomeOf(row.reason, row.device_code),
    },
  };
}

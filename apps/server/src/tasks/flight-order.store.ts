import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type FlightOrderKind, type FlightOrderState, type FlightOrderView } from '#contracts';
import { reasonOfCode, reasonView } from './task.reasons.js';

interface Row {
  id: string;
  task_id: string;
  kind: FlightOrderKind;
  state: FlightOrderState;
  note: string;
  asked_by: string;
  asked_at: Date;
  sent_at: Date | null;
  settled_at: Date | null;
  device_code: number | null;
}

/** Rows of orders to flights. */
@Injectable()
export class FlightOrderStore {
  constructor(private readonly db: DataSource) {}

  /** The orders of a task, newest first, at most a hundred. */
  async of(taskId: string, tx: EntityManager = this.db.manager): Promise<FlightOrderView[]> {
    const rows: Row[] = await tx.query(
      'SELECT * FROM flight_orders WHERE task_id = $1 ORDER BY asked_at DESC, id LIMIT 100',
      [taskId],
    );
    return rows.map(viewOf);
  }

  async insert(
    tx: EntityManager,
    order: Pick<FlightOrderView, 'taskId' | 'kind' | 'by' | 'note'>,
  ): Promise<FlightOrderView> {
    const [row]: Row[] = await tx.query(
      'INSERT INTO flight_orders (task_id, kind, asked_by, note) VALUES ($1, $2, $3, $4) RETURNING *',
      [order.taskId, order.kind, order.by, order.note],
    );
    return viewOf(row!);
  }

  async find(id: string): Promise<FlightOrderView | undefined> {
    const [row]: Row[] = await this.db.query('SELECT * FROM flight_orders WHERE id = $1', [id]);
    return row && viewOf(row);
  }

  /** Orders that wait to be sent, oldest first. */
  async asked(): Promise<FlightOrderView[]> {
    const rows: Row[] = await this.db.query(`SELECT * FROM flight_orders WHERE state = 'asked' ORDER BY asked_at, id`);
    return rows.map(viewOf);
  }

  /** Orders that were sent before a moment and have no end: whoever sent them is gone. */
  async leftBehind(before: Date): Promise<FlightOrderView[]> {
    const rows: Row[] = await this.db.query(`SELECT * FROM flight_orders WHERE state = 'sent' AND sent_at < $1`, [
      before,
    ]);
    return rows.map(viewOf);
  }

  /** Moves an order on, if it is still in `from`; undefined: somebody else did. */
  async move(
    tx: EntityManager,
    id: string,
    from: FlightOrderState,
    to: FlightOrderState,
    deviceCode: number | null = null,
  ): Promise<FlightOrderView | undefined> {
    const [rows]: [Row[], number] = await tx.query(
      `UPDATE flight_orders SET state = $3, device_code = $4,
         sent_at = CASE WHEN $3 = 'sent' THEN clock_timestamp() ELSE sent_at END,
         settled_at = CASE WHEN $3 = 'sent' THEN NULL ELSE clock_timestamp() END
       WHERE id = $1 AND state = $2 RETURNING *`,
      [id, from, to, deviceCode],
    );
    return rows[0] && viewOf(rows[0]);
  }
}

function viewOf(row: Row): FlightOrderView {
  return {
    id: row.id,
    taskId: row.task_id,
    kind: row.kind,
    state: row.state,
    by: row.asked_by,
    note: row.note,
    askedAt: row.asked_at.toISOString(),
    sentAt: row.sent_at?.toISOString() ?? null,
    settledAt: row.settled_at?.toISOString() ?? null,
    refusal: row.device_code === null ? null : reasonView(reasonOfCode(row.device_code), row.device_code),
  };
}

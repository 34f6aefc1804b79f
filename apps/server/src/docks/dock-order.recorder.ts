import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { type DockOrderState } from '#contracts';
import { EventLog } from '../events/event-log.js';
import { type DockOrderChange, DockOrderStore, type StoredDockOrder } from './dock-order.store.js';

/** PostgreSQL channel told of every order that waits for a worker; the payload is its id. */
export const DOCK_ORDERS_CHANNEL = 'dock_orders';

/** The only writer of an order's course: each move is one fact. */
@Injectable()
export class DockOrderRecorder {
  constructor(
    private readonly db: DataSource,
    private readonly store: DockOrderStore,
    private readonly events: EventLog,
  ) {}

  /** Undefined: it was not in one of `from` any more, or nothing changed. */
  async move(
    id: string,
    from: readonly DockOrderState[],
    change: DockOrderChange,
  ): Promise<StoredDockOrder | undefined> {
    return this.db.transaction((tx) => this.moveIn(tx, id, from, change));
  }

  /** The same in a transaction that is under way; only facts may follow it. */
  async moveIn(
    tx: EntityManager,
    id: string,
    from: readonly DockOrderState[],
    change: DockOrderChange,
  ): Promise<StoredDockOrder | undefined> {
    const order = await this.store.move(tx, id, from, change);
    if (order) await this.announce(tx, order);
    return order;
  }

  /** Tells of an order as it is now; the last statement of a transaction. */
  async announce(tx: EntityManager, { view, divisionPath }: StoredDockOrder): Promise<void> {
    if (view.state === 'confirmed') await tx.query(`SELECT pg_notify('${DOCK_ORDERS_CHANNEL}', $1)`, [view.id]);
    const data = { order: view };
    await this.events.append(tx, { name: 'dock_order.changed', divisionPath, deviceSn: view.dockSn, data });
  }
}

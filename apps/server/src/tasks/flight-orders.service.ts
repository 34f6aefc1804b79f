import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { FlightOrderKind, type FlightOrderList, type FlightOrderView } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { NotFound, Refusal } from '../common/refusal.js';
import { EventLog } from '../events/event-log.js';
import { orderRefusal, orderWords, refusedOrders } from './flight-order.rules.js';
import { FlightOrderStore } from './flight-order.store.js';
import { TASK, TASKS_CHANNEL } from './task.recorder.js';
import { TaskStore } from './task.store.js';

/** What people tell flights. An order is kept first and sent by the worker, once: whoever gave it is known. */
@Injectable()
export class FlightOrdersService {
  constructor(
    private readonly db: DataSource,
    private readonly tasks: TaskStore,
    private readonly orders: FlightOrderStore,
    private readonly events: EventLog,
  ) {}

  /** Throws `NotFound` also outside the scope. */
  async list(taskId: string, actor: Actor): Promise<FlightOrderList> {
    const task = await this.tasks.find(taskId);
    if (!task || !actor.scope.covers(task.divisionPath)) throw new NotFound(TASK, taskId);
    const items = await this.orders.of(taskId);
    const refused = refusedOrders(task.course, items);
    const allowed = FlightOrderKind.options.filter((kind) => !refused.some((each) => each.kind === kind));
    return { items, allowed, refused };
  }

  /** Throws `NotFound`, `Refusal` 409 `order_not_allowed` with the reason. */
  async give(taskId: string, kind: FlightOrderKind, note: string, actor: Actor): Promise<FlightOrderView> {
    return this.db.transaction(async (tx) => {
      const task = await this.tasks.lock(tx, taskId);
      if (!task || !actor.scope.covers(task.divisionPath)) throw new NotFound(TASK, taskId);
      const why = orderRefusal(kind, task.course, await this.orders.of(taskId, tx));
      if (why) {
        const { zh, en } = orderWords(kind, task.name, why);
        throw new Refusal(409, 'order_not_allowed', zh, en);
      }
      const order = await this.orders.insert(tx, { taskId, kind, by: actor.username, note });
      await tx.query(`SELECT pg_notify('${TASKS_CHANNEL}', $1)`, [taskId]);
      const { divisionPath, dockSn } = task;
      await this.events.append(tx, {
        name: 'task.order_changed',
        divisionPath,
        deviceSn: dockSn,
        data: { taskId, taskName: task.name, order },
      });
      return order;
    });
  }
}

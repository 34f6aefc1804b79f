import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type FlightOrderKind, type FlightOrderState, type FlightOrderView } from '#contracts';
import { flightCommand, type FlightCommand } from '#dji';
import { type CommandReply, DeviceCommands } from '../dji/device-commands.js';
import { EventLog } from '../events/event-log.js';
import { ANSWER_MS, orderRefusal } from './flight-order.rules.js';
import { FlightOrderStore } from './flight-order.store.js';
import { TaskStore } from './task.store.js';

/** An order that could not be sent by then is not sent any more: nobody expects it now. */
const STALE_MS = 15_000;
const METHODS: Readonly<Record<FlightOrderKind, FlightCommand>> = {
  pause: 'flighttask_pause',
  resume: 'flighttask_recovery',
  return_home: 'return_home',
  cancel_return_home: 'return_home_cancel',
};

/** Sends the orders of people to their docks, each once, and keeps what the dock answers. */
@Injectable()
export class FlightOrderSender {
  private readonly log = new Logger(FlightOrderSender.name);

  constructor(
    private readonly db: DataSource,
    private readonly tasks: TaskStore,
    private readonly orders: FlightOrderStore,
    private readonly commands: DeviceCommands,
    private readonly events: EventLog,
  ) {}

  /** Ends what somebody left behind or what comes too late, and returns the ids of orders to send. */
  async due(now: number): Promise<string[]> {
    for (const order of await this.orders.leftBehind(new Date(now - 3 * ANSWER_MS))) await this.settle(order, 'silent');
    const ready: string[] = [];
    for (const order of await this.orders.asked()) {
      if (now - Date.parse(order.askedAt) > STALE_MS) await this.settle(order, 'not_sent');
      else ready.push(order.id);
    }
    return ready;
  }

  /** Sends one order, once, and waits for its answer. */
  async send(orderId: string): Promise<void> {
    const order = await this.orders.find(orderId);
    if (order?.state !== 'asked') return;
    const task = await this.tasks.find(order.taskId);
    const dockSn = task?.dockSn ?? null;
    const others = (await this.orders.of(order.taskId)).filter(({ id }) => id !== order.id);
    // what was right when it was asked for may be wrong by now
    if (!task || dockSn === null || orderRefusal(order.kind, task.course, others)) {
      await this.settle(order, 'not_sent');
      return;
    }
    if (!this.commands.isReady) return;
    if (!(await this.move(order, 'asked', 'sent', null))) return;
    const build = (tid: string) => flightCommand(dockSn, METHODS[order.kind], { tid, bid: order.taskId }, Date.now());
    let reply: CommandReply;
    try {
      reply = await this.commands.call(dockSn, order.taskId, build, ANSWER_MS);
    } catch (error) {
      this.log.warn({ message: 'an order to a flight was not sent', error: (error as Error).message });
      await this.move(order, 'sent', 'not_sent', null);
      return;
    }
    if (reply.kind === 'silent') await this.move(order, 'sent', 'silent', null);
    else if (reply.result === 0) await this.move(order, 'sent', 'accepted', null);
    else await this.move(order, 'sent', 'refused', reply.result);
  }

  private async settle(order: FlightOrderView, to: FlightOrderState): Promise<void> {
    await this.move(order, order.state, to, null);
  }

  /** False: another process was faster. */
  private async move(
    { id, taskId }: FlightOrderView,
    from: FlightOrderState,
    to: FlightOrderState,
    deviceCode: number | null,
  ): Promise<boolean> {
    return this.db.transaction(async (tx) => {
      const order = await this.orders.move(tx, id, from, to, deviceCode);
      const task = order && (await this.tasks.find(taskId, tx));
      if (!task) return false;
      const { divisionPath, dockSn } = task;
      await this.events.append(tx, {
        name: 'task.order_changed',
        divisionPath,
        deviceSn: dockSn,
        data: { taskId, taskName: task.name, order },
      });
      return true;
    });
  }
}

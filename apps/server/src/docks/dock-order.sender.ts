import { Injectable, Logger } from '@nestjs/common';
import { debugCommand, jobReport } from '#dji';
import { type CommandReply, DeviceCommands } from '../dji/device-commands.js';
import { ANSWER_SECONDS, JOB_SECONDS } from './dock-order.course.js';
import { DockOrderRecorder } from './dock-order.recorder.js';
import { dockOrderRefusal, seenDone } from './dock-order.rules.js';
import { DockOrderStore, type StoredDockOrder } from './dock-order.store.js';
import { DockSituationStore } from './dock-situation.store.js';

/** A confirmed order that could not be sent by then is not sent any more: nobody expects it now. */
const STALE_MS = 15_000;
const OPEN = ['sent', 'in_progress'] as const;

/** Sends confirmed orders to their docks, each once, and ends those that nobody ends. */
@Injectable()
export class DockOrderSender {
  private readonly log = new Logger(DockOrderSender.name);

  constructor(
    private readonly orders: DockOrderStore,
    private readonly recorder: DockOrderRecorder,
    private readonly situations: DockSituationStore,
    private readonly commands: DeviceCommands,
  ) {}

  /** Ends what is over, and returns the ids of orders to send. */
  async due(now: number): Promise<string[]> {
    const ready: string[] = [];
    for (const order of await this.orders.open()) {
      const { id, state, confirmBefore, confirmedAt } = order.view;
      if (state === 'asked') {
        if (Date.parse(confirmBefore) < now) {
          await this.recorder.move(id, ['asked'], { state: 'lapsed', reason: 'not_confirmed' });
        }
      } else if (state === 'confirmed') {
        if (now - Date.parse(confirmedAt!) > STALE_MS) await this.notSent(id, 'link_missing');
        else ready.push(id);
      } else {
        await this.judge(order, now);
      }
    }
    return ready;
  }

  /** Sends one order, once, and takes its answer. Its end comes with an event, or by what the dock shows. */
  async send(id: string): Promise<void> {
    const order = await this.orders.find(id);
    if (order?.view.state !== 'confirmed') return;
    const { dockSn, method, action } = order.view;
    // what was right when it was confirmed may be wrong by now
    const situation = { ...(await this.situations.of(dockSn)), underWay: null };
    if (dockOrderRefusal(method, situation)) return this.notSent(id, 'changed_meanwhile');
    if (!this.commands.isReady) return;
    const seconds = JOB_SECONDS[method] ?? ANSWER_SECONDS;
    if (!(await this.recorder.move(id, ['confirmed'], { state: 'sent', seconds }))) return;
    let reply: CommandReply;
    try {
      const build = (tid: string) => debugCommand(dockSn, method, action, { tid, bid: id }, Date.now());
      reply = await this.commands.call(dockSn, id, build, ANSWER_SECONDS * 1000);
    } catch (error) {
      this.log.warn({ message: 'an order to a dock was not sent', error: (error as Error).message });
      await this.recorder.move(id, ['sent'], { state: 'not_sent', reason: 'link_missing' });
      return;
    }
    await this.take(order, reply);
  }

  private async take({ view: { id, method } }: StoredDockOrder, reply: CommandReply): Promise<void> {
    const isJob = JOB_SECONDS[method] !== undefined;
    if (reply.kind === 'silent') {
      // a job may be under way all the same: its events or the deadline tell
      if (!isJob) await this.endBySight(id);
      return;
    }
    const { status, percent, step } = jobReport(reply.body);
    if (reply.result !== 0) {
      const change = { state: 'refused', reason: 'device_said_no', deviceCode: reply.result } as const;
      await this.recorder.move(id, ['sent'], change);
    } else if (!isJob || status === 'ok') {
      await this.recorder.move(id, OPEN, { state: 'ok', percent: 100, step, reason: 'done' });
    } else {
      // an event may have been faster than the answer
      await this.recorder.move(id, ['sent'], { state: 'in_progress', percent, step });
    }
  }

  /** Ends an order whose time is over by what the dock shows; a restart when the dock is back. */
  private async judge({ view }: StoredDockOrder, now: number): Promise<void> {
    if (view.method === 'device_reboot') {
      const { presence, presenceSince } = await this.situations.of(view.dockSn);
      if (presence === 'online' && presenceSince !== null && presenceSince.getTime() > Date.parse(view.sentAt!)) {
        await this.recorder.move(view.id, OPEN, { state: 'ok', percent: 100, reason: 'came_back' });
        return;
      }
    }
    if (Date.parse(view.deadline!) < now) await this.endBySight(view.id);
  }

  private async endBySight(id: string): Promise<void> {
    const order = await this.orders.find(id);
    if (!order || order.view.settledAt !== null || order.view.sentAt === null) return;
    const { method, dockSn, state, sentAt } = order.view;
    const { properties, times } = await this.situations.of(dockSn);
    const seen = seenDone(method, properties, (key) => (times[key]?.receivedAt ?? 0) > Date.parse(sentAt));
    if (seen === true) await this.recorder.move(id, OPEN, { state: 'ok', percent: 100, reason: 'done_by_sight' });
    else if (seen === false) await this.recorder.move(id, OPEN, { state: 'failed', reason: 'not_as_wanted' });
    else {
      const reason = state === 'sent' ? 'no_answer' : 'no_end';
      await this.recorder.move(id, OPEN, { state: 'timeout', reason });
    }
  }

  private async notSent(id: string, reason: 'link_missing' | 'changed_meanwhile'): Promise<void> {
    await this.recorder.move(id, ['confirmed'], { state: 'not_sent', reason });
  }
}

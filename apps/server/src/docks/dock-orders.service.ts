import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type DockOrderPage, type DockOrderView, type NewDockOrder, type PageQuery } from '#contracts';
import { type Actor } from '../auth/actor.js';
import { NotFound, Refusal } from '../common/refusal.js';
import { COUNTY, type County } from '../county/county.js';
import { DeviceStore } from '../devices/device.store.js';
import { DockOrderRecorder } from './dock-order.recorder.js';
import { affectedBy, dockOrderRefusal } from './dock-order.rules.js';
import { DockOrderStore, type StoredDockOrder } from './dock-order.store.js';
import { DOCK_ORDERS, wordsOf } from './dock-order.words.js';
import { DockSituationStore } from './dock-situation.store.js';

export const DOCK = { zh: '机场', en: 'dock' };
const ORDER = { zh: '机场指令', en: 'order to a dock' };
const CONFIRM_SECONDS = 60;
const ONE_AT_A_TIME = 'dock_orders_one_at_a_time';

/** What people tell docks, in two steps: asked for and explained, then confirmed by the same person. */
@Injectable()
export class DockOrdersService {
  constructor(
    private readonly db: DataSource,
    private readonly devices: DeviceStore,
    private readonly situations: DockSituationStore,
    private readonly orders: DockOrderStore,
    private readonly recorder: DockOrderRecorder,
    @Inject(COUNTY) private readonly county: County,
  ) {}

  /** Throws `NotFound` also outside the scope. */
  async list(dockSn: string, query: PageQuery, actor: Actor): Promise<DockOrderPage> {
    await this.dock(dockSn, actor);
    const [page, situation] = await Promise.all([this.orders.page(dockSn, query), this.situations.of(dockSn)]);
    const offers = DOCK_ORDERS.filter(
      ({ method }) => dockOrderRefusal(method, situation)?.code !== 'not_on_this_model',
    ).map(({ method, action, group, zh, en, risk }) => {
      return { method, action, group, zh, en, risk, refusal: dockOrderRefusal(method, situation) };
    });
    return { ...page, offers };
  }

  /** The first step: nothing is sent. Throws `NotFound`, `Refusal` 400 `no_such_order`, 409 with the reason's code. */
  async ask(dockSn: string, request: NewDockOrder, actor: Actor): Promise<DockOrderView> {
    await this.dock(dockSn, actor);
    const { method, action, note } = request;
    const words = wordsOf(method, action);
    if (!words) {
      const which = action === null ? method : `${method} (${action})`;
      throw new Refusal(400, 'no_such_order', `没有“${which}”这条指令，请从列表中选择`, `there is no order "${which}"`);
    }
    const situation = await this.situations.of(dockSn);
    this.allow(dockOrderRefusal(method, situation), situation.name, words);
    const affected = affectedBy(method, situation, (instant) => this.timeOf(instant));
    return this.db.transaction(async (tx) => {
      const by = actor.username;
      const order = await this.orders.insert(tx, { dockSn, method, action, note, by, affected }, CONFIRM_SECONDS);
      await this.recorder.announce(tx, order);
      return order.view;
    });
  }

  /** The second step. Throws `NotFound`, `Refusal` 403 `not_yours`, 409 `too_late`, `not_in_this_state` or the reason's. */
  async confirm(dockSn: string, id: string, actor: Actor): Promise<DockOrderView> {
    const { view } = await this.own(dockSn, id, actor);
    if (view.state !== 'asked') throw this.moved(view);
    if (Date.parse(view.confirmBefore) < Date.now()) {
      await this.recorder.move(id, ['asked'], { state: 'lapsed', reason: 'not_confirmed' });
      throw new Refusal(409, 'too_late', `“${view.zh}”超过 60 秒未确认，已作废，请重新下达`, 'not confirmed in 60 s');
    }
    const situation = await this.situations.of(dockSn);
    this.allow(dockOrderRefusal(view.method, situation), situation.name, view);
    const confirmed = await this.recorder.move(id, ['asked'], { state: 'confirmed' }).catch((error: Error) => {
      if (!String((error as { constraint?: string }).constraint ?? error.message).includes(ONE_AT_A_TIME)) throw error;
      const zh = `“${view.dockName}”还有指令没有结束，请等待`;
      throw new Refusal(409, 'order_under_way', zh, 'another order to this dock has no end yet');
    });
    if (!confirmed) throw this.moved((await this.orders.find(id))!.view);
    return confirmed.view;
  }

  /** Takes back what is not confirmed yet. Throws as `confirm`. */
  async withdraw(dockSn: string, id: string, actor: Actor): Promise<DockOrderView> {
    const { view } = await this.own(dockSn, id, actor);
    const taken = await this.recorder.move(id, ['asked'], { state: 'withdrawn', reason: 'withdrawn' });
    if (!taken) throw this.moved(view);
    return taken.view;
  }

  private async dock(sn: string, actor: Actor) {
    const device = await this.devices.find(sn);
    if (device?.kind !== 'dock' || !actor.scope.covers(device.divisionPath)) throw new NotFound(DOCK, sn);
    return device;
  }

  private async own(dockSn: string, id: string, actor: Actor): Promise<StoredDockOrder> {
    await this.dock(dockSn, actor);
    const order = await this.orders.find(id);
    if (order?.view.dockSn !== dockSn) throw new NotFound(ORDER, id);
    const { by, zh, en } = order.view;
    if (by !== actor.username) {
      throw new Refusal(
        403,
        'not_yours',
        `“${zh}”由 ${by} 下达，只能由本人确认或撤回`,
        `"${en}" was asked for by ${by}`,
      );
    }
    return order;
  }

  private allow(
    refusal: ReturnType<typeof dockOrderRefusal>,
    dockName: string,
    { zh, en }: { zh: string; en: string },
  ): void {
    if (!refusal) return;
    const sentences = [`“${dockName}”不能${zh}：${refusal.zh}`, `"${dockName}": no "${en}": ${refusal.en}`] as const;
    throw new Refusal(409, refusal.code, ...sentences);
  }

  private moved({ zh, en, state }: DockOrderView): Refusal {
    return new Refusal(409, 'not_in_this_state', `“${zh}”已不在待确认状态`, `"${en}" is ${state}: nothing to confirm`);
  }

  private timeOf(instant: string): string {
    const options = { timeZone: this.county.timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
    return new Intl.DateTimeFormat('zh-CN', options).format(new Date(instant));
  }
}

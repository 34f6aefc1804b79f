import { z } from 'zod';
import { Instant } from './common.js';
import { TaskReasonView } from './tasks.js';

/** What a person may tell a flight. `return_home` and its taking back leave the task open: the dock says how it ends. */
export const FlightOrderKind = z
  .enum(['pause', 'resume', 'return_home', 'cancel_return_home'])
  .meta({ id: 'FlightOrderKind' });
export type FlightOrderKind = z.infer<typeof FlightOrderKind>;
export const FLIGHT_ORDERS: Readonly<Record<FlightOrderKind, { zh: string; en: string }>> = {
  pause: { zh: '暂停', en: 'pause' },
  resume: { zh: '继续', en: 'resume' },
  return_home: { zh: '返航', en: 'return home' },
  cancel_return_home: { zh: '取消返航', en: 'cancel the return' },
};

/**
 * asked: waits to be sent; sent: on its way, nobody has answered; accepted, refused: the dock's word; silent: nobody
 * answered in time, so it may have been done or not; not_sent: it never left us.
 */
export const FlightOrderState = z
  .enum(['asked', 'sent', 'accepted', 'refused', 'silent', 'not_sent'])
  .meta({ id: 'FlightOrderState' });
export type FlightOrderState = z.infer<typeof FlightOrderState>;
export const FLIGHT_ORDER_STATES: Readonly<Record<FlightOrderState, { zh: string; en: string }>> = {
  asked: { zh: '待发送', en: 'to be sent' },
  sent: { zh: '已发送，等待答复', en: 'sent, no answer yet' },
  accepted: { zh: '设备已接受', en: 'accepted' },
  refused: { zh: '设备拒绝', en: 'refused' },
  silent: { zh: '设备未答复', en: 'no answer' },
  not_sent: { zh: '未能发出', en: 'could not be sent' },
};

/** An order to a flight 飞行指令, and what came of it. */
export const FlightOrderView = z
  .object({
    id: z.string(),
    taskId: z.string(),
    kind: FlightOrderKind,
    state: FlightOrderState,
    /** Who gave it. */
    by: z.string(),
    note: z.string(),
    askedAt: Instant,
    sentAt: Instant.nullable(),
    settledAt: Instant.nullable(),
    /** Why the dock refused; null unless it did. */
    refusal: TaskReasonView.nullable(),
  })
  .meta({ id: 'FlightOrder' });
export type FlightOrderView = z.infer<typeof FlightOrderView>;

/** The orders of a task, newest first, and which may be given now. */
export const FlightOrderList = z
  .object({
    items: z.array(FlightOrderView),
    allowed: z.array(FlightOrderKind),
    /** Why each of the others may not be given. */
    refused: z.array(z.object({ kind: FlightOrderKind, zh: z.string(), en: z.string() })),
  })
  .meta({ id: 'FlightOrderList' });
export type FlightOrderList = z.infer<typeof FlightOrderList>;

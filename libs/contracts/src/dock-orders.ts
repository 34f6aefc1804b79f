import { z } from 'zod';
import { Instant, PageQuery, pageOf } from './common.js';
import { TaskReasonView } from './tasks.js';

/** What a person may tell a dock in remote debugging 远程调试, under the protocol's own names. */
export const DockOrderMethod = z
  .enum([
    'debug_mode_open',
    'debug_mode_close',
    'cover_open',
    'cover_close',
    'cover_force_close',
    'putter_open',
    'putter_close',
    'drone_open',
    'drone_close',
    'charge_open',
    'charge_close',
    'supplement_light_open',
    'supplement_light_close',
    'alarm_state_switch',
    'air_conditioner_mode_switch',
    'battery_store_mode_switch',
    'battery_maintenance_switch',
    'device_reboot',
    'device_format',
    'drone_format',
  ])
  .meta({ id: 'DockOrderMethod' });
export type DockOrderMethod = z.infer<typeof DockOrderMethod>;

/** low: nothing moves and nothing is lost; medium: something moves or stops; high: somebody may be hurt or data is lost. */
export const DockOrderRisk = z.enum(['low', 'medium', 'high']).meta({ id: 'DockOrderRisk' });
export type DockOrderRisk = z.infer<typeof DockOrderRisk>;
export const DOCK_ORDER_RISKS: Readonly<Record<DockOrderRisk, { zh: string; en: string }>> = {
  low: { zh: '低风险', en: 'low risk' },
  medium: { zh: '中风险', en: 'medium risk' },
  high: { zh: '高风险', en: 'high risk' },
};

/** On the page the orders stand in these groups. */
export const DockOrderGroup = z
  .enum(['debugging', 'cover', 'aircraft', 'charge', 'light', 'climate', 'upkeep'])
  .meta({ id: 'DockOrderGroup' });
export type DockOrderGroup = z.infer<typeof DockOrderGroup>;

/**
 * asked: waits to be confirmed by whoever asked; confirmed: is to be sent; sent: on its way; in_progress: the dock works
 * on it. Then one end: ok; failed: the dock's word; refused: it did not begin; timeout: no word of its end in time, so
 * it may have been done or not; not_sent: it never left us; lapsed: not confirmed in time; withdrawn: taken back.
 */
export const DockOrderState = z
  .enum([
    'asked',
    'confirmed',
    'sent',
    'in_progress',
    'ok',
    'failed',
    'refused',
    'timeout',
    'not_sent',
    'lapsed',
    'withdrawn',
  ])
  .meta({ id: 'DockOrderState' });
export type DockOrderState = z.infer<typeof DockOrderState>;
export const DOCK_ORDER_STATES: Readonly<Record<DockOrderState, { zh: string; en: string }>> = {
  asked: { zh: '待确认', en: 'to be confirmed' },
  confirmed: { zh: '待发送', en: 'to be sent' },
  sent: { zh: '已发送，等待答复', en: 'sent, no answer yet' },
  in_progress: { zh: '执行中', en: 'in progress' },
  ok: { zh: '已完成', en: 'done' },
  failed: { zh: '失败', en: 'failed' },
  refused: { zh: '机场拒绝', en: 'refused' },
  timeout: { zh: '超时，结果不明', en: 'no end in time' },
  not_sent: { zh: '未发出', en: 'not sent' },
  lapsed: { zh: '未确认，已作废', en: 'not confirmed' },
  withdrawn: { zh: '已撤回', en: 'taken back' },
};
/** Whether an order may still change. */
export const OPEN_DOCK_ORDERS = ['asked', 'confirmed', 'sent', 'in_progress'] as const;

/** Who or what an order touches, in words. */
const Affected = z.object({ taskId: z.string().nullable(), zh: z.string(), en: z.string() });

/** An order to a dock 机场指令: asked for, confirmed by the same person, sent once, followed to its end. */
export const DockOrderView = z
  .object({
    /** The `bid` of its messages as well. */
    id: z.string(),
    dockSn: z.string(),
    dockName: z.string(),
    method: DockOrderMethod,
    /** For switches: the protocol's number. */
    action: z.number().int().nullable(),
    /** What it is called. */
    zh: z.string(),
    en: z.string(),
    risk: DockOrderRisk,
    /** What will happen. */
    happensZh: z.string(),
    happensEn: z.string(),
    affected: z.array(Affected),
    state: DockOrderState,
    /** Who gave it, and who alone may confirm it. */
    by: z.string(),
    note: z.string(),
    askedAt: Instant,
    confirmBefore: Instant,
    confirmedAt: Instant.nullable(),
    sentAt: Instant.nullable(),
    /** When it ends without a word of the dock; null before it is sent. */
    deadline: Instant.nullable(),
    settledAt: Instant.nullable(),
    /** 0 to 100 as the dock says it; null: it has said none. */
    percent: z.number().nullable(),
    /** The step as the dock calls it, such as `open_cover`, and in words where they are known. */
    step: z.string().nullable(),
    stepZh: z.string().nullable(),
    stepEn: z.string().nullable(),
    /** How it ended, why, and who acts; null until then. */
    outcome: TaskReasonView.nullable(),
  })
  .meta({ id: 'DockOrder' });
export type DockOrderView = z.infer<typeof DockOrderView>;

/** The first of the two steps. */
export const NewDockOrder = z
  .object({
    method: DockOrderMethod,
    action: z.number().int().min(0).max(3).nullable().default(null),
    /** Why. */
    note: z.string().trim().max(200).default(''),
  })
  .meta({ id: 'NewDockOrder' });
export type NewDockOrder = z.infer<typeof NewDockOrder>;

/** What may be ordered now. */
export const DockOrderOffer = z
  .object({
    method: DockOrderMethod,
    action: z.number().int().nullable(),
    group: DockOrderGroup,
    zh: z.string(),
    en: z.string(),
    risk: DockOrderRisk,
    /** Why it may not be given now; null: it may. */
    refusal: z.object({ code: z.string(), zh: z.string(), en: z.string() }).nullable(),
  })
  .meta({ id: 'DockOrderOffer' });
export type DockOrderOffer = z.infer<typeof DockOrderOffer>;

export const DockOrderQuery = PageQuery;
/** The orders to one dock, newest first, and what may be ordered now. */
export const DockOrderPage = pageOf(DockOrderView)
  .extend({ offers: z.array(DockOrderOffer) })
  .meta({ id: 'DockOrderPage' });
export type DockOrderPage = z.infer<typeof DockOrderPage>;

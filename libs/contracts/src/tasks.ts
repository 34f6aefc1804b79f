import { z } from 'zod';

/**
 * draft 草稿 → approved 已批准 → filed 已报飞行计划 → queued 排队中 → preparing 准备中 → ready 就绪 → in_progress 执行中
 * ⇄ paused 已暂停 → one of the ends (`TERMINAL_TASK_STATES`), which it never leaves.
 */
export const TaskState = z
  .enum([
    'draft',
    'approved',
    'filed',
    'queued',
    'preparing',
    'ready',
    'in_progress',
    'paused',
    'ok',
    'partially_done',
    'failed',
    'canceled',
    'rejected',
    'timeout',
  ])
  .meta({ id: 'TaskState' });
export type TaskState = z.infer<typeof TaskState>;

/** emergency 应急 before meeting 会商 before routine 常规. */
export const TaskPriority = z.enum(['emergency', 'meeting', 'routine']).meta({ id: 'TaskPriority' });
export type TaskPriority = z.infer<typeof TaskPriority>;

/** The ends of a task. */
export const TERMINAL_TASK_STATES = ['ok', 'partially_done', 'failed', 'canceled', 'rejected', 'timeout'] as const;
export type TerminalTaskState = (typeof TERMINAL_TASK_STATES)[number];
export type OpenTaskState = Exclude<TaskState, TerminalTaskState>;

/** As the screen says it. */
export const TASK_STATES: Readonly<Record<TaskState, { zh: string; en: string }>> = {
  draft: { zh: '草稿', en: 'draft' },
  approved: { zh: '已批准', en: 'approved' },
  filed: { zh: '已报飞行计划', en: 'filed' },
  queued: { zh: '排队中', en: 'queued' },
  preparing: { zh: '准备中', en: 'preparing' },
  ready: { zh: '就绪', en: 'ready' },
  in_progress: { zh: '执行中', en: 'in progress' },
  paused: { zh: '已暂停', en: 'paused' },
  ok: { zh: '已完成', en: 'done' },
  partially_done: { zh: '部分完成', en: 'partly done' },
  failed: { zh: '失败', en: 'failed' },
  canceled: { zh: '已取消', en: 'canceled' },
  rejected: { zh: '已拒绝', en: 'rejected' },
  timeout: { zh: '超时', en: 'timed out' },
};

/** Who has to do something, or may: the product by itself, a role, somebody at the dock, or nobody. */
export const Acting = z
  .enum(['system', 'operator', 'supervisor', 'pilot', 'site', 'maintenance', 'nobody'])
  .meta({ id: 'Acting' });
export type Acting = z.infer<typeof Acting>;
export const ACTING: Readonly<Record<Acting, { zh: string; en: string }>> = {
  system: { zh: '系统', en: 'the product' },
  operator: { zh: '调度员', en: 'operator' },
  supervisor: { zh: '县级监督员', en: 'county supervisor' },
  pilot: { zh: '飞手', en: 'pilot' },
  site: { zh: '现场人员', en: 'somebody on site' },
  maintenance: { zh: '运维人员', en: 'maintenance' },
  nobody: { zh: '无需处理', en: 'nobody' },
};

/** A cause in words: what is the matter, what to do next, who does it, and who may fly the task again. */
export const TaskReasonView = z
  .object({
    /** Stable, such as `dock_offline`. */
    code: z.string(),
    zh: z.string(),
    en: z.string(),
    nextZh: z.string(),
    nextEn: z.string(),
    /** What exactly was found, such as the wind now and the wind allowed; null: nothing more is known. */
    detailZh: z.string().nullable(),
    detailEn: z.string().nullable(),
    acting: Acting,
    /** Whose decision it is to fly again; `nobody`: it is not flown again as it is. */
    retryBy: Acting,
    /** The device's own code, also when nobody has described it; null when it did not come from a device. */
    deviceCode: z.number().int().nullable(),
    /** What the device's code says by its maker or the protocol's reference; null when nobody has described it. */
    deviceZh: z.string().nullable(),
    deviceEn: z.string().nullable(),
  })
  .meta({ id: 'TaskReason' });
export type TaskReasonView = z.infer<typeof TaskReasonView>;

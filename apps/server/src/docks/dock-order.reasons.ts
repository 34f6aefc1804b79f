import { type TaskReasonView } from '#contracts';
import { type ReasonWords } from '../tasks/reason.words.js';
import { reasonOfCode, reasonView } from '../tasks/task.reasons.js';

const again = (words: Omit<ReasonWords, 'retryBy'>): ReasonWords => ({ ...words, retryBy: 'operator' });

/** Why an order to a dock ended, beside what the dock itself gives as its code. */
const REASONS = {
  done: again({
    zh: '机场已完成',
    en: 'the dock did it',
    nextZh: '核对页面上的状态',
    nextEn: 'see that the page shows it',
    acting: 'nobody',
  }),
  done_by_sight: again({
    zh: '机场没有报告结束，但上报的状态已符合',
    en: 'the dock told no end, but what it shows is what was wanted',
    nextZh: '核对监控画面',
    nextEn: 'look at the camera',
    acting: 'operator',
  }),
  came_back: again({
    zh: '机场已重启并重新上线',
    en: 'the dock restarted and is back',
    nextZh: '等一分钟，机场自检完成后可飞',
    nextEn: 'give it a minute to check itself',
    acting: 'nobody',
  }),
  no_answer: again({
    zh: '机场没有答复，可能做了也可能没做',
    en: 'the dock did not answer: it may have done it or not',
    nextZh: '先看机场状态和监控，再决定是否重做；指令不会自动重发',
    nextEn: 'look at the dock before you ask again; it is never sent again by itself',
    acting: 'operator',
  }),
  no_end: again({
    zh: '到限时仍没有结束，结果不明',
    en: 'no end was told in time',
    nextZh: '先看机场状态和监控，必要时派人到现场',
    nextEn: 'look at the dock and its camera; send somebody if it stays so',
    acting: 'operator',
  }),
  not_as_wanted: again({
    zh: '到限时机场状态仍不符',
    en: 'in time the dock does not show what was wanted',
    nextZh: '看告警和监控，必要时派人到现场',
    nextEn: 'look at its notices and camera; send somebody',
    acting: 'site',
  }),
  link_missing: again({
    zh: '没有发出：与机场的连接中断',
    en: 'not sent: no link to the dock',
    nextZh: '连接恢复后重新下达',
    nextEn: 'ask again when the link is back',
    acting: 'operator',
  }),
  changed_meanwhile: again({
    zh: '没有发出：确认后情况已变，不再适合执行',
    en: 'not sent: things changed after it was confirmed',
    nextZh: '查看当前任务和机场模式后重新下达',
    nextEn: 'look at the task and the mode of the dock, then ask again',
    acting: 'operator',
  }),
  not_confirmed: again({
    zh: '60 秒内没有确认，已作废',
    en: 'not confirmed within 60 s',
    nextZh: '需要时重新下达',
    nextEn: 'ask again if it is still wanted',
    acting: 'nobody',
  }),
  withdrawn: again({
    zh: '下达的人撤回',
    en: 'taken back by whoever asked for it',
    nextZh: '无需处理',
    nextEn: 'nothing',
    acting: 'nobody',
  }),
  device_said_no: again({
    zh: '机场报告未完成',
    en: 'the dock says that it was not done',
    nextZh: '按设备给出的原因处理后重新下达',
    nextEn: 'see to what the device names, then ask again',
    acting: 'operator',
  }),
} as const satisfies Record<string, ReasonWords>;

/** Our code of why an order ended. Stable: it is stored. */
export type DockOrderReason = keyof typeof REASONS;

/** The end of an order in words; a code of the device comes with its cause and next step. */
export function outcomeOf(reason: DockOrderReason, deviceCode: number | null): TaskReasonView {
  if (reason === 'device_said_no' && deviceCode !== null) {
    const cause = reasonOfCode(deviceCode);
    // what nobody has described is told as the dock's no, with its number
    if (cause !== 'unknown_device_code') return reasonView(cause, deviceCode);
  }
  const nothingMore = { detailZh: null, detailEn: null, deviceZh: null, deviceEn: null };
  return { code: reason, ...REASONS[reason], ...nothingMore, deviceCode };
}

import { FLIGHT_ORDERS, FlightOrderKind, type FlightOrderView, TASK_STATES } from '#contracts';
import { hasEnded, type TaskCourse } from './task.course.js';

/** How long an order waits for its dock's answer before the same may be given again. */
export const ANSWER_MS = 5_000;

/** Why an order may not be given to a flight now, in both languages; null: it may. Pure. */
export function orderRefusal(
  kind: FlightOrderKind,
  course: TaskCourse,
  orders: readonly Pick<FlightOrderView, 'kind' | 'state'>[],
): { zh: string; en: string } | null {
  const state = TASK_STATES[course.state];
  if (hasEnded(course.state)) return { zh: `已结束（${state.zh}）`, en: `it has ended (${state.en})` };
  if (course.state !== 'in_progress' && course.state !== 'paused') {
    return { zh: `还没有起飞（${state.zh}）`, en: `it does not fly yet (${state.en})` };
  }
  if (orders.some((order) => order.state === 'asked' || order.state === 'sent')) {
    return { zh: '上一条指令还没有答复，请稍候', en: 'the order before it has no answer yet: wait a moment' };
  }
  const canceled = course.cancelRequestedAt !== null;
  switch (kind) {
    case 'pause':
      if (course.state === 'paused') return { zh: '已经暂停', en: 'it is paused already' };
      return canceled ? { zh: '已要求取消，正在返航', en: 'its cancel was asked for: it comes home' } : null;
    case 'resume':
      if (course.state !== 'paused') return { zh: '没有暂停', en: 'it is not paused' };
      return canceled ? { zh: '已要求取消，不能再继续', en: 'its cancel was asked for: it is not resumed' } : null;
    case 'return_home':
      return null;
    case 'cancel_return_home':
      if (canceled) {
        return { zh: '已要求取消任务，返航不能撤回', en: 'the task was canceled: its return is not taken back' };
      }
      return lastReturn(orders) === 'return_home' ? null : { zh: '没有下达过返航', en: 'no return was ordered' };
  }
}

/** Every order that may not be given now, with why. */
export function refusedOrders(course: TaskCourse, orders: readonly FlightOrderView[]) {
  return FlightOrderKind.options.flatMap((kind) => {
    const refusal = orderRefusal(kind, course, orders);
    return refusal ? [{ kind, ...refusal }] : [];
  });
}

/** As a refusal of the API says it. */
export function orderWords(kind: FlightOrderKind, name: string, why: { zh: string; en: string }) {
  return {
    zh: `任务“${name}”不能${FLIGHT_ORDERS[kind].zh}：${why.zh}`,
    en: `task "${name}": no "${FLIGHT_ORDERS[kind].en}": ${why.en}`,
  };
}

/** The newest word about the return that the dock took, or may have taken. Orders come newest first. */
function lastReturn(orders: readonly Pick<FlightOrderView, 'kind' | 'state'>[]): FlightOrderKind | undefined {
  return orders.find(
    ({ kind, state }) =>
      (kind === 'return_home' || kind === 'cancel_return_home') && (state === 'accepted' || state === 'silent'),
  )?.kind;
}

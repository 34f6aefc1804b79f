import { TASK_STATES, type TaskState, type TerminalTaskState } from '#contracts';
import { Refusal } from '../common/refusal.js';
import { hasEnded, mayFly, type TaskCourse, type TaskOutcome } from './task.course.js';
import { deadlineRule } from './task.deadlines.js';
import { EVENT_WORDS, type TaskEvent, type TaskEventType } from './task.events.js';

type Moves = Readonly<Partial<Record<TaskEventType, TaskState>>>;

/** What ends a task before anything of it flew. */
const BEFORE_FLIGHT: Moves = { refused: 'rejected', cancel: 'canceled', deadline: 'timeout' };
/** Messages overtake one another, and a device may fly while we are down: what it says of a flight is believed. */
const FLIES: Moves = { started: 'in_progress', took_off: 'in_progress' };
/** How a device ends a flight. */
const ENDS: Moves = { completed: 'ok', partially_completed: 'partially_done', failed: 'failed' };

/** Every move that is allowed; all others are refused. `told` keeps the device's word and moves nothing. */
export const TASK_MOVES: Readonly<Record<TaskState, Moves>> = {
  draft: { ...BEFORE_FLIGHT, approve: 'approved', reschedule: 'draft', told: 'draft' },
  approved: { ...BEFORE_FLIGHT, file: 'filed', waive_filing: 'filed', reschedule: 'approved', told: 'approved' },
  // What was filed was a time: moved, it must be filed again.
  filed: { ...BEFORE_FLIGHT, queue: 'queued', reschedule: 'approved', told: 'filed' },
  queued: {
    ...BEFORE_FLIGHT,
    ...FLIES,
    reschedule: 'approved',
    taken: 'ready',
    prepare_sent: 'preparing',
    failed: 'failed',
    told: 'queued',
  },
  preparing: {
    ...BEFORE_FLIGHT,
    ...FLIES,
    ...ENDS,
    prepare_sent: 'preparing',
    prepared: 'ready',
    postpone: 'queued',
    told: 'preparing',
  },
  ready: { ...BEFORE_FLIGHT, ...FLIES, ...ENDS, postpone: 'queued', execute_sent: 'ready', told: 'ready' },
  in_progress: {
    ...ENDS,
    took_off: 'in_progress',
    paused: 'paused',
    cancel: 'canceled',
    deadline: 'timeout',
    told: 'in_progress',
  },
  paused: {
    ...ENDS,
    took_off: 'paused',
    resumed: 'in_progress',
    cancel: 'canceled',
    deadline: 'timeout',
    told: 'paused',
  },
  ok: { told: 'ok' },
  partially_done: { told: 'partially_done' },
  failed: { told: 'failed' },
  canceled: { told: 'canceled' },
  rejected: { told: 'rejected' },
  timeout: { told: 'timeout' },
};

/** What is refused although the table allows it. */
export interface TaskGuard {
  of: readonly TaskEventType[];
  when: (task: TaskCourse) => boolean;
  zh: string;
  en: string;
}

/** Rule 1, a flight starts at most once; and what was canceled does not go on. */
export const TASK_GUARDS: readonly TaskGuard[] = [
  {
    of: ['execute_sent'],
    when: (task) => task.executeSentAt !== null,
    zh: '起飞命令已下发过一次，绝不再发；请等待设备结果或由系统核对',
    en: 'the start was sent once and is never sent again: wait for the device, or for the reconciling',
  },
  {
    of: ['postpone', 'reschedule', 'prepare_sent'],
    when: (task) => task.executeSentAt !== null,
    zh: '起飞命令已下发，不能再推迟、改期或重新准备',
    en: 'the start was sent: it can be neither put off nor moved nor prepared again',
  },
  {
    of: ['took_off'],
    when: (task) => task.tookOffAt !== null,
    zh: '该架次的起飞已经记录',
    en: 'the take-off of this sortie is recorded already',
  },
  {
    of: ['resumed'],
    when: (task) => task.cancelRequestedAt !== null,
    zh: '已要求取消，不能再继续',
    en: 'its cancel was asked for: it is not resumed',
  },
];

/** Why an event is refused now, in both languages; null: it is allowed. Pure. */
export function refusalOf(task: TaskCourse, type: TaskEventType): { zh: string; en: string } | null {
  if (TASK_MOVES[task.state][type] !== undefined) {
    return TASK_GUARDS.find(({ of, when }) => of.includes(type) && when(task)) ?? null;
  }
  const [state, event] = [TASK_STATES[task.state], EVENT_WORDS[type]];
  return hasEnded(task.state)
    ? { zh: `已结束（${state.zh}），不能再${event.zh}`, en: `it has ended (${state.en}): no "${event.en}"` }
    : { zh: `状态为“${state.zh}”，不能${event.zh}`, en: `it is ${state.en}: no "${event.en}"` };
}

/**
 * The task after an event. Pure: no clock, no database. A cancel of what may fly asks the device first and ends when the
 * device says so, or at its deadline. Throws `Refusal` 409 `not_in_this_state`, named after the task.
 */
export function advance(task: TaskCourse, event: TaskEvent, name: string): TaskCourse {
  const refusal = refusalOf(task, event.type);
  if (refusal) {
    throw new Refusal(409, 'not_in_this_state', `任务“${name}”${refusal.zh}`, `task "${name}": ${refusal.en}`);
  }
  const state = TASK_MOVES[task.state][event.type]!;
  switch (event.type) {
    case 'told':
      return { ...task, deviceWord: event.word };
    case 'execute_sent':
      return { ...task, executeSentAt: event.at };
    case 'started':
      return begun(task, state, event.at);
    case 'took_off':
      return { ...begun(task, state, event.at), tookOffAt: event.at };
    case 'cancel':
      return cancel(task, event);
    case 'deadline':
      return atDeadline(task, event.at, event.reason);
    case 'completed':
      return ended(task, 'ok', event.at, { reason: 'flown', deviceCode: null, by: null });
    case 'partially_completed':
      return ended(task, 'partially_done', event.at, { ...event, by: null });
    case 'failed':
    case 'refused':
      return brokenOff(task, state as TerminalTaskState, event.at, event);
    default:
      return entered(task, state, event.at);
  }
}

function cancel(task: TaskCourse, { at, by, reason }: Extract<TaskEvent, { type: 'cancel' }>): TaskCourse {
  if (!mayFly(task)) return ended(task, 'canceled', at, { reason, deviceCode: null, by });
  return task.cancelRequestedAt === null ? { ...task, cancelRequestedAt: at, cancelRequestedBy: by } : task;
}

function atDeadline(task: TaskCourse, at: number, reason = deadlineRule(task)!.reason): TaskCourse {
  const state = task.cancelRequestedAt === null ? 'timeout' : 'canceled';
  return ended(task, state, at, { reason, deviceCode: null, by: task.cancelRequestedBy });
}

/** A flight that stops after its cancel was asked for has done what it was asked; the device's code is kept. */
function brokenOff(task: TaskCourse, state: TerminalTaskState, at: number, outcome: TaskOutcome): TaskCourse {
  if (task.cancelRequestedAt === null) return ended(task, state, at, outcome);
  const { deviceCode } = outcome;
  return ended(task, 'canceled', at, { reason: 'canceled_in_flight', deviceCode, by: task.cancelRequestedBy });
}

/** The device works on it, so nothing may be sent any more, whoever started it. */
function begun(task: TaskCourse, state: TaskState, at: number): TaskCourse {
  return {
    ...entered(task, state, at),
    startedAt: task.startedAt ?? at,
    executeSentAt: task.executeSentAt ?? at,
  };
}

function entered(task: TaskCourse, state: TaskState, at: number): TaskCourse {
  return state === task.state ? task : { ...task, state, since: at };
}

function ended(task: TaskCourse, state: TerminalTaskState, at: number, outcome: TaskOutcome): TaskCourse {
  const { reason, deviceCode, by } = outcome;
  return { ...task, state, since: at, outcome: { reason, deviceCode, by } };
}

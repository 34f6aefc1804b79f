import {
  type OpenTaskState,
  TASK_STATES,
  TERMINAL_TASK_STATES,
  type TaskState,
  type TerminalTaskState,
} from '#contracts';
import { type TaskReason } from './task.reasons.js';

/** How a task ended. */
export interface TaskOutcome {
  reason: TaskReason;
  /** The device's `result`, or its break reason as a result; null when no device said one. */
  deviceCode: number | null;
  /** User name; null: the product or the device. */
  by: string | null;
}

/** What is known of a task's course. One task is one sortie at most: flying again is another task. Times in ms since 1970. */
export interface TaskCourse {
  state: TaskState;
  /** When this state was entered. */
  since: number;
  /** When the start command was about to be sent, or the device turned out to fly. Once set it stays: nothing is sent again. */
  executeSentAt: number | null;
  /** When the device began to work on it. */
  startedAt: number | null;
  tookOffAt: number | null;
  /** A cancel was asked for while the aircraft may fly; it ends when the device says so, or at the deadline. */
  cancelRequestedAt: number | null;
  cancelRequestedBy: string | null;
  /** The device's own status word, the newest, also when it came after the end. */
  deviceWord: string | null;
  /** Null until it ended. */
  outcome: TaskOutcome | null;
}

/** A task as it begins. */
export function newTask(at: number): TaskCourse {
  return {
    state: 'draft',
    since: at,
    executeSentAt: null,
    startedAt: null,
    tookOffAt: null,
    cancelRequestedAt: null,
    cancelRequestedBy: null,
    deviceWord: null,
    outcome: null,
  };
}

/** True for a state that is never left. */
export function hasEnded(state: TaskState): state is TerminalTaskState {
  return (TERMINAL_TASK_STATES as readonly TaskState[]).includes(state);
}

/** True when the aircraft may be in the air, or be about to: then a cancel asks the device first. */
export function mayFly(task: TaskCourse): boolean {
  return !hasEnded(task.state) && task.executeSentAt !== null;
}

/** The states that a task does not end in, in the order of its life. */
export const OPEN_TASK_STATES = (Object.keys(TASK_STATES) as TaskState[]).filter(
  (state): state is OpenTaskState => !hasEnded(state),
);

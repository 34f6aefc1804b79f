import { Injectable } from '@nestjs/common';
import { type EntityManager } from 'typeorm';
import { type Decoded } from '#dji';
import { type TaskBreakPoint, type TaskProgress } from '#contracts';
import { type TaskEvent } from './task.events.js';
import { reasonOfBreak, reasonOfCode } from './task.reasons.js';
import { TaskRecorder } from './task.recorder.js';
import { type StoredTask } from './task.rows.js';
import { type TaskChange } from './task.store.js';

/** A report of `flighttask_progress`, as far as it can be used (reference 4.4). */
export interface MissionReport {
  taskId: string;
  /** The device's own word. */
  status: string;
  result: number;
  airborne: boolean;
  progress: TaskProgress;
  breakPoint: TaskBreakPoint | null;
  mediaCount: number | null;
}

const MOST_FILES = 100_000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What docks say of missions becomes the course of tasks, in the transaction in which the message is stored. */
@Injectable()
export class ProgressWatch {
  constructor(private readonly recorder: TaskRecorder) {}

  /** The change that a message brings to a task of ours; null for any other message. */
  changeOf(decoded: Decoded, receivedAt: number): ((tx: EntityManager) => Promise<void>) | null {
    if (decoded.type !== 'event' || decoded.method !== 'flighttask_progress') return null;
    const report = reportOf(decoded, receivedAt);
    if (!report) return null;
    return (tx) =>
      this.recorder.believe(tx, report.taskId, (task) => eventsOf(report, task, receivedAt), changesOf(report));
  }
}

/** Reads a report; null when it names no mission of ours. */
function reportOf(decoded: Decoded, receivedAt: number): MissionReport | null {
  const data = (decoded.envelope?.data ?? {}) as Record<string, any>;
  const output = (data['output'] ?? {}) as Record<string, any>;
  const ext = (output['ext'] ?? {}) as Record<string, any>;
  const taskId = String(ext['flight_id'] ?? decoded.envelope?.bid ?? '');
  const status = output['status'];
  if (!UUID.test(taskId) || typeof status !== 'string') return null;
  const number = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : null);
  const whole = (value: unknown) =>
    number(value) === null ? null : within(Math.round(number(value)!), 0, 2 ** 31 - 1);
  return {
    taskId: taskId.toLowerCase(),
    status,
    result: number(data['result']) ?? 0,
    airborne: typeof ext['track_id'] === 'string' && ext['track_id'] !== '',
    progress: {
      percent: number(output['progress']?.percent),
      step: whole(output['progress']?.current_step),
      waypoint: whole(ext['current_waypoint_index']),
      at: new Date(receivedAt).toISOString(),
    },
    breakPoint: breakPointOf(ext['break_point']),
    mediaCount: within(whole(ext['media_count']), 0, MOST_FILES),
  };
}

/** Null for a number that cannot be meant. */
function within(value: number | null, low: number, high: number): number | null {
  return value !== null && value >= low && value <= high ? value : null;
}

function breakPointOf(value: unknown): TaskBreakPoint | null {
  const point = value as Record<string, unknown> | null | undefined;
  if (typeof point?.['index'] !== 'number') return null;
  const number = (name: string, otherwise: number) =>
    typeof point[name] === 'number' ? (point[name] as number) : otherwise;
  return {
    index: Math.round(point['index']),
    state: Math.round(number('state', 0)),
    progress: number('progress', 0),
    waylineId: Math.round(number('wayline_id', 0)),
    reason: typeof point['break_reason'] === 'number' ? Math.round(point['break_reason']) : null,
  };
}

/** Words that end a mission on the device. */
const FAILED = new Set(['failed', 'canceled', 'rejected', 'timeout']);

/** What a report means for a task; what its state does not allow is left out by whoever applies it. Pure. */
export function eventsOf(report: MissionReport, task: StoredTask, at: number): TaskEvent[] {
  const events: TaskEvent[] = [];
  if (task.course.deviceWord !== report.status) events.push({ type: 'told', at, word: report.status });
  const begun = report.status !== 'sent' && report.status !== 'failed' && !FAILED.has(report.status);
  if (begun && task.course.startedAt === null) events.push({ type: 'started', at });
  if (report.airborne && task.course.tookOffAt === null) events.push({ type: 'took_off', at });
  if (report.status === 'paused') events.push({ type: 'paused', at });
  else if (report.status === 'in_progress') events.push({ type: 'resumed', at });
  else if (report.status === 'ok') events.push({ type: 'completed', at });
  else if (report.status === 'partially_done') {
    events.push({ type: 'partially_completed', at, reason: 'legs_left_out', deviceCode: report.result || null });
  } else if (FAILED.has(report.status)) {
    const broken = reasonOfBreak(report.breakPoint?.reason ?? 0);
    const reason = report.result === 0 ? (broken ?? 'unknown_device_code') : reasonOfCode(report.result);
    events.push({ type: 'failed', at, reason, deviceCode: report.result || null, by: null });
  }
  return events;
}

function changesOf({ progress, breakPoint, mediaCount }: MissionReport): TaskChange {
  return {
    progress,
    ...(breakPoint ? { breakPoint } : {}),
    ...(mediaCount === null ? {} : { mediaExpected: mediaCount }),
  };
}
